import { and, eq, inArray, isNull } from "drizzle-orm";
import { actor, actorKey, instance } from "../../db/index.ts";
import { change, type Context } from "../context.ts";
import { administrator } from "../people/index.ts";
import { rotateInput, type RotateInput } from "./input.ts";

/** Actors whose keys are retired with one statement. */
const atOnce = 200;

/**
 * Takes the keys of this instance, or of all its people and workspaces too, out of use. New ones are made when they are
 * next needed, and every server that knows the actor is told. What was said with the old ones stays believable, unless
 * somebody else may have them.
 *
 * @returns how many actors get new keys
 */
export async function rotateKeys(ctx: Context, input: RotateInput): Promise<number> {
  administrator(ctx);
  const { whose, compromised } = rotateInput.parse(input);
  return change(ctx, async ({ tx, at, record }) => {
    const ours = tx.select({ id: instance.actorId }).from(instance);
    const holders = await tx
      .selectDistinct({ id: actor.id, kind: actor.kind })
      .from(actorKey)
      .innerJoin(actor, eq(actor.id, actorKey.actorId))
      .where(
        and(
          eq(actor.local, true),
          isNull(actor.gone),
          isNull(actorKey.retired),
          whose === "instance" ? inArray(actor.id, ours) : undefined,
        ),
      )
      .orderBy(actor.id);
    for (let from = 0; from < holders.length; from += atOnce) {
      const ids = holders.slice(from, from + atOnce).map(({ id }) => id);
      // Of a proof's key the secret half is never needed again; requests are signed with the old one for a while.
      await tx
        .update(actorKey)
        .set({ privateSealed: null })
        .where(and(inArray(actorKey.actorId, ids), compromised ? undefined : eq(actorKey.kind, "ed25519")));
      await tx
        .update(actorKey)
        .set({ retired: at })
        .where(and(inArray(actorKey.actorId, ids), isNull(actorKey.retired)));
      if (compromised) await tx.update(actorKey).set({ revoked: true }).where(inArray(actorKey.actorId, ids));
    }
    const note = whose === "instance" ? "The instance's own key" : "The keys of everybody here";
    await record({
      kind: "keys.replaced",
      data: { note: compromised ? `${note}, which somebody else may have` : note },
    });
    for (const { id, kind } of holders)
      await record({
        kind: "actor.rekeyed",
        actorId: id,
        ...(kind === "group" ? { workspaceId: id } : {}),
        data: { memberId: id, compromised },
      });
    return holders.length;
  });
}
