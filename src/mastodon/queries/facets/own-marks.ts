import { and, eq, inArray, sql } from "drizzle-orm";
import { bookmark, content, person, prepared, profilePin, threadMute } from "../../../../db/index.ts";
import { pinnedAmong, savedAmong } from "../../../shelves/index.ts";
import { type Api, readerOf } from "../../api.ts";
import type { Facet } from "./index.ts";

const reader = sql.placeholder("reader");

/** Many have saved, pinned and silenced nothing: then nothing else is asked. */
const anyQuery = prepared("marks of reader", (db) =>
  db
    .select({
      saved: sql<boolean>`exists (select 1 from ${bookmark} where ${bookmark.personId} = ${reader})`.mapWith(
        Boolean,
      ),
      pinned:
        sql<boolean>`exists (select 1 from ${profilePin} where ${profilePin.personId} = ${reader})`.mapWith(
          Boolean,
        ),
      quiet:
        sql<boolean>`exists (select 1 from ${threadMute} where ${threadMute.personId} = ${reader})`.mapWith(
          Boolean,
        ),
    })
    .from(person)
    .where(eq(person.actorId, reader)),
);

async function quietAmong(api: Api, ids: number[]): Promise<Set<number>> {
  const rows = await api.ctx.store.db
    .select({ id: content.id })
    .from(threadMute)
    .innerJoin(content, eq(content.rootId, threadMute.rootId))
    .where(and(eq(threadMute.personId, readerOf(api)), inArray(content.id, ids)));
  return new Set(rows.map(({ id }) => id));
}

const none = new Set<number>();

/** What the asker saved, pinned on their profile, and wants to be told no more of. */
export const ownMarks: Facet = async (api, ids) => {
  if (!api.ctx.actor) return new Map();
  const [any] = await anyQuery(api.ctx.store, { reader: readerOf(api) });
  const [saved, pinned, quiet] = await Promise.all([
    any?.saved ? savedAmong(api.ctx, ids) : none,
    any?.pinned ? pinnedAmong(api.ctx, ids) : none,
    any?.quiet ? quietAmong(api, ids) : none,
  ]);
  const marked = ids.filter((id) => saved.has(id) || pinned.has(id) || quiet.has(id));
  return new Map(
    marked.map((id) => [
      id,
      {
        ...(saved.has(id) ? { bookmarked: true } : {}),
        ...(pinned.has(id) ? { pinned: true } : {}),
        ...(quiet.has(id) ? { muted: true } : {}),
      },
    ]),
  );
};
