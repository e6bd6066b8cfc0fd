import { and, asc, eq, gt, lte, or, sql } from "drizzle-orm";
import { activity, amongGiven, amongTexts, given, givenTexts, outgoing, prepared } from "../../db/index.ts";
import { type Reader, workspace } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";

/** How many activities are read at once. */
const batch = 50;

export interface Due {
  seq: number;
  signerId: Id;
  channelId: Id | null;
  /** Of one that is for a single server. */
  host: string | null;
  inbox: string | null;
  plain: boolean;
  /** What is said inside a workspace goes only where that may go. */
  workspaceId: Id | null;
  level: (typeof workspace.$inferSelect)["level"] | null;
  /** What is passed on, where what it is about stands in another workspace by now: it goes back to whoever did it alone. */
  moved: string | null;
  /** The same bytes for all who get it. */
  body: Uint8Array;
}

const next = prepared("delivery.next", (db) =>
  db
    .select({
      seq: outgoing.seq,
      signerId: outgoing.signerId,
      channelId: outgoing.channelId,
      host: outgoing.host,
      inbox: outgoing.inbox,
      plain: outgoing.plain,
      workspaceId: activity.workspaceId,
      level: workspace.level,
      moved: sql<
        string | null
      >`case when ${outgoing.channelId} is not null and ${activity.workspaceId} <> ${outgoing.channelId} then coalesce(${activity.innerIri}, '') end`,
      body: sql<string>`case when ${activity.withheld} then '' else ${activity.body} end`,
    })
    .from(outgoing)
    .innerJoin(activity, eq(activity.id, outgoing.activityId))
    .leftJoin(workspace, eq(workspace.actorId, activity.workspaceId))
    .where(
      and(
        gt(outgoing.seq, sql.placeholder("cursor")),
        lte(outgoing.seq, sql.placeholder("head")),
        or(amongTexts(outgoing.host, "hosts"), amongGiven(outgoing.channelId, "channels")),
      ),
    )
    .orderBy(asc(outgoing.seq))
    .limit(batch),
);

/**
 * What is next for any of some peers that have come equally far, and follow these channels between them. What was deleted
 * or removed meanwhile is not sent any more.
 *
 * @returns with it how far they have come when they have it
 */
export async function nextFor(
  db: Reader,
  hosts: string[],
  channels: Iterable<Id>,
  { cursor, head }: { cursor: number; head: number },
): Promise<{ due: Due[]; through: number }> {
  const rows = await next(db, { cursor, head, hosts: givenTexts(hosts), channels: given(channels) });
  return {
    due: rows.filter(({ body }) => body !== "").map((row) => ({ ...row, body: Buffer.from(row.body) })),
    through: rows.length < batch ? head : rows.at(-1)!.seq,
  };
}
