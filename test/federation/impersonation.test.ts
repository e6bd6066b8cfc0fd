import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { content, membership } from "../../db/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { activity, everyone, note, type PeerActor, startPeer } from "../peers/index.ts";
import { actorAt, arrivedAt, contentAt, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const pathOf = (iri: unknown): string => {
  const { pathname, search } = new URL(String(iri));
  return pathname + search;
};

/** A server's address that sends everybody on to another. */
const leadsTo = (location: unknown) => ({ status: 302, headers: { location: String(location) } }) as never;

/** A group on the peer with a member here. */
async function joinedThere({ a, amara, peer, inbox, settle }: Scene) {
  const iri = `${peer.origin}/users/ward`;
  const group = await peer.addActor("ward", { type: "Group", attributedTo: `${iri}/moderators` });
  peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 0, orderedItems: [] });
  peer.serve({ id: `${iri}/moderators`, type: "OrderedCollection", orderedItems: [] });
  const found = await a.running.federation.elsewhere.find(iri, amara.id);
  if (!found.ok || found.value.kind !== "workspace") throw new Error("The group was not found");
  await join(a.context(amara), { workspaceId: found.value.id });
  await settle();
  await group.send(inbox, activity(group, "Accept", peer.activities("Follow").at(-1)!));
  await settle();
  return { group, workspaceId: found.value.id };
}

const announce = (group: PeerActor, inner: object | string) =>
  activity(group, "Announce", inner as never, { to: [everyone], cc: [`${group.iri}/followers`] });

test("a server that leads from its own address to somebody else's does not speak for them", async () => {
  const set = await scene();
  const { a, felix, inbox, group, settle } = set;
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  // What it says of itself cannot be kept, so that it is read once more when its activity is dealt with.
  const mallory = await evil.addActor("mallory", { inbox: "http://else.localhost/inbox" });
  const words = note(felix, "what Felix said", { mentions: [group] });
  await felix.send(inbox, activity(felix, "Create", words));
  await settle();
  const remove = activity(mallory, "Delete", String(words.id));
  expect((await mallory.send(inbox, remove)).status).toBe(202);
  evil.documents.set(pathOf(mallory.iri), leadsTo(felix.iri));
  await settle();
  expect(await contentAt(a, String(words.id))).toMatchObject({ deleted: null });
  // At the door already: words of somebody else.
  const never = note(felix, "what Felix never said", { mentions: [group] });
  expect((await mallory.send(inbox, activity(mallory, "Create", never))).status).toBe(403);
  await settle();
  expect(await a.store.db.$count(content)).toBe(1);
});

test("a document that means somebody else than it says is nobody's", async () => {
  const set = await scene();
  const { a, felix, inbox, settle } = set;
  await felix.send(inbox, activity(felix, "Like", felix.iri));
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  const mallory = await evil.addActor("mallory");
  const { publicKeyPem } = mallory.document.publicKey as { publicKeyPem: string };
  const alias = { id: "https://evil.example/ns#other", self: "@id" };
  evil.serve({
    ...felix.document,
    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1", alias],
    id: mallory.iri,
    self: felix.iri,
    publicKey: [mallory.document.publicKey!, { self: felix.keyId, owner: { self: felix.iri }, publicKeyPem }],
  });
  const before = await actorAt(a, felix.iri);
  expect((await mallory.send(inbox, activity(mallory, "Like", felix.iri))).status).toBe(202);
  a.clock.tick({ minutes: 20 });
  const forged = activity(felix, "Like", felix.iri);
  const how = { keyId: felix.keyId, privateKey: mallory.privateKey };
  expect((await felix.send(inbox, forged, how)).status).toBe(401);
  await settle();
  expect(await actorAt(a, felix.iri)).toMatchObject({ name: before!.name });
});

test("what a redirect leads to on another server shows nobody's activity", async () => {
  const set = await scene();
  const { group } = await joinedThere(set);
  const { a, inbox, settle } = set;
  const other = await startPeer({ clock: a.clock, hostname: "other.localhost" });
  const olga = await other.addActor("olga");
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  const page = note(olga, "what Olga never said", {
    more: { type: "Page", name: "Never", to: [group.iri, everyone], audience: group.iri },
  });
  const create = activity(olga, "Create", page);
  // Olga's server has an address that leads wherever it is told to.
  evil.documents.set("/stolen", { ...create });
  other.documents.set(pathOf(create.id), leadsTo(`${evil.origin}/stolen`));
  const sent = announce(group, create);
  await group.send(inbox, sent);
  await settle();
  expect(await arrivedAt(a, sent.id)).toMatchObject({ state: "refused" });
  expect(await a.store.db.$count(content)).toBe(0);
});

test("an address that leads to another server is no actor and no post of the first", async () => {
  const set = await scene();
  const { a, amara, peer } = set;
  const { group, workspaceId } = await joinedThere(set);
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  const find = (address: string) => a.running.federation.elsewhere.find(address, amara.id);
  const fake = `${peer.origin}/go/fake`;
  const inFelixsName = {
    ...set.felix.document,
    id: fake,
    publicKey: { id: `${fake}#main-key`, owner: fake, publicKeyPem: "" },
  };
  evil.documents.set("/fake", inFelixsName);
  peer.documents.set(pathOf(fake), leadsTo(`${evil.origin}/fake`));
  expect((await find(fake)).ok).toBe(false);
  expect(await actorAt(a, fake)).toBeUndefined();

  const post = `${peer.origin}/go/post`;
  evil.documents.set("/post", {
    ...note(set.felix, "never said"),
    id: post,
    to: [group.iri, everyone],
    audience: group.iri,
  });
  peer.documents.set(pathOf(post), leadsTo(`${evil.origin}/post`));
  await find(post);
  expect(await a.store.db.$count(content, eq(content.workspaceId, workspaceId))).toBe(0);
});

test("opening somebody's address puts nothing into a workspace that its home has not accepted", async () => {
  const set = await scene();
  const { a, amara } = set;
  const { group, workspaceId } = await joinedThere(set);
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  const mallory = await evil.addActor("mallory");
  const page = note(mallory, "not for you to place", {
    more: { type: "Page", name: "Spam", to: [group.iri, everyone], audience: group.iri },
  });
  const found = await a.running.federation.elsewhere.find(String(page.id), amara.id);
  expect(found).toMatchObject({ ok: true, value: { kind: "workspace", id: workspaceId } });
  expect(await contentAt(a, String(page.id))).toBeUndefined();
});

test("a workspace elsewhere makes nobody here its member", async () => {
  const set = await scene();
  const { a, inbox, settle, amara } = set;
  const { group, workspaceId } = await joinedThere(set);
  const bea = await a.addMember("Bea Brown");
  const target = `${group.iri}/moderators`;
  const add = (id: number) =>
    announce(group, activity(group, "Add", `${a.origin}/actors/${id}`, { target, to: [group.iri] }));
  await group.send(inbox, add(bea.id));
  await group.send(inbox, add(amara.id));
  await settle();
  const rows = await a.store.db.select().from(membership).where(eq(membership.workspaceId, workspaceId));
  expect(rows.find((one) => one.actorId === bea.id)).toBeUndefined();
  expect(rows.find((one) => one.actorId === amara.id)).toMatchObject({ role: "manager", state: "active" });
});
