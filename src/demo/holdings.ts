import { and, asc, eq, gt, inArray, sql, type SQL } from "drizzle-orm";
import {
  actor,
  content,
  discussion,
  event,
  history,
  inbox,
  instance,
  membership,
  outgoing,
  peer,
  prepared,
} from "../../db/index.ts";
import { address } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";

const most = (
  column: typeof event.id | typeof inbox.seq | typeof outgoing.seq,
  of: typeof event | typeof inbox | typeof outgoing,
) => sql<number>`(select coalesce(max(${column}), 0) from ${of})`.mapWith(Number);
const some = (from: SQL) => sql<boolean>`exists (select 1 from ${from})`.mapWith(Boolean);

/** Asked many times over, so in one question. */
const restQuery = prepared("demonstration at rest", (db) =>
  db
    .select({
      "events to send": some(sql`${event} where ${eq(event.bridged, false)}`),
      "peers to reach": some(sql`${peer} where ${gt(peer.head, peer.cursor)}`),
      "activities to take in": some(sql`${inbox} where ${eq(inbox.state, "new")}`),
      "histories to fetch": some(sql`${history} where ${inArray(history.state, ["waiting", "running"])}`),
      events: most(event.id, event),
      arrived: most(inbox.seq, inbox),
      sent: most(outgoing.seq, outgoing),
    })
    .from(instance)
    // A query over one table would leave the tables' names out, also inside.
    .innerJoin(actor, eq(actor.id, instance.actorId)),
);

/** What waits to be sent, taken in or fetched, in words; and a number that grows with all that happens. */
export async function rest({ store }: Context): Promise<{ waiting: string[]; happened: number }> {
  const [row] = await restQuery(store);
  const { events, arrived, sent, ...waiting } = row!;
  return {
    waiting: Object.entries(waiting).flatMap(([what, is]) => (is ? [what] : [])),
    happened: events + arrived + sent,
  };
}

/** Every discussion in the workspaces that somebody belongs to. */
export async function readable(ctx: Context): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: discussion.contentId })
    .from(discussion)
    .innerJoin(membership, eq(membership.workspaceId, discussion.workspaceId))
    .where(and(eq(membership.actorId, ctx.actor?.id ?? 0), eq(membership.state, "active")));
  return rows.map(({ id }) => id);
}

/** What is held of the workspaces that members of this organisation belong to. */
export async function holdings({
  store: { db },
}: Context): Promise<{ workspace: string; posts: string[] }[]> {
  const joined = await db
    .selectDistinct({ id: membership.workspaceId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(actor.local, true), eq(membership.state, "active")));
  const groups = await db
    .select({ id: actor.id, handle: actor.handle, host: actor.host })
    .from(actor)
    .where(
      inArray(
        actor.id,
        joined.map(({ id }) => id),
      ),
    );
  return Promise.all(
    groups.map(async (group) => {
      const rows = await db
        .select({
          iri: content.iri,
          likes: content.likes,
          deleted: content.deleted,
          refused: content.refused,
          pinned: discussion.pinned,
          locked: discussion.locked,
          comments: discussion.comments,
        })
        .from(content)
        .leftJoin(discussion, eq(discussion.contentId, content.id))
        .where(eq(content.workspaceId, group.id))
        .orderBy(asc(content.iri));
      const posts = rows.map(({ iri, likes, comments, ...marks }) => {
        const set = Object.entries(marks).flatMap(([mark, value]) => (value === null ? [] : [mark]));
        return [iri, `${likes} likes`, ...(comments === null ? [] : [`${comments} comments`]), ...set].join(
          " ",
        );
      });
      return { workspace: address(group), posts };
    }),
  );
}
