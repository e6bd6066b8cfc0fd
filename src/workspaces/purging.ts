import { and, eq } from "drizzle-orm";
import { actor, history, membership } from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { purgeContent } from "./purge-content.ts";

async function stillNeeded({ tx }: Change, workspaceId: Id): Promise<boolean> {
  const [member] = await tx
    .select({ id: membership.id })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(eq(membership.workspaceId, workspaceId), eq(membership.state, "active"), eq(actor.local, true)),
    )
    .limit(1);
  return !!member;
}

/**
 * Deletes what is held here of a workspace elsewhere, unless one of ours still belongs to it: posts, who belongs, its
 * home page. What our own people wrote stays, since it lives here.
 *
 * @returns whether it was deleted
 */
export async function purgeUnlessNeeded(made: Change, workspaceId: Id): Promise<boolean> {
  if (await stillNeeded(made, workspaceId)) return false;
  const { tx } = made;
  await purgeContent(made, workspaceId);
  await tx.delete(history).where(eq(history.workspaceId, workspaceId));
  const others = await tx
    .select({ id: membership.id })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(membership.workspaceId, workspaceId), eq(actor.local, false)));
  for (const { id } of others) await tx.delete(membership).where(eq(membership.id, id));
  await tx
    .update(actor)
    .set({ summary: "", fetched: null })
    .where(and(eq(actor.id, workspaceId), eq(actor.local, false)));
  return true;
}

/** The home of a workspace asks for that, because one of ours no longer belongs: done, and said so. */
export async function purgeAsked(
  ctx: Context,
  { workspaceId, memberId, removeIri }: { workspaceId: Id; memberId: Id; removeIri: string },
): Promise<void> {
  await change(ctx, async (made) => {
    const deleted = await purgeUnlessNeeded(made, workspaceId);
    await made.record({ kind: "purge.done", workspaceId, data: { removeIri, memberId, deleted } });
  });
}
