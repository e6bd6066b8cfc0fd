/** What goes on where it stopped: a history that was being fetched, and what is read after an absence. */
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { content, history, inbox } from "../../db/index.ts";
import { addComment, deleteContent, openDiscussion } from "../../src/forums/index.ts";
import { beside, joins } from "./convergence/beside.ts";
import type { Site } from "./convergence/site.ts";

const known = async ({ store }: Site, iri: string) =>
  (await store.db.select().from(content).where(eq(content.iri, iri)))[0];

const iriOf = async ({ store }: Site, id: number) =>
  (await store.db.select({ iri: content.iri }).from(content).where(eq(content.id, id)))[0]!.iri;

test("a history whose fetching is killed in the middle is gone on with from the page it had come to, and nothing is there twice", async () => {
  const { sites, wires, settle } = await beside(2, ["open"]);
  const [north, south] = sites as [Site, Site];
  const [{ id: workspaceId, address }] = north.workspaces as [Site["workspaces"][number]];
  const amara = north.as(north.people[0]!);
  const count = 70;
  for (let nth = 0; nth < count; nth++)
    await openDiscussion(amara, { workspaceId, title: `Words ${nth}.`, source: "How?" });
  await north.federation.idle();
  await joins(south, 0, address);
  await south.federation.idle();
  await north.federation.idle();
  const row = async () => (await south.store.db.select().from(history))[0];
  // As soon as a page is there, and not all of them.
  let asked = 0;
  const pages = new Set<string>();
  const wired = (url: string) => url.includes("/outbox?") && (pages.add(url), ++asked);
  wires.passing = (url) => void (wired(url) && asked === 2 && south.process.kill());
  await south.federation.idle().catch(() => 0);
  const broken = (await row())!;
  expect(broken).toMatchObject({ state: "running", nextPage: expect.any(String) });
  expect(broken.done).toBeGreaterThan(0);
  expect(broken.total).toBeGreaterThan(broken.done);
  const first = [...pages][0];
  pages.clear();
  south.restart();
  await settle();
  expect([...pages][0]).toBe(broken.nextPage);
  expect([...pages]).not.toContain(first);
  expect(await row()).toMatchObject({ state: "done", done: broken.total, started: broken.started });
  expect(await south.store.db.$count(content)).toBe(count);
});

test("after an absence what was taken away goes first, also where what came before it has to wait", async () => {
  const { sites, settle, pass } = await beside(3, ["open"]);
  const [north, south, lake] = sites as [Site, Site, Site];
  const [{ id: workspaceId, address }] = north.workspaces as [Site["workspaces"][number]];
  const amara = north.as(north.people[0]!);
  const [wrong, right] = [
    await openDiscussion(amara, { workspaceId, title: "Names a patient", source: "No." }),
    await openDiscussion(amara, { workspaceId, title: "Nights", source: "How?" }),
  ];
  await joins(south, 0, address);
  await joins(lake, 0, address);
  await settle();
  const [gone, iri] = [await iriOf(north, wrong), await iriOf(north, right)];
  const parentId = (await known(lake, iri))!.id;
  const said = await addComment(lake.as(lake.people[0]!), { parentId, source: "Like this." });
  await lake.federation.idle();
  await north.federation.idle();
  await deleteContent(amara, { contentId: wrong, reason: "Names a patient" });
  await north.federation.idle();
  // As if nothing of it had come.
  await south.store.transaction(async (tx) => void (await tx.delete(inbox).where(eq(inbox.state, "new"))));
  expect((await known(south, gone))!.deleted).toBeNull();
  lake.cutOff = true;
  pass(7 * 60);
  await south.federation.mend();
  const answer = await iriOf(lake, said);
  expect([(await known(south, gone))!.html, await known(south, answer)]).toEqual(["", undefined]);
  lake.cutOff = false;
  pass(7 * 60);
  await south.federation.mend();
  expect((await known(south, answer))!.html).toContain("Like this.");
});
