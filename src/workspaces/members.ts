import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import { actor, membership, peer, prepared } from "../../db/index.ts";
import { card, cardColumns, peerOf, type Card, type CardRow } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { onlyManagers } from "./operations.ts";
import { readerStanding, visitorStanding } from "./queries.ts";
import { mayManage, maySeeHome, type Role } from "./rules.ts";

export interface Member extends Card {
  role: Role;
  joined: Date | null;
}

export const membersPageSize = 50;

const memberColumns = { ...cardColumns, role: membership.role, joined: membership.decided };
const managersFirst = sql`case when ${membership.role} = 'manager' then 0 else 1 end`;

const member = (row: CardRow & { role: Role; joined: Date | null }, ours: string): Member => ({
  ...card(row, ours),
  role: row.role,
  joined: row.joined,
});

/**
 * Who belongs, managers first, then by name.
 *
 * @param page from 1
 * @throws {Refusal} `not found` for those who may not read the workspace
 */
export async function membersOf(
  ctx: Context,
  workspaceId: Id,
  ours: string,
  { words, page }: { words: string; page: number },
): Promise<{ items: Member[]; more: boolean }> {
  await readerStanding(ctx, workspaceId);
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const rows = await ctx.store.db
    .select(memberColumns)
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.state, "active"),
        ...parts.map((word) => {
          const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
          const found = [actor.name, actor.job, actor.organisation, actor.handle, peer.name].map(
            (column) => sql`lower(${column}) like ${pattern} escape '\\'`,
          );
          return or(...found);
        }),
      ),
    )
    .orderBy(managersFirst, asc(sql`lower(${actor.name})`), asc(actor.id))
    .limit(membersPageSize + 1)
    .offset((page - 1) * membersPageSize);
  return {
    items: rows.slice(0, membersPageSize).map((row) => member(row, ours)),
    more: rows.length > membersPageSize,
  };
}

/** From how many organisations the members come, as their cards name them. */
export async function organisationsOf(ctx: Context, workspaceId: Id, ours: string): Promise<number> {
  await readerStanding(ctx, workspaceId);
  const here = sql`case when ${actor.local} then ${ours} end`;
  const shown = sql`coalesce(${actor.organisation}, ${here}, ${peer.name}, ${actor.host})`;
  const [row] = await ctx.store.db
    .select({ count: sql`count(distinct lower(${shown}))`.mapWith(Number) })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.state, "active")));
  return row?.count ?? 0;
}

const managersQuery = prepared("managers of workspace", (db) =>
  db
    .select(memberColumns)
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(
      and(
        eq(membership.workspaceId, sql.placeholder("workspace")),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
      ),
    )
    .orderBy(asc(membership.decided))
    .limit(12),
);

/** Who manages it; nobody for those who may not know. */
export async function managersOf(ctx: Context, workspaceId: Id, ours: string): Promise<Member[]> {
  if (!maySeeHome(await visitorStanding(ctx, workspaceId))) return [];
  const rows = await managersQuery(ctx.store, { workspace: workspaceId });
  return rows.map((row) => member(row, ours));
}

/**
 * Refuses whoever may not manage the workspace here. Who may not know of it learns nothing.
 *
 * @throws {Refusal} `not found`, `not signed in`, `forbidden`
 */
export async function managing(ctx: Context, workspaceId: Id): Promise<void> {
  const standing = await visitorStanding(ctx, workspaceId);
  signedIn(ctx);
  if (!mayManage(standing) || !standing.local) throw onlyManagers();
}

export interface JoinRequest extends Card {
  reason: string | null;
  requested: Date;
}

const waiting = (workspaceId: Id) =>
  and(eq(membership.workspaceId, workspaceId), eq(membership.state, "requested"));

/** Who waits to be let in, the longest first. For managers. */
export async function requestsOf(ctx: Context, workspaceId: Id, ours: string): Promise<JoinRequest[]> {
  await managing(ctx, workspaceId);
  const rows = await ctx.store.db
    .select({ ...cardColumns, reason: membership.reason, requested: membership.requested })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(waiting(workspaceId))
    .orderBy(asc(membership.requested))
    .limit(100);
  return rows.map((row) => ({ ...card(row, ours), reason: row.reason, requested: row.requested }));
}

/** How many wait to be let in; none for those who cannot decide it. */
export async function requestCount(ctx: Context, head: { id: Id; manager: boolean }): Promise<number> {
  return head.manager ? ctx.store.db.$count(membership, waiting(head.id)) : 0;
}

export interface Removed extends Card {
  answer: string | null;
  removed: Date | null;
}

/** Who was removed, the last first. For managers, who can let them back in. */
export async function removedFrom(ctx: Context, workspaceId: Id, ours: string): Promise<Removed[]> {
  await managing(ctx, workspaceId);
  const rows = await ctx.store.db
    .select({ ...cardColumns, answer: membership.answer, removed: membership.decided })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.state, "removed")))
    .orderBy(desc(membership.decided))
    .limit(100);
  return rows.map((row) => ({ ...card(row, ours), answer: row.answer, removed: row.removed }));
}

/**
 * One who belongs to it, or waits to, for a page that asks whether to remove them. For managers.
 *
 * @throws {Refusal} `not found` where that person is neither
 */
export async function memberOf(ctx: Context, workspaceId: Id, memberId: Id, ours: string): Promise<Member> {
  await managing(ctx, workspaceId);
  const [row] = await ctx.store.db
    .select(memberColumns)
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.actorId, memberId),
        inArray(membership.state, ["active", "requested"]),
      ),
    );
  if (!row) throw notFound();
  return member(row, ours);
}
