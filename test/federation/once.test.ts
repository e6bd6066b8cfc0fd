import { asc, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { actor, content, event, follow, like, outgoing } from "../../db/index.ts";
import { bridge } from "../../federation/bridge.ts";
import { createFederation } from "../../federation/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { activity, follow as asksToJoin, note, type PeerActor, undo } from "../peers/index.ts";
import { chance } from "../rig.ts";
import { depsOf } from "./deps.ts";
import { joined, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What an instance holds in the end, in words that are the same in every run. */
async function picture({ a, peer }: Scene) {
  const rows = await a.store.db
    .select({
      iri: content.iri,
      html: content.html,
      likes: content.likes,
      deleted: content.deleted,
      kind: content.kind,
    })
    .from(content)
    .orderBy(asc(content.iri));
  const followers = await a.store.db
    .select({ iri: actor.iri, state: follow.state })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(eq(actor.local, false));
  const likes = await a.store.db
    .select({ by: actor.iri })
    .from(like)
    .innerJoin(actor, eq(actor.id, like.actorId));
  const text = JSON.stringify({
    posts: rows.map(({ deleted, ...row }) => ({ ...row, deleted: deleted !== null })),
    followers: followers.map((one) => `${one.iri} ${one.state}`).sort(),
    likes: likes.map(({ by }) => by).sort(),
  });
  return JSON.parse(
    text
      .replaceAll(peer.origin, "peer")
      .replaceAll(a.origin, "home")
      .replace(/actors\/\d+/g, "group"),
  ) as JsonObject;
}

/** A day's activities of three people, in the order in which they happened. */
async function aDay(set: Scene): Promise<[PeerActor, JsonObject][]> {
  const { felix, peer, group, a } = set;
  const [greta, hugo] = [await peer.addActor("greta"), await peer.addActor("hugo")];
  const at = (by: PeerActor, id: string, words: string, more: JsonObject = {}) => {
    const post = note(by, words, { mentions: [group], more: { id: `${by.iri}/${id}`, ...more } });
    peer.serve(post);
    return post;
  };
  const later = (minutes: number) => new Date(a.clock.now().getTime() + minutes * 60_000).toISOString();
  const one = at(felix, "one", "first words");
  const second = { ...one, content: "<p>second words</p>", updated: later(1) };
  const third = { ...one, content: "<p>third words</p>", updated: later(2) };
  const two = at(felix, "two", "deleted later");
  const reply = at(greta, "reply", "a reply", { inReplyTo: one.id! });
  const answer = at(felix, "answer", "an answer", { inReplyTo: reply.id! });
  const addressed = { to: [group.iri], cc: [] };
  const liked = activity(greta, "Like", String(one.id), addressed);
  const unliked = activity(hugo, "Like", String(one.id), addressed);
  const [stays, leaves] = [asksToJoin(greta, group.iri), asksToJoin(hugo, group.iri)];
  const day: [PeerActor, JsonObject][] = [
    [greta, stays],
    [hugo, leaves],
    [felix, activity(felix, "Create", one)],
    [felix, activity(felix, "Create", two)],
    [greta, activity(greta, "Create", reply)],
    [felix, activity(felix, "Create", answer)],
    [greta, liked],
    [hugo, unliked],
    [felix, activity(felix, "Update", second)],
    [felix, activity(felix, "Update", third)],
    [hugo, undo(hugo, unliked)],
    [felix, activity(felix, "Delete", String(two.id), addressed)],
    [hugo, undo(hugo, leaves)],
  ];
  peer.serve(third);
  a.clock.tick({ minutes: 10 });
  return day;
}

async function outcome(seed: number | null): Promise<JsonObject> {
  const set = await scene();
  const random = chance(seed ?? 0);
  const day = await aDay(set);
  const sent =
    seed === null
      ? day
      : [...day, ...day]
          .map((one) => ({ one, at: random() }))
          .sort((x, y) => x.at - y.at)
          .map(({ one }) => one);
  for (const [by, each] of sent) {
    const to = random() < 0.5 ? set.inbox : set.group.inbox;
    expect((await by.send(to, each)).status).toBe(202);
    if (seed === null || random() < 0.4) await set.settle();
  }
  // What waited for something else is tried again.
  for (let round = 0; round < 4; round++) {
    set.a.clock.tick({ hours: 1 });
    await set.settle();
  }
  return picture(set);
}

test("whatever comes twice, and in whatever order, leaves the same behind", async () => {
  const inOrder = await outcome(null);
  expect(inOrder).toMatchObject({
    followers: ["peer/users/greta accepted"],
    likes: ["peer/users/greta"],
    posts: [
      { iri: "peer/users/felix/answer", kind: "comment", deleted: false },
      { iri: "peer/users/felix/one", html: "<p>third words</p>", likes: 1 },
      { iri: "peer/users/felix/two", deleted: true },
      { iri: "peer/users/greta/reply", kind: "comment" },
    ],
  });
  // Deleted before it came, it leaves not even a gap.
  const withoutGaps = ({ posts, ...rest }: JsonObject) => ({
    ...rest,
    posts: (posts as JsonObject[]).filter((one) => !one.deleted),
  });
  for (const seed of [1, 2, 3, 4])
    expect([seed, withoutGaps(await outcome(seed))]).toEqual([seed, withoutGaps(inOrder)]);
});

test("what two pass on at the same moment goes out once", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, felix } = set;
  await joined(set, felix);
  await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
  await Promise.all([1, 2, 3].map(() => bridge(depsOf(a))));
  expect(await a.store.db.$count(event, eq(event.bridged, false))).toBe(0);
  await set.settle();
  // Itself, and for those who know boosts only.
  expect(peer.activities("Announce")).toHaveLength(2);
});

test("what a crash cut short is finished by the next process, and once", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, felix } = set;
  await joined(set, felix);
  const next = () => {
    const { env, agent } = depsOf(a);
    return createFederation({ env, store: a.store, clock: a.clock, agent });
  };
  const told = () => peer.activities("Announce").length;
  // Killed when the discussion was written, and nothing else done.
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
  expect(await a.store.db.$count(event, eq(event.bridged, false))).toBe(1);
  await next().idle();
  expect(told()).toBe(2);
  // Killed when the activities were written, and none sent.
  await addComment(a.context(amara), { parentId: id, source: "More." });
  await bridge(depsOf(a));
  expect(told()).toBe(2);
  await next().idle();
  await next().idle();
  expect(told()).toBe(3);
  // Killed after the peer had it and before that was noted: it comes again, under the same address.
  const { peer: peers } = await import("../../db/index.ts");
  const last = (await a.store.db.select({ seq: outgoing.seq }).from(outgoing).orderBy(asc(outgoing.seq))).at(
    -1,
  )!;
  await a.store.transaction(async (tx) => {
    await tx
      .update(peers)
      .set({ cursor: last.seq - 1 })
      .where(eq(peers.host, peer.host));
  });
  await next().idle();
  const [twice, again] = peer.delivered("Announce").slice(-2);
  expect(again).toBe(twice);
  expect(await a.store.db.$count(event, eq(event.bridged, false))).toBe(0);
});

test("a post that is fetched for a reply to it is passed on too", async () => {
  const set = await scene();
  const { felix, peer, group } = set;
  const greta = await peer.addActor("greta");
  await joined(set, greta);
  const first = note(felix, "first", { mentions: [group] });
  const reply = note(felix, "second", { mentions: [group], inReplyTo: String(first.id) });
  await felix.send(set.inbox, activity(felix, "Create", reply));
  peer.forget();
  await set.settle();
  expect(peer.activities("Announce").map(({ object }) => object)).toEqual([
    first.id,
    expect.objectContaining({ type: "Create", object: expect.objectContaining({ id: reply.id }) }),
  ]);
});
