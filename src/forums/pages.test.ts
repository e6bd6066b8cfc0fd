import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, type Instance, type Member, startInstance } from "../../test/rig.ts";
import { decide, join, leave, removeMember } from "../workspaces/index.ts";
import { addComment, openDiscussion, restoreContent, setLike } from "./index.ts";

let north: Instance;
let amara: Member;
let priya: Member;
let olu: Member;
let open: { id: number; handle: string };
let restricted: { id: number; handle: string };

beforeAll(async () => {
  north = await startInstance({ keep: true });
  amara = await north.addMember("Amara Okafor", { job: "Consultant" });
  priya = await north.addMember("Priya Nair", { job: "Ward sister" });
  olu = await north.addMember("Olu Outside");
  open = await north.addWorkspace("Sepsis Network", { manager: amara });
  restricted = await north.addWorkspace("Closed Circle", { manager: amara, level: "restricted" });
  await join(north.context(priya), { workspaceId: open.id });
});
afterAll(() => north?.stop());

const base = () => `/workspaces/${open.handle}`;
const start = (as: Member, title: string, source = "Tell us.", workspaceId = open.id) =>
  openDiscussion(north.context(as), { workspaceId, title, source });
const comment = (as: Member, parentId: number, source: string) =>
  addComment(north.context(as), { parentId, source });
const main = (text: string) => text.slice(text.indexOf("<main"), text.indexOf("</main>"));
const order = (text: string, ...words: string[]) => words.map((word) => main(text).indexOf(word));
const rising = (positions: number[]) =>
  positions.every((at, n) => at >= 0 && (n === 0 || at > positions[n - 1]!));

describe("without JavaScript", () => {
  test("somebody starts a discussion, after a preview and a draft", async () => {
    const visitor = await north.as(priya);
    const path = `${base()}/forum/new`;
    const form = { title: "Night shift", source: "It **worked**.\r\n<script>alert(1)</script>" };
    const previewed = await visitor.post(path, { ...form, action: "preview" });
    expect(previewed.status).toBe(200);
    expect(previewed.text).toContain("<strong>worked</strong>");
    expect(main(previewed.text)).not.toContain("<script>alert");
    expect(previewed.text).toContain('value="Night shift"');
    const kept = await visitor.post(path, { ...form, action: "draft" });
    expect(kept.text).toContain("Draft kept at");
    expect((await visitor.get(path)).text).toContain('value="Night shift"');
    const failed = await visitor.post(path, { title: " ", source: "" });
    expect(failed.status).toBe(422);
    expect(failed.text).toContain("<title>Error: ");
    expect(failed.text).toContain('<a href="#title">');
    expect(failed.text).toContain('<a href="#source">');
    const page = await visitor.submit(path, form);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Discussion started.");
    expect(page.text).toContain(">Night shift</h1>");
    expect((await visitor.get(path)).text).not.toContain('value="Night shift"');
  });

  test("a draft is discarded", async () => {
    const visitor = await north.as(priya);
    const path = `${base()}/forum/new`;
    await visitor.post(path, { title: "Half a thought", source: "", action: "draft" });
    expect((await visitor.submit(path, { title: "Half a thought", action: "discard" })).status).toBe(200);
    expect((await visitor.get(path)).text).not.toContain("Half a thought");
  });

  test("somebody comments, replies, likes, edits, reads the history, deletes", async () => {
    const id = await start(amara, "What made it stick?");
    const path = `${base()}/discussions/${id}`;
    const visitor = await north.as(priya);
    expect((await visitor.post(`${path}/comments`, { source: " " })).status).toBe(422);
    const previewed = await visitor.post(`${path}/comments`, { source: "*soon*", action: "preview" });
    expect(previewed.text).toContain("<em>soon</em>");
    expect(previewed.text).toContain(">*soon*</textarea>");

    const commented = await visitor.submit(`${path}/comments`, { source: "The huddle" });
    expect(commented.text).toContain("Comment added.");
    const [, first = ""] = /id="comment-(\d+)"\s+aria-label="Comment by/.exec(commented.text) ?? [];
    const replying = await visitor.get(`${path}?reply=${first}`);
    expect(replying.text).toContain(`id="reply-${first}"`);
    const replied = await visitor.submit(`${path}/comments`, { source: "At 02:00", parent: first });
    expect(replied.text).toContain("2 comments");
    expect(main(replied.text)).toMatch(new RegExp(`id="replies-${first}"[^]*At 02:00`));

    const post = `${base()}/posts/${first}`;
    const liked = await visitor.submit(`${post}/like`, { liked: "yes" });
    expect(liked.text).toMatch(/aria-pressed="true"[^>]*>Helpful · 1/);
    const unliked = await visitor.submit(`${post}/like`, { liked: "no" });
    expect(unliked.text).not.toContain("Helpful · 1");

    expect((await visitor.get(`${post}/edit`)).text).toContain(">The huddle</textarea>");
    expect((await visitor.post(`${post}/edit`, { source: "" })).status).toBe(422);
    const edited = await visitor.submit(`${post}/edit`, { source: "The 01:30 huddle" });
    expect(edited.text).toContain("Changes saved.");
    expect(edited.text).toContain(`href="${post}/history"`);
    const history = await visitor.get(`${post}/history`);
    expect(history.text).toContain("<ins>01:30 </ins>");

    expect((await visitor.get(`${post}/delete`)).text).toContain("Delete your comment?");
    const deleted = await visitor.submit(`${post}/delete`);
    expect(deleted.text).toContain("Deleted by its author.");
    expect(deleted.text).toContain("At 02:00");
    expect(deleted.text).not.toContain("01:30");
    expect((await visitor.get(`${post}/history`)).status).toBe(410);
    expect((await visitor.get(`${post}/edit`)).status).toBe(410);
  });

  test("a manager pins, locks and deletes; a member does not", async () => {
    const id = await start(priya, "Pin me");
    const path = `${base()}/discussions/${id}`;
    const [manager, member] = [await north.as(amara), await north.as(priya)];
    expect((await member.post(`${path}/pin`, { on: "yes" })).status).toBe(403);
    expect((await manager.submit(`${path}/pin`, { on: "yes" })).text).toContain("Pinned to the top");
    await start(amara, "Newer than the pinned one");
    const list = await member.get(`${base()}/forum`);
    expect(rising(order(list.text, "Pin me", "Newer than the pinned one"))).toBe(true);
    const locked = await manager.submit(`${path}/lock`, { on: "yes" });
    expect(locked.text).toContain("Only managers can add comments");
    const seen = await member.get(path);
    expect(seen.text).toContain("This discussion is locked.");
    expect(seen.text).not.toContain('id="add-comment"');
    expect((await member.post(`${path}/comments`, { source: "Late" })).status).toBe(403);
    const asked = await manager.get(`${base()}/posts/${id}/delete`);
    expect(asked.text).toContain("Remove Priya Nair’s discussion?");
    await manager.submit(`${base()}/posts/${id}/delete`, { reason: "Twice here" });
    expect((await member.get(`${base()}/forum`)).text).not.toContain("Pin me");
    expect((await member.get(path)).text).toContain("Deleted by a manager.");
  });

  test("whose comment a manager removed is told, with the reason; who removes their own is not", async () => {
    const id = await start(amara, "Staffing");
    const mine = await comment(priya, id, "Bed 4 is to blame.");
    const other = await comment(priya, id, "Never mind.");
    const [manager, member] = [await north.as(amara), await north.as(priya)];
    await member.submit(`${base()}/posts/${other}/delete`);
    await manager.submit(`${base()}/posts/${mine}/delete`, { reason: "It names a patient’s bed." });
    const { text } = await member.get("/notifications");
    expect(text.match(/Amara Okafor removed what you wrote in “Staffing”/g)).toHaveLength(1);
    expect(text).toContain("It names a patient’s bed.");
    expect(text).not.toContain("Bed 4 is to blame");
    const [, told] = /href="(\/notifications\/\d+)"/.exec(text)!;
    const { location } = await member.get(told!);
    expect((await member.get(location!)).text).toContain("Deleted by a manager.");
    await restoreContent(north.context(amara), { contentId: mine });
    expect((await member.get("/notifications")).text).not.toContain("It names a patient’s bed.");
  });
});

describe("the same form sent twice", () => {
  const once = (text: string) => /name="once" value="([^"]+)"/.exec(text)![1]!;

  test("is one discussion and one comment, also at the same moment; other words in it are another", async () => {
    const visitor = await north.as(priya);
    const path = `${base()}/forum/new`;
    const form = { title: "Sent twice", source: "Once.", once: once((await visitor.get(path)).text) };
    const both = await Promise.all([visitor.post(path, form), visitor.post(path, form)]);
    const [first, again] = [...both, await visitor.post(path, form)].map(({ location }) => location);
    expect(new Set([...both.map(({ location }) => location), again])).toEqual(new Set([first]));
    expect((await visitor.post(path, { ...form, source: "Twice." })).location).not.toBe(first);

    const words = { source: "The same", once: once((await visitor.get(first!)).text) };
    const said = await visitor.post(`${first}/comments`, words);
    expect((await visitor.post(`${first}/comments`, words)).location).toBe(said.location);
    expect((await visitor.get(first!)).text.match(/>The same</g)).toHaveLength(1);
    // Another page has another form, and another member's is theirs.
    const later = { source: "The same", once: once((await visitor.get(first!)).text) };
    expect((await visitor.post(`${first}/comments`, later)).location).not.toBe(said.location);
    const other = await north.as(amara);
    expect((await other.post(`${first}/comments`, words)).location).not.toBe(said.location);
  });
});

describe("with htmx", () => {
  const htmx = { "hx-request": "true" };

  test("parts come instead of pages", async () => {
    const id = await start(amara, "Parts");
    const path = `${base()}/discussions/${id}`;
    const visitor = await north.as(priya);
    const added = await visitor.post(`${path}/comments`, { source: "Here" }, htmx);
    expect(added.status).toBe(200);
    expect(added.text).not.toContain("<html");
    expect(added.text).toContain('<form class="letter" id="add-comment"');
    expect(added.text).toMatch(/<hx-partial hx-target="#comments" hx-swap="beforeend"\s*>[^]*Here/);
    const [, first = ""] = /id="comment-(\d+)"/.exec(added.text) ?? [];
    const reply = await visitor.get(`${path}/reply?to=${first}`, htmx);
    expect(reply.text.trimStart()).toMatch(/^<form/);
    const replied = await visitor.post(`${path}/comments`, { source: "And", parent: first }, htmx);
    expect(replied.text).toContain(`hx-target="#replies-${first}"`);
    const failed = await visitor.post(`${path}/comments`, { source: "" }, htmx);
    expect(failed.status).toBe(422);
    expect(failed.text).toContain("Enter a comment");
    expect(failed.text).not.toContain("<html");
    const liked = await visitor.post(`${base()}/posts/${first}/like`, { liked: "yes" }, htmx);
    expect(liked.text).toMatch(new RegExp(`^<div class="post" id="post-${first}">`));
    const previewed = await visitor.post(`${path}/comments`, { source: "*x*", action: "preview" }, htmx);
    expect(previewed.text).toMatch(/^<section class="preview"/);
    const kept = await visitor.post(`${base()}/drafts`, { parent: id, source: "So far" }, htmx);
    expect(kept.text).toMatch(/^Draft kept at \d\d:\d\d$/);
    expect((await visitor.get(path)).text).toContain(">So far</textarea>");
  });
});

describe("reading", () => {
  test("comments are sorted, marked as new since the last visit, and found by their address", async () => {
    const id = await start(amara, "Sorting");
    const path = `${base()}/discussions/${id}`;
    const one = await comment(amara, id, "Comment one");
    const two = await comment(amara, id, "Comment two");
    await setLike(north.context(priya), { contentId: two, liked: true });
    const visitor = await north.as(priya);
    expect((await visitor.get(`${base()}/forum`)).text).toMatch(/Sorting<\/a\s*>\s*<span[^>]*>New/);
    const first = await visitor.get(path);
    expect(rising(order(first.text, "Comment one", "Comment two"))).toBe(true);
    expect(first.text).not.toContain('badge--new">New');
    expect((await visitor.get(`${base()}/forum`)).text).not.toMatch(/Sorting<\/a\s*>\s*<span[^>]*>New/);
    const newest = await visitor.get(`${path}?sort=newest`);
    expect(rising(order(newest.text, "Comment two", "Comment one"))).toBe(true);
    expect(newest.text).toMatch(/sort=newest"\s+aria-current="true"/);
    expect(rising(order((await visitor.get(`${path}?sort=liked`)).text, "Comment two", "Comment one"))).toBe(
      true,
    );
    await comment(amara, one, "A reply");
    const again = await visitor.get(path);
    expect(again.text.match(/badge--new">New/g)).toHaveLength(1);
    expect((await visitor.get(path)).text).not.toContain('badge--new">New');

    const late = [];
    for (let n = 0; n < 120; n++) late.push(await comment(amara, id, `Number ${n}.`));
    const page = await visitor.get(path);
    expect(page.text).toContain("Number 97.");
    expect(page.text).not.toContain("Number 98.");
    expect(page.text).toContain("More comments");
    const found = await visitor.get(`${path}?comment=${late.at(-1)}`);
    expect(found.text).toContain(`id="comment-${late.at(-1)}"`);
    expect(found.text).toContain("Previous comments");
  });

  test("a long discussion is read page by page", async () => {
    const id = await start(amara, "Long");
    for (let n = 0; n < 210; n++) await comment(amara, id, `Number ${n}.`);
    const visitor = await north.as(priya);
    const last = await visitor.get(`${base()}/discussions/${id}?page=3`);
    expect(last.text).toContain("210 comments");
    expect(last.text).toContain("Number 209.");
    expect(last.text).not.toContain("Number 199.");
  });

  test("the list pages by what moved last", async () => {
    const place = await north.addWorkspace("Many Threads", { manager: amara });
    for (let n = 0; n < 35; n++) await start(amara, `Topic ${n} here`, "x", place.id);
    const visitor = await north.as(amara);
    const seen = new Set<string>();
    for (const sort of ["newest", "oldest", "liked"]) {
      seen.clear();
      let path: string | undefined = `/workspaces/${place.handle}/forum?sort=${sort}`;
      for (let pages = 0; path && pages < 5; pages++) {
        const { text } = await visitor.get(path);
        for (const [, title = ""] of text.matchAll(/>(Topic \d+ here)</g)) seen.add(title);
        path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
      }
      expect(seen.size).toBe(35);
    }
  });

  test("an empty forum says what comes next, to each", async () => {
    const place = await north.addWorkspace("Quiet Corner", { manager: amara });
    const path = `/workspaces/${place.handle}/forum`;
    expect((await (await north.as(amara)).get(path)).text).toContain("Start a discussion");
    const stranger = await (await north.as()).get(path);
    expect(stranger.text).toContain("No discussions yet");
    expect(stranger.text).not.toContain("Start a discussion");
  });

  test("strangers read an open discussion and are led home; outsiders are asked to join", async () => {
    const id = await start(amara, "Open to all");
    const path = `${base()}/discussions/${id}`;
    const stranger = await (await north.as()).get(path);
    expect(stranger.status).toBe(200);
    expect(stranger.text).toContain("take part from there");
    expect(stranger.text).toContain('action="/open-at-home"');
    expect(stranger.text).not.toContain('aria-pressed="');
    const outsider = await (await north.as(olu)).get(path);
    expect(outsider.text).toContain("Join to take part");
    expect(outsider.text).not.toContain('id="add-comment"');
    const sent = await (await north.as()).post(`${path}/comments`, { source: "Hi" });
    expect(sent.location).toMatch(/^\/sign-in/);
    expect((await (await north.as(olu)).post(`${path}/comments`, { source: "Hi" })).status).toBe(403);
    expect((await (await north.as(olu)).post(`${base()}/posts/${id}/like`, {})).status).toBe(403);
  });

  test("addresses lead to the page: of the post itself, in other cases, and not under another workspace", async () => {
    const id = await start(amara, "Addresses");
    const said = await comment(amara, id, "Said");
    const visitor = await north.as(priya);
    const path = `${base()}/discussions/${id}`;
    expect((await visitor.get(`/content/${id}`)).location).toBe(path);
    expect((await visitor.get(`/content/${said}`)).location).toBe(`${path}?comment=${said}#comment-${said}`);
    const activity = await visitor.get(path, { accept: "application/activity+json" });
    expect([activity.status, activity.location]).toEqual([302, `/content/${id}`]);
    expect((await visitor.get(`/workspaces/${open.handle}@${north.host}/discussions/${id}`)).status).toBe(
      200,
    );
    expect((await visitor.get(`/workspaces/${restricted.handle}/discussions/${id}`)).status).toBe(404);
    for (const bad of ["0", "abc", "99999999999999999999", "1", `${said}`]) {
      expect((await visitor.get(`${base()}/discussions/${bad}`)).status).toBe(404);
    }
  });
});

describe("a restricted workspace", () => {
  test("is not there for strangers, outsiders and those removed, on any route", async () => {
    const workspaceId = restricted.id;
    for (const [who, approve] of [
      [priya, true],
      [olu, false],
    ] as const) {
      await join(north.context(who), { workspaceId });
      if (approve) await decide(north.context(amara), { workspaceId, memberId: who.id, approve: true });
    }
    const secret = "The secret of the circle";
    const id = await start(amara, secret, secret, workspaceId);
    const mine = await comment(priya, id, secret);
    const at = `/workspaces/${restricted.handle}`;
    const routes: [method: "get" | "post", path: string, form?: Record<string, string>][] = [
      ["get", `${at}/forum`],
      ["get", `${at}/forum/new`],
      ["post", `${at}/forum/new`, { title: "Let me in", source: "x" }],
      ["post", `${at}/forum/new`, { title: "Let me in", source: "x", action: "preview" }],
      ["post", `${at}/drafts`, { source: "x" }],
      ["post", `${at}/drafts`, { source: "x", parent: String(id) }],
      ["get", `${at}/discussions/${id}`],
      ["get", `${at}/discussions/${id}?comment=${mine}`],
      ["get", `${at}/discussions/${id}/live`],
      ["get", `${at}/discussions/${id}/reply?to=${mine}`],
      ["post", `${at}/discussions/${id}/comments`, { source: "x" }],
      ["post", `${at}/discussions/${id}/comments`, { source: "x", action: "preview" }],
      ["post", `${at}/discussions/${id}/pin`, { on: "yes" }],
      ["post", `${at}/discussions/${id}/lock`, { on: "yes" }],
      ["get", `${at}/posts/${mine}/edit`],
      ["post", `${at}/posts/${mine}/edit`, { source: "x" }],
      ["get", `${at}/posts/${mine}/delete`],
      ["get", `${at}/posts/${mine}/history`],
      ["post", `${at}/posts/${mine}/like`, { liked: "yes" }],
      ["get", `/content/${id}`],
      ["get", `/content/${mine}`],
      ["post", `${at}/posts/${mine}/delete`],
    ];
    const walk = async (visitor: Client, headers: Record<string, string>) => {
      for (const [method, path, form] of routes) {
        const answer =
          method === "get" ? await visitor.get(path, headers) : await visitor.post(path, form, headers);
        expect([method, path, answer.status]).toEqual([method, path, 404]);
        expect(answer.text).not.toContain(secret);
      }
    };
    const member = await north.as(priya);
    expect((await member.get(`${at}/discussions/${id}`)).text).toContain(secret);
    await removeMember(north.context(amara), { workspaceId, memberId: priya.id });
    for (const visitor of [await north.as(), await north.as(olu), member]) {
      await walk(visitor, {});
      await walk(visitor, { "hx-request": "true" });
    }
    const activity = { accept: "application/activity+json" };
    expect((await member.get(`${at}/discussions/${id}`, activity)).text).not.toContain(secret);
    // Nothing came of it.
    const manager = await (await north.as(amara)).get(`${at}/discussions/${id}`);
    expect(manager.text).toContain("1 comment<");
    expect(manager.text).not.toContain("Helpful · ");
  });

  test("one who left an open workspace still reads it, and may delete what they wrote", async () => {
    const id = await start(priya, "Before I left");
    await leave(north.context(priya), { workspaceId: open.id });
    const visitor = await north.as(priya);
    const page = await visitor.get(`${base()}/discussions/${id}`);
    expect(page.text).toContain("Join to take part");
    expect(page.text).toContain(`/posts/${id}/delete`);
    expect(page.text).not.toContain(`/posts/${id}/edit`);
    await join(north.context(priya), { workspaceId: open.id });
  });
});
