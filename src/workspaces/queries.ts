import { and, eq, sql } from "drizzle-orm";
import { actor, block, membership, person, prepared, workspace, type Store } from "../../db/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { mayKnow, mayRead, type Standing } from "./rules.ts";

const columns = {
  workspaceId: workspace.actorId,
  level: workspace.level,
  local: actor.local,
  managersPost: workspace.managersPost,
  role: membership.role,
  state: membership.state,
  blocked: sql<boolean>`${block.actorId} is not null`.mapWith(Boolean),
};

const standingQuery = prepared(
  "standing",
  (db) =>
    db
      .select(columns)
      .from(workspace)
      .innerJoin(actor, eq(actor.id, workspace.actorId))
      .leftJoin(
        membership,
        and(eq(membership.workspaceId, workspace.actorId), eq(membership.actorId, sql.placeholder("actor"))),
      )
      .leftJoin(
        block,
        and(eq(block.workspaceId, workspace.actorId), eq(block.actorId, sql.placeholder("actor"))),
      )
      .where(eq(workspace.actorId, sql.placeholder("workspace"))),
  true,
);

/** How somebody (or, with 0, a stranger) stands in a workspace. Inside a transaction, pass its handle. */
export async function standing(db: Reader | Store, workspaceId: Id, actorId: Id | null): Promise<Standing> {
  const [found] = await standingQuery(db, { workspace: workspaceId, actor: actorId ?? 0 });
  if (!found) throw notFound();
  return found;
}

/** The same outside a transaction, for pages. */
export const standingOf = (store: Store, workspaceId: Id, actorId: Id | null): Promise<Standing> =>
  standing(store, workspaceId, actorId);

/**
 * How the visitor stands, if they may know of the workspace at all.
 *
 * @throws {Refusal} `not found`
 */
export async function visitorStanding(ctx: Context, workspaceId: Id): Promise<Standing> {
  const found = await standingOf(ctx.store, workspaceId, ctx.actor?.id ?? null);
  if (!mayKnow(found)) throw notFound();
  return found;
}

/**
 * How the visitor stands, if they may read what is inside.
 *
 * @throws {Refusal} `not found`
 */
export async function readerStanding(ctx: Context, workspaceId: Id): Promise<Standing> {
  const found = await standingOf(ctx.store, workspaceId, ctx.actor?.id ?? null);
  if (!mayRead(found)) throw notFound();
  return found;
}

/** Active managers. */
export async function managerIds(db: Reader, workspaceId: Id): Promise<Id[]> {
  const rows = await db
    .select({ id: membership.actorId })
    .from(membership)
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
      ),
    );
  return rows.map((row) => row.id);
}

/** Managers with an account on this instance, who can be told. */
export async function localManagerIds(db: Reader, workspaceId: Id): Promise<Id[]> {
  const rows = await db
    .select({ id: membership.actorId })
    .from(membership)
    .innerJoin(person, eq(person.actorId, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
      ),
    );
  return rows.map((row) => row.id);
}

/** What its home page says, as its manager wrote it. For managers: ask before. */
export async function sourceOf(store: Store, workspaceId: Id): Promise<string> {
  const [row] = await store.db
    .select({ source: workspace.source })
    .from(workspace)
    .where(eq(workspace.actorId, workspaceId));
  return row?.source ?? "";
}
