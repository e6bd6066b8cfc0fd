import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { follow, membership, peer as peers } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { addComment, deleteContent, openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { activity, follow as asksToJoin, note, type Peer, startPeer, undo } from "../peers/index.ts";
import { contentAt, joined, scene, type Scene } from "./scene.ts";
import { agreeInWriting } from "./agreements.ts";

vi.setConfig({ testTimeout: 60_000 });

/** What the posts say that a peer was told of, in the order of arrival. */
const words = (peer: Peer, path?: string): string[] =>
  peer.requests
    .filter(({ method, path: at }) => method === "POST" && (!path || at === path))
    .map(({ body }) => JSON.parse(body.toString()) as JsonObject)
    .flatMap(({ object }) => {
      const post = ((object as JsonObject | null)?.object as JsonObject | undefined)?.content;
      return typeof post === "string" ? [post.replace(/<[^>]*>/g, "")] : [];
    });

async function discussionIn({ a, amara, workspaceId, settle, peer }: Scene): Promise<number> {
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "A talk", source: "opening" });
  await settle();
  peer.forget();
  return id;
}

const say = ({ a, amara }: Scene, parentId: number, source: string): Promise<number> =>
  addComment(a.context(amara), { parentId, source });

test("a server that was down gets everything it missed, in order and once", async () => {
  const set = await scene();
  const { a, peer, felix, settle } = set;
  await joined(set, felix);
  const id = await discussionIn(set);
  peer.inbox = () => ({ status: 500 });
  for (const each of ["one", "two", "three"]) await say(set, id, each);
  await settle();
  await settle();
  // The first one was tried once; the others wait behind it.
  expect(words(peer)).toEqual(["one"]);
  for (let round = 0; round < 6; round++) {
    a.clock.tick({ hours: 1 });
    await settle();
  }
  expect(new Set(words(peer))).toEqual(new Set(["one"]));
  const regretted = await say(set, id, "four, deleted while it waited");
  await settle();
  await deleteContent(a.context(set.amara), { contentId: regretted });
  peer.forget();
  peer.inbox = () => ({ status: 202 });
  a.clock.tick({ days: 1 });
  await settle();
  expect(words(peer)).toEqual(["one", "two", "three"]);
  expect(peer.activities().at(-1)).toMatchObject({ type: "Announce", object: { type: "Delete" } });
  a.clock.tick({ days: 1 });
  await settle();
  expect(words(peer)).toHaveLength(3);
  const [row] = await a.store.db.select().from(peers).where(eq(peers.host, peer.host));
  expect(row).toMatchObject({ failures: 0, problem: null, nextAttempt: null });
});

test("a server that asks us to wait is left alone so long, though it speaks to us meanwhile", async () => {
  const set = await scene();
  const { a, peer, felix, settle, group } = set;
  await joined(set, felix);
  const id = await discussionIn(set);
  peer.inbox = () => ({ status: 429, headers: { "retry-after": "600" } });
  await say(set, id, "one");
  await settle();
  expect(words(peer)).toEqual(["one"]);
  peer.inbox = () => ({ status: 200 });
  a.clock.tick({ minutes: 9 });
  await felix.send(group.inbox, activity(felix, "Like", String(group.iri)));
  await settle();
  expect(words(peer)).toEqual(["one"]);
  a.clock.tick({ minutes: 2 });
  await settle();
  expect(words(peer)).toEqual(["one", "one"]);
  peer.inbox = () => ({
    status: 503,
    headers: { "retry-after": new Date(a.clock.now().getTime() + 3_600_000).toUTCString() },
  });
  await say(set, id, "two");
  await settle();
  a.clock.tick({ minutes: 58 });
  await settle();
  expect(words(peer).filter((one) => one === "two")).toHaveLength(1);
  peer.inbox = () => ({ status: 200 });
  a.clock.tick({ minutes: 3 });
  await settle();
  expect(words(peer).filter((one) => one === "two")).toHaveLength(2);
});

test("a server without a shared inbox receives in each of its people's, and one that is gone is passed over", async () => {
  const set = await scene({ hostname: "snac.localhost", sharedInbox: false });
  const { peer, felix } = set;
  const greta = await peer.addActor("greta");
  await joined(set, felix);
  await joined(set, greta);
  const id = await discussionIn(set);
  peer.inbox = ({ path }) => ({ status: path.includes("felix") ? 410 : 202 });
  await say(set, id, "one");
  await say(set, id, "two");
  await set.settle();
  expect(words(peer, "/users/greta/inbox")).toEqual(["one", "two"]);
  expect(words(peer, "/users/felix/inbox")).toEqual(["one", "two"]);
  expect(words(peer, "/inbox")).toEqual([]);
});

test("a server that is down keeps no other one waiting, and what is sent to it comes when it is back", async () => {
  const set = await scene();
  const other = await startPeer({ clock: set.a.clock, hostname: "other.localhost" });
  const olga = await other.addActor("olga");
  await joined(set, set.felix);
  await joined(set, olga);
  const id = await discussionIn(set);
  other.forget();
  set.peer.inbox = () => ({ status: 502 });
  await say(set, id, "one");
  await set.settle();
  expect(words(other)).toEqual(["one"]);
  await olga.send(set.inbox, undo(olga, asksToJoin(olga, set.group.iri)));
  await set.settle();
  await say(set, id, "after she left");
  await set.settle();
  expect(words(other)).toEqual(["one"]);
});

test("GoToSocial's keys and its refusal of unsigned requests are understood", async () => {
  const set = await scene({ hostname: "gts.localhost", keys: "path", refusesUnsigned: true });
  const { a, peer, felix, group } = set;
  await joined(set, felix);
  expect(peer.activities("Accept")).toHaveLength(1);
  const said = note(felix, "from GoToSocial", { mentions: [group] });
  await felix.send(set.inbox, activity(felix, "Create", said));
  await set.settle();
  expect(await contentAt(a, String(said.id))).toMatchObject({ kind: "discussion" });
  expect(peer.activities("Announce").length).toBeGreaterThan(0);
});

test("both kinds of signature are taken, and the kind that a server reads is found and remembered", async () => {
  const set = await scene({ spec: "rfc9421" });
  const { peer, felix } = set;
  peer.inbox = ({ headers }) => ({ status: headers["signature-input"] ? 202 : 401 });
  await joined(set, felix);
  expect(
    peer.requests.filter((one) => one.method === "POST").map((one) => "signature-input" in one.headers),
  ).toEqual([false, true]);
  const id = await openDiscussion(set.a.context(set.amara), {
    workspaceId: set.workspaceId,
    title: "A talk",
    source: "opening",
  });
  await set.settle();
  peer.forget();
  await say(set, id, "one");
  await set.settle();
  expect(peer.requests.map((one) => "signature-input" in one.headers)).toEqual([true]);
});

test("an answer that got lost is given again: the same Follow, a new one, and one that was declined", async () => {
  const set = await scene();
  const { a, peer, felix, group } = set;
  const asked = await joined(set, felix);
  const again = asksToJoin(felix, group.iri);
  for (const one of [asked, again, again]) {
    await felix.send(group.inbox, one);
    await set.settle();
  }
  const answers = peer.activities("Accept");
  expect(answers.map(({ object }) => (object as JsonObject).id)).toEqual([
    asked.id,
    asked.id,
    again.id,
    again.id,
  ]);
  for (const one of answers)
    expect(one).toMatchObject({
      actor: group.iri,
      to: [felix.iri],
      cc: [],
      object: { type: "Follow", actor: felix.iri, object: group.iri },
    });
  expect(await a.store.db.$count(follow, eq(follow.iri, String(again.id)))).toBe(1);

  // Undone, it stays undone, however often the Follow comes after it.
  await felix.send(group.inbox, undo(felix, again));
  await set.settle();
  await felix.send(group.inbox, again);
  await set.settle();
  expect(peer.activities("Accept")).toHaveLength(4);
  expect(await a.store.db.$count(follow, eq(follow.iri, String(again.id)))).toBe(0);
});

test("a declined request is answered with the reason, the same each time, and not asked anew", async () => {
  const set = await scene({ level: "restricted" });
  const { a, amara, peer, felix, group, workspaceId } = set;
  await agreeInWriting(a, peer.host);
  const asked = asksToJoin(felix, group.iri);
  await felix.send(group.inbox, asked);
  await set.settle();
  expect(peer.activities()).toEqual([]);
  const { decide } = await import("../../src/workspaces/index.ts");
  const [row] = await a.store.db.select().from(membership).where(eq(membership.state, "requested"));
  const decision = { workspaceId, memberId: row!.actorId, approve: false, answer: "For the board." };
  await decide(a.context(amara), decision);
  await set.settle();
  await felix.send(group.inbox, asked);
  await set.settle();
  const reject = { type: "Reject", actor: group.iri, summary: "For the board.", object: { id: asked.id } };
  expect(peer.activities()).toMatchObject([reject, reject]);
  expect((await a.store.db.select().from(membership).where(eq(membership.id, row!.id)))[0]?.state).toBe(
    "declined",
  );
});

test("our own request is asked again every day until it is answered", async () => {
  const set = await scene();
  const { a, amara, peer } = set;
  const ward = await peer.addActor("ward", { type: "Group" });
  const found = await a.running.federation.elsewhere.find(ward.iri, amara.id);
  if (!found.ok || found.value.kind !== "workspace") throw new Error("The group was not found");
  await join(a.context(amara), { workspaceId: found.value.id });
  await set.settle();
  const { askAgain } = await import("../../federation/remote/pending.ts");
  const { depsOf } = await import("./deps.ts");
  a.clock.tick({ hours: 25 });
  await askAgain(depsOf(a));
  await set.settle();
  const asked = peer.activities("Follow");
  expect(asked).toHaveLength(2);
  expect(asked[1]!.id).toBe(asked[0]!.id);
});
