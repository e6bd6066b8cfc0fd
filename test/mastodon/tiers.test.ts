import { afterAll, beforeAll, expect, test } from "vitest";
import { addComment, openDiscussion, setLike } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { type Client, type Instance, type Member, startInstance } from "../rig.ts";
import { fileOf, png } from "../attachments/samples.ts";
import { type App, appOf, type Thing } from "./app.ts";
import { shapeOf } from "./decoder.ts";
import { type Ear, listenBySocket, listenBySse, payloadOf } from "./listening.ts";
import { callback, decide, hiddenFields } from "./sign-in.ts";
import { everyDay, namedOnThePage, signInAndHome, tierLine } from "./tiers.ts";

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
/** The lines of the two tiers that were asked, and answered well. */
const walked = new Set<string>();
const walks = (method: string, path: string) => {
  const line = tierLine(method, new URL(path, north.origin).pathname);
  if (line) walked.add(line);
};

const browsers = new Map<number, Client>();

/** The way in, as an app goes it: who is there, register, ask, take the code, show the token. */
async function signIn(member: Member): Promise<App> {
  const stranger = appOf(north.origin, null);
  const get = async (path: string): Promise<Thing> => {
    const answer = await stranger.ask("GET", path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers["access-control-allow-origin"], path).toBe("*");
    walks("GET", path);
    return /json/.test(String(answer.headers["content-type"])) ? answer.json() : answer.text;
  };
  expect(await get("/.well-known/host-meta")).toContain(
    `${north.origin}/.well-known/webfinger?resource={uri}`,
  );
  const { links } = await get("/.well-known/nodeinfo");
  for (const { href } of links) await get(new URL(href as string).pathname);
  const server = await get("/.well-known/oauth-authorization-server");
  await get("/api/v1/instance");
  await get("/api/v2/instance");
  const scopes = "read write follow push";
  const given = { client_name: "Tidewater", redirect_uris: callback, scopes, website: "https://app.example" };
  const post = async (address: string, body: object): Promise<Thing> => {
    const { pathname } = new URL(address);
    const answer = await stranger.ask("POST", pathname, body);
    expect(answer.status, `${pathname} ${answer.text}`).toBe(200);
    walks("POST", pathname);
    return answer.json();
  };
  const app = await post(server.app_registration_endpoint as string, given);
  const browser = await north.as(member);
  browsers.set(member.id, browser);
  const asked = {
    client_id: app.client_id as string,
    redirect_uri: callback,
    response_type: "code",
    scope: scopes,
  };
  const { pathname } = new URL(server.authorization_endpoint as string);
  const page = await browser.get(`${pathname}?${new URLSearchParams(asked).toString()}`);
  expect(hiddenFields(page.text, "/oauth/authorize")).toMatchObject({ client_id: app.client_id });
  walks("GET", pathname);
  const code = async () => {
    const allowed = await decide(browser, asked);
    walks("POST", pathname);
    return new URL(allowed.location!).searchParams.get("code")!;
  };
  const client = { client_id: app.client_id, client_secret: app.client_secret };
  const grant = { grant_type: "authorization_code", redirect_uri: callback, ...client };
  const tokenAt = server.token_endpoint as string;
  const { access_token: first } = await post(tokenAt, { ...grant, code: await code() });
  await post(server.revocation_endpoint as string, { ...client, token: first });
  const { access_token: token } = await post(tokenAt, { ...grant, code: await code() });
  const own = appOf(north.origin, token as string);
  const { sub, preferred_username: handle } = await own.get(
    new URL(server.userinfo_endpoint as string).pathname,
  );
  expect([sub, handle]).toEqual([`${north.origin}/actors/${member.id}`, member.handle]);
  return own;
}

beforeAll(async () => {
  north = await startInstance({ keep: true });
  [gwen, samir] = [await north.addMember("Gwen Rees"), await north.addMember("Samir Khan")];
  [mine, theirs] = [await signIn(gwen), await signIn(samir)];
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
  ["PUT v1/accounts/update_credentials", { note: "Falls, mostly." }],
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
  ["GET v1/media/:file"],
  ["PUT v1/media/:file", { description: "The ward at night" }],
  ["POST v1/statuses", { status: "With a picture", media_ids: [":file"] }],
  ["GET v1/polls/:poll"],
  ["POST v1/polls/:poll/votes", { choices: [1] }],
  ["POST v1/follow_requests/:account/authorize"],
  ["GET v1/tags/nights"],
  ["POST v1/tags/nights/follow"],
  ["POST v1/tags/nights/unfollow"],
  ["POST v1/conversations/:letter/read"],
  ["DELETE v1/conversations/:letter"],
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
  ["DELETE v1/lists/:list/accounts", { account_ids: [":account"] }],
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
  for (const path of ["/api/v1/media", "/api/v2/media"]) {
    const answer = await mine.send(path, { file: fileOf(await png(), "ward.png"), description: "A ward" });
    expect(answer.status, answer.text).toBe(200);
    walks("POST", path);
    known[":file"] = answer.json<Thing>().id as string;
  }
  const asked = { status: "Slippers?", poll: { options: ["Yes", "No"], expires_in: 3600 } };
  known[":poll"] = (await theirs.post("/api/v1/statuses", asked)).poll.id as string;
  // Whom she lets follow her is her own to say: once yes, once no.
  await theirs.post(`/api/v1/accounts/${gwen.id}/unfollow`);
  await mine.patch("/api/v1/accounts/update_credentials", { locked: true });
  expect((await theirs.post(`/api/v1/accounts/${gwen.id}/follow`)).requested).toBe(true);
  expect(await mine.post(`/api/v1/follow_requests/${samir.id}/reject`)).toMatchObject({ followed_by: false });
  walks("POST", `/api/v1/follow_requests/${samir.id}/reject`);
  await theirs.post(`/api/v1/accounts/${gwen.id}/follow`);

  const wrong: string[] = [];
  for (const [line, body] of daily) {
    const [method, path] = line.split(" ") as [string, string];
    const sent = body && (JSON.parse(filled(JSON.stringify(body))) as object);
    const answer = await mine.ask(method, `/api/${filled(path)}`, sent);
    if (answer.status === 200) walks(method, `/api/${filled(path)}`);
    else wrong.push(`${line}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  expect(wrong).toEqual([]);
});

test("every stream of theirs carries what it is for, over a socket and as server-sent events", async () => {
  const list = await mine.post("/api/v1/lists", { title: "Streams" });
  await mine.post(`/api/v1/accounts/${samir.id}/follow`);
  await mine.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [String(samir.id)] });
  for (const path of ["/api/v1/lists", `/api/v1/lists/${list.id}/accounts`]) walks("POST", path);
  const streams: [stream: string, of: Record<string, string>, event: string][] = [
    ["user", {}, "update"],
    ["user:notification", {}, "notification"],
    ["public", {}, "update"],
    ["public:local", {}, "update"],
    ["hashtag", { tag: "nights" }, "update"],
    ["list", { list: list.id as string }, "update"],
    ["direct", {}, "conversation"],
  ];
  const socket = await listenBySocket(north.origin, { protocol: mine.token! });
  expect(socket.protocol).toBe(mine.token);
  const ears: Ear[] = [];
  for (const [stream, of] of streams) {
    socket.say({ type: "subscribe", stream, ...of });
    const query = new URLSearchParams(of).toString();
    const path = stream.replaceAll(":", "/");
    ears.push(await listenBySse(north.origin, query ? `${path}?${query}` : path, mine.token!));
    walks("GET", `/api/v1/streaming/${path}`);
  }
  await socket.agreed();
  await theirs.post("/api/v1/statuses", { status: "@gwen-rees At night #nights" });
  await theirs.post("/api/v1/statuses", { status: "@gwen-rees For you", visibility: "direct" });
  for (const [n, [stream, of, kind]] of streams.entries()) {
    const whole = [stream, ...Object.values(of)];
    const told = await socket.until(({ event, stream: on }) => event === kind && on.join() === whole.join());
    payloadOf(told);
    payloadOf(await ears[n]!.until(({ event }) => event === kind));
  }
  walks("SOCKET", "/api/v1/streaming");
  for (const ear of [socket, ...ears]) ear.close();
});

test("nothing in the first two tiers is left out, and nothing there is unknown to the decoder", () => {
  const all = [...signInAndHome, ...everyDay];
  expect(all.filter((line) => !walked.has(line))).toEqual([]);
  const plain = (path: string) =>
    path.replace(/:\w+/g, "1").replace("/notifications/1/accounts", "/notifications/ungrouped-1/accounts");
  const answersJson = (line: string) => !/host-meta|oauth\/authorize|streaming/.test(line);
  for (const line of all.filter(answersJson)) {
    const [, path = ""] = line.split(" ");
    expect(shapeOf(plain(path)), line).not.toBeNull();
  }
  // What the page names that the list was made of, where that is there.
  const shape = (path: string) => path.replace(/:\w+/g, ":");
  const unlisted = namedOnThePage().filter(
    (name) => name !== "/:key/accounts" && !all.some((line) => shape(line).includes(shape(name))),
  );
  expect(unlisted).toEqual([]);
});

test("an app goes on after thirty days, when the session it was let in with is long over", async () => {
  north.clock.tick({ days: 30 });
  expect((await browsers.get(gwen.id)!.get("/me/apps")).location).toMatch(/^\/sign-in/);
  const before = await mine.post("/api/v1/statuses", { status: "A month later" });
  expect((await mine.get("/api/v1/timelines/home?limit=1"))[0].id).toBe(before.id);
  const ear = await listenBySocket(north.origin, { protocol: mine.token!, query: "?stream=user" });
  ear.close();
  expect((await mine.get("/api/v1/accounts/verify_credentials")).id).toBe(String(gwen.id));
});
