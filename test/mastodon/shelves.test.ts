import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actor } from "../../db/index.ts";
import { addComment, deleteContent, openDiscussion, setLike } from "../../src/forums/index.ts";
import { savePost } from "../../src/shelves/index.ts";
import { changeLevel, removeMember } from "../../src/workspaces/index.ts";
import { client } from "../rig.ts";
import { tokenFor } from "./sign-in.ts";
import { appOf, type Thing } from "./app.ts";
import { listenBySocket } from "./listening.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
const ids = (items: Thing[]): string[] => items.map((one: Thing) => String(one.id));
const inner = (items: Thing[]): string[] =>
  items.map((one: Thing) => String((one.reblog as Thing | null)?.id ?? one.id));
const status = (id: number, what: string) => `/api/v1/statuses/${id}/${what}`;

beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

describe("bookmarks", () => {
  test("are kept in the order in which they were made, and paged by it to their end", async () => {
    const saved = [s.restricted.reply, s.open.discussion, s.open.comment, s.confidential.discussion];
    for (const id of saved)
      expect(await s.app.priya.post(status(id, "bookmark"))).toMatchObject({
        id: String(id),
        bookmarked: true,
      });
    const list = ids(await s.app.priya.all("/api/v1/bookmarks?limit=1&colour=blue"));
    expect(list).toEqual([...saved].reverse().map(String));
    const { headers } = await s.app.priya.ask("GET", "/api/v1/bookmarks?limit=2&colour=blue");
    expect(headers.link).toMatch(/colour=blue/);
    // Of a bookmark, not of a post: these count from one.
    expect(headers.link).toMatch(/max_id=\d{1,6}[&>]/);
    // A boost means the post inside.
    const [boost] = await s.app.priya.get(`/api/v1/accounts/${s.open.id}/statuses`);
    expect(boost).toMatchObject({ bookmarked: true, reblog: { bookmarked: true } });
    expect(await s.app.priya.post(`/api/v1/statuses/${boost.id}/unbookmark`)).toMatchObject({
      bookmarked: false,
    });
    expect(ids(await s.app.priya.get("/api/v1/bookmarks"))).not.toContain(String(s.open.discussion));
    expect(await s.app.amara.get("/api/v1/bookmarks")).toEqual([]);
  });

  test("of what one may not see any more show nothing, and nobody can save what they may not see", async () => {
    const gwen = await s.north.addMember("Gwen Rees");
    const app = appOf(s.north.origin, await tokenFor(s.north, gwen));
    for (const id of [s.restricted.discussion, s.confidential.comment])
      for (const what of ["bookmark", "unbookmark", "pin", "favourite"])
        expect((await app.ask("POST", status(id, what))).status).toBe(404);
    await expect(savePost(s.north.context(gwen), s.restricted.discussion)).rejects.toThrow(
      "There is nothing here",
    );
    const manager = s.north.context(s.amara);
    const comment = await addComment(s.north.context(s.priya), {
      parentId: s.open.discussion,
      source: "Gone",
    });
    await s.app.priya.post(status(comment, "bookmark"));
    await deleteContent(s.north.context(s.priya), { contentId: comment });
    const room = await s.north.addWorkspace("Ward twelve", { manager: s.amara });
    const said = await openDiscussion(manager, { workspaceId: room.id, title: "Inside", source: "Words." });
    await app.post(status(said, "bookmark"));
    await changeLevel(manager, { workspaceId: room.id, level: "restricted" });
    expect(await app.get("/api/v1/bookmarks")).toEqual([]);
    expect(ids(await s.app.priya.get("/api/v1/bookmarks"))).not.toContain(String(comment));
    // It can be taken away, and is answered as what is not there.
    expect((await app.ask("POST", status(said, "unbookmark"))).status).toBe(404);
    await changeLevel(manager, { workspaceId: room.id, level: "open" });
    expect(await app.get("/api/v1/bookmarks")).toEqual([]);
  });
});

test("favourites are listed as one made them, to the end", async () => {
  const liked = [s.open.discussion, s.restricted.discussion, s.confidential.reply];
  for (const contentId of liked) await setLike(s.north.context(s.priya), { contentId, liked: true });
  const list = await s.app.priya.all("/api/v1/favourites?limit=1");
  expect(ids(list)).toEqual([...liked].reverse().map(String));
  expect(list.every((one: Thing) => one.favourited as boolean)).toBe(true);
  const [first] = await s.app.priya.get("/api/v1/favourites?limit=1");
  const { headers } = await s.app.priya.ask("GET", "/api/v1/favourites?limit=2");
  const [, oldest] = /max_id=(\d+)/.exec(String(headers.link))!;
  expect(ids(await s.app.priya.get(`/api/v1/favourites?min_id=${oldest}&limit=1`))).toEqual([first.id]);
  expect(await s.app.olu.get("/api/v1/favourites")).toEqual([]);
});

test("one pins one's own posts on the profile, and others see those they may", async () => {
  const pinned = (app = s.app.priya) =>
    app.get(`/api/v1/accounts/${s.priya.id}/statuses?pinned=true`) as Promise<Thing[]>;
  for (const id of [s.open.comment, s.confidential.comment])
    expect(await s.app.priya.post(status(id, "pin"))).toMatchObject({ pinned: true });
  expect(ids(await pinned())).toEqual([s.confidential.comment, s.open.comment].map(String));
  expect(ids(await pinned(s.app.olu))).toEqual([String(s.open.comment)]);
  const [boost] = await s.app.amara.get(`/api/v1/accounts/${s.open.id}/statuses`);
  for (const id of [s.open.discussion, boost.id as number])
    expect((await s.app.priya.ask("POST", status(id, "pin"))).status).toBe(422);
  for (let n = 0; n < 4; n++) {
    const id = await addComment(s.north.context(s.priya), {
      parentId: s.open.discussion,
      source: `Pin ${n}`,
    });
    expect((await s.app.priya.ask("POST", status(id, "pin"))).status).toBe(n < 3 ? 200 : 422);
  }
  expect(await s.app.priya.post(status(s.open.comment, "unpin"))).toMatchObject({ pinned: false });
  // What a workspace pins is its own.
  const ofPlace = await s.app.olu.get(`/api/v1/accounts/${s.open.id}/statuses?pinned=true`);
  expect(inner(ofPlace)).toEqual([String(s.open.discussion)]);
});

describe("lists of one's own", () => {
  test("are made, changed and deleted beside those of workspaces", async () => {
    const made = await s.app.priya.post("/api/v1/lists", { title: "Wards", replies_policy: "none" });
    expect(made).toMatchObject({ title: "Wards", replies_policy: "none", exclusive: false });
    expect((await s.app.priya.get("/api/v1/lists")).map(({ title }: Thing) => title as string)).toEqual([
      "Sepsis Network",
      "Serious Incidents",
      "Quiet Room",
      "Wards",
    ]);
    const path = `/api/v1/lists/${made.id}`;
    expect(await s.app.priya.put(path, { title: "Night", exclusive: "true" })).toMatchObject({
      id: made.id,
      title: "Night",
      exclusive: true,
      replies_policy: "none",
    });
    for (const title of ["", "x".repeat(300)])
      expect((await s.app.priya.ask("POST", "/api/v1/lists", { title })).status).toBe(422);
    expect((await s.app.priya.ask("PUT", path, { replies_policy: "all" })).status).toBe(422);
    for (const [method, at] of [
      ["GET", path],
      ["PUT", path],
      ["DELETE", path],
      ["GET", `${path}/accounts`],
      ["POST", `${path}/accounts`],
      ["GET", `/api/v1/timelines/list/${made.id}`],
    ] as const)
      expect((await s.app.amara.ask(method, at, method === "GET" ? undefined : { title: "X" })).status).toBe(
        404,
      );
    expect(await s.app.priya.delete(path)).toEqual({});
    expect((await s.app.priya.ask("GET", path)).status).toBe(404);
  });

  test("have people and workspaces, a timeline, and reveal nothing", async () => {
    const { id } = await s.app.priya.post("/api/v1/lists", { title: "All", replies_policy: "list" });
    const path = `/api/v1/lists/${id}`;
    const timeline = async () => inner(await s.app.priya.all(`/api/v1/timelines/list/${id}?limit=2`));
    await s.app.priya.post(`${path}/accounts`, { account_ids: [String(s.open.id), String(s.amara.id)] });
    const accounts = ids(await s.app.priya.all(`${path}/accounts?limit=1`));
    expect(accounts).toEqual([s.open.id, s.amara.id].sort((a, b) => b - a).map(String));
    expect(await s.app.priya.get(`${path}/accounts?limit=0`)).toHaveLength(2);
    const holding = await s.app.priya.get(`/api/v1/accounts/${s.amara.id}/lists`);
    expect(ids(holding)).toEqual([id]);
    const all = await timeline();
    // Once, as its workspace passes it on; elsewhere as Amara's; her replies to Priya, whose list it is.
    expect(all.filter((one) => one === String(s.open.discussion))).toHaveLength(1);
    for (const one of [s.restricted.discussion, s.confidential.discussion, s.open.reply])
      expect(all).toContain(String(one));
    expect(all).not.toContain(String(s.open.comment));
    expect([...all].length).toBe(new Set(all).size);

    // Olu lists Amara too, and sees what is open; a confidential workspace is not there to be listed.
    const olus = await s.app.olu.post("/api/v1/lists", { title: "Mine" });
    const olusPath = `/api/v1/lists/${olus.id}/accounts`;
    await s.app.olu.post(olusPath, { account_ids: [s.amara.id, s.restricted.id] });
    const refused = await s.app.olu.ask("POST", olusPath, { account_ids: [s.confidential.id] });
    const nobody = await s.app.olu.ask("POST", olusPath, { account_ids: [12345] });
    expect([refused.status, refused.text]).toEqual([nobody.status, nobody.text]);
    const seen = inner(await s.app.olu.all(`/api/v1/timelines/list/${olus.id}`));
    expect(seen).toContain(String(s.open.discussion));
    for (const one of [s.restricted.discussion, s.restricted.reply, s.confidential.discussion])
      expect(seen).not.toContain(String(one));
    // Replies to people who are not in the list stay out.
    expect(seen).not.toContain(String(s.open.reply));

    await s.app.priya.put(path, { exclusive: true });
    expect(inner(await s.app.priya.get("/api/v1/timelines/home"))).not.toContain(String(s.open.discussion));
    await s.app.priya.delete(`${path}/accounts`, { account_ids: [s.open.id] });
    expect(inner(await s.app.priya.get("/api/v1/timelines/home"))).toContain(String(s.open.discussion));
    await s.app.priya.delete(path);
  });

  test("stream what comes into them", async () => {
    const { id } = await s.app.priya.post("/api/v1/lists", { title: "Heard" });
    await s.app.priya.post(`/api/v1/lists/${id}/accounts`, { account_ids: [s.open.id] });
    const ear = await listenBySocket(s.north.origin, {
      query: `?stream=list&list=${id}`,
      token: s.app.priya.token!,
    });
    await ear.agreed();
    await openDiscussion(s.north.context(s.amara), {
      workspaceId: s.restricted.id,
      title: "Not this",
      source: "No.",
    });
    await openDiscussion(s.north.context(s.amara), {
      workspaceId: s.open.id,
      title: "This one",
      source: "Yes.",
    });
    await ear.until(({ payload }) => payload.includes("This one"));
    expect(ear.heard.map(({ stream }) => stream)).toEqual([["list", id]]);
    ear.close();
  });
});

describe("filters", () => {
  test("say what they found, and hide where they are told to", async () => {
    const made = await s.app.priya.post("/api/v2/filters", {
      title: "Handover",
      context: ["home", "thread"],
      filter_action: "hide",
      keywords_attributes: [{ keyword: "handover", whole_word: true }, { keyword: "min" }],
    });
    expect(made).toMatchObject({ title: "Handover", filter_action: "hide", expires_at: null, statuses: [] });
    expect(made.keywords).toMatchObject([
      { keyword: "handover", whole_word: true },
      { keyword: "min", whole_word: true },
    ]);
    const found = await s.app.priya.get(`/api/v1/statuses/${s.open.discussion}`);
    expect(found.filtered).toMatchObject([
      { filter: { id: made.id, title: "Handover" }, keyword_matches: ["handover"], status_matches: null },
    ]);
    const home = async () => inner(await s.app.priya.get("/api/v1/timelines/home"));
    expect(await home()).not.toContain(String(s.open.discussion));
    // Not where it does not hold, not for others, not on one's own.
    expect(inner(await s.app.priya.get("/api/v1/timelines/public"))).toContain(String(s.open.discussion));
    expect((await s.app.amara.get(`/api/v1/statuses/${s.open.discussion}`)).filtered).toEqual([]);
    const path = `/api/v2/filters/${made.id}`;
    await s.app.priya.put(path, { filter_action: "warn" });
    expect(await home()).toContain(String(s.open.discussion));
    const [first, second] = made.keywords;
    const changed = await s.app.priya.put(path, {
      title: "Other",
      expires_in: 3600,
      keywords_attributes: [
        { id: first.id, _destroy: true },
        { id: second.id, keyword: "every", whole_word: false },
        { keyword: "tried" },
      ],
    });
    expect(changed.keywords.map(({ keyword }: Thing) => keyword as string)).toEqual(["every", "tried"]);
    expect((await s.app.priya.get(`/api/v1/statuses/${s.open.discussion}`)).filtered).toHaveLength(1);
    s.north.clock.tick({ hours: 2 });
    expect((await s.app.priya.get(`/api/v1/statuses/${s.open.discussion}`)).filtered).toEqual([]);
    for (const [method, at] of [
      ["GET", path],
      ["PUT", path],
      ["DELETE", path],
      ["GET", `${path}/keywords`],
      ["POST", `${path}/keywords`],
      ["GET", `/api/v2/filters/keywords/${second.id}`],
      ["DELETE", `/api/v2/filters/keywords/${second.id}`],
    ] as const) {
      const answer = await s.app.olu.ask(method, at, method === "GET" ? undefined : { keyword: "x" });
      expect([method, at, answer.status]).toEqual([method, at, 404]);
    }
    expect(await s.app.priya.delete(path)).toEqual({});
    expect(await s.app.priya.get("/api/v2/filters")).toEqual([]);
  });

  test("have words and posts one by one", async () => {
    const { id } = await s.app.priya.post("/api/v2/filters", { title: "One by one", context: ["home"] });
    const word = await s.app.priya.post(`/api/v2/filters/${id}/keywords`, { keyword: "night" });
    const one = `/api/v2/filters/keywords/${word.id}`;
    expect(await s.app.priya.put(one, { keyword: "day", whole_word: false })).toEqual({
      id: word.id,
      keyword: "day",
      whole_word: false,
    });
    expect(await s.app.priya.get(`/api/v2/filters/${id}/keywords`)).toHaveLength(1);
    await s.app.priya.delete(one);
    expect((await s.app.priya.ask("GET", one)).status).toBe(404);
    const [boost] = await s.app.priya.get(`/api/v1/accounts/${s.open.id}/statuses`);
    const entry = await s.app.priya.post(`/api/v2/filters/${id}/statuses`, { status_id: boost.id });
    expect(entry.status_id).toBe(boost.reblog.id);
    expect((await s.app.priya.get(`/api/v1/statuses/${boost.id}`)).filtered).toMatchObject([
      { keyword_matches: null, status_matches: [entry.status_id] },
    ]);
    await s.app.priya.delete(`/api/v2/filters/statuses/${entry.id}`);
    expect(await s.app.priya.get(`/api/v2/filters/${id}/statuses`)).toEqual([]);
    const hidden = await s.app.olu.post("/api/v2/filters", { title: "X", context: ["home"] });
    const path = `/api/v2/filters/${hidden.id}/statuses`;
    expect((await s.app.olu.ask("POST", path, { status_id: s.restricted.reply })).status).toBe(404);
    for (const wrong of [
      { title: "", context: ["home"] },
      { title: "X", context: [] },
      { title: "X", context: ["nowhere"] },
      { title: "X", context: ["home"], filter_action: "shout" },
      { title: "X", context: ["home"], expires_in: -5 },
    ])
      expect((await s.app.olu.ask("POST", "/api/v2/filters", wrong)).status).toBe(422);
  });

  test("are one for each word in older apps", async () => {
    const made = await s.app.amara.post("/api/v1/filters", {
      phrase: "tried",
      context: ["home", "public"],
      irreversible: true,
      expires_in: 600,
    });
    expect(made).toMatchObject({ phrase: "tried", irreversible: true, whole_word: false });
    expect(await s.app.amara.get("/api/v1/filters")).toEqual([made]);
    const path = `/api/v1/filters/${made.id}`;
    const changed = await s.app.amara.put(path, {
      phrase: "tests",
      context: ["home"],
      whole_word: true,
      irreversible: false,
    });
    expect(changed).toMatchObject({ id: made.id, phrase: "tests", whole_word: true, irreversible: false });
    expect(await s.app.amara.get(path)).toEqual(changed);
    expect((await s.app.olu.ask("GET", path)).status).toBe(404);
    await s.app.amara.delete(path);
    expect(await s.app.amara.get("/api/v2/filters")).toEqual([]);
  });
});

describe("one's own account", () => {
  test("is changed by an app: name, words, picture, fields and what one's posts begin with", async () => {
    const path = "/api/v1/accounts/update_credentials";
    const me = await s.app.olu.patch(path, {
      display_name: "Dr Olu Outside",
      note: "I listen.\n\n<b>Ask</b>",
      locked: true,
      discoverable: true,
      fields_attributes: {
        0: { name: "Job", value: "Porter" },
        1: { name: "Organisation", value: "North Trust" },
        2: { name: "Languages", value: "Yoruba & English" },
        3: { name: "", value: "" },
      },
      source: { privacy: "unlisted", sensitive: "true", language: "cy" },
    });
    expect(me).toMatchObject({ display_name: "Dr Olu Outside", locked: true, discoverable: true });
    expect(me.source).toMatchObject({
      note: "I listen.\n\n<b>Ask</b>",
      privacy: "unlisted",
      sensitive: true,
      language: "cy",
    });
    expect(me.source.fields).toEqual([
      { name: "Job", value: "Porter", verified_at: null },
      { name: "Organisation", value: "North Trust", verified_at: null },
      { name: "Languages", value: "Yoruba & English", verified_at: null },
    ]);
    expect(me.fields.at(-1).value).toBe("Yoruba &amp; English");
    const [row] = await s.north.store.db.select().from(actor).where(eq(actor.id, s.olu.id));
    expect([row!.job, row!.organisation]).toEqual(["Porter", null]);
    expect(await s.app.olu.get("/api/v1/preferences")).toMatchObject({
      "posting:default:visibility": "unlisted",
      "posting:default:sensitive": true,
      "posting:default:language": "cy",
    });
    // What is left out stays.
    const again = await s.app.olu.patch(path, { note: "Less." });
    expect(again).toMatchObject({ display_name: "Dr Olu Outside", source: { privacy: "unlisted" } });
    expect(again.source.fields).toHaveLength(3);
    for (const wrong of [
      { display_name: "" },
      { display_name: "12" },
      { bot: true },
      { note: "x".repeat(600) },
      { source: { privacy: "everybody" } },
      { source: { language: "Klingon" } },
      { fields_attributes: Array.from({ length: 20 }, (_, n) => ({ name: `N${n}`, value: "V" })) },
    ])
      expect((await s.app.olu.ask("PATCH", path, wrong)).status).toBe(422);
  });

  test("has a picture that an app sends, and takes away", async () => {
    const bytes = await sharp({ create: { width: 20, height: 20, channels: 3, background: "#005eb8" } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.append("avatar", new File([new Uint8Array(bytes)], "me.png", { type: "image/png" }));
    const whole = new Response(form);
    const answer = await s.app.olu.ask("GET", "/api/v1/accounts/verify_credentials");
    const before = answer.json<Thing>().avatar as string;
    const sent = await client(s.north.origin).send(
      "PATCH",
      "/api/v1/accounts/update_credentials",
      Buffer.from(await whole.arrayBuffer()),
      { "content-type": whole.headers.get("content-type")!, authorization: `Bearer ${s.app.olu.token}` },
    );
    expect(sent.status).toBe(200);
    const { avatar } = sent.json<Thing>();
    expect(avatar).toMatch(/\/media\/\d+$/);
    // Apps of other sites may look into it.
    const shown = await client(s.north.origin).get(new URL(avatar).pathname);
    expect([shown.status, shown.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    expect((await s.app.olu.delete("/api/v1/profile/avatar")).avatar).toBe(before);
  });

  test("needs the scope that each thing is of", async () => {
    const token = await tokenFor(s.north, s.olu, "read:statuses");
    const app = appOf(s.north.origin, token);
    for (const [method, path] of [
      ["PATCH", "/api/v1/accounts/update_credentials"],
      ["GET", "/api/v1/bookmarks"],
      ["GET", "/api/v1/mutes"],
      ["POST", `/api/v1/accounts/${s.priya.id}/block`],
      ["GET", "/api/v2/filters"],
      ["POST", "/api/v1/lists"],
    ] as const)
      expect((await app.ask(method, path, method === "GET" ? undefined : {})).status).toBe(403);
  });
});

test("several are asked for at once, and what may not be seen is left out", async () => {
  const asked = [s.open.comment, s.restricted.comment, s.confidential.comment, 12345];
  const query = asked.map((id) => `id[]=${id}`).join("&");
  expect(ids(await s.app.olu.get(`/api/v1/statuses?${query}`))).toEqual([String(s.open.comment)]);
  const accounts = [s.priya.id, s.restricted.id, s.confidential.id].map((id) => `id[]=${id}`).join("&");
  expect(ids(await s.app.olu.get(`/api/v1/accounts?${accounts}`))).toEqual(
    [s.priya.id, s.restricted.id].map(String),
  );
});

test("who left a workspace keeps no list of it", async () => {
  const { id } = await s.app.priya.post("/api/v1/lists", { title: "Left" });
  await s.app.priya.post(`/api/v1/lists/${id}/accounts`, { account_ids: [s.confidential.id] });
  await removeMember(s.north.context(s.amara), { workspaceId: s.confidential.id, memberId: s.priya.id });
  for (const path of [`lists/${id}/accounts`, `timelines/list/${id}`])
    expect(await s.app.priya.get(`/api/v1/${path}`)).toEqual([]);
});
