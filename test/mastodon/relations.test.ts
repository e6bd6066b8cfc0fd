import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { actor, follow, personBlock } from "../../db/index.ts";
import { insertLocalActor } from "../../src/actors/index.ts";
import { change } from "../../src/context.ts";
import { addComment, openDiscussion, setLike } from "../../src/forums/index.ts";
import { blockPerson, muteAccount } from "../../src/relations/index.ts";
import { followPerson } from "../../src/posts/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { ids, inner, type Thing } from "./app.ts";
import { listenBySocket } from "./listening.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
/** Opened by Priya, whom Amara mutes and blocks. */
let opened: number;

beforeAll(async () => {
  s = await scene();
  opened = await openDiscussion(s.north.context(s.priya), {
    workspaceId: s.open.id,
    title: "Priya asks",
    source: "Who else?",
  });
});
afterAll(() => s.north.stop());

const about = (who: { id: number }, what: string) => `/api/v1/accounts/${who.id}/${what}`;
const relation = async (who: { id: number }, app = s.app.amara): Promise<Thing> =>
  (await app.get(`/api/v1/accounts/relationships?id[]=${who.id}`))[0];
const told = async (app = s.app.amara): Promise<string[]> =>
  ((await app.get("/api/v1/notifications?limit=80&exclude_types[]=follow_request")) as Thing[]).map(
    (one: Thing) => `${one.type} ${(one.status as Thing | undefined)?.id}`,
  );
const answers = (parentId: number, source: string) =>
  addComment(s.north.context(s.priya), { parentId, source });

describe("who is muted", () => {
  afterEach(() => s.app.amara.post(about(s.priya, "unmute")));

  test("is gone from home, public and list timelines, and stays in threads and on their profile", async () => {
    expect(inner(await s.app.amara.get("/api/v1/timelines/home"))).toContain(String(opened));
    const muted = await s.app.amara.post(about(s.priya, "mute"), { notifications: false });
    expect(muted).toMatchObject({ muting: true, muting_notifications: false, blocking: false });
    const [list] = await s.app.amara.get(`/api/v1/accounts/${s.open.id}/lists`);
    for (const path of ["timelines/home", "timelines/public", `timelines/list/${list.id}`])
      expect(inner(await s.app.amara.get(`/api/v1/${path}`))).not.toContain(String(opened));
    expect(ids(await s.app.amara.get(about(s.priya, "statuses")))).toContain(String(opened));
    const thread = await s.app.amara.get(`/api/v1/statuses/${s.open.discussion}/context`);
    expect(ids(thread.descendants)).toContain(String(s.open.comment));
    // Nobody else sees less, and nobody learns of it.
    expect(inner(await s.app.priya.get("/api/v1/timelines/home"))).toContain(String(opened));
    expect(await relation(s.amara, s.app.priya)).toMatchObject({ muting: false, blocked_by: false });
    expect(ids(await s.app.amara.get("/api/v1/mutes"))).toEqual([String(s.priya.id)]);
    expect(await s.app.priya.get("/api/v1/mutes")).toEqual([]);
  });

  test("is told of no more, and what was told before comes back", async () => {
    const before = await told();
    expect(before).toContain(`mention ${s.open.comment}`);
    await s.app.amara.post(about(s.priya, "mute"));
    expect(await told()).toEqual([]);
    expect(
      await s.app.amara.get("/api/v1/notifications/unread_count?exclude_types[]=follow_request"),
    ).toEqual({ count: 0 });
    const quiet = await answers(s.open.discussion, "Do you hear me, @amara-okafor?");
    await s.app.amara.post(about(s.priya, "unmute"));
    expect(await told()).toEqual(before);
    const loud = await answers(s.open.discussion, "And now, @amara-okafor?");
    expect(await told()).toContain(`mention ${loud}`);
    expect(await told()).not.toContain(`mention ${quiet}`);
  });

  test("for a time is muted for that time", async () => {
    await s.app.amara.post(about(s.priya, "mute"), { duration: 3600 });
    const [listed] = await s.app.amara.get("/api/v1/mutes");
    expect(Date.parse(listed.mute_expires_at as string)).toBeGreaterThan(s.north.clock.now().getTime());
    s.north.clock.tick({ hours: 2 });
    expect(await relation(s.priya)).toMatchObject({ muting: false });
    expect(await s.app.amara.get("/api/v1/mutes")).toEqual([]);
    expect(inner(await s.app.amara.get("/api/v1/timelines/home"))).toContain(String(opened));
  });

  test("is not heard in streams", async () => {
    await s.app.amara.post(about(s.priya, "mute"));
    const ear = await listenBySocket(s.north.origin, { query: "?stream=user", token: s.app.amara.token! });
    await ear.agreed();
    await answers(s.open.discussion, "Quiet, @amara-okafor");
    await openDiscussion(s.north.context(s.priya), {
      workspaceId: s.open.id,
      title: "Quiet",
      source: "One.",
    });
    await openDiscussion(s.north.context(s.amara), { workspaceId: s.open.id, title: "Loud", source: "Two." });
    await ear.until(({ event, payload }) => event === "update" && payload.includes("Loud"));
    expect(ear.heard.map(({ event }) => event)).toEqual(["update"]);
    ear.close();
  });

  test("cannot be oneself, nobody, nor who is not known; and not for a word", async () => {
    const status = async (path: string, body?: unknown) => (await s.app.amara.ask("POST", path, body)).status;
    expect(await status(about(s.amara, "mute"))).toBe(422);
    expect(await status("/api/v1/accounts/12345/mute")).toBe(404);
    expect(await status(about(s.priya, "mute"), { duration: "soon" })).toBe(422);
    expect((await s.app.olu.ask("POST", about(s.confidential, "mute"))).status).toBe(404);
    expect((await s.app.stranger.ask("POST", about(s.priya, "mute"))).status).toBe(401);
  });
});

describe("who is blocked", () => {
  afterEach(() => s.app.amara.post(about(s.priya, "unblock")));

  test("and whoever blocks have nothing to do with each other in apps", async () => {
    expect(await s.app.amara.post(about(s.priya, "block"))).toMatchObject({ blocking: true });
    expect(await relation(s.amara, s.app.priya)).toMatchObject({ blocked_by: true, blocking: false });
    expect(inner(await s.app.amara.get("/api/v1/timelines/home"))).not.toContain(String(opened));
    expect(inner(await s.app.priya.get("/api/v1/timelines/home"))).not.toContain(String(s.open.discussion));
    const thread = async (app = s.app.amara) =>
      ids((await app.get(`/api/v1/statuses/${s.open.discussion}/context`)).descendants);
    expect(await thread()).not.toContain(String(s.open.comment));
    expect(await thread(s.app.olu)).toContain(String(s.open.comment));
    expect(await s.app.priya.get(about(s.amara, "statuses"))).toEqual([]);
    for (const [app, name] of [
      [s.app.amara, "priya"],
      [s.app.priya, "amara"],
    ] as const)
      expect((await app.get(`/api/v2/search?q=${name}`)).accounts).toEqual([]);
    expect(ids(await s.app.amara.get("/api/v1/blocks"))).toEqual([String(s.priya.id)]);
    expect(await s.app.priya.get("/api/v1/blocks")).toEqual([]);
  });

  test("is told of nothing and tells nothing, also as likes; duties go on", async () => {
    await s.app.amara.post(about(s.priya, "block"));
    expect(await told()).toEqual([]);
    await setLike(s.north.context(s.priya), { contentId: s.open.discussion, liked: true });
    await addComment(s.north.context(s.amara), { parentId: s.open.comment, source: "Still, @priya-nair" });
    await s.app.amara.post(about(s.priya, "unblock"));
    expect(await told()).not.toContain(`favourite ${s.open.discussion}`);
    await s.app.amara.post(about(s.priya, "block"));
    // A manager decides on requests, whoever asks.
    const room = await s.north.addWorkspace("Ward nine", { manager: s.amara, level: "restricted" });
    await join(s.north.context(s.priya), { workspaceId: room.id });
    expect(ids(await s.app.amara.get("/api/v1/follow_requests"))).toEqual([String(s.priya.id)]);
    const requests = await s.app.amara.get("/api/v1/notifications?types[]=follow_request");
    expect(requests[0].account.id).toBe(String(s.priya.id));
  });

  test("follows no more, and cannot", async () => {
    const [amara, priya] = [s.north.context(s.amara), s.north.context(s.priya)];
    await followPerson(amara, { personId: s.priya.id });
    await followPerson(priya, { personId: s.amara.id });
    await s.app.amara.post(about(s.priya, "block"));
    const { db } = s.north.store;
    const left = await db.select().from(follow).where(eq(follow.followedId, s.priya.id));
    expect([left, await db.select().from(follow).where(eq(follow.followedId, s.amara.id))]).toEqual([[], []]);
    await expect(followPerson(priya, { personId: s.amara.id })).rejects.toThrow("cannot follow");
    await expect(followPerson(amara, { personId: s.priya.id })).rejects.toThrow("cannot follow");
    expect(await db.$count(personBlock)).toBe(1);
  });

  test("is a person, not a workspace, and not oneself", async () => {
    for (const who of [s.open, s.amara])
      expect((await s.app.amara.ask("POST", about(who, "block"))).status).toBe(422);
  });
});

test("a workspace that is muted is left out of home, and one still belongs to it", async () => {
  await s.app.amara.post(about(s.open, "mute"));
  const home = await s.app.amara.get("/api/v1/timelines/home");
  expect(home.map((one: Thing) => one.account.id as string)).not.toContain(String(s.open.id));
  expect(await relation(s.open)).toMatchObject({ muting: true, following: true });
  await s.app.amara.post(about(s.open, "unmute"));
});

test("a server that is blocked is left out, for oneself alone", async () => {
  const { north } = s;
  const far = await change(north.context(s.amara), async (made) => {
    const id = await insertLocalActor(north.context(), made, {
      kind: "person",
      handle: "far-away",
      name: "Far Away",
    });
    await made.tx
      .update(actor)
      .set({ host: "far.example", local: false, localHandle: null })
      .where(eq(actor.id, id));
    return id;
  });
  const as = { ...north.context(), actor: { id: far, local: false, administrator: false } };
  const said = await addComment(as, { parentId: s.open.discussion, source: "From far, @amara-okafor" });
  const thread = async (app = s.app.amara) =>
    ids((await app.get(`/api/v1/statuses/${s.open.discussion}/context`)).descendants);
  expect(await thread()).toContain(String(said));
  expect(await told()).toContain(`mention ${said}`);
  expect(await s.app.amara.post("/api/v1/domain_blocks", { domain: "Far.example" })).toEqual({});
  expect(await s.app.amara.get("/api/v1/domain_blocks")).toEqual(["far.example"]);
  expect(await relation({ id: far })).toMatchObject({ domain_blocking: true });
  expect(await thread()).not.toContain(String(said));
  expect(await thread(s.app.priya)).toContain(String(said));
  expect(await told()).not.toContain(`mention ${said}`);
  for (const domain of ["", "no host", s.north.host, "x".repeat(5000)])
    expect((await s.app.amara.ask("POST", "/api/v1/domain_blocks", { domain })).status).toBe(422);
  for (const host of ["one.example", "two.example", "three.example"])
    await s.app.amara.post(`/api/v1/domain_blocks?domain=${host}`);
  expect(await s.app.amara.all("/api/v1/domain_blocks?limit=2")).toHaveLength(4);
  await s.app.amara.delete("/api/v1/domain_blocks?domain=far.example");
  expect(await thread()).toContain(String(said));
});

test("a note is one's own", async () => {
  await s.app.amara.post(about(s.priya, "note"), { comment: "Knows the wards.\n" });
  expect(await relation(s.priya)).toMatchObject({ note: "Knows the wards." });
  for (const app of [s.app.olu, s.app.priya])
    expect(JSON.stringify(await app.get(`/api/v1/accounts/relationships?id[]=${s.priya.id}`))).not.toContain(
      "wards",
    );
  expect(await s.app.amara.post(about(s.priya, "note"), { comment: "" })).toMatchObject({ note: "" });
  expect((await s.app.amara.ask("POST", about(s.priya, "note"), { comment: "x".repeat(3000) })).status).toBe(
    422,
  );
});

test("a conversation that is muted is told of no more", async () => {
  const muted = await s.app.amara.post(`/api/v1/statuses/${s.open.comment}/mute`);
  expect(muted).toMatchObject({ id: String(s.open.comment), muted: true });
  expect(await s.app.amara.get(`/api/v1/statuses/${s.open.discussion}`)).toMatchObject({ muted: true });
  const quiet = await answers(s.open.reply, "Really, @amara-okafor?");
  const elsewhere = await answers(s.restricted.reply, "Here, @amara-okafor?");
  await s.app.amara.post(`/api/v1/statuses/${s.open.discussion}/unmute`);
  const list = await told();
  expect(list).not.toContain(`mention ${quiet}`);
  expect(list).toContain(`mention ${elsewhere}`);
  expect((await s.app.olu.ask("POST", `/api/v1/statuses/${s.restricted.comment}/mute`)).status).toBe(404);
});

test("one recommends people and workspaces; of a workspace that somebody may not know, nothing is shown", async () => {
  for (const who of [s.priya, s.open, s.confidential])
    expect(await s.app.amara.post(about(who, "pin"))).toMatchObject({ endorsed: true });
  const own = ids(await s.app.amara.get("/api/v1/endorsements"));
  expect(own).toEqual([s.confidential.id, s.open.id, s.priya.id].map(String));
  expect(ids(await s.app.amara.all("/api/v1/endorsements?limit=1"))).toEqual(own);
  expect(ids(await s.app.olu.get(about(s.amara, "endorsements")))).toEqual(own.slice(1));
  expect((await s.app.olu.ask("POST", about(s.confidential, "pin"))).status).toBe(404);
  expect(await s.app.amara.post(about(s.priya, "unendorse"))).toMatchObject({ endorsed: false });
});

test("whom one follows that follow somebody too", async () => {
  const { north } = s;
  await followPerson(north.context(s.olu), { personId: s.priya.id });
  await followPerson(north.context(s.priya), { personId: s.amara.id });
  const of = (who: { id: number }) =>
    s.app.olu.get(`/api/v1/accounts/familiar_followers?id[]=${who.id}`) as Promise<Thing[]>;
  expect((await of(s.amara))[0].accounts).toMatchObject([{ id: String(s.priya.id) }]);
  expect((await of(s.open))[0].accounts).toMatchObject([{ id: String(s.priya.id) }]);
  // Who belongs there is for those who do.
  expect((await of(s.restricted))[0].accounts).toEqual([]);
  expect(await of(s.confidential)).toEqual([]);
});

test("every list of people is paged to its end, with the query kept", async () => {
  const people = [s.priya, s.olu, await s.north.addMember("Third Person")];
  for (const { id } of people) {
    await muteAccount(s.north.context(s.amara), id);
    await blockPerson(s.north.context(s.amara), id);
  }
  for (const path of ["mutes", "blocks"]) {
    const all = await s.app.amara.all(`/api/v1/${path}?limit=1&x=y`);
    expect(ids(all)).toEqual(people.map(({ id }) => String(id)).reverse());
    const { headers } = await s.app.amara.ask("GET", `/api/v1/${path}?limit=1&x=y`);
    expect(headers.link).toContain("x=y");
  }
});
