import { fileHref, keyedHref, type StoredFile, type Variant } from "../../attachments/index.ts";
import { absolute, type Api, readerOf } from "../api.ts";

/** Mastodon's MediaAttachment. */
export interface MediaAttachment {
  id: string;
  type: "image" | "video" | "audio" | "unknown";
  url: string;
  preview_url: string | null;
  remote_url: string | null;
  preview_remote_url: null;
  text_url: null;
  meta: Record<string, unknown>;
  description: string | null;
  blurhash: null;
}

const sizes = (width: number | null, height: number | null) =>
  width && height ? { width, height, size: `${width}x${height}`, aspect: width / height } : {};

/** How long, in the words of Mastodon's tools: `0:01:02.50`. */
function lengthOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds % 60).toFixed(2).padStart(5, "0");
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/**
 * A file of a post. Apps load it without showing a token: what is not for everybody has an address with a key in it.
 *
 * @param open whether everybody may read the post
 */
export function mediaAttachment(api: Api, file: StoredFile, open: boolean): MediaAttachment {
  const { width, height, duration, focusX, focusY, smallWidth, smallHeight } = file;
  const at = (variant: Variant) =>
    absolute(api, open ? fileHref(file, variant) : keyedHref(file, variant, readerOf(api), api.ctx.clock()));
  // Of a picture elsewhere the small one is made when it is fetched, at the first look.
  const hasSmall = smallWidth !== null || file.kind === "image";
  return {
    id: String(file.id),
    type: file.kind === "document" ? "unknown" : file.kind,
    url: at("original"),
    preview_url: hasSmall ? at("small") : null,
    remote_url: file.remoteUrl,
    preview_remote_url: null,
    text_url: null,
    meta: {
      original: {
        ...sizes(width, height),
        ...(duration === null ? {} : { duration, length: lengthOf(duration) }),
      },
      ...(smallWidth === null ? {} : { small: sizes(smallWidth, smallHeight) }),
      ...(focusX === null ? {} : { focus: { x: focusX, y: focusY } }),
    },
    description: file.description,
    blurhash: null,
  };
}
