import { createRestAPIClient } from "masto";
import generator from "megalodon";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { type Instance, startInstance } from "../rig.ts";
import { type App, appFor, type Thing } from "./app.ts";

/** Every list paged to its end by clients that nobody here wrote, with what was asked kept from page to page. */
let north: Instance;
let mine: App;
const known = { me: "", other: "", workspace: "", own: "", list: "" };
const several = 3;

beforeAll(async () => {
  north = await startInstance({ hostname: "localhost", keep: true });
  const gwen = await north.addMember("Gwen Rees");
  mine = await appFor(north, gwen);
  const people = [];
  for (const name of ["Samir Khan", "Olu Ade", "Nia Price"]) people.push(await north.addMember(name));
  const theirs = await Promise.all(people.map((one) => appFor(north, one)));
  const manager = people[0]!;
  const workspace = await north.addWorkspace("Falls Prevention", { manager });
  for (const one of [gwen, ...people.slice(1)]) await join(north.context(one), { workspaceId: workspace.id });
  const own = await mine.post("/api/v1/statuses", { status: "Mine #nights" });
  const list = await mine.post("/api/v1/lists", { title: "Nights" });
  for (const [n, one] of people.entries()) {
    const opened = await openDiscussion(north.context(manager), {
      workspaceId: workspace.id,
      title: `Slippers ${n}?`,
      source: "They help. #nights",
    });
    await addComment(north.context(one), { parentId: opened, source: "They do, @gwen-rees." });
    await mine.post(`/api/v1/statuses/${opened}/bookmark`);
    await mine.post(`/api/v1/statuses/${opened}/favourite`);
    await mine.post(`/api/v1/statuses`, { status: `More ${n} #nights` });
    await mine.post(`/api/v1/accounts/${one.id}/follow`);
    await mine.post(`/api/v1/accounts/${one.id}/pin`);
    await mine.post(`/api/v1/tags/nights${n}/follow`);
    await mine.post("/api/v1/domain_blocks", { domain: `far${n}.example` });
    await mine.post("/api/v1/statuses", {
      status: "Later",
      scheduled_at: new Date(north.clock.now().getTime() + 3_600_000).toISOString(),
    });
    await theirs[n]!.post("/api/v1/statuses", { status: `Hers ${n} #nights` });
    await theirs[n]!.post("/api/v1/statuses", { status: "@gwen-rees A word?", visibility: "direct" });
    await theirs[n]!.post(`/api/v1/statuses/${own.id}/favourite`);
    await theirs[n]!.post(`/api/v1/statuses/${own.id}/reblog`);
    await theirs[n]!.post(`/api/v1/accounts/${gwen.id}/follow`);
  }
  await mine.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: people.map(({ id }) => String(id)) });
  await mine.patch("/api/v1/accounts/update_credentials", { locked: true });
  for (let n = 0; n < several; n++) {
    const [asks, muted, blocked] = [
      await north.addMember(`Asks ${"ABC"[n]}`),
      await north.addMember(`Loud ${"ABC"[n]}`),
      await north.addMember(`Rude ${"ABC"[n]}`),
    ];
    await (await appFor(north, asks)).post(`/api/v1/accounts/${gwen.id}/follow`);
    await mine.post(`/api/v1/accounts/${muted.id}/mute`);
    await mine.post(`/api/v1/accounts/${blocked.id}/block`);
  }
  Object.assign(known, {
    me: String(gwen.id),
    other: String(manager.id),
    workspace: String(workspace.id),
    own: own.id,
    list: list.id,
  });
});
afterAll(() => north.stop());

const keyOf = (one: Thing): string => (typeof one === "string" ? one : String(one.id ?? one.name));
/** All there is, at one go. */
const whole = async (path: string): Promise<string[]> => (await mine.get<Thing[]>(path)).map(keyOf);

describe("masto", () => {
  const lists: [
    path: string,
    pages: (api: ReturnType<typeof createRestAPIClient>) => AsyncIterable<Thing[]>,
  ][] = [
    ["timelines/home", (api) => api.v1.timelines.home.list({ limit: 1 })],
    ["timelines/public", (api) => api.v1.timelines.public.list({ limit: 1 })],
    ["timelines/tag/nights", (api) => api.v1.timelines.tag.$select("nights").list({ limit: 1 })],
    ["timelines/list/LIST", (api) => api.v1.timelines.list.$select(known.list).list({ limit: 1 })],
    ["accounts/ME/statuses", (api) => api.v1.accounts.$select(known.me).statuses.list({ limit: 1 })],
    [
      "accounts/WORKSPACE/statuses",
      (api) => api.v1.accounts.$select(known.workspace).statuses.list({ limit: 1 }),
    ],
    ["accounts/ME/followers", (api) => api.v1.accounts.$select(known.me).followers.list({ limit: 1 })],
    ["accounts/ME/following", (api) => api.v1.accounts.$select(known.me).following.list({ limit: 1 })],
    [
      "accounts/WORKSPACE/followers",
      (api) => api.v1.accounts.$select(known.workspace).followers.list({ limit: 1 }),
    ],
    ["notifications", (api) => api.v1.notifications.list({ limit: 1 })],
    [
      "notifications?types[]=favourite",
      (api) => api.v1.notifications.list({ limit: 1, types: ["favourite"] }),
    ],
    ["conversations", (api) => api.v1.conversations.list({ limit: 1 })],
    ["bookmarks", (api) => api.v1.bookmarks.list({ limit: 1 })],
    ["favourites", (api) => api.v1.favourites.list({ limit: 1 })],
    ["mutes", (api) => api.v1.mutes.list({ limit: 1 })],
    ["blocks", (api) => api.v1.blocks.list({ limit: 1 })],
    ["domain_blocks", (api) => api.v1.domainBlocks.list({ limit: 1 })],
    ["endorsements", (api) => api.v1.endorsements.list({ limit: 1 })],
    ["follow_requests", (api) => api.v1.followRequests.list({ limit: 1 })],
    ["followed_tags", (api) => api.v1.followedTags.list({ limit: 1 })],
    ["scheduled_statuses", (api) => api.v1.scheduledStatuses.list({ limit: 1 })],
    ["lists/LIST/accounts", (api) => api.v1.lists.$select(known.list).accounts.list({ limit: 1 })],
  ];

  test.each(lists)("pages %s to its end", async (path, pages) => {
    const filled = path.replace(/[A-Z]{2,}/, (name) => known[name.toLowerCase() as keyof typeof known]);
    const all = await whole(`/api/v1/${filled}${path.includes("?") ? "&" : "?"}limit=40`);
    expect(all.length).toBeGreaterThanOrEqual(several);
    const api = createRestAPIClient({ url: north.origin, accessToken: mine.token! });
    const found: string[] = [];
    for await (const page of pages(api)) {
      // Had the next page forgotten what was asked, there would be more on it.
      expect(page.length).toBeLessThanOrEqual(1);
      found.push(...page.map(keyOf));
      if (found.length > all.length) break;
    }
    expect(found).toEqual(all);
  });
});

describe("megalodon", () => {
  const api = () => generator("mastodon", north.origin, mine.token!);
  type Page = Promise<{ data: Thing[]; headers: unknown }>;
  type Asked = { limit: number; max_id?: string };
  const lists: [path: string, page: (asked: Asked) => Page][] = [
    ["timelines/home", (asked) => api().getHomeTimeline(asked)],
    ["timelines/public", (asked) => api().getPublicTimeline(asked)],
    ["timelines/tag/nights", (asked) => api().getTagTimeline("nights", asked)],
    ["timelines/list/LIST", (asked) => api().getListTimeline(known.list, asked)],
    ["accounts/ME/statuses", (asked) => api().getAccountStatuses(known.me, asked)],
    ["accounts/ME/followers", (asked) => api().getAccountFollowers(known.me, asked)],
    ["accounts/ME/following", (asked) => api().getAccountFollowing(known.me, asked)],
    ["notifications", (asked) => api().getNotifications(asked)],
    ["conversations", (asked) => api().getConversationTimeline(asked)],
    ["bookmarks", (asked) => api().getBookmarks(asked)],
    ["favourites", (asked) => api().getFavourites(asked)],
    ["mutes", (asked) => api().getMutes(asked)],
    ["blocks", (asked) => api().getBlocks(asked)],
    ["domain_blocks", (asked) => api().getDomainBlocks(asked)],
    ["scheduled_statuses", (asked) => api().getScheduledStatuses(asked)],
    ["lists/LIST/accounts", (asked) => api().getAccountsInList(known.list, asked)],
  ];

  test.each(lists)("pages %s to its end", async (path, page) => {
    const filled = path.replace(/[A-Z]{2,}/, (name) => known[name.toLowerCase() as keyof typeof known]);
    const all = await whole(`/api/v1/${filled}?limit=40`);
    expect(all.length).toBeGreaterThanOrEqual(several);
    const found: string[] = [];
    for (let max: string | undefined; found.length <= all.length;) {
      const { data, headers } = await page({ limit: 1, ...(max ? { max_id: max } : {}) });
      found.push(...data.map(keyOf));
      const [, next] = /<([^>]+)>; rel="next"/.exec(String((headers as Record<string, string>).link)) ?? [];
      if (!next) break;
      const { searchParams } = new URL(next);
      expect(searchParams.get("limit")).toBe("1");
      max = searchParams.get("max_id")!;
    }
    expect(found).toEqual(all);
  });
});

test.each(["favourited_by", "reblogged_by"])(
  "who is in %s is paged to its end by its links",
  async (part) => {
    const path = `/api/v1/statuses/${known.own}/${part}`;
    const all = await whole(`${path}?limit=40`);
    expect(all).toHaveLength(several);
    expect((await mine.all<Thing>(`${path}?limit=1`)).map(keyOf)).toEqual(all);
  },
);
