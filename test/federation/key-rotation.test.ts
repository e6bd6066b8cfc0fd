import { and, eq, inArray } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { actor, actorKey, content, discussion, event, history, inbox } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { rotateKeys } from "../../src/keys/index.ts";
import { join, leave } from "../../src/workspaces/index.ts";
import type { Instance, Member } from "../rig.ts";
import { depsOf } from "./deps.ts";
import { place, people } from "./place.ts";
import { ask, contentAt, iriOf, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 180_000 });

interface Document extends JsonObject {
  publicKey: { id: string };
  assertionMethod: { id: string }[];
}
const documentOf = async (iri: string) => JSON.parse((await ask(iri)).text) as Document;
const keyIdOf = (headers: Record<string, unknown>) => /keyId="([^"]*)"/.exec(String(headers.signature))?.[1];

const all = people();
const rotate = (at: Instance, compromised: "yes" | "no", whose: "all" | "instance" = "all") =>
  rotateKeys(at.context(at.administrator), { whose, compromised, sure: "yes" });

/** What somebody opens in a workspace, by its address. */
async function opens(at: Instance, who: Member, workspaceId: number, title: string): Promise<string> {
  return iriOf(at, await openDiscussion(at.context(who), { workspaceId, title, source: `${title}.` }));
}

test("with new keys all goes on, and who comes later believes what was proved with the old ones", async () => {
  const { a, b, c, amara, priya, settle } = all();
  const room = await place(all(), "Rotation");
  const before = await opens(a, amara, room.idOn.a, "Before");
  const theirs = await opens(b, priya, room.idOn.b, "Theirs before");
  await settle();
  const old = await documentOf(`${a.origin}/actors/${amara.id}`);

  for (const one of [a, b]) expect(await rotate(one, "no")).toBeGreaterThan(0);
  const after = await opens(a, amara, room.idOn.a, "After");
  await opens(b, priya, room.idOn.b, "Theirs after");
  await settle();
  const now = await documentOf(`${a.origin}/actors/${amara.id}`);
  expect(now.publicKey.id).toBe(`${old.publicKey.id}-2`);
  expect(now.assertionMethod.map(({ id }) => id)).toEqual([
    `${old.assertionMethod[0]!.id}-2`,
    old.assertionMethod[0]!.id,
  ]);
  await room.same();
  expect(await contentAt(c, after)).toBeDefined();
  // The Update reached who knows her, without being asked for.
  expect(await b.store.db.$count(actorKey, eq(actorKey.iri, now.publicKey.id))).toBe(1);

  // An instance that has seen nothing of this fetches the history, with the old proofs in it.
  await late(c, before, theirs, room);
});

/** Forgets on C what is in a workspace, and has somebody there join who makes its history be fetched. */
async function late(
  c: Instance,
  before: string,
  theirs: string,
  room: Awaited<ReturnType<typeof place>>,
): Promise<void> {
  await c.store.transaction(async (tx) => {
    await tx.delete(discussion).where(eq(discussion.workspaceId, room.idOn.c));
    await tx.delete(content).where(eq(content.workspaceId, room.idOn.c));
    await tx.delete(inbox);
    await tx.delete(history).where(eq(history.workspaceId, room.idOn.c));
    // Nothing that it knew of their keys.
    const foreign = tx.select({ id: actor.id }).from(actor).where(eq(actor.local, false));
    await tx.delete(actorKey).where(inArray(actorKey.actorId, foreign));
  });
  // Keys are asked for again after five minutes.
  c.clock.tick({ minutes: 6 });
  const member = await c.addMember(`Late ${room.handle}`);
  await leave(c.context(all().tom), { workspaceId: room.idOn.c });
  await all().settle();
  await join(c.context(member), { workspaceId: room.idOn.c });
  await all().settle();
  for (const iri of [before, theirs]) expect(await contentAt(c, iri), iri).toBeDefined();
}

test("keys that somebody else may have count nothing at once, and what was said with them is found again", async () => {
  const { a, b, c, amara, priya, tom, settle } = all();
  const room = await place(all(), "Stolen");
  const before = await opens(a, amara, room.idOn.a, "Said before");
  const theirs = await opens(b, priya, room.idOn.b, "Theirs said before");
  await opens(c, tom, room.idOn.c, "Heard of at B");
  await settle();
  const iri = `${b.origin}/actors/${priya.id}`;
  const [stolen] = (await documentOf(iri)).assertionMethod;

  for (const one of [a, b]) await rotate(one, "yes");
  await settle();
  const now = await documentOf(iri);
  expect(now.assertionMethod).toHaveLength(1);
  expect(now.assertionMethod[0]!.id).not.toBe(stolen!.id);
  expect(await depsOf(c).publicKeys.ofProof(stolen!.id)).toBeNull();
  const secrets = await b.store.db
    .select({ sealed: actorKey.privateSealed })
    .from(actorKey)
    .where(and(eq(actorKey.actorId, priya.id), eq(actorKey.revoked, true)));
  expect(secrets.length).toBeGreaterThan(1);
  for (const { sealed } of secrets) expect(sealed).toBeNull();
  await late(c, before, theirs, room);
});

test("for a day, who knows the old key only is spoken to with it", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, felix, settle } = set;
  await joined(set, felix);
  const old = `${set.group.iri}#main-key`;
  // Keeps keys for hours, and asks nobody.
  peer.inbox = ({ headers }) => ({
    status: keyIdOf(headers)?.endsWith("#main-key") ? 202 : 401,
  });
  await rotate(a, "no");
  await settle();
  const heard = () => peer.requests.filter(({ headers }) => keyIdOf(headers) === old).length;
  peer.forget();
  await openDiscussion(a.context(amara), { workspaceId, title: "Still heard", source: "Yes." });
  await settle();
  expect(heard()).toBeGreaterThan(0);
  a.clock.tick({ hours: 24 });
  await a.running.federation.mend();
  peer.forget();
  await openDiscussion(a.context(amara), { workspaceId, title: "No more", source: "No." });
  await settle();
  expect(heard()).toBe(0);
  const kept = await a.store.db.select().from(actorKey).where(eq(actorKey.iri, old));
  expect(kept).toMatchObject([{ privateSealed: null }]);
});

test("an administrator replaces keys on a page, once it is confirmed; nobody else does", async () => {
  const { a, amara } = all();
  const admin = await a.as(a.administrator);
  const page = await admin.get("/admin/keys");
  expect(page.text).toContain("Replace the keys");
  const unsure = await admin.post("/admin/keys", { whose: "instance", compromised: "no" });
  expect(unsure.status).toBe(422);
  expect(unsure.text).toContain("Confirm that you want to replace the keys");
  const done = await admin.submit("/admin/keys", { whose: "instance", compromised: "no", sure: "yes" });
  expect(done.text).toContain("The key was replaced.");
  const [logged] = await a.store.db.select().from(event).where(eq(event.kind, "keys.replaced")).limit(1);
  expect(logged).toBeDefined();
  const member = await a.as(amara);
  for (const answer of [
    await member.get("/admin/keys"),
    await member.post("/admin/keys", { whose: "all", compromised: "yes", sure: "yes" }),
  ])
    expect([403, 404]).toContain(answer.status);
});
