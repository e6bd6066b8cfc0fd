import { eq, inArray } from "drizzle-orm";
import { actor, content, discussion, mention, type Reader } from "../../db/index.ts";
import { filesOf, type StoredFile } from "../../src/attachments/index.ts";
import type { ContentKind } from "../../src/content.ts";
import type { Id } from "../../src/core/id.ts";
import { tagsOf } from "../../src/tags/index.ts";
import type { Form } from "../../src/forums/index.ts";
import { type StoredGathering, storedGatherings } from "../../src/gatherings/index.ts";
import { type StoredProposal, storedProposals } from "../../src/proposals/index.ts";
import { storedPlacements } from "../../src/resources/index.ts";
import { type StoredPoll, storedPolls } from "../../src/polls/index.ts";
import { type ActorRow, workspaceById, type WorkspaceRow } from "../actors/rows.ts";

/** Somebody to address. */
export interface Named {
  iri: string;
  handle: string;
  host: string;
}

/** A post with all that its form on the wire needs. */
export interface WireContent {
  row: typeof content.$inferSelect & { kind: ContentKind };
  author: ActorRow;
  /** Null for a post of somebody's own. */
  workspace: (WorkspaceRow & { actor: ActorRow }) | null;
  root: { iri: string; context: string | null };
  parent: { iri: string; author: Named } | null;
  mentioned: Named[];
  files: StoredFile[];
  /** As they are written. */
  tags: { name: string; written: string }[];
  poll: StoredPoll | null;
  /** Of a discussion: what kind of thing it is. */
  form: Form;
  gathering: StoredGathering | null;
  /** Of a file or a folder: the address of the folder in which it lies; null for none. */
  folder: string | null;
  proposal: StoredProposal | null;
}

/** Something that stands in a workspace. */
export type PlacedContent = WireContent & { workspace: NonNullable<WireContent["workspace"]> };

export const isPlaced = (loaded: WireContent | null | undefined): loaded is PlacedContent =>
  !!loaded?.workspace;

/** Loads many at once; what does not exist is left out. */
export async function loadContents(db: Reader, ids: Id[]): Promise<Map<Id, WireContent>> {
  const found = new Map<Id, WireContent>();
  if (ids.length === 0) return found;
  const rows = await db
    .select({ row: content, author: actor, form: discussion.form })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(discussion, eq(discussion.contentId, content.id))
    .where(inArray(content.id, ids));
  const relatives = [...new Set(rows.flatMap(({ row }) => [row.rootId, row.parentId ?? row.rootId]))];
  const family = new Map(
    (
      await db
        .select({
          id: content.id,
          iri: content.iri,
          context: content.context,
          author: { iri: actor.iri, handle: actor.handle, host: actor.host },
        })
        .from(content)
        .innerJoin(actor, eq(actor.id, content.authorId))
        .where(inArray(content.id, relatives.length > 0 ? relatives : [0]))
    ).map((one) => [one.id, one]),
  );
  const mentions = await db
    .select({ contentId: mention.contentId, iri: actor.iri, handle: actor.handle, host: actor.host })
    .from(mention)
    .innerJoin(actor, eq(actor.id, mention.actorId))
    .where(inArray(mention.contentId, ids));
  const files = await filesOf(db, ids);
  const tags = await tagsOf(db, ids);
  const polls = await storedPolls(db, ids);
  const events = rows.filter(({ form }) => form === "event").map(({ row }) => row.id);
  const gatherings = await storedGatherings(db, events);
  const resources = rows.filter(({ form }) => form === "file" || form === "folder").map(({ row }) => row.id);
  const folders = await storedPlacements(db, resources);
  const proposed = rows.filter(({ form }) => form === "offer" || form === "request").map(({ row }) => row.id);
  const proposals = await storedProposals(db, proposed);
  const workspaces = new Map<Id, (WorkspaceRow & { actor: ActorRow }) | null>();
  for (const { row, author, form } of rows) {
    const { workspaceId } = row;
    if (workspaceId !== null && !workspaces.has(workspaceId)) {
      workspaces.set(workspaceId, await workspaceById(db, workspaceId));
    }
    const workspace = workspaceId === null ? null : (workspaces.get(workspaceId) ?? null);
    const root = family.get(row.rootId);
    if ((workspaceId !== null && !workspace) || !root) continue;
    found.set(row.id, {
      row,
      author,
      workspace,
      root,
      parent: row.parentId ? (family.get(row.parentId) ?? null) : null,
      mentioned: mentions.filter((one) => one.contentId === row.id),
      files: files.get(row.id) ?? [],
      tags: tags.get(row.id) ?? [],
      poll: polls.get(row.id) ?? null,
      form: form ?? "discussion",
      gathering: gatherings.get(row.id) ?? null,
      folder: folders.get(row.id) ?? null,
      proposal: proposals.get(row.id) ?? null,
    });
  }
  return found;
}

export async function loadContent(db: Reader, id: Id): Promise<WireContent | null> {
  return (await loadContents(db, [id])).get(id) ?? null;
}
