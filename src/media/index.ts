export { encodePicture, uploadedPicture, type Picture } from "./encode.ts";
export { hashOfUrl, keepPicture, noteRemotePicture, storePicture } from "./operations.ts";
export { createPictures, type Pictures, type ServedPicture } from "./pictures.ts";
export { routes } from "./routes.ts";
