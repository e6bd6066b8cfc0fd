import { and, asc, desc, eq, inArray, isNull, notExists, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  actor,
  discussion,
  joinOffer,
  membership,
  peer,
  prepared,
  readMark,
  workspace,
} from "../../db/index.ts";
import { pictureHref, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { Level, MembershipState, Role } from "./rules.ts";

/** A workspace in a list. */
export interface WorkspaceItem {
  id: Id;
  slug: string;
  href: string;
  name: string;
  purpose: string;
  level: Level;
  elsewhere: boolean;
  organisation: string;
  picture: string | null;
  members: number;
  managersPost: boolean;
}

export interface MyWorkspace extends WorkspaceItem {
  role: Role;
  state: MembershipState;
  joined: Date | null;
  /** Discussions that somebody moved since one read them, among the newest `mostUnread`. */
  unread: number;
  /** People who ask to join, where one decides about that, here or by asking its home. */
  asking: number;
}

const itemColumns = {
  id: workspace.actorId,
  level: workspace.level,
  purpose: workspace.purpose,
  members: workspace.members,
  managersPost: workspace.managersPost,
  handle: actor.handle,
  host: actor.host,
  local: actor.local,
  name: actor.name,
  pictureId: actor.pictureId,
  pictureUrl: actor.pictureUrl,
  // Asked for where it is another's only: not every workspace here is to look for itself among the peers.
  peerName: sql<string | null>`(select ${peer.name} from ${peer}
    where ${eq(actor.local, false)} and ${peer.host} = ${actor.host})`,
};

const bound = alias(discussion, "bound");
const asker = alias(membership, "asker");

interface ItemRow {
  id: Id;
  level: Level;
  purpose: string;
  members: number;
  managersPost: boolean;
  handle: string;
  host: string;
  local: boolean;
  name: string;
  pictureId: Id | null;
  pictureUrl: string | null;
  peerName: string | null;
}

function item(row: ItemRow, ours: string): WorkspaceItem {
  const path = slug(row);
  return {
    id: row.id,
    slug: path,
    href: `/workspaces/${path}`,
    name: row.name || row.handle,
    purpose: row.purpose,
    level: row.level,
    elsewhere: !row.local,
    organisation: row.local ? ours : (row.peerName ?? row.host),
    picture: pictureHref(row),
    members: row.members,
    managersPost: row.managersPost,
  };
}

/** How many of a workspace's newest discussions are looked at: a count that reaches it means "or more". */
export const mostUnread = 20;

/** Where the newest `mostUnread` of a workspace's discussions begin; nothing where it has no more than that. */
const newestSince = sql`(select ${bound.lastActivity} from ${discussion} ${bound} where ${bound.workspaceId} = ${membership.workspaceId}
    order by ${bound.lastActivity} desc limit 1 offset ${sql.raw(String(mostUnread))})`;

/**
 * Counts the unread among the newest only, so that a busy forum costs no more than a quiet one; and from the index of
 * discussions alone, which has all that is asked.
 */
const unread = sql<number>`(select count(*) from ${discussion}
  left join ${readMark} on ${readMark.personId} = ${membership.actorId}
    and ${readMark.discussionId} = ${discussion.contentId}
  where ${discussion.workspaceId} = ${membership.workspaceId} and ${eq(discussion.shown, true)}
    and ${discussion.lastActivity} > ${membership.decided}
    and ${discussion.lastActivity} > coalesce(${newestSince}, ${membership.decided})
    and ${discussion.lastActorId} <> ${membership.actorId}
    and (${readMark.seen} is null or ${readMark.seen} < ${discussion.lastActivity}))`.mapWith(Number);

/** People who wait for an answer; asked for where one may give it only. */
const asking = sql<number>`case when ${membership.role} = 'manager' and ${membership.state} = 'active'
  then case when ${eq(actor.local, true)} then (select count(*) from ${membership} ${asker} where ${asker.workspaceId} = ${membership.workspaceId}
    and ${asker.state} = 'requested')
  else (select count(*) from ${joinOffer} where ${joinOffer.workspaceId} = ${membership.workspaceId}
    and ${joinOffer.managerId} = ${membership.actorId} and ${joinOffer.state} = 'open') end
  else 0 end`.mapWith(Number);

const mine = prepared("my workspaces", (db) =>
  db
    .select({
      ...itemColumns,
      role: membership.role,
      state: membership.state,
      joined: membership.decided,
      unread,
      asking,
    })
    .from(membership)
    .innerJoin(workspace, eq(workspace.actorId, membership.workspaceId))
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(
      and(
        eq(membership.actorId, sql.placeholder("reader")),
        inArray(membership.state, ["active", "invited", "requested"]),
        isNull(actor.gone),
      ),
    )
    .orderBy(asc(membership.state), desc(sql`coalesce(${workspace.lastActivity}, ${workspace.created})`)),
);

/** Mine, here and elsewhere: those I belong to, the one that moved last first, then invitations and requests. */
export async function myWorkspaces(ctx: Context, ours: string): Promise<MyWorkspace[]> {
  const rows = await mine(ctx.store, { reader: signedIn(ctx).id });
  return rows.map((row) => {
    const { role, state, joined, unread, asking } = row;
    return { ...item(row, ours), role, state, joined, unread, asking };
  });
}

/** Every word occurs in the name or the purpose. */
export function matches(words: string): SQL | undefined {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  return and(
    ...parts.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
      const holds = (column: SQL) => sql`lower(${column}) like ${pattern} escape '\\'`;
      return or(holds(sql`${actor.name}`), holds(sql`${workspace.purpose}`));
    }),
  );
}

export interface ListQuery {
  words: string;
  /** From 1. */
  page: number;
  /** `open` leaves out those that one has to ask to join. */
  only?: "open";
}

export const pageSize = 30;

/** Workspaces of this organisation that the visitor does not belong to, by name. */
export async function workspacesHere(
  ctx: Context,
  ours: string,
  { words, page, only }: ListQuery,
): Promise<{ items: WorkspaceItem[]; more: boolean }> {
  const belongs = ctx.store.db
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.workspaceId, workspace.actorId),
        eq(membership.actorId, ctx.actor?.id ?? 0),
        inArray(membership.state, ["active", "invited", "requested"]),
      ),
    );
  // What is not to be discovered is listed for colleagues, not on the web.
  const listed: Level[] = ctx.actor ? ["open", "restricted", "private"] : ["open", "restricted"];
  const rows = await ctx.store.db
    .select(itemColumns)
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .where(
      and(
        eq(actor.local, true),
        isNull(actor.gone),
        only ? eq(workspace.level, only) : inArray(workspace.level, listed),
        matches(words),
        notExists(belongs),
      ),
    )
    .orderBy(asc(sql`lower(${actor.name})`), asc(actor.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { items: rows.slice(0, pageSize).map((row) => item(row, ours)), more: rows.length > pageSize };
}
