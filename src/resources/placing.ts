import { and, eq, inArray, isNull } from "drizzle-orm";
import { content, discussion, placement } from "../../db/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { invalid } from "../core/refusal.ts";

export const folderGone = "This folder is not there any more. Choose another one.";

/** Where something lies: the address of a folder, or null for none. */
export type Placement = Pick<typeof placement.$inferSelect, "folderIri">;

/** Where these lie, of those that are files and folders. */
export async function storedPlacements(db: Reader, ids: Id[]): Promise<Map<Id, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select().from(placement).where(inArray(placement.contentId, ids));
  return new Map(rows.map(({ contentId, folderIri }) => [contentId, folderIri]));
}

/** Where something lies now; null for what is neither a file nor a folder. */
export async function placementNow(db: Reader, contentId: Id): Promise<Placement | null> {
  const [found] = await db
    .select({ folderIri: placement.folderIri })
    .from(placement)
    .where(eq(placement.contentId, contentId));
  return found ?? null;
}

/** As a history keeps it: empty for no folder. */
export const keptFolder = (found: Placement | null): string | null => found && (found.folderIri ?? "");

export const fromKeptFolder = (kept: string): string | null => kept || null;

/**
 * Puts something into a folder, or among the files that lie in none.
 *
 * @returns whether it lay elsewhere before
 */
export async function setPlacement(
  { tx }: Pick<Change, "tx">,
  contentId: Id,
  folderIri: string | null,
): Promise<boolean> {
  const before = await placementNow(tx, contentId);
  if (before?.folderIri === folderIri) return false;
  await tx
    .insert(placement)
    .values({ contentId, folderIri })
    .onConflictDoUpdate({ target: placement.contentId, set: { folderIri } });
  return true;
}

/** Deletes for good where things lay. */
export async function forgetPlacements({ tx }: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  if (contentIds.length > 0) await tx.delete(placement).where(inArray(placement.contentId, contentIds));
}

/**
 * That somebody here puts things into folders of the same workspace only. From elsewhere a folder may come after what
 * lies in it.
 *
 * @throws {Refusal} `invalid`
 */
export async function needsFolder(db: Reader, workspaceId: Id, folderIri: string | null): Promise<void> {
  if (folderIri === null) return;
  const [found] = await db
    .select({ id: content.id })
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.id))
    .where(
      and(
        eq(content.iri, folderIri),
        eq(discussion.workspaceId, workspaceId),
        eq(discussion.form, "folder"),
        isNull(content.deleted),
      ),
    );
  if (!found) throw invalid("folder", folderGone);
}
