import { expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import { addComment, deleteContent, openDiscussion, setPinned } from "../../src/forums/index.ts";
import { activity, note } from "../peers/index.ts";
import { ask, contentAt, iriOf, joined, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const read = async (url: string): Promise<JsonObject> => (await ask(url)).json<JsonObject>();
const items = (page: JsonObject): JsonObject[] => page.orderedItems as JsonObject[];

/** Walks a paged collection from its first page, or from its last. */
async function walk(start: unknown, link: "next" | "prev"): Promise<JsonObject[][]> {
  const pages: JsonObject[][] = [];
  for (let url = start; typeof url === "string";) {
    const page = await read(url);
    expect(page).toMatchObject({ type: "OrderedCollectionPage", id: url, partOf: expect.any(String) });
    if (items(page).length > 0) pages.push(items(page));
    expect(pages.length).toBeLessThan(10);
    url = page[link];
  }
  return pages;
}

async function many({ a, amara, workspaceId }: Scene, comments: number): Promise<number> {
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "Many", source: "Comments." });
  for (let each = 0; each < comments; each++)
    await addComment(a.context(amara), { parentId: id, source: `Number ${each}.` });
  return id;
}

test("the outbox holds everything, newest first, and can be read from either end", async () => {
  const set = await scene();
  const { a, amara, group } = set;
  await many(set, 119);
  const secret = await openDiscussion(a.context(amara), {
    workspaceId: set.workspaceId,
    title: "To be deleted",
    source: "Unsayable.",
  });
  await set.settle();
  await deleteContent(a.context(amara), { contentId: secret });
  await set.settle();
  const outbox = await read(`${group.iri}/outbox`);
  expect(outbox).toMatchObject({
    type: "OrderedCollection",
    id: `${group.iri}/outbox`,
    totalItems: 121,
    first: expect.any(String),
    last: expect.any(String),
  });
  const forth = (await walk(outbox.first, "next")).flat();
  expect(forth).toHaveLength(121);
  expect(forth.every((one) => one.type === "Announce" && typeof one.object === "object")).toBe(true);
  expect(JSON.stringify(forth)).not.toMatch(/Unsayable|To be deleted/);
  expect((forth[0]!.object as JsonObject).type).toBe("Delete");
  const words = forth
    .slice(1)
    .map(({ object }) => ((object as JsonObject).object as JsonObject).content as string);
  expect(words).toEqual([
    ...Array.from({ length: 119 }, (_, each) => `<p>Number ${118 - each}.</p>`),
    "<p>Comments.</p>",
  ]);
  const back = (await walk(outbox.last, "prev")).map((page) => [...page].reverse()).flat();
  expect(back.map(({ id }) => id)).toEqual(forth.map(({ id }) => id).reverse());
});

test("a discussion's own collection holds it whole, oldest first, and belongs to the workspace", async () => {
  const set = await scene();
  const { a, amara, group, felix } = set;
  await joined(set, felix);
  const id = await many(set, 52);
  const post = await iriOf(a, id);
  const said = note(felix, "from elsewhere", { mentions: [group], inReplyTo: post });
  await felix.send(group.inbox, activity(felix, "Create", said));
  await set.settle();
  const last = await addComment(a.context(amara), {
    parentId: (await contentAt(a, String(said.id)))!.id,
    source: "Answered.",
  });
  const gone = await addComment(a.context(amara), { parentId: id, source: "Regretted." });
  await deleteContent(a.context(amara), { contentId: gone });

  const page = await read(post);
  const collection = await read(String(page.context));
  expect(collection).toMatchObject({ type: "OrderedCollection", id: page.context, attributedTo: group.iri });
  const all = (await walk(collection.first, "next")).flat() as (JsonObject | string)[];
  expect(all).toHaveLength(56);
  expect(collection.totalItems).toBe(56);
  expect(all[0]).toMatchObject({ id: post, type: "Page" });
  expect(all[1]).toMatchObject({ type: "Note", content: "<p>Number 0.</p>", context: page.context });
  expect(all[53]).toBe(said.id);
  expect(all[54]).toMatchObject({ id: await iriOf(a, last), inReplyTo: said.id, context: page.context });
  expect(all[55]).toMatchObject({ type: "Tombstone", id: await iriOf(a, gone) });
  expect(JSON.stringify(all)).not.toContain("Regretted");
});

test("pinned discussions stand whole in the featured collection", async () => {
  const set = await scene();
  const { a, amara, group, workspaceId } = set;
  expect(await read(`${group.iri}/featured`)).toMatchObject({ totalItems: 0, orderedItems: [] });
  const pin = async (title: string) => {
    const id = await openDiscussion(a.context(amara), { workspaceId, title, source: "Words." });
    await setPinned(a.context(amara), { contentId: id, on: true });
    return id;
  };
  await pin("First pinned");
  expect(await read(`${group.iri}/featured`)).toMatchObject({
    type: "OrderedCollection",
    totalItems: 1,
    orderedItems: [{ type: "Page", name: "First pinned", to: expect.any(Array), cc: expect.any(Array) }],
  });
  a.clock.tick({ minutes: 1 });
  const second = await pin("Second pinned");
  expect(items(await read(`${group.iri}/featured`)).map(({ name }) => name)).toEqual([
    "Second pinned",
    "First pinned",
  ]);
  await deleteContent(a.context(amara), { contentId: second });
  expect((await read(`${group.iri}/featured`)).totalItems).toBe(1);
});

test("managers are listed; of followers only the number, and one by one to servers that sign", async () => {
  const set = await scene();
  const { a, amara, group, felix, peer } = set;
  const greta = await peer.addActor("greta");
  await joined(set, felix);
  expect(await read(`${group.iri}/moderators`)).toMatchObject({
    type: "OrderedCollection",
    totalItems: 1,
    orderedItems: [`${a.origin}/actors/${amara.id}`],
  });
  const followers = await ask(`${group.iri}/followers`);
  expect(followers.json()).toMatchObject({ type: "Collection", totalItems: 2 });
  expect(followers.text).not.toContain("felix");
  const asked = (iri: string) => `${group.iri}/followers?is_follower=${encodeURIComponent(iri)}`;
  expect((await greta.fetch(asked(felix.iri))).status).toBe(200);
  expect((await greta.fetch(asked(greta.iri))).status).toBe(404);
  expect((await ask(asked(felix.iri))).status).toBe(404);
});
