/** Where a discussion's pages and actions are, from the workspace's own address. */
export const discussionPath = (base: string, id: number): string => `${base}/discussions/${id}`;

/** The address of one post: for a comment the page of the discussion that holds it. */
export const permalink = (base: string, discussionId: number, id: number): string =>
  discussionPath(base, discussionId) + (id === discussionId ? "" : `?comment=${id}#comment-${id}`);

export type PostAction =
  "edit" | "delete" | "restore" | "history" | "like" | "save" | "report" | "hide" | "move";

export const postPath = (base: string, id: number, what: PostAction): string => `${base}/posts/${id}/${what}`;
