import { and, eq, inArray } from "drizzle-orm";
import { content, threadMute } from "../../../../db/index.ts";
import { pinnedAmong, savedAmong } from "../../../shelves/index.ts";
import { type Api, readerOf } from "../../api.ts";
import type { Facet } from "./index.ts";

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
export const ownMarks: Facet = async (api, ids, has) => {
  const [saved, pinned, quiet] = await Promise.all([
    has.saved ? savedAmong(api.ctx, ids) : none,
    has.pinned ? pinnedAmong(api.ctx, ids) : none,
    has.quiet ? quietAmong(api, ids) : none,
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
