import { eq, sql } from "drizzle-orm";
import { marker } from "../../../db/index.ts";
import { type Id, timeOfId } from "../../core/id.ts";
import { markReadUntil } from "../../notifications/index.ts";
import { type Api, date, readerOf } from "../api.ts";

export const timelines = ["home", "notifications"] as const;
export type Timeline = (typeof timelines)[number];

/** Mastodon's Marker. */
export interface Marker {
  last_read_id: string;
  version: number;
  updated_at: string;
}

/** How far one has read. There is always one for notifications, because apps take it for granted. */
export async function markersOf(api: Api): Promise<{ notifications: Marker; home?: Marker }> {
  const { db } = api.ctx.store;
  const rows = await db
    .select()
    .from(marker)
    .where(eq(marker.personId, readerOf(api)));
  const found: { notifications: Marker; home?: Marker } = {
    notifications: { last_read_id: "0", version: 0, updated_at: date(timeOfId(readerOf(api))) },
  };
  for (const { timeline, lastReadId, version, updated } of rows)
    found[timeline] = { last_read_id: String(lastReadId), version, updated_at: date(updated) };
  return found;
}

/** Keeps how far one has read. What was told until there is read on the pages too. */
export async function setMarker(api: Api, timeline: Timeline, lastReadId: Id): Promise<void> {
  const { store, clock } = api.ctx;
  await store.transaction(async (tx) => {
    const updated = clock();
    await tx
      .insert(marker)
      .values({ personId: readerOf(api), timeline, lastReadId, version: 1, updated })
      .onConflictDoUpdate({
        target: [marker.personId, marker.timeline],
        set: { lastReadId, version: sql`${marker.version} + 1`, updated },
      });
  });
  if (timeline === "notifications") await markReadUntil(api.ctx, lastReadId);
}
