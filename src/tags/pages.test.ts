import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, type Instance, type Member, startInstance } from "../../test/rig.ts";
import { openDiscussion } from "../forums/index.ts";
import { publishPost } from "../posts/index.ts";
import { blockPerson, muteAccount, unmuteAccount } from "../relations/index.ts";

let north: Instance;
let gwen: Member;
let samir: Member;
let stranger: Client;

beforeAll(async () => {
  north = await startInstance({ keep: true });
  gwen = await north.addMember("Gwen Rees");
  samir = await north.addMember("Samir Khan");
  stranger = await north.as();
  const { id: workspaceId } = await north.addWorkspace("Night Work", { manager: samir });
  await openDiscussion(north.context(samir), { workspaceId, title: "Rotas", source: "Ours: #nights" });
});
afterAll(() => north.stop());

const post = (source: string, more: Partial<Parameters<typeof publishPost>[1]> = {}) =>
  publishPost(north.context(gwen), { visibility: "public", source, ...more });

test("a hashtag in a post for everybody leads to a page that lists it beside what stands in workspaces", async () => {
  const id = await post("A quiet shift #nights");
  await post("The fall in bay 4, #nights", { warning: "An accident" });
  const written = await stranger.get(`/people/gwen-rees/posts/${id}`);
  const [, leads] = /href="[^"]*(\/tags\/nights)"/.exec(written.text)!;
  for (const reader of [stranger, await north.as(samir)]) {
    const { text } = await reader.get(leads!);
    expect(text).toContain("Rotas");
    expect(text).toMatch(new RegExp(`href="/people/gwen-rees/posts/${id}"[^>]*>Post by Gwen Rees<`));
    expect(text).toContain("A quiet shift");
    // What a warning stands before is not shown beside it.
    expect(text).toContain("Content warning: An accident");
    expect(text).not.toContain("bay 4");
  }
});

test("what is not for everybody is on it for nobody", async () => {
  for (const visibility of ["unlisted", "followers", "direct"] as const)
    await post(`@samir-khan #quietly ${visibility}`, { visibility });
  for (const reader of [stranger, await north.as(samir), await north.as(gwen)])
    expect((await reader.get("/tags/quietly")).text).toContain("Nothing that you can read");
});

test("posts of whom one muted, and of whom blocked one, are left out", async () => {
  await post("On the ward #bleeps");
  const reader = await north.as(samir);
  const shows = async () => (await reader.get("/tags/bleeps")).text.includes("On the ward");
  expect(await shows()).toBe(true);
  await muteAccount(north.context(samir), gwen.id);
  expect(await shows()).toBe(false);
  await unmuteAccount(north.context(samir), gwen.id);
  expect(await shows()).toBe(true);
  await blockPerson(north.context(gwen), samir.id);
  expect(await shows()).toBe(false);
  expect((await stranger.get("/tags/bleeps")).text).toContain("On the ward");
});
