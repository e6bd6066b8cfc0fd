import { and, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { actor, follow, membership } from "../../db/index.ts";
import { digestOf, readSynchronisation } from "../../federation/wire/partial-followers.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { join, leave } from "../../src/workspaces/index.ts";
import { activity, startPeer } from "../peers/index.ts";
import { client, type Instance } from "../rig.ts";
import { joinFrom } from "./network.ts";
import { people } from "./place.ts";
import { actorAt, ask, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const header = "collection-synchronization";

test("with a delivery to followers a server hears, signed, which of its people follow; and no other server's", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, felix, group, settle } = set;
  const other = await startPeer({ clock: a.clock, hostname: "other.localhost" });
  const greta = await peer.addActor("greta");
  const olu = await other.addActor("olu");
  for (const one of [felix, greta, olu]) await joined(set, one);
  peer.forget();
  await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "One." });
  await settle();
  const announced = peer.requests.filter(({ headers }) => headers[header]);
  expect(announced).toHaveLength(1);
  const { headers } = announced[0]!;
  const url = `${group.iri}/followers-synchronisation`;
  expect(readSynchronisation(String(headers[header]))).toEqual({
    collectionId: `${group.iri}/followers`,
    url,
    digest: digestOf([felix.iri, greta.iri]),
  });
  expect(String(headers.signature)).toMatch(/headers="[^"]*\bcollection-synchronization\b/);
  expect(JSON.parse((await felix.fetch(url)).text)).toMatchObject({ orderedItems: [felix.iri, greta.iri] });
  expect(JSON.parse((await olu.fetch(url)).text)).toMatchObject({ orderedItems: [olu.iri] });
  expect((await ask(url)).status).toBe(404);

  // Not with every one of them.
  peer.forget();
  await openDiscussion(a.context(amara), { workspaceId, title: "Two", source: "Two." });
  await settle();
  expect(peer.requests.some((one) => one.headers[header])).toBe(false);
  a.clock.tick({ minutes: 15 });
  await openDiscussion(a.context(amara), { workspaceId, title: "Three", source: "Three." });
  await settle();
  expect(peer.requests.some((one) => one.headers[header])).toBe(true);

  // That a confidential one is there is nobody's business.
  const hidden = await a.addWorkspace("Hidden", { manager: amara, level: "confidential" });
  const there = `${a.origin}/actors/${hidden.id}/followers-synchronisation`;
  expect((await felix.fetch(there)).status).toBe(404);
});

const all = people();

/** Priya on B belongs to a workspace of A. */
async function sharedWorkspace(name: string) {
  const { a, b, amara, priya, settle } = all();
  const { id, handle } = await a.addWorkspace(name, { manager: amara });
  const atB = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const member = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!;
  const standing = async (at: Instance, workspaceId: number, actorId: number) => ({
    follow: (
      await at.store.db
        .select({ state: follow.state })
        .from(follow)
        .where(and(eq(follow.followedId, workspaceId), eq(follow.followerId, actorId)))
    )[0]?.state,
    membership: (
      await at.store.db
        .select({ state: membership.state })
        .from(membership)
        .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, actorId)))
    )[0]?.state,
  });
  const say = async () => {
    await openDiscussion(a.context(amara), { workspaceId: id, title: "Again", source: "Again." });
    a.clock.tick({ minutes: 15 });
    await settle();
  };
  // Somebody else of B keeps its server among the followers.
  const keeper = await b.addMember(`Keeper of ${name}`);
  await join(b.context(keeper), { workspaceId: atB });
  await settle();
  return {
    id,
    atB,
    member,
    say,
    home: () => standing(a, id, member.id),
    here: () => standing(b, atB, priya.id),
  };
}

const member = { follow: "accepted", membership: "active" };

test("whom the home has forgotten asks again, and belongs again", async () => {
  const { a } = all();
  const { id, member: there, say, home, here } = await sharedWorkspace("Forgetful");
  await a.store.transaction(async (tx) => {
    await tx.delete(follow).where(and(eq(follow.followedId, id), eq(follow.followerId, there.id)));
    await tx.delete(membership).where(and(eq(membership.workspaceId, id), eq(membership.actorId, there.id)));
  });
  a.clock.tick({ minutes: 15 });
  await say();
  expect(await home()).toEqual(member);
  expect(await here()).toEqual(member);
});

test("who is believed to follow and does not is taken off the list", async () => {
  const { b, priya, settle } = all();
  const { atB, say, home } = await sharedWorkspace("Trusting");
  await b.store.transaction(async (tx) => {
    const theirs = and(eq(follow.followedId, atB), eq(follow.followerId, priya.id));
    await tx.delete(follow).where(theirs);
    await tx
      .update(membership)
      .set({ state: "left" })
      .where(and(eq(membership.workspaceId, atB), eq(membership.actorId, priya.id)));
  });
  b.clock.tick({ minutes: 15 });
  await say();
  expect(await home()).toEqual({ follow: undefined, membership: "left" });
  await settle();
});

test("whose Accept got lost gets it with the next delivery, and need not wait for a day", async () => {
  const { b, priya } = all();
  const { atB, say, home, here } = await sharedWorkspace("Lossy");
  await b.store.transaction(async (tx) => {
    const theirs = and(eq(follow.followedId, atB), eq(follow.followerId, priya.id));
    await tx.update(follow).set({ state: "pending" }).where(theirs);
    await tx
      .update(membership)
      .set({ state: "requested" })
      .where(and(eq(membership.workspaceId, atB), eq(membership.actorId, priya.id)));
  });
  b.clock.tick({ minutes: 15 });
  await say();
  expect(await here()).toEqual(member);
  expect(await home()).toEqual(member);
});

test("nothing follows from what is not signed, not the sender's own, or of a third server", async () => {
  const { b, priya, settle } = all();
  const peer = await startPeer({ clock: b.clock, hostname: "club.localhost", software: "lemmy" });
  const third = await startPeer({ clock: b.clock, hostname: "third.localhost" });
  const group = await peer.addActor("club", { type: "Group" });
  const found = await b.running.federation.elsewhere.find(group.iri, priya.id);
  if (!found.ok) throw new Error(found.problem);
  await join(b.context(priya), { workspaceId: found.value.id });
  await settle();
  const asked = peer.activities("Follow")[0]!;
  await group.send(`${b.origin}/inbox`, activity(group, "Accept", asked));
  await settle();
  const state = async () =>
    (await b.store.db.select().from(follow).where(eq(follow.followedId, found.value.id)))[0]?.state;
  expect(await state()).toBe("accepted");

  const own = `${group.iri}/followers-of-yours`;
  peer.serve({ id: own, type: "OrderedCollection", orderedItems: [] });
  third.serve({ id: `${third.origin}/list`, type: "OrderedCollection", orderedItems: [] });
  const say = async (value: string, signed: boolean) => {
    const body = JSON.stringify(activity(group, "Announce", `${group.iri}/nothing`));
    const url = `${b.origin}/inbox`;
    const more = { [header]: value };
    const headers = await signRequest(
      { method: "POST", url, body: new TextEncoder().encode(body), ...(signed ? { more } : {}) },
      group,
      "draft-cavage",
      b.clock(),
    );
    const type = { "content-type": "application/activity+json" };
    const answer = await client(b.origin).send("POST", "/inbox", body, { ...type, ...headers, ...more });
    expect(answer.status).toBe(202);
    await settle();
  };
  const digest = digestOf([]);
  const of = (collectionId: string, url: string) =>
    `collectionId="${collectionId}", url="${url}", digest="${digest}"`;
  const followers = `${group.iri}/followers`;
  await say(of(followers, own), false);
  await say(of(`${third.origin}/list`, own), true);
  await say(of(followers, `${third.origin}/list`), true);
  await say(`digest="${digest}"`, true);
  expect(third.requests).toEqual([]);
  expect(peer.requests.filter(({ path }) => path.endsWith("/followers-of-yours"))).toEqual([]);
  expect(await state()).toBe("accepted");

  // And what is right has its effect: asked again, and left alone after that.
  await say(of(followers, own), true);
  expect(await state()).toBe("pending");
  expect(peer.activities("Follow")).toHaveLength(2);
  await leave(b.context(priya), { workspaceId: found.value.id });
  await settle();
  expect(await b.store.db.$count(actor, eq(actor.iri, group.iri))).toBe(1);
});
