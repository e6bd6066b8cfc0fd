import {
  type FileElsewhere,
  fileHref,
  kindOf,
  mostFiles,
  type StoredFile,
} from "../../src/attachments/index.ts";
import type { Json } from "../actors/documents.ts";
import type { Attachment } from "../wire/shapes/index.ts";

/** A SHA-256 as a multihash in multibase (base64url), as `digestMultibase` has it. */
const multihash = (sha256: string): string => `u${Buffer.from(`1220${sha256}`, "hex").toString("base64url")}`;

/**
 * A file of a post here. Pictures are `Image`, all else `Document`: Lemmy reads no other kind, and would not take the
 * post. What is to be seen or heard is the `name`, as Mastodon has it; of a document that is what it is called.
 */
export function fileDocument(postIri: string, file: StoredFile): Json {
  const { kind, mediaType, description, name, width, height, focusX, focusY, sha256 } = file;
  const words = kind === "document" ? { name, summary: description } : { name: description };
  return {
    type: kind === "image" ? "Image" : "Document",
    mediaType,
    // Of another's post, which a manager here has edited, where its author's server has it.
    url: file.remoteUrl ?? new URL(fileHref(file), postIri).href,
    ...Object.fromEntries(Object.entries(words).filter(([, text]) => text !== null)),
    ...(width && height ? { width, height } : {}),
    ...(focusX !== null && focusY !== null ? { focalPoint: [focusX, focusY] } : {}),
    ...(sha256 ? { digestMultibase: multihash(sha256) } : {}),
  };
}

/** Those attachments that are kept here as files, and the others, which become links. */
export function filesIn(attachments: Attachment[]): { files: FileElsewhere[]; others: Attachment[] } {
  const files: FileElsewhere[] = [];
  const others: Attachment[] = [];
  for (const one of attachments) {
    // Lemmy says of no picture what kind it is. Made anew here, it becomes one of these.
    const said = one.mediaType ?? (one.type === "image" ? "image/webp" : "");
    const known = one.type === "link" || files.length >= mostFiles ? null : kindOf(said);
    if (!known) others.push(one);
    else files.push(fileFrom(one, known));
  }
  return { files, others };
}

function fileFrom(
  one: Attachment,
  { kind, mediaType }: NonNullable<ReturnType<typeof kindOf>>,
): FileElsewhere {
  const { url, name, summary, focus, width, height, sha256 } = one;
  const own = kind === "document" ? { name, description: summary } : { description: name ?? summary };
  return { url, mediaType, ...own, focus, width, height, sha256 };
}
