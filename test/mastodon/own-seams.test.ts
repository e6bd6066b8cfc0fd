import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { content, contentTag, follow, notification, reblog } from "../../db/index.ts";
import { closeAccount } from "../../src/people/index.ts";
import { publishPost } from "../../src/posts/index.ts";
import { blockPerson, unblockPerson } from "../../src/relations/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { type App, appFor, type Thing } from "./app.ts";
import { type Ear, listenBySocket } from "./listening.ts";

/** Where posts of people's own meet blocks, hashtags, lists, and the end of an account. */
let north: Instance;
let people: Record<"gwen" | "samir" | "olu", Member>;
let app: Record<"gwen" | "samir" | "olu", App>;
let ear: Ear;

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
  };
});
afterAll(async () => {
  ear?.close();
  await north.stop();
});

const ids = (list: Thing[]): string[] => list.map(({ id }) => id as string);

test("whom somebody blocked reads none of their posts by any route, passes none on, and writes no messages to them", async () => {
  const open = await publishPost(north.context(people.gwen), { source: "For all", visibility: "public" });
  const old = await app.olu.post("/api/v1/statuses", {
    status: "@gwen-rees Before",
    visibility: "direct",
  });
  expect(await app.gwen.get("/api/v1/conversations")).toHaveLength(1);
  await blockPerson(north.context(people.gwen), people.olu.id);
  const path = `/api/v1/statuses/${open}`;
  for (const [method, of] of [
    ["GET", ""],
    ["GET", "/context"],
    ["GET", "/history"],
    ["POST", "/reblog"],
    ["POST", "/favourite"],
    ["POST", "/bookmark"],
  ] as const)
    expect((await app.olu.ask(method, path + of)).status, of).toBe(404);
  expect(ids(await app.olu.get(`/api/v1/statuses?id[]=${open}`))).toEqual([]);
  const page = `${north.origin}/people/gwen-rees/posts/${open}`;
  const found = await app.olu.get(`/api/v2/search?resolve=true&q=${encodeURIComponent(page)}`);
  expect(ids(found.statuses)).toEqual([]);
  expect((await (await north.as(people.olu)).get(`/people/gwen-rees/posts/${open}`)).status).toBe(404);
  await app.olu.post("/api/v1/statuses", { status: "@gwen-rees Read this", visibility: "direct" });
  await app.olu.post("/api/v1/statuses", {
    status: "@gwen-rees And this",
    visibility: "direct",
    in_reply_to_id: old.id,
  });
  expect(await app.gwen.get("/api/v1/conversations")).toEqual([]);
  const messages = await (await north.as(people.gwen)).get("/messages");
  for (const words of ["Before", "Read this", "And this"]) expect(messages.text).not.toContain(words);
  expect(await north.store.db.$count(notification, eq(notification.personId, people.gwen.id))).toBe(1);
  await unblockPerson(north.context(people.gwen), people.olu.id);
  expect((await app.olu.ask("GET", path)).status).toBe(200);
});

test("whom one muted is not among the posts of those one follows", async () => {
  await app.samir.post(`/api/v1/accounts/${people.olu.id}/follow`);
  await publishPost(north.context(people.olu), { source: "Loud and clear", visibility: "public" });
  const session = await north.as(people.samir);
  expect((await session.get("/posts")).text).toContain("Loud and clear");
  await app.samir.post(`/api/v1/accounts/${people.olu.id}/mute`);
  expect((await session.get("/posts")).text).not.toContain("Loud and clear");
  await app.samir.post(`/api/v1/accounts/${people.olu.id}/unmute`);
});

test("who boosts one's posts or follows one is judged by one's policy too", async () => {
  await app.gwen.patch("/api/v2/notifications/policy", { for_not_following: "filter" });
  const { id } = await app.gwen.post("/api/v1/statuses", { status: "Worth it" });
  await app.olu.post(`/api/v1/statuses/${id}/reblog`);
  await app.olu.post(`/api/v1/accounts/${people.gwen.id}/follow`);
  const told = await app.gwen.get("/api/v1/notifications?types[]=reblog&types[]=follow");
  expect(told).toEqual([]);
  expect(await app.gwen.get("/api/v1/notifications/requests")).toMatchObject([
    { account: { acct: "olu-outside" }, notifications_count: "2" },
  ]);
});

test("posts with a hashtag are heard by it and at home, and those of a list in its stream, but for what is for few", async () => {
  const list = await app.samir.post("/api/v1/lists", { title: "Nights" });
  await app.samir.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [String(people.gwen.id)] });
  await app.samir.post("/api/v1/tags/nightshift/follow");
  ear = await listenBySocket(north.origin, { protocol: app.samir.token! });
  ear.say({ type: "subscribe", stream: "user" });
  ear.say({ type: "subscribe", stream: "hashtag", tag: "NightShift" });
  ear.say({ type: "subscribe", stream: "list", list: list.id });
  await ear.agreed();
  const post = (status: string, visibility: string) =>
    app.gwen.post("/api/v1/statuses", { status, visibility });
  const few = [await post("#nightshift a", "private"), await post("#nightshift b", "direct")];
  await post("#nightshift c", "unlisted");
  const { id } = await post("#nightshift d", "public");
  const heard = (name: string) =>
    ear.until(
      ({ event, stream, payload }) => event === "update" && stream[0] === name && payload.includes(id),
    );
  for (const name of ["user", "hashtag", "list"]) await heard(name);
  const all = ear.heard.map(({ payload }) => payload).join();
  for (const one of few) expect(all).not.toContain(one.id);
  expect(ear.heard.filter(({ stream }) => stream[0] === "hashtag")).toHaveLength(1);
  await app.gwen.delete(`/api/v1/statuses/${id}`);
  await ear.until(({ event, stream }) => event === "delete" && stream[0] === "hashtag");
  const { db } = north.store;
  expect(await db.$count(contentTag, eq(contentTag.contentId, Number(id)))).toBe(0);
});

test("an account that is closed takes its own posts, what it passed on and its followers along", async () => {
  const olu = north.context(people.olu);
  const boosted = await publishPost(north.context(people.gwen), { source: "Pass on", visibility: "public" });
  await app.olu.post(`/api/v1/statuses/${boosted}/reblog`);
  const ended = [
    await publishPost(olu, { source: "Mine #gone", visibility: "public" }),
    await publishPost(olu, { source: "@samir-khan just us", visibility: "direct" }),
  ];
  expect(await app.samir.get("/api/v1/conversations")).not.toEqual([]);
  await closeAccount(north.context(north.administrator), people.olu.id);
  const { db } = north.store;
  for (const id of ended) {
    expect((await app.samir.ask("GET", `/api/v1/statuses/${id}`)).status).toBe(404);
    const [row] = await db.select().from(content).where(eq(content.id, id));
    expect(row).toMatchObject({ html: "", source: null, deleted: expect.any(Date) as Date });
  }
  expect(await app.samir.get("/api/v1/conversations")).toEqual([]);
  expect(await db.$count(reblog, eq(reblog.actorId, people.olu.id))).toBe(0);
  expect((await app.samir.get(`/api/v1/statuses/${boosted}`)).reblogs_count).toBe(0);
  for (const side of [follow.followerId, follow.followedId])
    expect(await db.$count(follow, eq(side, people.olu.id))).toBe(0);
});
