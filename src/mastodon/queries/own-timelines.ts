import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, reblog } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { seenBy } from "../../visibility/index.ts";
import type { Api } from "../api.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { hasMedia } from "./facets/media.ts";

const parent = alias(content, "parent");

/** Ids of several lists as one, cut where the page ends. */
export function merged(lists: Id[][], paging: Paging): Id[] {
  const all = [...new Set(lists.flat())].sort((a, b) => b - a);
  return paging.min === null ? all.slice(0, paging.limit) : all.slice(-paging.limit);
}

/** Posts of people's own that everybody may read, answers left out. */
export async function publicPostIds(
  { ctx }: Api,
  paging: Paging,
  where: "local" | "remote" | "all",
  media = false,
): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: content.id })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(
      and(
        eq(content.visibility, "public"),
        isNull(content.parentId),
        isNull(content.deleted),
        isNull(content.hidden),
        where === "all" ? undefined : eq(actor.local, where === "local"),
        media ? hasMedia(ctx.store.db, content.id) : undefined,
        between(content.id, paging),
      ),
    )
    .orderBy(direction(content.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** What somebody wrote of their own, as far as the asker may see it; messages to some stand in conversations. */
export async function ownPostIds(
  { ctx }: Api,
  authorId: Id,
  paging: Paging,
  { withReplies = true, media = false } = {},
): Promise<Id[]> {
  const { db } = ctx.store;
  const rows = await db
    .select({ id: content.id })
    .from(content)
    .leftJoin(parent, eq(parent.id, content.parentId))
    .where(
      and(
        eq(content.authorId, authorId),
        eq(content.kind, "post"),
        inArray(content.visibility, ["public", "unlisted", "followers"]),
        isNull(content.deleted),
        seenBy(db, ctx.actor?.id ?? null),
        media ? hasMedia(db, content.id) : undefined,
        withReplies ? undefined : or(isNull(content.parentId), eq(parent.authorId, authorId)),
        between(content.id, paging),
      ),
    )
    .orderBy(direction(content.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** What somebody passed on. What the asker may not see of it is left out where it is loaded. */
export async function boostIds({ ctx }: Api, actorId: Id, paging: Paging): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: reblog.id })
    .from(reblog)
    .where(and(eq(reblog.actorId, actorId), between(reblog.id, paging)))
    .orderBy(direction(reblog.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}
