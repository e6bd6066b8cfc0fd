import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addComment, deleteContent, editContent, openDiscussion } from "../../src/forums/index.ts";
import { leave } from "../../src/workspaces/index.ts";
import type { Thing } from "./app.ts";
import { listenBySocket, payloadOf } from "./listening.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
const posts: Record<string, number> = {};
beforeAll(async () => {
  s = await scene();
  const [amara, priya] = [s.north.context(s.amara), s.north.context(s.priya)];
  posts.open = await openDiscussion(amara, {
    workspaceId: s.open.id,
    title: "Bundles",
    source: "What we use: #Sepsis6 and #Handover.\n\n# A heading",
  });
  posts.comment = await addComment(priya, { parentId: posts.open, source: "Ours: #sepsis6" });
  for (const level of ["restricted", "confidential"] as const)
    posts[level] = await openDiscussion(amara, {
      workspaceId: s[level].id,
      title: `Inside ${level}`,
      source: "#Sepsis6 and #KittiwakeInquiry",
    });
});
afterAll(() => s.north.stop());

const ids = (items: Thing[]): string[] => items.map(({ id }: Thing) => String(id));
const of = (...names: string[]) => names.map((name) => String(posts[name]));

test("a post has its hashtags, and leads to their pages", async () => {
  const one = await s.app.priya.get(`/api/v1/statuses/${posts.open}`);
  const url = (name: string) => `${s.north.origin}/tags/${name}`;
  expect(one.tags).toEqual([
    { name: "handover", url: url("handover") },
    { name: "sepsis6", url: url("sepsis6") },
  ]);
  expect(one.content).toContain(`<a href="${url("sepsis6")}" class="mention hashtag"`);
});

describe("what is written with one", () => {
  test("is what one may read, with any, all and none of others", async () => {
    const { priya, olu, stranger } = s.app;
    const path = "/api/v1/timelines/tag/SEPSIS6";
    expect(ids(await priya.get(path))).toEqual(of("confidential", "restricted", "comment", "open"));
    for (const app of [olu, stranger]) expect(ids(await app.get(path))).toEqual(of("comment", "open"));
    expect(ids(await stranger.get(`${path}?all[]=handover`))).toEqual(of("open"));
    expect(ids(await stranger.get(`${path}?none[]=handover&limit=5`))).toEqual(of("comment"));
    expect(ids(await stranger.get("/api/v1/timelines/tag/falls?any[]=handover"))).toEqual(of("open"));
    expect(ids(await stranger.get(`${path}?local=true`))).toHaveLength(2);
    expect(await stranger.get(`${path}?remote=true`)).toEqual([]);
    expect(await stranger.get(`${path}?only_media=true`)).toEqual([]);
    expect((await stranger.ask("GET", "/api/v1/timelines/tag/1")).status).toBe(404);
    expect(ids(await priya.all(`${path}?limit=1`))).toEqual(
      of("confidential", "restricted", "comment", "open"),
    );
    expect(ids(await stranger.get(`/api/v1/accounts/${s.amara.id}/statuses?tagged=sepsis6`))).toEqual(
      of("open"),
    );
  });

  test("on its page too, in the same words for what is hidden as for what is not there", async () => {
    const visitor = await s.north.as();
    const page = await visitor.get("/tags/sepsis6");
    expect(page.status).toBe(200);
    expect(page.text).toContain("#Sepsis6");
    expect(page.text).toContain("Bundles");
    expect(page.text).not.toContain("Inside");
    expect((await visitor.get("/tags/Sepsis6")).location).toBe("/tags/sepsis6");
    expect((await visitor.get("/tags/12")).status).toBe(404);
    const inside = await (await s.north.as(s.priya)).get("/tags/kittiwakeinquiry");
    expect(inside.text).toContain("Inside restricted");
    const plain = (text: string) =>
      text
        .replaceAll(/kittiwakeinquiry|nothingofthat/g, "x")
        .replaceAll(/nonce="[^"]*"|name="once"[^>]*/g, "");
    const [hidden, none] = [
      await visitor.get("/tags/kittiwakeinquiry"),
      await visitor.get("/tags/nothingofthat"),
    ];
    expect(hidden.text).not.toContain("KittiwakeInquiry");
    expect(plain(hidden.text)).toBe(plain(none.text));
  });

  test("and what is edited or deleted counts as it is now", async () => {
    const priya = s.north.context(s.priya);
    const id = await addComment(priya, { parentId: posts.open!, source: "#ward7" });
    const path = "/api/v1/timelines/tag/";
    expect(ids(await s.app.stranger.get(`${path}ward7`))).toEqual([String(id)]);
    await editContent(priya, { contentId: id, source: "#ward8" });
    expect(await s.app.stranger.get(`${path}ward7`)).toEqual([]);
    expect(ids(await s.app.stranger.get(`${path}ward8`))).toEqual([String(id)]);
    await deleteContent(priya, { contentId: id });
    expect(await s.app.stranger.get(`${path}ward8`)).toEqual([]);
  });
});

describe("a hashtag", () => {
  test("says how often it was used in the open, and nothing of what is for members", async () => {
    const tag = await s.app.stranger.get("/api/v1/tags/sepsis6");
    expect(tag).toMatchObject({ name: "Sepsis6", url: `${s.north.origin}/tags/sepsis6` });
    expect(tag.history).toHaveLength(7);
    expect(tag.history[0]).toMatchObject({ uses: "2", accounts: "2" });
    expect(tag.following).toBeUndefined();
    for (const app of [s.app.stranger, s.app.olu, s.app.priya]) {
      const [hidden, none] = [
        await app.get("/api/v1/tags/kittiwakeinquiry"),
        await app.get("/api/v1/tags/nowhere"),
      ];
      expect(hidden.history).toEqual(none.history);
      expect(hidden.name).toBe("kittiwakeinquiry");
    }
  });

  test("is found by its beginning by those who may read it", async () => {
    const names = async (app: Scene["app"]["priya"], q: string) =>
      (await app.get(`/api/v2/search?type=hashtags&q=${q}`)).hashtags.map(
        ({ name }: Thing) => name as string,
      );
    expect(await names(s.app.stranger, "%23seps")).toEqual(["Sepsis6"]);
    expect(await names(s.app.priya, "kittiwake")).toEqual(["kittiwakeinquiry"]);
    expect(await names(s.app.olu, "kittiwake")).toEqual([]);
    expect(await names(s.app.stranger, "kittiwake")).toEqual([]);
    expect(await names(s.app.stranger, "%25")).toEqual([]);
  });

  test("is followed: its open discussions come home, once", async () => {
    const { olu } = s.app;
    expect(await olu.post("/api/v1/tags/Sepsis6/follow")).toMatchObject({ following: true });
    await olu.post("/api/v1/tags/sepsis6/follow");
    expect((await olu.get("/api/v1/followed_tags")).map(({ name }: Thing) => name as string)).toEqual([
      "Sepsis6",
    ]);
    expect(ids(await olu.get("/api/v1/timelines/home"))).toEqual(of("open"));
    // Who follows the workspace has it already, as the workspace passes it on.
    const before = ids(await s.app.priya.get("/api/v1/timelines/home"));
    await s.app.priya.post("/api/v1/tags/sepsis6/follow");
    expect(ids(await s.app.priya.get("/api/v1/timelines/home"))).toEqual(before);
    expect(ids(await s.app.priya.all("/api/v1/timelines/home?limit=2"))).toEqual(before);
    expect(await olu.post("/api/v1/tags/sepsis6/unfollow")).toMatchObject({ following: false });
    expect(await olu.get("/api/v1/timelines/home")).toEqual([]);
    expect(await olu.get("/api/v1/followed_tags")).toEqual([]);
    expect((await olu.ask("POST", "/api/v1/tags/!/follow")).status).toBe(404);
    expect((await s.app.stranger.ask("POST", "/api/v1/tags/sepsis6/follow")).status).toBe(401);
  });

  test("is shown with one's profile, counted in the open", async () => {
    const { amara, olu } = s.app;
    const made = await amara.post("/api/v1/featured_tags", { name: "#KittiwakeInquiry" });
    expect(made).toMatchObject({ name: "KittiwakeInquiry", statuses_count: "0", last_status_at: null });
    await amara.post("/api/v1/tags/Sepsis6/feature");
    const shown = await olu.get(`/api/v1/accounts/${s.amara.id}/featured_tags`);
    expect(shown.map((one: Thing) => one.statuses_count as string)).toEqual(["0", "1"]);
    expect(
      (await amara.get("/api/v1/featured_tags/suggestions")).map(({ name }: Thing) => name as string),
    ).toEqual(["Handover"]);
    expect((await olu.ask("DELETE", `/api/v1/featured_tags/${made.id}`)).status).toBe(404);
    await amara.delete(`/api/v1/featured_tags/${made.id}`);
    expect(await amara.get("/api/v1/featured_tags")).toHaveLength(1);
    expect((await amara.ask("POST", "/api/v1/featured_tags", { name: "a b" })).status).toBe(422);
    for (let n = 0; n < 9; n++) await amara.post("/api/v1/featured_tags", { name: `tag${n}` });
    expect((await amara.ask("POST", "/api/v1/featured_tags", { name: "more" })).status).toBe(422);
  });

  test("trends where several people use it in the open", async () => {
    const names = (await s.app.stranger.get("/api/v1/trends/tags")).map(({ name }: Thing) => name as string);
    expect(names).toEqual(["Sepsis6"]);
    const statuses = ids(await s.app.priya.get("/api/v1/trends/statuses"));
    expect(statuses).toContain(String(s.open.discussion));
    for (const hidden of [s.restricted.discussion, s.confidential.discussion])
      expect(statuses).not.toContain(String(hidden));
    expect(await s.app.stranger.get("/api/v1/trends/links")).toEqual([]);
  });
});

test("apps hear what is new with a hashtag, of what is open", async () => {
  const { token } = s.app.olu;
  await s.app.olu.post("/api/v1/tags/rounds/follow");
  const ear = await listenBySocket(s.north.origin, {
    query: `?stream=hashtag&tag=Rounds&access_token=${token}`,
  });
  ear.say({ type: "subscribe", stream: "hashtag:local", tag: "rounds" });
  ear.say({ type: "subscribe", stream: "user" });
  await ear.agreed();
  const amara = s.north.context(s.amara);
  await openDiscussion(amara, { workspaceId: s.restricted.id, title: "Hidden", source: "#rounds" });
  await openDiscussion(amara, { workspaceId: s.open.id, title: "Other", source: "#other" });
  const id = await openDiscussion(amara, { workspaceId: s.open.id, title: "Seen", source: "#rounds" });
  const comment = await addComment(s.north.context(s.priya), { parentId: id, source: "#Rounds too" });
  await ear.until(({ stream, payload }) => stream[0] === "hashtag:local" && payload.includes(`"${comment}"`));
  const heard = ear.heard.map((event) => [event.stream[0], String(payloadOf(event).id)]);
  expect(heard.sort()).toEqual(
    [
      ["hashtag", String(comment)],
      ["hashtag", String(id)],
      ["hashtag:local", String(comment)],
      ["hashtag:local", String(id)],
      ["user", String(id)],
    ].sort(),
  );
  ear.close();
});

test("who has left sees no more of what is inside", async () => {
  await leave(s.north.context(s.priya), { workspaceId: s.restricted.id });
  const found = ids(await s.app.priya.get("/api/v1/timelines/tag/kittiwakeinquiry"));
  expect(found).toEqual(of("confidential"));
});
