import type { Json } from "../actors/documents.ts";
import { resourcesOf } from "../addresses.ts";
import type { Post } from "../wire/shapes/index.ts";
import { fileDocument } from "./file.ts";
import type { WireContent } from "./load.ts";

/** Whether something is a file or a folder, by its type. */
export const isResourceType = (type: Post["type"]): boolean =>
  type === "Document" || type === "OrderedCollection";

/**
 * What a file or a folder says besides its words. Its context is the folder in which it lies, or the collection of all
 * that the workspace has; its own discussion is found by its replies. A file is what it says itself and what it has
 * attached: a server that knows no such files shows a post with an attachment.
 */
export function resourceDocument({ row, root, workspace, folder, form, files }: WireContent): Json {
  const target = workspace ? resourcesOf(workspace.actor.iri) : null;
  const [file] = files.map((one) => fileDocument(row.iri, one));
  return {
    ...(target ? { target } : {}),
    context: folder ?? target,
    ...(root.context ? { replies: root.context } : {}),
    ...(form === "folder" ? { first: `${row.iri}/items?page=true` } : {}),
    ...(form === "file" && file
      ? { url: file.url, mediaType: file.mediaType, digestMultibase: file.digestMultibase }
      : {}),
  };
}

/** The folder in which something from elsewhere lies; null for none. */
export const folderOf = ({
  type,
  context,
  target,
}: Pick<Post, "type" | "context" | "target">): string | null =>
  isResourceType(type) && context !== target ? context : null;
