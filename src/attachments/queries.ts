import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { attachment, type Reader } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";

const columns = {
  id: attachment.id,
  ownerId: attachment.ownerId,
  contentId: attachment.contentId,
  kind: attachment.kind,
  name: attachment.name,
  mediaType: attachment.mediaType,
  description: attachment.description,
  decorative: attachment.decorative,
  focusX: attachment.focusX,
  focusY: attachment.focusY,
  width: attachment.width,
  height: attachment.height,
  duration: attachment.duration,
  size: attachment.size,
  sha256: attachment.sha256,
  smallWidth: attachment.smallWidth,
  smallHeight: attachment.smallHeight,
  smallSize: attachment.smallSize,
  secret: attachment.secret,
  remoteUrl: attachment.remoteUrl,
  tried: attachment.tried,
  problem: attachment.problem,
};

const select = (db: Reader) => db.select(columns).from(attachment);

/** A file, without its bytes. Who may see it is asked apart: `mayReadPost`. */
export type StoredFile = Awaited<ReturnType<typeof select>>[number];

export async function fileById(db: Reader, id: Id): Promise<StoredFile | null> {
  const [found] = await select(db).where(eq(attachment.id, id));
  return found ?? null;
}

/** The files of posts, in their order, by post. Only for posts that the asker may read. */
export async function filesOf(db: Reader, contentIds: Id[]): Promise<Map<Id, StoredFile[]>> {
  const found = new Map<Id, StoredFile[]>();
  if (contentIds.length === 0) return found;
  const rows = await select(db)
    .where(and(inArray(attachment.contentId, contentIds), isNull(attachment.dropped)))
    .orderBy(asc(attachment.position), asc(attachment.id));
  for (const row of rows) {
    const before = found.get(row.contentId!);
    if (before) before.push(row);
    else found.set(row.contentId!, [row]);
  }
  return found;
}

/** Files by their ids, those of earlier wordings too. Only of posts that the asker may read. */
export async function filesById(db: Reader, ids: Id[]): Promise<Map<Id, StoredFile>> {
  if (ids.length === 0) return new Map();
  const rows = await select(db).where(inArray(attachment.id, ids.slice(0, 1000)));
  return new Map(rows.map((row) => [row.id, row]));
}

/** What somebody has uploaded for a post that is still to be written. */
export async function uploadsOf(ctx: Context, ids: Id[]): Promise<StoredFile[]> {
  if (ids.length === 0 || !ctx.actor) return [];
  const rows = await select(ctx.store.db).where(
    and(
      inArray(attachment.id, ids.slice(0, 100)),
      eq(attachment.ownerId, ctx.actor.id),
      isNull(attachment.contentId),
    ),
  );
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}
