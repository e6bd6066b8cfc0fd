/** What the convergence test and others found by chance, each played again with as little as it takes. */
import { and, eq, isNotNull, ne } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, content, discussion, like, membership } from "../../db/index.ts";
import {
  addComment,
  deleteContent,
  editContent,
  moveDiscussion,
  openDiscussion,
  setLike,
  setLocked,
} from "../../src/forums/index.ts";
import { blockMember, decide, join, leave, type Level, setManager } from "../../src/workspaces/index.ts";
import { beside, joins } from "./convergence/beside.ts";
import type { Site } from "./convergence/site.ts";

/** Two servers, with workspaces on the first that somebody of the second joins, or asks to. */
async function two(...levels: Level[]) {
  const { sites, settle, pass } = await beside(2, levels);
  const [north, south] = sites as [Site, Site];
  for (const { address } of north.workspaces) await joins(south, 0, address);
  await settle();
  return {
    north,
    south,
    workspace: north.workspaces[0]!,
    asAmara: north.as(north.people[0]!),
    asPriya: south.as(south.people[0]!),
    settle,
    pass,
  };
}

const idAt = async ({ store }: Site, iri: string) =>
  (await store.db.select({ id: content.id }).from(content).where(eq(content.iri, iri)))[0]!.id;

const actorAt = async ({ store }: Site, iri: string) =>
  (await store.db.select({ id: actor.id }).from(actor).where(eq(actor.iri, iri)))[0]!.id;

const iriAt = async ({ store }: Site, id: number) =>
  (await store.db.select({ iri: content.iri }).from(content).where(eq(content.id, id)))[0]!.iri;

test("who is blocked while they wait to be let in does not go on waiting, on either server", async () => {
  const { north, south, workspace, asAmara, asPriya, settle } = await two("restricted");
  const stateAt = async ({ store }: Site) =>
    (
      await store.db
        .select({ state: membership.state })
        .from(membership)
        .innerJoin(actor, eq(actor.id, membership.actorId))
        .where(eq(actor.host, south.host))
    ).map(({ state }) => state);
  expect([await stateAt(north), await stateAt(south)]).toEqual([["requested"], ["requested"]]);
  const memberId = await actorAt(north, `${south.origin}/actors/${asPriya.actor!.id}`);
  await blockMember(asAmara, { workspaceId: workspace.id, memberId });
  await settle();
  expect([await stateAt(north), await stateAt(south)]).toEqual([["declined"], ["declined"]]);
});

test("who was let in and blocked belongs on both servers, also where they ask again before they know", async () => {
  const { sites, settle, pass } = await beside(2, ["open"]);
  const [north, south] = sites as [Site, Site];
  const [workspace] = north.workspaces;
  const workspaceId = await joins(south, 0, workspace!.address);
  await south.federation.idle();
  // The answer does not get through.
  south.cutOff = true;
  await north.federation.idle();
  const memberId = await actorAt(north, `${south.origin}/actors/${south.people[0]!.id}`);
  await blockMember(north.as(north.people[0]!), { workspaceId: workspace!.id, memberId });
  south.cutOff = false;
  await join(south.as(south.people[0]!), { workspaceId });
  await south.federation.idle();
  pass(60);
  await settle();
  for (const { store } of [north, south])
    expect(
      await store.db
        .select({ state: membership.state })
        .from(membership)
        .innerJoin(actor, eq(actor.id, membership.actorId))
        .where(eq(actor.host, south.host)),
    ).toEqual([{ state: "active" }]);
});

test("a comment that was deleted before its refusal came is not subtracted twice", async () => {
  const { north, south, workspace, asAmara, asPriya, settle } = await two("open");
  const opened = await openDiscussion(asAmara, {
    workspaceId: workspace.id,
    title: "Nights",
    source: "How?",
  });
  const first = await addComment(asAmara, { parentId: opened, source: "Like this." });
  await settle();
  await deleteContent(asAmara, { contentId: first });
  const late = await addComment(asPriya, {
    parentId: await idAt(south, await iriAt(north, first)),
    source: "Why?",
  });
  await south.federation.idle();
  await deleteContent(asPriya, { contentId: late });
  await settle();
  const [refused] = await south.store.db.select().from(content).where(eq(content.id, late));
  expect(refused?.refused).toBeTruthy();
  for (const { store } of [north, south])
    expect(await store.db.select({ comments: discussion.comments }).from(discussion)).toEqual([
      { comments: 0 },
    ]);
});

/** Who looks after a workspace, as a server has it. */
async function managersAt({ store }: Site, iri: string): Promise<string[]> {
  const [place] = await store.db.select({ id: actor.id }).from(actor).where(eq(actor.iri, iri));
  const rows = await store.db
    .select({ name: actor.name })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(membership.workspaceId, place!.id), eq(membership.role, "manager")));
  return rows.map(({ name }) => name).sort();
}

test("who leaves and joins again while they are made a manager is none, on either server", async () => {
  const { north, south, workspace, asAmara, asPriya, settle } = await two("open");
  await leave(asPriya, { workspaceId: await actorAt(south, workspace.iri) });
  await join(asPriya, { workspaceId: await actorAt(south, workspace.iri) });
  const memberId = await actorAt(north, `${south.origin}/actors/${asPriya.actor!.id}`);
  await setManager(asAmara, { workspaceId: workspace.id, memberId, manager: true });
  await settle();
  for (const site of [north, south]) expect(await managersAt(site, workspace.iri)).toEqual(["Amara north"]);
});

test("that a manager has left is known within an hour where nobody says so", async () => {
  const { north, south, workspace, asAmara, settle, pass } = await two("open");
  const tom = north.people[1]!;
  await join(north.as(tom), { workspaceId: workspace.id });
  await setManager(asAmara, { workspaceId: workspace.id, memberId: tom.id, manager: true });
  await settle();
  expect(await managersAt(south, workspace.iri)).toEqual(["Amara north", "Tom north"]);
  await leave(north.as(tom), { workspaceId: workspace.id });
  await settle();
  pass(61);
  await south.federation.mend();
  expect(await managersAt(south, workspace.iri)).toEqual(["Amara north"]);
});

test("who wrote in a discussion just before it went where they do not belong learns that it was taken in", async () => {
  const { north, south, workspace, asAmara, asPriya, settle, pass } = await two("open", "restricted");
  const opened = await openDiscussion(asAmara, {
    workspaceId: workspace.id,
    title: "Nights",
    source: "How?",
  });
  await settle();
  const parentId = await idAt(south, await iriAt(north, opened));
  const answer = await addComment(asPriya, { parentId, source: "Like this." });
  await south.federation.idle();
  south.cutOff = true;
  await north.federation.idle();
  await moveDiscussion(asAmara, { contentId: opened, toId: north.workspaces[1]!.id, confirmed: true });
  await north.federation.idle();
  south.cutOff = false;
  pass(60);
  await settle();
  const kept = await south.store.db
    .select({ iri: content.iri, accepted: content.accepted, refused: content.refused })
    .from(content)
    .where(ne(content.html, ""));
  expect(kept).toEqual([{ iri: await iriAt(south, answer), accepted: expect.any(Date), refused: null }]);
});

/** Priya belongs to two workspaces of Amara's; in the one that is for members something was said. */
async function said() {
  const set = await two("restricted", "open");
  const { north, south, asAmara, workspace, settle } = set;
  const [, open] = north.workspaces;
  const memberId = await actorAt(north, `${south.origin}/actors/${set.asPriya.actor!.id}`);
  await decide(asAmara, { workspaceId: workspace.id, memberId, approve: true });
  const opened = await openDiscussion(asAmara, {
    workspaceId: workspace.id,
    title: "Nights",
    source: "How?",
  });
  const answer = await addComment(asAmara, { parentId: opened, source: "Like this." });
  await settle();
  const move = () => moveDiscussion(asAmara, { contentId: opened, toId: open!.id, confirmed: true });
  const placeAt = async (iri: string) => {
    const rows = await south.store.db
      .select({ place: actor.iri, html: content.html })
      .from(content)
      .innerJoin(actor, eq(actor.id, content.workspaceId))
      .where(eq(content.iri, iri));
    return rows[0];
  };
  return { ...set, open: open!, opened, answer, move, placeAt };
}

test("what was done just before a discussion was moved is passed on with it", async () => {
  const { north, south, asAmara, open, opened, answer, move, placeAt, settle } = await said();
  const wrong = await addComment(asAmara, { parentId: opened, source: "Not like this." });
  await settle();
  await editContent(asAmara, { contentId: answer, title: null, source: "Better so." });
  await setLike(asAmara, { contentId: answer, liked: true });
  await deleteContent(asAmara, { contentId: wrong });
  await setLocked(asAmara, { contentId: opened, on: true });
  await move();
  await settle();
  expect(await placeAt(await iriAt(north, answer))).toEqual({ place: open.iri, html: "<p>Better so.</p>" });
  expect(await placeAt(await iriAt(north, wrong))).toMatchObject({ html: "" });
  for (const { store } of [north, south]) {
    expect(await store.db.$count(like)).toBe(1);
    expect(await store.db.$count(discussion, isNotNull(discussion.locked))).toBe(1);
  }
});

test("a discussion that was locked before it was moved is locked for those who read only the new workspace", async () => {
  const { north, south, workspace, asAmara, settle } = await two("restricted", "open");
  const opened = await openDiscussion(asAmara, {
    workspaceId: workspace.id,
    title: "Nights",
    source: "How?",
  });
  await setLocked(asAmara, { contentId: opened, on: true });
  await settle();
  expect(await south.store.db.$count(content)).toBe(0);
  await moveDiscussion(asAmara, { contentId: opened, toId: north.workspaces[1]!.id, confirmed: true });
  await settle();
  expect(await south.store.db.$count(discussion, isNotNull(discussion.locked))).toBe(1);
});

test.each([0, 1, 3])(
  "a server killed at the commit after %i, while it hears of a move, has carried it out in the end",
  async (commits) => {
    const { north, south, open, opened, move, placeAt, settle } = await said();
    await move();
    await north.federation.idle();
    south.process.killAfter({ commits, committed: true });
    await south.federation.idle().catch(() => 0);
    south.restart();
    await settle();
    expect(await placeAt(await iriAt(north, opened))).toMatchObject({ place: open.iri });
  },
);
