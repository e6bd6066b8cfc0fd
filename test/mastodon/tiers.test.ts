import { afterAll, beforeAll, expect, test } from "vitest";
import { addComment, openDiscussion, setLike } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { type App, appFor, type Thing } from "./app.ts";

/**
 * What every app asks for at sign-in and every day, each with something behind it. `app.ts` holds every answer against
 * the decoder, and against Mastodon's own description where it is there.
 */
let north: Instance;
let gwen: Member;
let samir: Member;
let mine: App;
let theirs: App;
let workspace: number;
let discussion: number;
let comment: number;
const known: Record<string, string> = {};

beforeAll(async () => {
  north = await startInstance({ keep: true });
  [gwen, samir] = [await north.addMember("Gwen Rees"), await north.addMember("Samir Khan")];
  [mine, theirs] = [await appFor(north, gwen), await appFor(north, samir)];
  workspace = (await north.addWorkspace("Falls Prevention", { manager: samir })).id;
  await join(north.context(gwen), { workspaceId: workspace });
  for (const title of ["Slippers?", "Rails?", "Lights?"]) {
    const given = { workspaceId: workspace, title, source: `They help, @gwen-rees. #falls` };
    discussion = await openDiscussion(north.context(samir), given);
  }
  comment = await addComment(north.context(gwen), { parentId: discussion, source: "They do." });
  await setLike(north.context(samir), { contentId: comment, liked: true });
  for (const app of [mine, theirs]) {
    const other = app === mine ? samir.id : gwen.id;
    await app.post(`/api/v1/accounts/${other}/follow`);
    for (const n of [1, 2, 3]) await app.post("/api/v1/statuses", { status: `Night ${n} #nights` });
  }
  const [own] = await mine.get(`/api/v1/accounts/${gwen.id}/statuses?exclude_replies=true`);
  const [other] = await theirs.get(`/api/v1/accounts/${samir.id}/statuses?exclude_replies=true`);
  await theirs.post(`/api/v1/statuses/${own.id}/favourite`);
  await theirs.post(`/api/v1/statuses/${own.id}/reblog`);
  const direct = { status: "@gwen-rees A word?", visibility: "direct" };
  await theirs.post("/api/v1/statuses", direct);
  const list = await mine.post("/api/v1/lists", { title: "Nights" });
  await mine.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [String(samir.id)] });
  const [told] = await mine.get("/api/v1/notifications");
  const [letter] = await mine.get("/api/v1/conversations");
  const groups = await mine.get("/api/v2/notifications");
  Object.assign(known, {
    ":account": String(samir.id),
    ":workspace": String(workspace),
    ":own": own.id,
    ":status": other.id,
    ":list": list.id,
    ":told": told.id,
    ":group": groups.notification_groups[0].group_key,
    ":letter": letter.id,
    ":comment": String(comment),
  });
});
afterAll(() => north.stop());

const filled = (path: string) => path.replace(/:[a-z]+/g, (name) => known[name] ?? name);

/** Method, address, and what is sent with it; in an order in which each finds what it needs. */
const daily: [ask: string, body?: object][] = [
  // Sign-in and home.
  ..."v1/instance v2/instance v1/apps/verify_credentials v1/accounts/verify_credentials v1/preferences v1/timelines/home v1/accounts/:account v1/accounts/:workspace v1/statuses/:status v1/statuses/:comment v1/custom_emojis v1/followed_tags v1/lists v1/announcements v1/follow_requests v1/notifications v1/markers v1/conversations v1/filters v2/filters"
    .split(" ")
    .map((path): [string] => [`GET ${path}`]),
  // Every day.
  ["POST v1/statuses", { status: "From an app" }],
  ["PUT v1/statuses/:own", { status: "From an app, again" }],
  ..."context source history favourited_by reblogged_by"
    .split(" ")
    .map((part): [string] => [`GET v1/statuses/:own/${part}`]),
  ..."favourite bookmark reblog".split(" ").map((part): [string] => [`POST v1/statuses/:status/${part}`]),
  ["GET v1/favourites"],
  ["GET v1/bookmarks"],
  ..."unfavourite unbookmark unreblog"
    .split(" ")
    .map((part): [string] => [`POST v1/statuses/:status/${part}`]),
  ..."statuses followers following lists featured_tags"
    .split(" ")
    .map((part): [string] => [`GET v1/accounts/:account/${part}`]),
  ["GET v1/accounts/relationships?id[]=:account&id[]=:workspace"],
  ["GET v1/accounts/lookup?acct=samir-khan"],
  ["GET v1/accounts/search?q=samir"],
  ["GET v1/accounts/familiar_followers?id[]=:account"],
  ["PATCH v1/accounts/update_credentials", { display_name: "Gwen R" }],
  ["GET v1/timelines/public"],
  ["GET v1/timelines/tag/nights"],
  ["GET v1/timelines/list/:list"],
  ["GET v1/lists/:list"],
  ["GET v1/lists/:list/accounts"],
  ["GET v1/notifications/:told"],
  ["GET v2/notifications"],
  ["GET v2/notifications/:group/accounts"],
  ["POST v1/notifications/:told/dismiss"],
  ["POST v1/markers", { home: { last_read_id: "1" } }],
  ["GET v2/search?q=falls"],
  ["GET v1/tags/nights"],
  ["POST v1/tags/nights/follow"],
  ["POST v1/tags/nights/unfollow"],
  ["POST v1/conversations/:letter/read"],
  ["POST v1/reports", { account_id: ":account", comment: "Hm." }],
  ["POST v1/accounts/:account/mute"],
  ["GET v1/mutes"],
  ["POST v1/accounts/:account/unmute"],
  ["POST v1/accounts/:account/block"],
  ["GET v1/blocks"],
  ["POST v1/accounts/:account/unblock"],
  ["POST v1/accounts/:account/follow"],
  ["POST v1/accounts/:account/unfollow"],
  ["POST v1/notifications/clear"],
  ["PUT v1/lists/:list", { title: "Days" }],
  ["DELETE v1/lists/:list"],
  ["DELETE v1/statuses/:own"],
];

/** With something in them for Gwen, until she clears it. */
const lists =
  "v1/timelines/home v1/timelines/public v1/timelines/tag/nights v1/timelines/list/:list v1/accounts/:account/statuses v1/accounts/:workspace/statuses v1/accounts/:workspace/followers v1/notifications".split(
    " ",
  );

test.each(lists)("%s is paged to its end, in both directions, with the query kept", async (path) => {
  const address = `/api/${filled(path)}`;
  const whole = (await mine.get(`${address}?limit=40&types[]=mention`)) as Thing[];
  expect(whole.length).toBeGreaterThan(1);
  const ids = whole.map(({ id }: Thing) => id as string);
  const paged = await mine.all<Thing>(`${address}?limit=1&types[]=mention`);
  expect(paged.map(({ id }) => id as string)).toEqual(ids);
  const first = await mine.ask("GET", `${address}?limit=1&types[]=mention&colour=a%20b`);
  const [, next] = /<([^>]+)>; rel="next"/.exec(String(first.headers.link)) ?? [];
  const kept = new URL(next!).searchParams;
  expect([kept.get("limit"), kept.get("types[]"), kept.get("colour")]).toEqual(["1", "mention", "a b"]);
  if (!/timelines|notifications/.test(path)) return;
  // From the oldest upwards, each time what is immediately newer.
  const up: string[] = [ids.at(-1)!];
  for (;;) {
    const [newer] = await mine.get(`${address}?limit=1&types[]=mention&min_id=${up.at(-1)}`);
    if (!newer || up.length > ids.length) break;
    up.push(newer.id as string);
  }
  expect(up.reverse()).toEqual(ids);
});

test("every address of the first two tiers answers what apps take for granted", async () => {
  const wrong: string[] = [];
  for (const [asked, body] of daily) {
    const [method, path] = asked.split(" ") as [string, string];
    const sent = body && (JSON.parse(filled(JSON.stringify(body))) as object);
    const answer = await mine.ask(method, `/api/${filled(path)}`, sent);
    if (answer.status !== 200) wrong.push(`${asked}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  expect(wrong).toEqual([]);
});

test("an app goes on after a month", async () => {
  north.clock.tick({ days: 30 });
  expect((await mine.get("/api/v1/accounts/verify_credentials")).id).toBe(String(gwen.id));
});
