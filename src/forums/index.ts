export {
  deleteContent,
  editContent,
  markSeen,
  setLike,
  setLocked,
  setPinned,
  settleContent,
  type EditContent,
  type Marking,
} from "./changes.ts";
export { addComment, openDiscussion, type AddComment, type OpenDiscussion } from "./operations.ts";
export { draftFor, saveDraft, type DraftPlace } from "./drafts.ts";
export { postFor, type Post } from "./facts.ts";
export type { FromElsewhere } from "./writing.ts";
export { isShown } from "./post-query.ts";
export { postHref } from "./links.ts";
export { routes } from "./routes.ts";
