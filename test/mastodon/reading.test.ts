import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDiscussion } from "../../src/forums/index.ts";
import { settleProposal } from "../../src/proposals/index.ts";
import { type Thing } from "./app.ts";
import { isPresent } from "./contract.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

const ids = (items: Thing[]): string[] => items.map((one: Thing) => String(one.id));

test("Mastodon's own description is held against the answers where it is there", () => {
  if (!isPresent)
    console.warn("The description of Mastodon's API is not beside the project: not compared with it");
});

describe("an app begins", () => {
  test("with what the instance is", async () => {
    const { stranger } = s.app;
    const v2 = await stranger.get("/api/v2/instance");
    expect(v2).toMatchObject({
      domain: s.north.host,
      title: "North Trust",
      registrations: { enabled: false },
    });
    // Some read the first three letters, some look for whose it is.
    expect(v2.version).toMatch(/^4\.3\.\d+ \(compatible; Tombolo \d+\.\d+\.\d+\S*\)$/);
    expect(v2.api_versions).toEqual({ mastodon: 2 });
    const v1 = await stranger.get("/api/v1/instance");
    expect(v1).toMatchObject({ uri: s.north.host, registrations: false });
    const links = await stranger.ask("GET", "/.well-known/nodeinfo");
    const found = links.json<{ links: { rel: string; href: string }[] }>().links;
    expect(found.map(({ href }) => href)).toEqual([
      `${s.north.origin}/nodeinfo/2.0`,
      `${s.north.origin}/nodeinfo/2.1`,
    ]);
    for (const { href } of found) {
      const answer = await stranger.ask("GET", new URL(href).pathname);
      expect(answer.json()).toMatchObject({
        software: { name: "tombolo" },
        metadata: { upstream: { name: "mastodon" } },
      });
    }
    expect((await stranger.ask("GET", "/.well-known/host-meta")).text).toContain("/.well-known/webfinger");
  });

  test("with who one is, and what one prefers", async () => {
    const me = await s.app.priya.get("/api/v1/accounts/verify_credentials");
    expect(me).toMatchObject({
      id: String(s.priya.id),
      acct: "priya-nair",
      following_count: 3,
      group: false,
    });
    expect(me.fields).toContainEqual({ name: "Job", value: "Ward sister", verified_at: null });
    await s.app.priya.get("/api/v1/preferences");
    const picture = await s.app.stranger.ask("GET", new URL(me.avatar as string).pathname);
    expect([picture.status, picture.headers["content-type"]]).toEqual([200, "image/png"]);
  });

  test.each(
    "v1/custom_emojis v1/followed_tags v1/announcements v1/follow_requests v1/conversations v1/filters v2/filters v1/bookmarks v1/mutes v1/blocks v1/domain_blocks v1/scheduled_statuses v1/featured_tags v1/endorsements v1/trends/tags".split(
      " ",
    ),
  )("and finds nothing in %s, where there is nothing", async (path) => {
    expect(await s.app.priya.get(`/api/${path}`)).toEqual([]);
  });

  test("and parameters that nobody knows change nothing", async () => {
    const more = "types[]=mention&types[]=telepathy&exclude_types[]=poll&colour=blue&limit=many&max_id=x";
    expect(await s.app.priya.get(`/api/v1/notifications?${more}`)).toHaveLength(3);
    expect(await s.app.priya.get("/api/v1/notifications?types[]=telepathy")).toEqual([]);
    expect(await s.app.priya.get(`/api/v1/timelines/home?${more}`)).toHaveLength(3);
  });
});

describe("home", () => {
  test("has the discussions of one's workspaces, as these pass them on, and no comment", async () => {
    const home = await s.app.priya.get("/api/v1/timelines/home");
    expect(home.map((one: Thing) => [one.account.acct, one.reblog.account.acct, one.visibility])).toEqual([
      ["quiet-room", "amara-okafor", "private"],
      ["serious-incidents", "amara-okafor", "private"],
      ["sepsis-network", "amara-okafor", "public"],
    ]);
    expect(await s.app.olu.get("/api/v1/timelines/home")).toEqual([]);
    const inner = home[2].reblog;
    expect(inner.content).toContain("<p><strong>What we learnt in Sepsis Network</strong></p>");
    expect(inner.content).toContain("<p><strong>First</strong></p>");
    expect(inner).toMatchObject({ replies_count: 2, favourites_count: 0 });
    expect(inner.mentions).toEqual([expect.objectContaining({ acct: "sepsis-network" })]);
    for (const one of [home[2], inner])
      expect(await s.app.priya.get(`/api/v1/statuses/${one.id}`)).toEqual(one);
    // One sequence, ordered by time: what is passed on has an id of its own, and all of them fit 64 bits.
    const all = [...ids(home), ...home.map((one: Thing) => one.reblog.id as string)];
    expect(new Set(all).size).toBe(6);
    expect(ids(home)).toEqual(ids(home).toSorted((a, b) => Number(BigInt(b) - BigInt(a))));
    for (const id of all) expect(BigInt(id) < 2n ** 63n && /^[1-9]\d*$/.test(id)).toBe(true);
    const both = await s.app.priya.get(`/api/v1/statuses?id[]=${inner.id}&id[]=${home[2].id}&id[]=1`);
    expect(ids(both)).toEqual([inner.id, home[2].id]);
  });

  test("and one list for each workspace, which an app cannot change", async () => {
    const lists = await s.app.priya.get("/api/v1/lists");
    expect(lists.map(({ title }: Thing) => title as string)).toEqual([
      "Sepsis Network",
      "Serious Incidents",
      "Quiet Room",
    ]);
    const [, second] = lists;
    expect(await s.app.priya.get(`/api/v1/lists/${second.id}`)).toEqual(second);
    const [account] = await s.app.priya.get(`/api/v1/lists/${second.id}/accounts`);
    expect(account.id).toBe(String(s.restricted.id));
    expect(await s.app.priya.get(`/api/v1/accounts/${account.id}/lists`)).toEqual([second]);
    const timeline = await s.app.priya.get(`/api/v1/timelines/list/${second.id}`);
    expect(timeline.map((one: Thing) => one.reblog.id as string)).toEqual([String(s.restricted.discussion)]);
    expect((await s.app.priya.ask("DELETE", `/api/v1/lists/${second.id}`)).status).toBe(422);
    for (const path of [`lists/${second.id}`, `lists/${second.id}/accounts`, `timelines/list/${second.id}`])
      expect((await s.app.olu.ask("GET", `/api/v1/${path}`)).status).toBe(404);
  });
});

describe("a thread", () => {
  test("has what was said before and after, and each answers what it answers", async () => {
    const { discussion, comment, reply } = s.open;
    const path = (id: number) => `/api/v1/statuses/${id}/context`;
    const top = await s.app.stranger.get(path(discussion));
    expect([ids(top.ancestors), ids(top.descendants)]).toEqual([[], [String(comment), String(reply)]]);
    const end = await s.app.priya.get(path(reply));
    expect([ids(end.ancestors), ids(end.descendants)]).toEqual([[String(discussion), String(comment)], []]);
    const [, middle] = end.ancestors;
    expect(middle).toMatchObject({
      in_reply_to_id: String(discussion),
      in_reply_to_account_id: String(s.amara.id),
      replies_count: 1,
      favourites_count: 1,
    });
    expect(middle.mentions.map(({ acct }: Thing) => acct as string)).toEqual([
      "sepsis-network",
      "amara-okafor",
    ]);
    // By the id of the boost it is the same thread.
    const [boost] = await s.app.priya.get(`/api/v1/accounts/${s.open.id}/statuses`);
    expect(await s.app.priya.get(path(boost.id as number))).toEqual(await s.app.priya.get(path(discussion)));
  });

  test("and who finds a post helpful, and who passed it on", async () => {
    const likers = await s.app.stranger.get(`/api/v1/statuses/${s.open.comment}/favourited_by`);
    expect(ids(likers)).toEqual([String(s.amara.id)]);
    const passed = await s.app.stranger.get(`/api/v1/statuses/${s.open.discussion}/reblogged_by`);
    expect(ids(passed)).toEqual([String(s.open.id)]);
    expect(await s.app.stranger.get(`/api/v1/statuses/${s.open.comment}/reblogged_by`)).toEqual([]);
  });
});

describe("a workspace", () => {
  test("is an account: a group, locked where one has to ask", async () => {
    const open = await s.app.stranger.get("/api/v1/accounts/lookup?acct=sepsis-network");
    expect(open).toMatchObject({
      id: String(s.open.id),
      group: true,
      bot: false,
      locked: false,
      followers_count: 2,
    });
    const locked = await s.app.olu.get(`/api/v1/accounts/lookup?acct=@serious-incidents@${s.north.host}`);
    expect(locked).toMatchObject({ group: true, locked: true, statuses_count: 0, last_status_at: null });
    expect((await s.app.olu.ask("GET", "/api/v1/accounts/lookup?acct=quiet-room")).status).toBe(404);
    expect(await s.app.priya.get("/api/v1/accounts/lookup?acct=quiet-room")).toMatchObject({ locked: true });
  });

  test("is found by its words and by its address, by those who may know of it", async () => {
    const found = async (app: keyof Scene["app"], query: string) =>
      (await s.app[app].get(`/api/v2/search?${query}`)).accounts.map(({ acct }: Thing) => acct as string);
    expect(await found("olu", "q=incidents&type=accounts")).toEqual(["serious-incidents"]);
    expect(await found("stranger", "q=sepsis")).toEqual(["sepsis-network"]);
    expect(await found("olu", "q=quiet")).toEqual([]);
    expect(await found("priya", "q=quiet")).toEqual(["quiet-room"]);
    expect(await found("olu", "q=amara")).toEqual(["amara-okafor"]);
    expect(await found("stranger", "q=amara")).toEqual([]);
    const address = encodeURIComponent(`${s.north.origin}/workspaces/sepsis-network`);
    expect(await found("olu", `q=${address}&resolve=true`)).toEqual(["sepsis-network"]);
    const { url } = await s.app.priya.get(`/api/v1/statuses/${s.restricted.comment}`);
    expect(
      (await s.app.priya.get(`/api/v2/search?q=${encodeURIComponent(url as string)}&resolve=true`)).statuses,
    ).toMatchObject([{ id: String(s.restricted.comment) }]);
    const post = encodeURIComponent(`${s.north.origin}/content/${s.restricted.discussion}`);
    expect((await s.app.priya.get(`/api/v2/search?q=${post}&resolve=true`)).statuses).toHaveLength(1);
    expect((await s.app.olu.get(`/api/v2/search?q=${post}&resolve=true`)).statuses).toEqual([]);
    expect(await s.app.olu.get("/api/v1/accounts/search?q=sepsis")).toHaveLength(1);
  });

  test("leaves no gap in a search where it is hidden, and a private one is listed for colleagues only", async () => {
    const { handle } = await s.north.addWorkspace("Pay review", { manager: s.amara, level: "private" });
    const found = async (app: keyof Scene["app"], query: string) =>
      (await s.app[app].get(`/api/v2/search?${query}`)).accounts.map(({ acct }: Thing) => acct as string);
    expect([await found("stranger", "q=pay+review"), await found("olu", "q=pay+review")]).toEqual([
      [],
      [handle],
    ]);
    // People come after workspaces: a hidden one would be an empty page between them.
    const pages: string[][] = [];
    for (let offset = 0; offset < 8; offset++) pages.push(await found("olu", `q=o&limit=1&offset=${offset}`));
    const filled = pages.map((page) => page.length);
    expect(filled).toEqual([...filled].sort((a, b) => b - a));
    expect(pages.flat()).toEqual(expect.arrayContaining(["sepsis-network", "olu-outside"]));
  });

  test("shows its discussions, the pinned ones alone if asked, and its members", async () => {
    const statuses = await s.app.stranger.get(`/api/v1/accounts/${s.open.id}/statuses?exclude_reblogs=true`);
    expect(statuses).toHaveLength(1);
    const pinned = await s.app.stranger.get(`/api/v1/accounts/${s.open.id}/statuses?pinned=true`);
    expect(pinned).toMatchObject([{ id: statuses[0].id, pinned: true }]);
    expect(ids(await s.app.stranger.get(`/api/v1/accounts/${s.open.id}/followers`)).sort()).toEqual(
      [String(s.amara.id), String(s.priya.id)].sort(),
    );
    for (const part of ["statuses", "followers"])
      expect((await s.app.olu.ask("GET", `/api/v1/accounts/${s.restricted.id}/${part}`)).status).toBe(404);
    const own = await s.app.priya.get(`/api/v1/accounts/${s.priya.id}/following`);
    expect(ids(own).sort()).toEqual([s.open.id, s.restricted.id, s.confidential.id].map(String).sort());
    expect(await s.app.olu.get(`/api/v1/accounts/${s.priya.id}/following`)).toEqual([]);
  });

  test("and a person shows what one may read", async () => {
    const path = `/api/v1/accounts/${s.priya.id}/statuses`;
    expect(ids(await s.app.olu.get(path))).toEqual([String(s.open.comment)]);
    expect(await s.app.amara.get(path)).toHaveLength(3);
    expect(await s.app.amara.get(`${path}?exclude_replies=true`)).toEqual([]);
  });

  test("and the public timeline has what everybody may read", async () => {
    for (const query of ["", "?local=true"]) {
      const found = await s.app.stranger.get(`/api/v1/timelines/public${query}`);
      expect(ids(found)).toEqual([String(s.open.discussion)]);
      expect(ids(await s.app.amara.get(`/api/v1/timelines/public${query}`))).toEqual(ids(found));
    }
    expect(await s.app.stranger.get("/api/v1/timelines/public?remote=true")).toEqual([]);
  });

  test("and of what somebody offers or asks for, that it is that", async () => {
    const made = { workspaceId: s.open.id, title: "Six pumps", source: "In store 4." };
    const ctx = s.north.context(s.amara);
    for (const [form, head, end] of [
      ["offer", "Offer", "no longer available"],
      ["request", "Request", "no longer needed"],
    ] as const) {
      const contentId = await openDiscussion(ctx, { ...made, form });
      const shown = async () => (await s.app.stranger.get(`/api/v1/statuses/${contentId}`)).content as string;
      const rest = ": Six pumps</strong></p><p>In store 4.</p>";
      expect(await shown()).toBe(`<p><strong>${head}${rest}`);
      await settleProposal(ctx, { contentId, closed: true });
      expect(await shown()).toBe(`<p><strong>${head}, ${end}${rest}`);
    }
  });
});
