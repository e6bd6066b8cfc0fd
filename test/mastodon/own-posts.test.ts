import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actor, instance } from "../../db/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { type App, appFor, appOf, type Thing } from "./app.ts";
import { type Ear, listenBySocket, payloadOf } from "./listening.ts";

/** Gwen and Samir are colleagues; Olu is one who follows nobody; the stranger has no account. */
let north: Instance;
let people: Record<"gwen" | "samir" | "olu", Member>;
let app: Record<"gwen" | "samir" | "olu" | "stranger", App>;
let discussion: number;
const ears: Ear[] = [];

beforeAll(async () => {
  north = await startInstance({ keep: true });
  people = {
    gwen: await north.addMember("Gwen Rees"),
    samir: await north.addMember("Samir Khan"),
    olu: await north.addMember("Olu Outside"),
  };
  app = {
    gwen: await appFor(north, people.gwen),
    samir: await appFor(north, people.samir),
    olu: await appFor(north, people.olu),
    stranger: appOf(north.origin, null),
  };
  const { id: workspaceId } = await north.addWorkspace("Falls Prevention", { manager: people.gwen });
  await join(north.context(people.samir), { workspaceId });
  discussion = await openDiscussion(north.context(people.gwen), {
    workspaceId,
    title: "Slippers?",
    source: "Do they help?",
  });
});
afterAll(async () => {
  for (const ear of ears) ear.close();
  await north.stop();
});

const post = (who: keyof typeof people, status: string, more: object = {}) =>
  app[who].post("/api/v1/statuses", { status, ...more });
const status = (who: keyof typeof app, id: string) => app[who].ask("GET", `/api/v1/statuses/${id}`);
const ids = (list: Thing[]): string[] => list.map(({ id }) => id as string);
const home = async (who: keyof typeof people) => ids(await app[who].get("/api/v1/timelines/home?limit=40"));
const of = (who: keyof typeof people) => `/api/v1/accounts/${people[who].id}`;
const told = async (who: keyof typeof people, type: string) =>
  (await app[who].get(`/api/v1/notifications?types[]=${type}`)) as Thing[];

test("a post of one's own carries what its app said of it, and is read by whoever it is for", async () => {
  const made = await post("gwen", "A **quiet** night.", {
    visibility: "unlisted",
    spoiler_text: "Nights",
    sensitive: true,
    language: "cy",
  });
  expect(made).toMatchObject({
    visibility: "unlisted",
    spoiler_text: "Nights",
    sensitive: true,
    language: "cy",
    content: "<p>A <strong>quiet</strong> night.</p>",
    url: `${north.origin}/people/gwen-rees/posts/${made.id}`,
    uri: `${north.origin}/content/${made.id}`,
    reblogged: false,
  });
  expect((await status("stranger", made.id)).status).toBe(200);
  for (const visibility of ["private", "direct"]) {
    const { id } = await post("gwen", "Not for all", { visibility });
    expect((await status("gwen", id)).status).toBe(200);
    for (const who of ["olu", "stranger"] as const) expect((await status(who, id)).status).toBe(404);
  }
});

test("what one follows is at home: posts for all and for followers, not what answers people one does not follow", async () => {
  expect(await app.samir.post(`${of("gwen")}/follow`, { notify: true })).toMatchObject({
    following: true,
    requested: false,
    notifying: true,
    showing_reblogs: true,
  });
  expect((await told("gwen", "follow"))[0]).toMatchObject({ account: { acct: "samir-khan" } });
  const open = await post("gwen", "For all");
  const followers = await post("gwen", "For followers", { visibility: "private" });
  const olus = await post("olu", "Hello, I am new");
  const answer = await post("gwen", "Welcome", { in_reply_to_id: olus.id });
  expect(answer).toMatchObject({ in_reply_to_id: olus.id, in_reply_to_account_id: String(people.olu.id) });
  const samirs = await home("samir");
  expect(samirs).toEqual(expect.arrayContaining([open.id, followers.id]));
  expect(samirs).not.toContain(answer.id);
  expect(await home("gwen")).toEqual(expect.arrayContaining([open.id, followers.id, answer.id]));
  expect(await home("olu")).not.toContain(followers.id);
  expect((await told("samir", "status"))[0]).toMatchObject({ status: { id: followers.id } });
  expect((await told("olu", "mention"))[0]).toMatchObject({ status: { id: answer.id } });
  const { descendants } = await app.stranger.get(`/api/v1/statuses/${olus.id}/context`);
  expect(ids(descendants as Thing[])).toEqual([answer.id]);

  const everybody = ids(await app.stranger.get("/api/v1/timelines/public?local=true"));
  expect(everybody).toEqual(expect.arrayContaining([open.id, olus.id, String(discussion)]));
  expect(everybody).not.toContain(followers.id);
  expect(everybody).not.toContain(answer.id);
  expect(ids(await app.stranger.get("/api/v1/timelines/public?remote=true"))).not.toContain(open.id);
  const paged = ids(await app.samir.all("/api/v1/timelines/home?limit=1"));
  expect(paged).toEqual(await home("samir"));
});

test("a profile shows to each what is for them, with and without answers and boosts", async () => {
  const profile = async (who: keyof typeof app, query = "") =>
    ids(await app[who].get(`${of("gwen")}/statuses?limit=40${query}`));
  const [stranger, follower] = [await profile("stranger"), await profile("samir")];
  expect(follower.length).toBe(stranger.length + 2);
  expect(follower).toEqual(await profile("gwen"));
  const boosted = await app.gwen.post(`/api/v1/statuses/${(await post("olu", "Worth reading")).id}/reblog`);
  expect(await profile("stranger")).toContain(boosted.id);
  expect(await profile("stranger", "&exclude_reblogs=true")).not.toContain(boosted.id);
  const replies =
    (await profile("stranger")).length - (await profile("stranger", "&exclude_replies=true")).length;
  expect(replies).toBe(1);
});

test("a boost has an id of its own, is at home and told, and is taken back", async () => {
  const { id } = await post("olu", "Pass me on");
  const boost = await app.gwen.post(`/api/v1/statuses/${id}/reblog`);
  expect(boost).toMatchObject({
    account: { acct: "gwen-rees" },
    reblog: { id, reblogged: true, reblogs_count: 1 },
  });
  expect(boost.id).not.toBe(id);
  expect((await app.gwen.post(`/api/v1/statuses/${id}/reblog`)).id).toBe(boost.id);
  expect(await home("samir")).toContain(boost.id);
  expect((await told("olu", "reblog"))[0]).toMatchObject({
    group_key: `reblog-${id}`,
    status: { id },
    account: { acct: "gwen-rees" },
  });
  expect(ids(await app.stranger.get(`/api/v1/statuses/${id}/reblogged_by`))).toEqual([
    String(people.gwen.id),
  ]);
  await app.samir.post(`${of("gwen")}/follow`, { reblogs: false });
  expect(await home("samir")).not.toContain(boost.id);
  await app.samir.post(`${of("gwen")}/follow`, { reblogs: true });
  expect(await app.gwen.post(`/api/v1/statuses/${boost.id}/unreblog`)).toMatchObject({
    id,
    reblogs_count: 0,
  });
  expect((await status("samir", boost.id)).status).toBe(404);

  const passedOn = await app.samir.post(`/api/v1/statuses/${discussion}/reblog`);
  expect(passedOn.reblog).toMatchObject({ id: String(discussion), reblogs_count: 2 });
  const secret = await post("gwen", "For followers", { visibility: "private" });
  expect((await app.samir.ask("POST", `/api/v1/statuses/${secret.id}/reblog`)).status).toBe(422);
});

test("a post is liked, edited with its history, and deleted with its words given back", async () => {
  const made = await post("gwen", "One", { spoiler_text: "First" });
  const path = `/api/v1/statuses/${made.id}`;
  expect(await app.samir.post(`${path}/favourite`)).toMatchObject({ favourited: true, favourites_count: 1 });
  expect((await told("gwen", "favourite"))[0]).toMatchObject({ group_key: `favourite-${made.id}` });
  expect((await app.samir.ask("PUT", path, { status: "Mine" })).status).toBe(403);
  const edited = await app.gwen.put(path, { status: "Two", spoiler_text: "Second" });
  expect(edited).toMatchObject({ content: "<p>Two</p>", spoiler_text: "Second", visibility: "public" });
  expect(await app.gwen.get(`${path}/source`)).toEqual({ id: made.id, text: "Two", spoiler_text: "Second" });
  const history = (await app.olu.get(`${path}/history`)) as Thing[];
  expect(history.map(({ content, spoiler_text: warning }) => [content as string, warning as string])).toEqual(
    [
      ["<p>One</p>", "First"],
      ["<p>Two</p>", "Second"],
    ],
  );
  expect((await app.gwen.delete(path)).text).toBe("Two");
  expect((await status("gwen", made.id)).status).toBe(404);
  expect(await home("samir")).not.toContain(made.id);
});

test("whoever decides on followers is asked, accepts and declines in an app, and lets one go", async () => {
  const { db } = north.store;
  await north.store.transaction(async (tx) => {
    await tx.update(actor).set({ approves: true }).where(eq(actor.id, people.olu.id));
  });
  expect(await db.$count(actor, eq(actor.approves, true))).toBeGreaterThan(0);
  expect(await app.gwen.post(`${of("olu")}/follow`)).toMatchObject({ following: false, requested: true });
  expect(await app.samir.post(`${of("olu")}/follow`)).toMatchObject({ requested: true });
  expect(ids(await app.olu.get("/api/v1/follow_requests"))).toEqual(
    [people.samir.id, people.gwen.id].map(String),
  );
  expect((await told("olu", "follow_request")).length).toBe(2);
  expect(await app.olu.post(`/api/v1/follow_requests/${people.gwen.id}/authorize`)).toMatchObject({
    followed_by: true,
  });
  await app.olu.post(`/api/v1/follow_requests/${people.samir.id}/reject`);
  expect(await told("olu", "follow_request")).toEqual([]);
  expect((await app.samir.get(`/api/v1/accounts/relationships?id[]=${people.olu.id}`))[0]).toMatchObject({
    following: false,
    requested: false,
  });
  expect(ids(await app.samir.get(`${of("olu")}/followers`))).toEqual([String(people.gwen.id)]);
  expect(ids(await app.samir.get(`${of("gwen")}/following`))).toEqual([String(people.olu.id)]);
  expect(await app.stranger.get(`${of("olu")}/followers`)).toEqual([]);
  expect(await app.olu.post(`${of("gwen")}/remove_from_followers`)).toMatchObject({ followed_by: false });
  expect(await app.gwen.post(`${of("olu")}/unfollow`)).toMatchObject({ following: false });
  expect((await app.olu.ask("POST", `${of("olu")}/follow`)).status).toBe(422);
});

test("a direct message arrives by stream, makes a conversation, and is seen by nobody else", async () => {
  const listen = async (who: keyof typeof people) => {
    const ear = await listenBySocket(north.origin, { protocol: app[who].token! });
    ears.push(ear);
    for (const stream of ["user", "direct", "public:local"]) ear.say({ type: "subscribe", stream });
    await ear.agreed();
    return ear;
  };
  const [samir, olu] = [await listen("samir"), await listen("olu")];
  const first = await post("gwen", "@samir-khan Can you come to ward 7?", { visibility: "direct" });
  const heard = await samir.until(({ event }) => event === "conversation");
  expect(heard.stream).toEqual(["direct"]);
  expect(payloadOf(heard)).toMatchObject({ unread: true, last_status: { id: first.id } });
  const update = await samir.until(({ event }) => event === "update");
  expect(payloadOf(update)).toMatchObject({ id: first.id, visibility: "direct" });

  const [talk] = await app.samir.get("/api/v1/conversations");
  expect(talk).toMatchObject({
    unread: true,
    accounts: [{ acct: "gwen-rees" }],
    last_status: { id: first.id },
  });
  expect(await app.samir.post(`/api/v1/conversations/${talk.id}/read`)).toMatchObject({ unread: false });
  expect((await app.olu.ask("POST", `/api/v1/conversations/${talk.id}/read`)).status).toBe(404);
  // An answer is for as many as what it answers, unless its app says more.
  const answer = await post("samir", "@gwen-rees On my way", { in_reply_to_id: first.id });
  expect(answer.visibility).toBe("direct");
  expect((await app.gwen.get("/api/v1/conversations"))[0]).toMatchObject({ last_status: { id: answer.id } });
  expect(await home("samir")).toEqual(expect.arrayContaining([first.id]));
  for (const who of ["olu", "stranger"] as const)
    for (const id of [first.id, answer.id] as string[]) {
      expect((await status(who, id)).status).toBe(404);
      expect((await app[who].ask("GET", `/api/v1/statuses/${id}/context`)).status).toBe(404);
    }
  await app.samir.delete(`/api/v1/conversations/${talk.id}`);
  expect(await app.samir.get("/api/v1/conversations")).toEqual([]);

  const open = await post("gwen", "Everybody hears this");
  const last = await olu.until(({ payload }) => payload.includes(`"${open.id}"`));
  expect(last.stream).toEqual(["public:local"]);
  expect(olu.heard.map(({ event }) => event)).toEqual(["update"]);
  await app.gwen.delete(`/api/v1/statuses/${open.id}`);
  await olu.until(({ event, payload }) => event === "delete" && payload === open.id);
});

test("where it is switched off an app is told why; what it follows stays readable", async () => {
  const open = await post("gwen", "Before");
  const set = (personalPosts: boolean) =>
    north.store.transaction(async (tx) => {
      await tx.update(instance).set({ personalPosts });
    });
  await set(false);
  const refused = await app.gwen.ask("POST", "/api/v1/statuses", { status: "Hello" });
  expect([refused.status, refused.json<Thing>().error]).toEqual([
    422,
    expect.stringContaining("switched off"),
  ]);
  expect((await app.olu.ask("POST", `/api/v1/statuses/${open.id}/reblog`)).status).toBe(422);
  expect((await status("samir", open.id)).status).toBe(200);
  const falls = await post("gwen", "@falls-prevention Still here");
  expect(falls.visibility).toBe("public");
  await set(true);
});
