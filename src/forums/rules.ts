import type { Acting } from "../context.ts";
import type { Id } from "../core/id.ts";
import { mayContribute, mayManage, type Standing } from "../workspaces/index.ts";

/** What decides who may do what with a post. */
export interface PostFacts {
  authorId: Id;
  deleted: Date | null;
  /** The discussion it stands in. */
  locked: Date | null;
}

export const mayComment = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  !post.deleted && mayContribute(standing, acting) && (!post.locked || mayManage(standing));

export const mayEdit = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  !post.deleted && post.authorId === acting.id && mayContribute(standing, acting) && !post.locked;

/** One's own at any time, also after leaving; others' as a manager. */
export const mayDelete = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  !post.deleted && (post.authorId === acting.id || mayManage(standing));

export const mayLike = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  !post.deleted && mayContribute(standing, acting);
