export { isOpenPost, mayReadPost, readableFacts, type ReadableFacts } from "./access.ts";
export { fileHref, keyedHref } from "./addresses.ts";
export { brought, isHere } from "./bring.ts";
export { type AttachedFile, attachedFiles, focus, type Focus } from "./input.ts";
export {
  type FileElsewhere,
  type Files,
  filesNow,
  forgetFiles,
  type KeptFiles,
  putBackFiles,
  setFiles,
} from "./posting.ts";
export { fileById, filesById, filesOf, type StoredFile, uploadsOf } from "./queries.ts";
export { routes } from "./routes.ts";
export {
  kindOf,
  largestFile,
  largestPicture,
  longestDescription,
  longestSide,
  mediaTypes,
  mostFiles,
  mostPixels,
  takesFiles,
  typeName,
} from "./rules.ts";
export { answerFile, isVariant } from "./serve.ts";
export type { Variant } from "./store.ts";
export {
  describeUpload,
  discardUpload,
  keepUploads,
  sweepUploads,
  uploadFile,
  type Upload,
} from "./uploads.ts";
export { fileView, type FileView } from "./shape.ts";
