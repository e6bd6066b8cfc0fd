import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { actor, hostBlock, mute, peer, personBlock } from "../../db/index.ts";
import { card, cardColumns, type Card, peerOf } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";

/** Somebody on one of a member's own lists of people. */
export interface Listed extends Card {
  /** When a mute ends by itself. */
  ends: Date | null;
}

/** Whom a member muted and blocked, the last first, for their own page. */
export async function quietOf(
  ctx: Context,
  ours: string,
): Promise<{ muted: Listed[]; blocked: Listed[]; hosts: string[] }> {
  const { id: me } = signedIn(ctx);
  const { db } = ctx.store;
  const most = 200;
  const [mutes, blocks, hosts] = await Promise.all([
    db
      .select({ ...cardColumns, ends: mute.ends })
      .from(mute)
      .innerJoin(actor, eq(actor.id, mute.targetId))
      .leftJoin(peer, peerOf)
      .where(and(eq(mute.personId, me), or(isNull(mute.ends), gt(mute.ends, ctx.clock()))))
      .orderBy(desc(mute.id))
      .limit(most),
    db
      .select(cardColumns)
      .from(personBlock)
      .innerJoin(actor, eq(actor.id, personBlock.targetId))
      .leftJoin(peer, peerOf)
      .where(eq(personBlock.actorId, me))
      .orderBy(desc(personBlock.id))
      .limit(most),
    db
      .select({ host: hostBlock.host })
      .from(hostBlock)
      .where(eq(hostBlock.personId, me))
      .orderBy(desc(hostBlock.id))
      .limit(most),
  ]);
  return {
    muted: mutes.map((row) => ({ ...card(row, ours), ends: row.ends })),
    blocked: blocks.map((row) => ({ ...card(row, ours), ends: null })),
    hosts: hosts.map(({ host }) => host),
  };
}
