/** What the convergence test and others found by chance, each played again with as little as it takes. */
import { eq } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { actor, content, discussion, membership } from "../../db/index.ts";
import { addComment, deleteContent, openDiscussion } from "../../src/forums/index.ts";
import { blockMember, join, type Level } from "../../src/workspaces/index.ts";
import { type Site, startSite } from "./convergence/site.ts";
import { createWires } from "./convergence/wires.ts";

/** Two servers, with a workspace on the first that somebody of the second joins, or asks to. */
async function two(level: Level) {
  let time = Date.parse("2026-11-02T09:00:00Z");
  const clock = () => new Date(time++);
  const wires = createWires(1);
  const north = await startSite("north.localhost", { wires, clock, levels: [level] });
  const south = await startSite("south.localhost", { wires, clock, levels: [] });
  onTestFinished(async () => void (await Promise.all([north.stop(), south.stop()])));
  const [amara] = north.people;
  const [priya] = south.people;
  const [workspace] = north.workspaces;
  const found = await south.as(priya!).elsewhere.find(workspace!.address, priya!.id);
  if (!found.ok) throw new Error(found.problem);
  await join(south.as(priya!), { workspaceId: found.value.id });
  const settle = async () => {
    for (let did = 1; did > 0;) did = (await north.federation.idle()) + (await south.federation.idle());
  };
  await settle();
  return {
    north,
    south,
    workspace: workspace!,
    asAmara: north.as(amara!),
    asPriya: south.as(priya!),
    settle,
  };
}

const idAt = async ({ store }: Site, iri: string) =>
  (await store.db.select({ id: content.id }).from(content).where(eq(content.iri, iri)))[0]!.id;

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
  const iri = `${south.origin}/actors/${asPriya.actor!.id}`;
  const [her] = await north.store.db.select({ id: actor.id }).from(actor).where(eq(actor.iri, iri));
  await blockMember(asAmara, { workspaceId: workspace.id, memberId: her!.id });
  await settle();
  expect([await stateAt(north), await stateAt(south)]).toEqual([["declined"], ["declined"]]);
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
