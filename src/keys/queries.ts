import { and, count, eq, isNotNull, isNull, max } from "drizzle-orm";
import { actor, actorKey } from "../../db/index.ts";
import type { Context } from "../context.ts";
import { administrator } from "../people/index.ts";

export interface KeysHeld {
  /** Actors with keys: people, workspaces, the instance. */
  actors: number;
  /** When keys were last replaced. */
  replaced: Date | null;
}

export async function keysHeld(ctx: Context): Promise<KeysHeld> {
  administrator(ctx);
  const { db } = ctx.store;
  const mine = db
    .select({ actors: count() })
    .from(actorKey)
    .innerJoin(actor, eq(actor.id, actorKey.actorId))
    .where(
      and(eq(actor.local, true), isNull(actor.gone), eq(actorKey.kind, "rsa"), isNull(actorKey.retired)),
    );
  const last = db
    .select({ retired: max(actorKey.retired) })
    .from(actorKey)
    .where(isNotNull(actorKey.retired));
  const [held] = await mine;
  const [replaced] = await last;
  return { actors: held?.actors ?? 0, replaced: replaced?.retired ?? null };
}
