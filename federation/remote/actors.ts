import { and, eq } from "drizzle-orm";
import { actor, actorKey, peer, workspace, type Writer } from "../../db/index.ts";
import { type Id, newId } from "../../src/core/id.ts";
import { excerpt, sanitise } from "../../src/core/text.ts";
import { noteRemotePicture } from "../../src/media/index.ts";
import { emojisIn } from "../../src/tags/index.ts";
import type { Level } from "../../src/workspaces/index.ts";
import { actorByIri, type ActorRow } from "../actors/rows.ts";
import { hostOf, sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { rfc9421 } from "../wire/capabilities.ts";
import { readMultibase, readPem } from "../wire/keys.ts";
import { readActor, type RemoteActor } from "../read.ts";
import { type Asker, fetchDocument, type Json } from "./fetch.ts";

/** After this time an actor is read again when it is next needed, in ms. */
const staleAfter = 24 * 60 * 60_000;

const kinds = {
  Person: "person",
  Service: "person",
  Organization: "person",
  Group: "group",
  Application: "application",
} as const;

/**
 * An actor by its address: as known here, or read at its home. One that cannot be read again is kept as it was.
 *
 * @param as the member of ours on whose behalf it is read
 */
export async function resolveActor(deps: Deps, iri: string, as?: Asker): Promise<ActorRow | null> {
  const known = await actorByIri(deps.store.db, iri);
  if (known && (known.local || fresh(deps, known))) return known.gone ? null : known;
  const answer = await fetchDocument(deps, iri, as);
  if (!answer.ok) return known && answer.kind !== "gone" ? known : null;
  const { document, url } = answer.value;
  // Only what its own server says about it, at its own address: one that leads to somebody else is not they.
  if (document.id !== iri || !sameOrigin(iri, url)) return known;
  return storeActor(deps, document);
}

/**
 * Whoever wrote something, also where the account is closed by now: what they wrote stays, without a name, and does not
 * hold up what was written around it.
 */
export async function resolveAuthor(deps: Deps, iri: string, as?: Asker): Promise<ActorRow | null> {
  const known = (await actorByIri(deps.store.db, iri)) ?? (await resolveActor(deps, iri, as));
  if (known) return known;
  const answer = await fetchDocument(deps, iri, as);
  if (answer.ok || answer.kind !== "gone") return null;
  const now = deps.clock();
  const host = hostOf(iri);
  await deps.store.transaction(async (tx) => {
    await tx.insert(peer).values({ host, created: now }).onConflictDoNothing();
    const former = { kind: "person" as const, host, local: false, handle: "former-member", name: "" };
    await tx
      .insert(actor)
      .values({ id: newId(now), iri, ...former, inbox: iri, created: now, fetched: now, gone: now })
      .onConflictDoNothing({ target: actor.iri });
  });
  return actorByIri(deps.store.db, iri);
}

const fresh = (deps: Deps, row: ActorRow): boolean =>
  row.fetched !== null && deps.clock().getTime() - row.fetched.getTime() < staleAfter;

/** An actor as its own server shows it now, however lately it was read. */
export async function readAgain(deps: Deps, iri: string, as?: Id): Promise<ActorRow | null> {
  const answer = await fetchDocument(deps, iri, as);
  if (!answer.ok || answer.value.document.id !== iri || !sameOrigin(iri, answer.value.url)) return null;
  return storeActor(deps, answer.value.document);
}

/** Keeps what an actor elsewhere says of itself. The document has to come from its own server. */
export async function storeActor(deps: Deps, document: Json): Promise<ActorRow | null> {
  const parsed = await readActor(document);
  if (!parsed.ok) return null;
  const said = parsed.value;
  // A context can give `id` another meaning: whoever judged where the document comes from has seen this one.
  if (said.id !== document.id) return null;
  if (said.id.startsWith(`${deps.env.origin}/`)) return null;
  const now = deps.clock();
  const host = hostOf(said.id);
  let capable = false;
  await deps.store.transaction(async (tx) => {
    await tx.insert(peer).values({ host, created: now }).onConflictDoNothing();
    if (said.implements.includes(rfc9421)) capable = await noteCapable(tx, host);
    const field = (...names: string[]) =>
      said.fields.find((one) => names.includes(one.name.toLowerCase()))?.value.slice(0, 200) || null;
    const emojis = emojisIn(said.emojis);
    const values = {
      kind: kinds[said.type],
      host,
      local: false,
      handle: said.preferredUsername.slice(0, 100),
      name: said.name.slice(0, 200),
      summary: sanitise(said.summary),
      url: said.url,
      job: field("job", "role", "job title"),
      organisation: field("organisation", "organization"),
      place: field("place", "location"),
      pictureUrl: said.icon,
      emojis: emojis.length > 0 ? emojis : null,
      inbox: said.inbox,
      sharedInbox: said.sharedInbox,
      outbox: said.outbox,
      followers: said.followers,
      featured: said.featured,
      moderators: said.moderators,
      actorToken: said.actorToken,
      approves: said.manuallyApprovesFollowers,
      discoverable: said.discoverable,
      indexable: said.indexable,
      alsoKnownAs: said.alsoKnownAs.slice(0, 20),
      movedTo: said.movedTo,
      fetched: now,
      gone: null,
    };
    const id = newId(now);
    const [row] = await tx
      .insert(actor)
      .values({ id, iri: said.id, created: said.published ?? now, ...values })
      .onConflictDoUpdate({ target: actor.iri, set: values })
      .returning({ id: actor.id });
    await storeKeys(tx, row!.id, said, now);
    for (const url of [...(said.icon ? [said.icon] : []), ...emojis.map((one) => one.url)])
      await noteRemotePicture({ tx }, url);
    if (values.kind === "group") await storeWorkspace(tx, row!.id, said, now);
  });
  if (capable) deps.specs.forget?.(host);
  return actorByIri(deps.store.db, said.id);
}

/** A server says for the first time that it reads RFC 9421 (FEP-844e): then that is how it is knocked at next. */
async function noteCapable(tx: Writer, host: string): Promise<boolean> {
  const noted = await tx
    .update(peer)
    .set({ readsRfc9421: true, signatureSpec: null })
    .where(and(eq(peer.host, host), eq(peer.readsRfc9421, false)))
    .returning({ host: peer.host });
  return noted.length > 0;
}

async function storeKeys(tx: Writer, actorId: Id, said: RemoteActor, now: Date): Promise<void> {
  const listed = [
    ...said.publicKeys.map((key) => ({ id: key.id, kind: "rsa" as const, key: readPem(key.publicKeyPem) })),
    ...said.assertionMethods.map((key) => ({
      id: key.id,
      kind: "ed25519" as const,
      key: readMultibase(key.publicKeyMultibase),
    })),
  ];
  // A key that is no longer listed no longer counts.
  await tx.delete(actorKey).where(eq(actorKey.actorId, actorId));
  for (const { id, kind, key } of listed.slice(0, 10)) {
    if (!key || hostOf(id) !== hostOf(said.id)) continue;
    const publicJwk = key.export({ format: "jwk" }) as JsonWebKey;
    await tx
      .insert(actorKey)
      .values({ iri: id, actorId, kind, publicJwk, created: now })
      .onConflictDoNothing();
  }
}

/** A group of a server that knows no levels is restricted where it approves who follows. */
async function storeWorkspace(tx: Writer, actorId: Id, said: RemoteActor, now: Date): Promise<void> {
  const level: Level = said.level ?? (said.manuallyApprovesFollowers ? "restricted" : "open");
  const values = {
    level,
    purpose: said.purpose ?? excerpt(said.summary, 200),
    source: "",
    managersPost: said.postingRestrictedToMods,
    ...(said.membersCount === null ? {} : { members: said.membersCount }),
  };
  await tx
    .insert(workspace)
    .values({ actorId, created: said.published ?? now, ...values })
    .onConflictDoUpdate({ target: workspace.actorId, set: values });
}
