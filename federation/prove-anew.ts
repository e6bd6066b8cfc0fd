import { and, asc, eq, gt, ne } from "drizzle-orm";
import { activity } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import type { Deps } from "./deps.ts";
import type { JsonObject } from "./wire/json.ts";
import { addProof } from "./wire/proof.ts";

const atOnce = 100;

/**
 * Replaces the proofs of all that an actor of ours has done, because the keys they were made with count nothing any
 * more; also where a workspace here has passed it on. Elsewhere it is read again here, where its proof does not hold.
 */
export async function proveAnew(deps: Deps, actorId: Id): Promise<void> {
  const { keyId, pair } = (await deps.keys.of(actorId)).ed25519;
  for (let after = 0; ;) {
    const rows = await deps.store.db
      .select({ id: activity.id, iri: activity.iri, body: activity.body })
      .from(activity)
      .where(and(eq(activity.actorId, actorId), gt(activity.id, after), ne(activity.body, "")))
      .orderBy(asc(activity.id))
      .limit(atOnce);
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    const proved: { id: Id; iri: string; was: string; body: string }[] = [];
    for (const { id, iri, body: was } of rows) {
      const document = JSON.parse(was) as JsonObject;
      if (!document.proof) continue;
      const body = JSON.stringify(
        await addProof(document, { keyId, privateKey: pair.privateKey }, deps.clock()),
      );
      proved.push({ id, iri, was, body });
    }
    await deps.store.transaction(async (tx) => {
      for (const { id, iri, was, body } of proved) {
        // Unless it was deleted meanwhile.
        await tx
          .update(activity)
          .set({ body })
          .where(and(eq(activity.id, id), eq(activity.body, was)));
        const passedOn = await tx
          .select({ id: activity.id, body: activity.body })
          .from(activity)
          .where(and(eq(activity.innerIri, iri), ne(activity.body, "")));
        for (const one of passedOn)
          await tx
            .update(activity)
            .set({ body: one.body.replace(was, () => body) })
            .where(eq(activity.id, one.id));
      }
    });
  }
}
