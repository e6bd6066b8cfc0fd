import { and, asc, count, desc, eq, gt, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { actor, attendance, content, discussion, gathering, peer, type Reader } from "../../db/index.ts";
import { card, type Card, cardColumns, peerOf } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { discussionHref, inLists, settledAs, type WorkspaceHead } from "../workspaces/index.ts";
import type { AttendanceAnswer } from "./answering.ts";
import type { Gathering } from "./input.ts";
import { isOver, takesAnswers } from "./rules.ts";

/** An event as it stands, whoever asks. */
export type StoredGathering = typeof gathering.$inferSelect;

/** When and where these posts take place, of those that are events. */
export async function storedGatherings(db: Reader, ids: Id[]): Promise<Map<Id, StoredGathering>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select().from(gathering).where(inArray(gathering.contentId, ids));
  return new Map(rows.map((row) => [row.contentId, row]));
}

/** An event as one reader sees it. */
export interface GatheringShown extends Gathering {
  over: boolean;
  /** Whether one says here that one comes. */
  open: boolean;
  /** Those who come, as many as are shown, those first who said so first; and how many they are. */
  coming: Card[];
  comes: number;
  staysAway: number;
  own: AttendanceAnswer;
  /** The reader's answer waits for the organiser. */
  asked: boolean;
}

const mostShown = 100;

const present = (contentId: Id) => and(eq(attendance.contentId, contentId), isNull(actor.gone));

/**
 * One event with who comes. Ask before whether the visitor may read it.
 *
 * @param ours name of this instance's organisation
 */
export async function gatheringShown(ctx: Context, id: Id, ours: string): Promise<GatheringShown | null> {
  const { db } = ctx.store;
  const [found] = await db.select().from(gathering).where(eq(gathering.contentId, id));
  if (!found) return null;
  const { starts, ends, timezone, place, online, link, joinMode } = found;
  const counted = await db
    .select({ answer: attendance.answer, asked: attendance.asked, number: count() })
    .from(attendance)
    .innerJoin(actor, eq(actor.id, attendance.actorId))
    .where(present(id))
    .groupBy(attendance.answer, attendance.asked);
  const people = await db
    .select(cardColumns)
    .from(attendance)
    .innerJoin(actor, eq(actor.id, attendance.actorId))
    .leftJoin(peer, peerOf)
    .where(and(present(id), eq(attendance.answer, "coming"), eq(attendance.asked, false)))
    .orderBy(asc(attendance.said), asc(actor.id))
    .limit(mostShown);
  const [own] = await db
    .select({ answer: attendance.answer, asked: attendance.asked })
    .from(attendance)
    .where(and(eq(attendance.contentId, id), eq(attendance.actorId, ctx.actor?.id ?? 0)));
  const number = (answer: AttendanceAnswer) =>
    counted.filter((one) => one.answer === answer && !one.asked).reduce((sum, one) => sum + one.number, 0);
  return {
    ...{ starts, ends, timezone, place, online, link, joinMode },
    over: isOver(found, ctx.clock()),
    open: takesAnswers(joinMode),
    coming: people.map((row) => card(row, ours)),
    comes: number("coming"),
    staysAway: number("not coming"),
    own: own?.answer ?? "none",
    asked: own?.asked ?? false,
  };
}

/** An event in a list. */
export interface EventItem {
  id: Id;
  href: string;
  title: string;
  starts: Date;
  ends: Date | null;
  timezone: string;
  place: string | null;
  online: boolean;
  comes: number;
  comments: number;
  own: AttendanceAnswer;
  waiting: boolean;
  refused: boolean;
}

export interface EventsPage {
  items: EventItem[];
  past: boolean;
  /** Where the next page begins; null on the last. */
  next: string | null;
  first: boolean;
}

const pageSize = 30;

function cursorOf(text: string | undefined): { at: Date; id: Id } | null {
  const [, at, id] = /^(\d{1,14})~(\d{1,16})$/.exec(text ?? "") ?? [];
  return at && id ? { at: new Date(Number(at)), id: Number(id) } : null;
}

/** Whose end is still to come, or, where it has none, whose start is not long ago. */
const ahead = (now: Date): SQL | undefined =>
  or(
    gt(gathering.ends, now),
    and(isNull(gathering.ends), gt(gathering.starts, new Date(now.getTime() - 4 * 60 * 60_000))),
  );

/**
 * The events of a workspace: those to come, the next one first, or those that are over, the last one first. Ask before
 * whether the visitor may read it (`head.mayRead`).
 */
export async function eventsPage(
  ctx: Context,
  head: WorkspaceHead,
  { past, after }: { past: boolean; after?: string },
): Promise<EventsPage> {
  const reader = ctx.actor?.id ?? 0;
  const cursor = cursorOf(after);
  const own = sql<AttendanceAnswer | null>`(select ${attendance.answer} from ${attendance}
    where ${attendance.contentId} = ${gathering.contentId} and ${attendance.actorId} = ${reader})`;
  const comes =
    sql<number>`(select count(*) from ${attendance} inner join ${actor} on ${actor.id} = ${attendance.actorId}
    where ${attendance.contentId} = ${gathering.contentId} and ${attendance.answer} = 'coming'
      and ${attendance.asked} = ${sql.param(false, attendance.asked)} and ${actor.gone} is null)`.mapWith(
      Number,
    );
  const later = (at: Date, id: Id) =>
    past
      ? or(lt(gathering.starts, at), and(eq(gathering.starts, at), lt(content.id, id)))
      : or(gt(gathering.starts, at), and(eq(gathering.starts, at), gt(content.id, id)));
  const soon = ahead(ctx.clock());
  const rows = await ctx.store.db
    .select({
      id: content.id,
      title: content.title,
      starts: gathering.starts,
      ends: gathering.ends,
      timezone: gathering.timezone,
      place: gathering.place,
      online: gathering.online,
      comments: discussion.comments,
      accepted: content.accepted,
      refused: content.refused,
      comes,
      own,
    })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(gathering, eq(gathering.contentId, content.id))
    .where(
      and(
        eq(discussion.workspaceId, head.id),
        eq(discussion.form, "event"),
        inLists(reader),
        past ? sql`not coalesce(${soon}, ${sql.raw("1 = 0")})` : soon,
        cursor ? later(cursor.at, cursor.id) : undefined,
      ),
    )
    .orderBy(past ? desc(gathering.starts) : asc(gathering.starts), past ? desc(content.id) : asc(content.id))
    .limit(pageSize + 1);
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
  return {
    items: rows.slice(0, pageSize).map(({ accepted, refused, own: mine, title, ...row }) => ({
      ...row,
      href: discussionHref(head.slug, row.id),
      title: title || "Untitled",
      own: mine ?? "none",
      ...settledAs({ accepted, refused }),
    })),
    past,
    next: last ? `${last.starts.getTime()}~${last.id}` : null,
    first: cursor === null,
  };
}
