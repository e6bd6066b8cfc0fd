import { and, asc, desc, eq, inArray, isNull, notExists, or, sql, type SQL } from "drizzle-orm";
import {
  actor,
  content,
  discussion,
  membership,
  peer,
  prepared,
  readMark,
  workspace,
} from "../../db/index.ts";
import { peerOf, pictureHref, slug } from "../actors/index.ts";
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
  peerName: peer.name,
};

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

/** Counts the unread among the newest only, so that a busy forum costs no more than a quiet one. */
const unread = sql<number>`(select count(*) from (
    select ${discussion.contentId} as id, ${discussion.lastActivity} as moved, ${discussion.lastActorId} as mover
    from ${discussion}
    where ${discussion.workspaceId} = ${membership.workspaceId} and ${discussion.lastActivity} > ${membership.decided}
    order by ${discussion.lastActivity} desc limit ${sql.raw(String(mostUnread))}
  ) recent
  left join ${readMark} on ${readMark.personId} = ${membership.actorId} and ${readMark.discussionId} = recent.id
  where recent.mover <> ${membership.actorId} and (${readMark.seen} is null or ${readMark.seen} < recent.moved)
    and not exists (select 1 from ${content} where ${content.id} = recent.id
      and (${content.deleted} is not null or ${content.refused} is not null)))`.mapWith(Number);

const mine = prepared("my workspaces", (db) =>
  db
    .select({
      ...itemColumns,
      role: membership.role,
      state: membership.state,
      joined: membership.decided,
      unread,
    })
    .from(membership)
    .innerJoin(workspace, eq(workspace.actorId, membership.workspaceId))
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .leftJoin(peer, peerOf)
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
    const { role, state, joined, unread } = row;
    return { ...item(row, ours), role, state, joined, unread };
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
    .leftJoin(peer, peerOf)
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
