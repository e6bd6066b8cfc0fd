import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { change } from "../../src/context.ts";
import { notify } from "../../src/notifications/index.ts";
import { removeMember } from "../../src/workspaces/index.ts";
import { client } from "../rig.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { appFor, type Thing } from "./app.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

const post = (app: keyof Scene["app"], status: string, more: object = {}) =>
  s.app[app].post("/api/v1/statuses", { status, ...more });
const refused = async (app: keyof Scene["app"], status: string, more: object = {}) =>
  (await s.app[app].ask("POST", "/api/v1/statuses", { status, ...more })).status;

describe("a post", () => {
  test("that mentions a workspace opens a discussion in it, under its first line", async () => {
    const made = await post(
      "priya",
      "@sepsis-network Who checks at night?\n\nWe have **nobody**, @amara-okafor.",
    );
    expect(made).toMatchObject({ visibility: "public", in_reply_to_id: null, reblog: null });
    expect(made.content).toBe(
      `<p><strong>Who checks at night?</strong></p><p>We have <strong>nobody</strong>, <a href="${s.north.origin}/people/amara-okafor" class="u-url mention" rel="nofollow noopener noreferrer ugc">@amara-okafor</a>.</p>`,
    );
    expect(made.mentions.map(({ acct }: Thing) => acct as string)).toEqual([
      "sepsis-network",
      "amara-okafor",
    ]);
    const [newest] = await s.app.amara.get("/api/v1/timelines/home");
    expect(newest.reblog.id).toBe(made.id);
    const page = await (await s.north.as(s.amara)).get(`/workspaces/sepsis-network/discussions/${made.id}`);
    expect(page.text).toContain("Who checks at night?");
  });

  test("has nothing between its paragraphs and lists, because some apps show each line break as an empty line", async () => {
    const made = await post(
      "priya",
      "@sepsis-network Rounds\n\nAt night:\none\n\n- first\n  - within\n- second\n\n> Said.\n\n```\nas it is\n\n  stays\n```\n\nDone.",
    );
    expect(made.content).toBe(
      "<p><strong>Rounds</strong></p><p>At night:<br />one</p><ul><li>first<ul><li>within</li></ul></li><li>second</li></ul>" +
        "<blockquote><p>Said.</p></blockquote><pre><code>as it is\n\n  stays\n</code></pre><p>Done.</p>",
    );
  });

  test("has the content warning as its title, or its only line", async () => {
    const warned = await post("priya", `Look at 7. @sepsis-network@${s.north.host}`, {
      spoiler_text: "Ward 7",
    });
    expect(warned.content).toBe("<p><strong>Ward 7</strong></p><p>Look at 7.</p>");
    const short = await post("priya", "@sepsis-network Does anyone use this?");
    expect(short.content).toBe("<p>Does anyone use this?</p>");
  });

  test("by a form with brackets does the same", async () => {
    const form = new URLSearchParams([
      ["status", "@sepsis-network By a form"],
      ["media_ids[]", ""],
      ["sensitive", "false"],
      ["content_type", "text/markdown"],
    ]);
    const answer = await client(s.north.origin).send("POST", "/api/v1/statuses", form.toString(), {
      authorization: `Bearer ${s.app.priya.token}`,
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(answer.status).toBe(200);
  });

  test("answers by its parent, whatever its text says, also by the id of a boost", async () => {
    const { boost, id } = await boostOf(s.open.id, s.open.discussion);
    const made = await post("priya", "@amara-okafor @sepsis-network We ask every hour.", {
      in_reply_to_id: boost,
    });
    expect(made).toMatchObject({ in_reply_to_id: id, in_reply_to_account_id: String(s.amara.id) });
    expect(made.content).toBe("<p>We ask every hour.</p>");
    const { descendants } = await s.app.stranger.get(`/api/v1/statuses/${id}/context`);
    expect(descendants.map((one: Thing) => one.id as string)).toContain(made.id);
  });

  test("for members only stays with them, whatever its app says", async () => {
    const opened = await post("priya", "@serious-incidents About last night\n\nIt was close.", {
      visibility: "public",
    });
    expect(opened.visibility).toBe("private");
    const answered = await post("amara", "Thank you", { in_reply_to_id: opened.id, visibility: "public" });
    expect(answered.visibility).toBe("private");
    for (const { id } of [opened, answered]) {
      expect((await s.app.olu.ask("GET", `/api/v1/statuses/${id}`)).status).toBe(404);
      expect((await s.app.stranger.ask("GET", `/api/v1/statuses/${id}`)).status).toBe(404);
    }
  });

  test("is refused to those who do not belong, and where it would carry words out of a workspace", async () => {
    expect(await refused("olu", "@sepsis-network Hello")).toBe(422);
    expect(await refused("olu", "@serious-incidents Hello")).toBe(422);
    expect(await refused("olu", "@quiet-room Hello")).toBe(422);
    expect(await refused("olu", "Hello", { in_reply_to_id: String(s.open.discussion) })).toBe(422);
    expect(await refused("olu", "Hello", { in_reply_to_id: String(s.restricted.discussion) })).toBe(404);
    expect(await refused("stranger", "@sepsis-network Hello")).toBe(401);
    expect(await refused("priya", "@sepsis-network @serious-incidents Hello")).toBe(422);
    const mixed = { in_reply_to_id: String(s.restricted.discussion) };
    expect(await refused("priya", "@sepsis-network look at this", mixed)).toBe(422);
    // What begins with the name of nobody was meant for somebody, and is not told to everybody.
    expect(await refused("priya", "@sepsis-netwrok Hello")).toBe(422);
    // Nor is what was meant for some people put into a workspace where everybody reads.
    expect(await refused("priya", "@sepsis-network Hello", { visibility: "direct" })).toBe(422);
    expect(await refused("priya", "")).toBe(422);
    expect(await refused("priya", "@sepsis-network")).toBe(422);
    expect(await refused("priya", "@sepsis-network A picture", { media_ids: ["1"] })).toBe(422);
    expect(await refused("priya", "@sepsis-network A poll", { poll: { options: ["a", "b"] } })).toBe(422);
    expect(await refused("priya", "@sepsis-network A", { poll: { options: ["a"], expires_in: 300 } })).toBe(
      422,
    );
    expect(await refused("priya", `@sepsis-network ${"long ".repeat(11_000)}`)).toBe(422);
  });

  test("is one post when it is sent twice with one key", async () => {
    const send = (key: string, status = "@sepsis-network Sent twice") =>
      s.app.priya.ask("POST", "/api/v1/statuses", { status }, { "idempotency-key": key });
    const [first, second] = [await send("a key"), await send("a key")];
    expect(second.json<Thing>().id).toBe(first.json<Thing>().id);
    expect((await send("another key")).json<Thing>().id).not.toBe(first.json<Thing>().id);
    const atOnce = (await Promise.all([send("third"), send("third"), send("third")])).filter(
      ({ status }) => status === 200,
    );
    expect(new Set(atOnce.map((one) => one.json<Thing>().id as string)).size).toBe(1);
    expect((await send("bad", "")).status).toBe(422);
    expect((await send("bad")).status).toBe(200);
  });
});

test("an edit starts from the words as they were written, and what they were before stays", async () => {
  const made = await post("priya", "@sepsis-network A title\n\n*One*");
  const path = `/api/v1/statuses/${made.id}`;
  expect(await s.app.priya.get(`${path}/source`)).toEqual({
    id: made.id,
    text: "A title\n\n*One*",
    spoiler_text: "",
  });
  const edited = await s.app.priya.put(path, { status: "A title\n\n*Two*" });
  expect(edited.content).toBe("<p><strong>A title</strong></p><p><em>Two</em></p>");
  expect(edited.edited_at).not.toBeNull();
  const history = await s.app.olu.get(`${path}/history`);
  expect(history.map(({ content }: Thing) => /<em>(\w+)/.exec(content as string)![1])).toEqual([
    "One",
    "Two",
  ]);
  expect((await s.app.amara.ask("PUT", path, { status: "Mine now" })).status).toBe(403);
  expect((await s.app.amara.ask("GET", `${path}/source`)).status).toBe(403);
  expect((await s.app.olu.ask("DELETE", path)).status).toBe(403);
});

test("a deleted post gives its words back, and is gone", async () => {
  const made = await post("priya", "@sepsis-network Too soon\n\nWait.");
  const gone = await s.app.priya.delete(`/api/v1/statuses/${made.id}`);
  expect(gone.text).toBe("Too soon\n\nWait.");
  for (const part of ["", "/context", "/history", "/favourited_by", "/reblogged_by"])
    expect((await s.app.priya.ask("GET", `/api/v1/statuses/${made.id}${part}`)).status).toBe(404);
  const home = await s.app.priya.get("/api/v1/timelines/home");
  expect(home.map((one: Thing) => one.reblog.id as string)).not.toContain(made.id);
});

test("a post is found helpful, once, and not any more", async () => {
  const path = `/api/v1/statuses/${s.open.reply}`;
  for (let n = 0; n < 2; n++)
    expect(await s.app.priya.post(`${path}/favourite`)).toMatchObject({
      favourited: true,
      favourites_count: 1,
    });
  expect(await s.app.priya.post(`${path}/unfavourite`)).toMatchObject({
    favourited: false,
    favourites_count: 0,
  });
  expect((await s.app.olu.ask("POST", `${path}/favourite`)).status).toBe(403);
});

describe("following", () => {
  const relation = async (app: keyof Scene["app"], id: number) =>
    (await s.app[app].get(`/api/v1/accounts/relationships?id[]=${id}`))[0];

  test("joins an open workspace, and unfollowing leaves it", async () => {
    const follow = await s.app.olu.post(`/api/v1/accounts/${s.open.id}/follow`);
    expect(follow).toMatchObject({ following: true, requested: false });
    expect((await s.app.olu.get("/api/v1/timelines/home")).length).toBeGreaterThan(0);
    const left = await s.app.olu.post(`/api/v1/accounts/${s.open.id}/unfollow`);
    expect(left).toMatchObject({ following: false, requested: false });
    expect(await s.app.olu.get("/api/v1/timelines/home")).toEqual([]);
  });

  test("asks to join where one has to ask; the manager decides in an app; unfollowing ends the feed alone", async () => {
    expect(await s.app.olu.post(`/api/v1/accounts/${s.restricted.id}/follow`)).toMatchObject({
      following: false,
      requested: true,
    });
    const [asked] = await s.app.amara.get("/api/v1/notifications?types[]=follow_request");
    expect(asked).toMatchObject({ type: "follow_request", account: { id: String(s.olu.id) } });
    const waiting = await s.app.amara.get("/api/v1/follow_requests");
    expect(waiting).toMatchObject([{ id: String(s.olu.id) }]);
    // Elk offers to decide only where it says so, and shows what is told of it as rejected otherwise.
    expect(await relation("amara", s.olu.id)).toMatchObject({ requested_by: true });
    expect(await relation("priya", s.olu.id)).toMatchObject({ requested_by: false });
    expect((await s.app.priya.ask("POST", `/api/v1/follow_requests/${s.olu.id}/authorize`)).status).toBe(404);
    await s.app.amara.post(`/api/v1/follow_requests/${s.olu.id}/authorize`);
    expect(await relation("amara", s.olu.id)).toMatchObject({ requested_by: false });
    expect(await s.app.amara.get("/api/v1/notifications?types[]=follow_request")).toEqual([]);
    expect((await s.app.amara.ask("GET", `/api/v1/notifications/${asked.id}`)).status).toBe(404);
    expect(await relation("olu", s.restricted.id)).toMatchObject({ following: true, requested: false });
    expect((await s.app.olu.get("/api/v1/timelines/home")).length).toBeGreaterThan(0);

    await s.app.olu.post(`/api/v1/accounts/${s.restricted.id}/unfollow`);
    expect(await relation("olu", s.restricted.id)).toMatchObject({ following: false, requested: false });
    expect(await s.app.olu.get("/api/v1/timelines/home")).toEqual([]);
    expect((await s.app.olu.ask("GET", `/api/v1/statuses/${s.restricted.discussion}`)).status).toBe(200);
    await s.app.olu.post(`/api/v1/accounts/${s.restricted.id}/follow`);
    expect((await s.app.olu.get("/api/v1/timelines/home")).length).toBeGreaterThan(0);
    expect(await s.app.amara.get("/api/v1/follow_requests")).toEqual([]);
  });

  test("is impossible where one may not know, was removed, or is it oneself", async () => {
    expect((await s.app.olu.ask("POST", `/api/v1/accounts/${s.confidential.id}/follow`)).status).toBe(404);
    expect(await s.app.olu.get(`/api/v1/accounts/relationships?id[]=${s.confidential.id}`)).toEqual([]);
    expect((await s.app.olu.ask("POST", `/api/v1/accounts/${s.olu.id}/follow`)).status).toBe(422);
    expect((await s.app.stranger.ask("POST", `/api/v1/accounts/${s.open.id}/follow`)).status).toBe(401);
    const kofi = await s.north.addMember("Kofi Removed");
    const app = await appFor(s.north, kofi);
    await app.post(`/api/v1/accounts/${s.open.id}/follow`);
    await removeMember(s.north.context(s.amara), { workspaceId: s.open.id, memberId: kofi.id });
    expect((await app.ask("POST", `/api/v1/accounts/${s.open.id}/follow`)).status).toBe(403);
  });
});

describe("notifications", () => {
  beforeAll(() =>
    change(s.north.context(s.amara), (made) =>
      notify(made, {
        kind: "like",
        personId: s.priya.id,
        actorId: s.amara.id,
        workspaceId: s.open.id,
        contentId: s.open.comment,
      }),
    ),
  );

  test("are listed, looked at one by one, and forgotten", async () => {
    const all = await s.app.priya.get("/api/v1/notifications");
    const kinds = new Set(all.map(({ type }: Thing) => type as string));
    expect([...kinds].sort()).toEqual(["favourite", "mention"]);
    const first = all.at(-1);
    expect(await s.app.priya.get(`/api/v1/notifications/${first.id}`)).toEqual(first);
    expect((await s.app.olu.ask("GET", `/api/v1/notifications/${first.id}`)).status).toBe(404);
    expect((await s.app.olu.ask("POST", `/api/v1/notifications/${first.id}/dismiss`)).status).toBe(404);
    await s.app.priya.post(`/api/v1/notifications/${first.id}/dismiss`);
    expect((await s.app.priya.ask("GET", `/api/v1/notifications/${first.id}`)).status).toBe(404);
  });

  test("come in groups too", async () => {
    const { notification_groups: groups, statuses } = await s.app.priya.get("/api/v2/notifications");
    const liked = groups.find(({ type }: Thing) => type === "favourite");
    expect(liked).toMatchObject({ notifications_count: 1, sample_account_ids: [String(s.amara.id)] });
    expect(statuses.map(({ id }: Thing) => id as string)).toContain(liked.status_id);
    const path = `/api/v2/notifications/${liked.group_key}`;
    await s.app.priya.get(path);
    expect(await s.app.priya.get(`${path}/accounts`)).toMatchObject([{ id: String(s.amara.id) }]);
    await s.app.priya.post(`${path}/dismiss`);
    expect((await s.app.priya.ask("GET", path)).status).toBe(404);
  });

  test("are read as far as an app says, on the pages too", async () => {
    const [newest] = await s.app.amara.get("/api/v1/notifications");
    expect((await s.app.amara.get("/api/v1/notifications/unread_count")).count).toBeGreaterThan(0);
    expect(await s.app.amara.get("/api/v1/markers?timeline[]=notifications")).toMatchObject({
      notifications: { last_read_id: "0" },
    });
    const saved = await s.app.amara.post("/api/v1/markers", {
      notifications: { last_read_id: newest.id },
      home: { last_read_id: "12345" },
    });
    expect(saved).toMatchObject({
      notifications: { last_read_id: newest.id, version: 1 },
      home: { version: 1 },
    });
    expect(await s.app.amara.get("/api/v1/markers?timeline[]=home&timeline[]=notifications")).toEqual(saved);
    expect(await s.app.amara.get("/api/v2/notifications/unread_count")).toEqual({ count: 0 });
    expect(await s.app.olu.get("/api/v1/markers")).toMatchObject({ notifications: { last_read_id: "0" } });
  });

  test("and are all gone when they are cleared", async () => {
    await s.app.priya.post("/api/v1/notifications/clear");
    expect(await s.app.priya.get("/api/v1/notifications")).toEqual([]);
  });
});

describe("every list", () => {
  test("is paged to its end and back, with the query kept and what was deleted passed over", async () => {
    const manager = s.north.context(s.amara);
    const workspaceId = (await s.north.addWorkspace("Busy Ward", { manager: s.amara })).id;
    const made: string[] = [];
    for (let n = 0; n < 30; n++)
      made.unshift(
        String(await openDiscussion(manager, { workspaceId, title: `Number ${n}`, source: "Said." })),
      );
    for (const id of made.slice(5, 16)) await s.app.amara.delete(`/api/v1/statuses/${id}`);
    const left = [...made.slice(0, 5), ...made.slice(16)];
    const [list] = (await s.app.amara.get("/api/v1/lists")).filter(
      ({ title }: Thing) => title === "Busy Ward",
    );
    const inner = (items: Thing[]): string[] => items.map((one: Thing) => String(one.reblog?.id ?? one.id));
    for (const path of [`/api/v1/timelines/list/${list.id}`, `/api/v1/accounts/${workspaceId}/statuses`])
      expect(inner(await s.app.amara.all(`${path}?limit=4&exclude_reblogs=true`))).toEqual(left);
    const lists = [
      "/api/v1/timelines/home",
      "/api/v1/timelines/public?local=true",
      "/api/v1/notifications",
      "/api/v2/notifications",
      `/api/v1/accounts/${s.amara.id}/statuses`,
      `/api/v1/accounts/${s.open.id}/followers`,
      `/api/v1/accounts/${s.amara.id}/following`,
    ];
    for (const path of lists.filter((one) => !one.startsWith("/api/v2"))) {
      const joined = path + (path.includes("?") ? "&" : "?");
      const whole = await s.app.amara.get(`${joined}limit=40`);
      const found = await s.app.amara.all(`${joined}limit=3`);
      expect(found.length).toBeGreaterThanOrEqual(whole.length);
      expect(found.slice(0, whole.length)).toEqual(whole);
      expect(new Set(found.map(({ id }: Thing) => id as string)).size).toBe(found.length);
    }

    const first = await s.app.amara.ask(
      "GET",
      "/api/v1/timelines/public?local=true&limit=3&max_id=99999999999999999999",
    );
    const link = String(first.headers.link);
    expect(link).toMatch(
      /<http:[^>]+\?local=true&limit=3&max_id=\d+>; rel="next", <[^>]+&min_id=\d+>; rel="prev"/,
    );
    const all = (await s.app.amara.all("/api/v1/timelines/public?limit=5")).map(
      ({ id }: Thing) => id as string,
    );
    const oldest = all.at(-1)!;
    const newer = await s.app.amara.get(`/api/v1/timelines/public?min_id=${oldest}&limit=2`);
    expect(newer.map(({ id }: Thing) => id as string)).toEqual(all.slice(-3, -1));
    const since = await s.app.amara.get(`/api/v1/timelines/public?since_id=${oldest}&limit=2`);
    expect(since.map(({ id }: Thing) => id as string)).toEqual(all.slice(0, 2));
    const home = await s.app.amara.all("/api/v1/timelines/home?limit=5");
    const up = await s.app.amara.get(`/api/v1/timelines/home?min_id=${home.at(-1).id}&limit=2`);
    expect(up.map(({ id }: Thing) => id as string)).toEqual(
      home.slice(-3, -1).map(({ id }: Thing) => id as string),
    );
  });
});

test("an app may do what it was let do, and no more", async () => {
  const reader = await appFor(s.north, s.priya, "read:statuses profile");
  expect((await reader.ask("GET", "/api/v1/timelines/home")).status).toBe(200);
  expect((await reader.ask("GET", "/api/v1/notifications")).status).toBe(403);
  expect((await reader.ask("GET", `/api/v1/accounts/${s.open.id}`)).status).toBe(403);
  expect((await reader.ask("POST", "/api/v1/statuses", { status: "@sepsis-network No" })).status).toBe(403);
  expect((await reader.ask("POST", `/api/v1/statuses/${s.open.reply}/favourite`)).status).toBe(403);
  const writer = await appFor(s.north, s.priya, "write:favourites follow");
  expect((await writer.ask("GET", "/api/v1/timelines/home")).status).toBe(403);
  expect((await writer.ask("POST", `/api/v1/statuses/${s.open.reply}/favourite`)).status).toBe(200);
  expect((await writer.ask("POST", `/api/v1/accounts/${s.open.id}/follow`)).status).toBe(200);
});

async function boostOf(workspace: number, discussion: number): Promise<{ boost: string; id: string }> {
  const all = await s.app.priya.get(`/api/v1/accounts/${workspace}/statuses`);
  const found = all.find((one: Thing) => one.reblog.id === String(discussion));
  return { boost: found.id as string, id: String(discussion) };
}
