export { editContent, markSeen, setLike, settleContent, type EditContent } from "./changes.ts";
export { setLocked, setPinned, type Marking } from "./marks.ts";
export { alone, deleteContent, eraseRemoved, restoreContent, type DeleteContent } from "./removals.ts";
export { moveDiscussion, settleMove, type MoveDiscussion } from "./moving.ts";
export { letGo, noteMove } from "./rehoming.ts";
export { takeBackEdit, takeBackLike } from "./taken-back.ts";
export { addComment, openDiscussion, type AddComment, type OpenDiscussion } from "./operations.ts";
export { versionsOf, type Version } from "./history-query.ts";
export { hiddenFor } from "./hidden-query.ts";
export { hiddenHere } from "./rules.ts";
export type { Brought } from "./brought.ts";
export { refillContent } from "./refill.ts";
export { draftFor, saveDraft, type DraftPlace } from "./drafts.ts";
export { isRemoved, postFor, type Post } from "./facts.ts";
export { type Form, type FormElsewhere } from "./forms.ts";
export { idOf, ours, readableHead, slugOf } from "./request.ts";
export { sentBefore } from "./sent-once.ts";
export { bringAlong, insertContent } from "./new-content.ts";
export {
  freeId,
  isNews,
  keepMarks,
  keepMentions,
  knownActors,
  placeInTime,
  timeSaid,
  write,
  type FromElsewhere,
} from "./writing.ts";
export { preview } from "./preview.ts";
export { isShown } from "./post-query.ts";
export { showOrHide } from "./shown.ts";
export { onePost } from "./discussion-query.ts";
export { postHref } from "./links.ts";
export { routes } from "./routes.ts";
