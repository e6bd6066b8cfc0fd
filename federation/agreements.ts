import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { actor, agreement } from "../db/index.ts";
import { documentOf } from "../src/agreements/index.ts";
import { instanceHandle } from "../src/organisations/index.ts";
import { type Id, newId, parseId } from "../src/core/id.ts";
import type { Web } from "../src/web/index.ts";
import { signerOf } from "./access.ts";
import type { Json } from "./actors/documents.ts";
import { actorByIri, type ActorRow } from "./actors/rows.ts";
import { addresses } from "./addresses.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import { answerJson, nothingHere } from "./documents.ts";
import type { Translation } from "./translations.ts";
import { activityContext } from "./wire/context.ts";

type Row = typeof agreement.$inferSelect;

async function load(deps: Deps, id: Id): Promise<Row | null> {
  const [row] = await deps.store.db.select().from(agreement).where(eq(agreement.id, id));
  return row ?? null;
}

/** SHA-256 as a multihash in multibase (base64url), as `digestMultibase` has it. */
export const digestMultibase = (data: Uint8Array): string =>
  `u${Buffer.concat([Buffer.from([0x12, 0x20]), createHash("sha256").update(data).digest()]).toString("base64url")}`;

/** The actor of another instance, as it was read when the agreement was made. */
async function instanceAt(deps: Deps, host: string): Promise<ActorRow | null> {
  const [found] = await deps.store.db
    .select()
    .from(actor)
    .where(and(eq(actor.host, host), eq(actor.kind, "application"), eq(actor.handle, instanceHandle)));
  return found ?? null;
}

function onWire(row: Row, by: string): Json {
  const attachment: Json[] = row.document
    ? [
        {
          type: "Document",
          name: row.documentName,
          mediaType: row.documentType,
          url: `${row.iri}/document`,
          digestMultibase: digestMultibase(row.document),
        },
      ]
    : [];
  return build.agreementDocument(row, by, attachment);
}

type Happening = "agreement.offered" | "agreement.confirmed" | "agreement.declined" | "agreement.ended";

/** What an administrator here did with an agreement, said to the other instance by this one. */
export const agreed =
  (type: "Offer" | "Accept" | "Reject" | "Undo"): Translation<Happening> =>
  async (deps, { created, data }) => {
    const row = await load(deps, data.agreementId);
    const ours = await deps.instanceActor();
    // Agreed on paper with software that knows nothing of agreements: there is nobody to tell.
    const other = row && (await instanceAt(deps, row.host));
    if (!row || !ours || !other) return null;
    const fresh = addresses(deps.env.origin).activity(newId(created));
    const sides = { by: ours.iri, to: other.iri };
    const offer = {
      id: row.offerIri,
      type: "Offer",
      actor: row.ours ? ours.iri : other.iri,
      object: row.iri,
    };
    const accept = { id: row.acceptIri, type: "Accept", actor: ours.iri, object: row.offerIri };
    const made = {
      Offer: () => ({ id: row.offerIri, object: onWire(row, ours.iri), words: null }),
      Accept: () => ({ id: row.acceptIri ?? fresh, object: offer, words: row.answer }),
      Reject: () => ({ id: fresh, object: offer, words: row.answer }),
      Undo: () => ({ id: fresh, object: row.ours ? offer : accept, words: row.endReason }),
    }[type]();
    const { id, object, words } = made;
    const activity = build.betweenInstances(id, type, created, { ...sides, object: object as Json, words });
    const to = [{ host: other.host, inbox: other.inbox }];
    return { workspaceId: null, activity, actorId: ours.id, to };
  };

/** An agreement of ours and its document, for the other side's own actor and nobody else. */
export function agreementRoutes(app: Web, deps: Deps): void {
  app.get("/agreements/:id", async (c) => {
    const row = await load(deps, parseId(c.req.param("id")) ?? 0);
    const signer = await signerOf(deps, c);
    const asker = signer ? await actorByIri(deps.store.db, signer) : null;
    const ours = await deps.instanceActor();
    if (!row?.ours || !ours || asker?.kind !== "application" || asker.host !== row.host)
      return nothingHere(c);
    return answerJson(c, { "@context": activityContext, ...onWire(row, ours.iri) });
  });
  app.get("/agreements/:id/document", async (c) => {
    const row = await load(deps, parseId(c.req.param("id")) ?? 0);
    const signer = await signerOf(deps, c);
    const asker = signer ? await actorByIri(deps.store.db, signer) : null;
    if (!row?.ours || !row.document || asker?.kind !== "application" || asker.host !== row.host)
      return nothingHere(c);
    const { type, data } = await documentOf(deps.store.db, row.id);
    return c.body(Buffer.from(data), 200, {
      "content-type": type,
      "cache-control": "private, no-store",
      "content-disposition": "attachment",
      "x-content-type-options": "nosniff",
    });
  });
}
