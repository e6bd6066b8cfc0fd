import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  actor,
  content,
  discussion,
  joinOffer,
  membership,
  notification,
  peer,
  person,
  prepared,
  readMark,
  workspace,
} from "../../db/index.ts";
import { slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { lastWriter, listed, listedColumns, type ListedRow, starter } from "../workspaces/index.ts";
import type { FeedEntry } from "./feed.ts";

const reader = sql.placeholder("reader");
const visit = sql.param(sql.placeholder("visit"), person.previousVisit);
const place = alias(actor, "place_actor");
const placed = {
  ...listedColumns,
  placeName: place.name,
  handle: place.handle,
  host: place.host,
  local: place.local,
  peerName: peer.name,
};

interface PlacedRow extends ListedRow {
  placeName: string;
  handle: string;
  host: string;
  local: boolean;
  peerName: string | null;
}

function entry(row: PlacedRow, reader: Id, ours: string): FeedEntry {
  return {
    ...listed(row, slug(row), reader),
    workspace: {
      name: row.placeName || row.handle,
      organisation: row.local ? ours : (row.peerName ?? row.host),
      elsewhere: !row.local,
    },
  };
}

const visitQuery = prepared("previous visit", (db) =>
  db.select({ visit: person.previousVisit }).from(person).where(eq(person.actorId, reader)),
);

const sinceQuery = prepared("since last visit", (db) =>
  db
    .select({
      wrote: sql<number>`(select count(distinct ${notification.actorId}) from ${notification}
        where ${notification.personId} = ${person.actorId} and ${notification.kind} in ('reply', 'mention')
          and ${notification.created} > ${visit})`.mapWith(Number),
      moved: sql<number>`(select count(*) from ${membership}
        inner join ${discussion} on ${discussion.workspaceId} = ${membership.workspaceId}
          and ${discussion.lastActivity} > ${visit} and ${eq(discussion.shown, true)}
        where ${membership.actorId} = ${person.actorId} and ${membership.state} = 'active'
          and ${discussion.lastActorId} <> ${person.actorId})`.mapWith(Number),
    })
    .from(person)
    // A query over one table would leave the tables' names out, also inside.
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(eq(person.actorId, reader)),
);

/** What happened since one's last visit; null on the first. */
export interface Since {
  visit: Date;
  /** People who replied or mentioned one. */
  wrote: number;
  /** Discussions in which others wrote. */
  moved: number;
}

export async function sinceLastVisit(ctx: Context): Promise<Since | null> {
  const { id: me } = signedIn(ctx);
  const [before] = await visitQuery(ctx.store, { reader: me });
  if (!before?.visit) return null;
  const { visit } = before;
  const [row] = await sinceQuery(ctx.store, { reader: me, visit });
  return { visit, wrote: row?.wrote ?? 0, moved: row?.moved ?? 0 };
}

/** People who ask to join one workspace that one manages. */
export interface Asking {
  name: string;
  href: string;
  people: { name: string; organisation: string }[];
  /** When the last of them asked. */
  asked: Date;
}

const own = alias(membership, "own");

const askingQuery = prepared("asking to join", (db) =>
  db
    .select({
      placeName: place.name,
      handle: place.handle,
      host: place.host,
      local: place.local,
      name: actor.name,
      organisation: actor.organisation,
      askerLocal: actor.local,
      askerHost: actor.host,
      peerName: peer.name,
      asked: membership.requested,
    })
    .from(own)
    .innerJoin(place, eq(place.id, own.workspaceId))
    .innerJoin(
      membership,
      and(eq(membership.workspaceId, own.workspaceId), eq(membership.state, "requested")),
    )
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, eq(peer.host, actor.host))
    .where(
      and(eq(own.actorId, reader), eq(own.state, "active"), eq(own.role, "manager"), eq(place.local, true)),
    )
    .orderBy(desc(membership.requested))
    .limit(50),
);

/** The same, of workspaces elsewhere whose home asks one. */
const offeredQuery = prepared("offered requests to join", (db) =>
  db
    .select({
      placeName: place.name,
      handle: place.handle,
      host: place.host,
      local: place.local,
      name: actor.name,
      organisation: actor.organisation,
      askerLocal: actor.local,
      askerHost: actor.host,
      peerName: peer.name,
      asked: joinOffer.requested,
    })
    .from(own)
    .innerJoin(place, eq(place.id, own.workspaceId))
    .innerJoin(
      joinOffer,
      and(
        eq(joinOffer.workspaceId, own.workspaceId),
        eq(joinOffer.managerId, own.actorId),
        eq(joinOffer.state, "open"),
      ),
    )
    .innerJoin(actor, eq(actor.id, joinOffer.memberId))
    .leftJoin(peer, eq(peer.host, actor.host))
    .where(
      and(eq(own.actorId, reader), eq(own.state, "active"), eq(own.role, "manager"), eq(place.local, false)),
    )
    .orderBy(desc(joinOffer.requested))
    .limit(50),
);

/** Who waits for one's decision, workspace by workspace. Up to 50 people. */
export async function askingToJoin(ctx: Context, ours: string): Promise<Asking[]> {
  const reader = signedIn(ctx).id;
  const rows = [
    ...(await askingQuery(ctx.store, { reader })),
    ...(await offeredQuery(ctx.store, { reader })),
  ];
  const found = new Map<string, Asking>();
  for (const row of rows) {
    const path = slug(row);
    const organisation = row.organisation ?? (row.askerLocal ? ours : (row.peerName ?? row.askerHost));
    const known = found.get(path);
    if (known) known.people.push({ name: row.name, organisation });
    else {
      found.set(path, {
        name: row.placeName,
        href: `/workspaces/${path}/manage/requests`,
        people: [{ name: row.name, organisation }],
        asked: row.asked,
      });
    }
  }
  return [...found.values()];
}

const publicQuery = prepared("latest for strangers", (db) =>
  db
    .select(placed)
    .from(workspace)
    .innerJoin(place, and(eq(place.id, workspace.actorId), eq(place.local, true), isNull(place.gone)))
    .innerJoin(discussion, eq(discussion.workspaceId, workspace.actorId))
    .innerJoin(
      content,
      and(eq(content.id, discussion.contentId), isNull(content.deleted), isNull(content.hidden)),
    )
    .innerJoin(starter, eq(starter.id, content.authorId))
    .leftJoin(peer, eq(peer.host, place.host))
    .leftJoin(lastWriter, eq(lastWriter.id, discussion.lastActorId))
    // Nobody's: a stranger has neither joined nor read.
    .leftJoin(membership, eq(membership.id, 0))
    .leftJoin(readMark, and(eq(readMark.personId, 0), eq(readMark.discussionId, 0)))
    .where(eq(workspace.level, "open"))
    .orderBy(desc(discussion.lastActivity), desc(discussion.contentId))
    .limit(6),
);

/** What moved last in the open workspaces of this organisation, for those who are not signed in. */
export async function latestInTheOpen(ctx: Context, ours: string): Promise<FeedEntry[]> {
  const rows = await publicQuery(ctx.store);
  return rows.map((row) => entry(row, 0, ours));
}
