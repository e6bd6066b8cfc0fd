import type { Acting } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { mayContribute, mayManage, type Standing } from "../workspaces/index.ts";

/** What decides who may do what with a post. */
export interface PostFacts {
  authorId: Id;
  deleted: Date | null;
  /** Since when administrators hide it from everybody here. */
  hidden?: Date | null;
  /** The discussion it stands in. */
  locked: Date | null;
  /** A page of the workspace: its managers look after it too. */
  page?: boolean;
}

/** Nobody here answers or finds helpful what nobody here sees; elsewhere it is as it was. */
const seen = (acting: Acting, post: PostFacts): boolean => !post.deleted && !(acting.local && post.hidden);

export const mayComment = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  seen(acting, post) && mayContribute(standing, acting) && (!post.locked || mayManage(standing));

export const mayEdit = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  seen(acting, post) &&
  (post.authorId === acting.id || (!!post.page && mayManage(standing))) &&
  mayContribute(standing, acting) &&
  !post.locked;

/** One's own at any time, also after leaving; others' as a manager. */
export const mayDelete = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  !post.deleted && (post.authorId === acting.id || mayManage(standing));

export const mayLike = (standing: Standing, acting: Acting, post: PostFacts): boolean =>
  seen(acting, post) && mayContribute(standing, acting);

/** Said of what administrators hide from everybody here. */
export const hiddenHere = (): Refusal =>
  new Refusal("gone", "The administrators of this organisation have hidden this here.");
