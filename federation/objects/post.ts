import type { Json } from "../actors/documents.ts";
import { audienceFor } from "./audience.ts";
import { fileDocument } from "./file.ts";
import type { Named, WireContent } from "./load.ts";
import { wireTypes } from "./wire-types.ts";

const mentionTag = ({ iri, handle, host }: Named): Json => ({
  type: "Mention",
  href: iri,
  name: `@${handle}@${host}`,
});

const hashtag = (origin: string, { name, written }: { name: string; written: string }): Json => ({
  type: "Hashtag",
  href: `${origin}/tags/${encodeURIComponent(name)}`,
  name: `#${written}`,
});

/** What all kinds have in common on the wire. Lists are always lists, and `cc` is always there. */
export function postDocument(loaded: WireContent, named: Named[]): Json {
  const { row, author, workspace, root } = loaded;
  const seen = new Set<string>([author.iri]);
  const tagged = [...named, ...loaded.mentioned, ...(workspace ? [workspace.actor] : [])].filter(
    ({ iri }) => !seen.has(iri) && seen.add(iri),
  );
  return {
    id: row.iri,
    attributedTo: author.iri,
    ...audienceFor(loaded, author),
    ...(root.context ? { context: root.context } : {}),
    content: row.html,
    mediaType: "text/html",
    ...(row.source ? { source: { content: row.source, mediaType: "text/markdown" } } : {}),
    url: row.url ?? row.iri,
    published: row.published.toISOString(),
    ...(row.edited ? { updated: row.edited.toISOString() } : {}),
    attachment: loaded.files.map((file) => fileDocument(row.iri, file)),
    tag: [...tagged.map(mentionTag), ...loaded.tags.map((one) => hashtag(new URL(row.iri).origin, one))],
  };
}

/** What stands where something was deleted. Where it stood is said for the sake of the answers to it, which stay. */
export function tombstone(loaded: WireContent): Json {
  const { row, author, root, parent } = loaded;
  const answers = row.kind === "comment" || row.parentId !== null;
  return {
    id: row.iri,
    type: "Tombstone",
    formerType: row.kind === "discussion" ? wireTypes[loaded.form] : "Note",
    attributedTo: author.iri,
    ...audienceFor(loaded, author),
    ...(root.context ? { context: root.context } : {}),
    ...(answers ? { inReplyTo: parent?.iri ?? root.iri } : {}),
    published: row.published.toISOString(),
    deleted: row.deleted?.toISOString(),
  };
}
