import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { dialect } from "../../db/dialect.ts";
import { openStore, person } from "../../db/index.ts";
import { readEnv } from "../../src/env.ts";
import { serve } from "../../src/main.ts";
import { freePort } from "../rig.ts";
import { beside } from "../rig/postgres.ts";
import { deleteContent } from "../../src/forums/index.ts";
import { leave, removeMember } from "../../src/workspaces/index.ts";
import { appFor } from "./app.ts";
import { type Ear, listenBySocket, listenBySse, payloadOf } from "./listening.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
const ears: Ear[] = [];
beforeAll(async () => {
  s = await scene();
});
afterAll(async () => {
  for (const ear of ears) ear.close();
  await s.north.stop();
});

const token = (app: "amara" | "priya" | "olu") => s.app[app].token!;
async function socket(who: "amara" | "priya" | "olu", ...streams: object[]): Promise<Ear> {
  const ear = await listenBySocket(s.north.origin, { protocol: token(who) });
  ears.push(ear);
  for (const one of streams) ear.say({ type: "subscribe", ...one });
  await ear.agreed();
  return ear;
}
const post = (app: "amara" | "priya", status: string, more: object = {}) =>
  s.app[app].post("/api/v1/statuses", { status, ...more });
/** Whatever came before this has been heard. */
async function caughtUp(...heard: Ear[]): Promise<void> {
  for (const ear of heard) {
    ear.say({ type: "subscribe", stream: "public" });
    await ear.agreed();
  }
  const mark = await post("amara", "@sepsis-network A mark");
  for (const ear of heard) {
    await ear.until(({ stream, payload }) => stream[0] === "public" && payload.includes(`"${mark.id}"`));
  }
}

test("a socket opens with the token wherever an app puts it, and echoes what it was offered", async () => {
  const { origin } = s.north;
  const byProtocol = await listenBySocket(origin, { protocol: token("priya") });
  expect(byProtocol.protocol).toBe(token("priya"));
  const byQuery = await listenBySocket(origin, { query: `?access_token=${token("priya")}&stream=user` });
  const byHeader = await listenBySocket(origin, { token: token("priya"), query: "/?stream=user" });
  ears.push(byProtocol, byQuery, byHeader);
  byProtocol.say({ type: "subscribe", stream: "user" });
  await byProtocol.agreed();
  const { id } = await post("amara", "@sepsis-network Heard everywhere");
  for (const ear of [byProtocol, byQuery, byHeader]) {
    const event = await ear.until(({ event: kind }) => kind === "update");
    expect(event.stream).toEqual(["user"]);
    expect(payloadOf(event)).toMatchObject({ account: { acct: "sepsis-network" }, reblog: { id } });
  }
  await expect(listenBySocket(origin)).rejects.toThrow("401");
  await expect(listenBySocket(origin, { protocol: "nobody" })).rejects.toThrow("401");
});

test("a new reply is heard as a notification; edits and deletions follow", async () => {
  const ear = await socket("priya", { stream: "user" }, { stream: "user:notification" });
  const opened = await post("priya", "@serious-incidents A question\n\nWho?");
  const reply = await post("amara", "I do.", { in_reply_to_id: opened.id });
  for (const name of ["user", "user:notification"]) {
    const told = await ear.until(({ event, stream }) => event === "notification" && stream[0] === name);
    expect(payloadOf(told)).toMatchObject({
      type: "mention",
      status: { id: reply.id, in_reply_to_id: opened.id },
    });
  }
  await s.app.priya.put(`/api/v1/statuses/${opened.id}`, { status: "A question\n\nWhich one?" });
  const edited = await ear.until(({ event }) => event === "status.update");
  expect(payloadOf(edited)).toMatchObject({ id: opened.id, content: expect.stringContaining("Which one?") });
  await s.app.priya.delete(`/api/v1/statuses/${opened.id}`);
  expect(
    payloadOf(await ear.until(({ event, payload }) => event === "delete" && payload === opened.id)),
  ).toBe(opened.id);
});

test("each stream has its own, until it is left", async () => {
  const [, list] = await s.app.priya.get("/api/v1/lists");
  const ear = await socket("priya", { stream: "list", list: list.id }, { stream: "public:local" });
  ear.say({ type: "subscribe", stream: "telepathy" });
  await ear.agreed();
  expect(ear.refused[0]).toMatchObject({ status: 400 });
  const first = await post("amara", "@serious-incidents In the list");
  const heard = await ear.until(({ stream }) => stream[0] === "list");
  expect(heard.stream).toEqual(["list", list.id]);
  expect(payloadOf(heard).reblog.id).toBe(first.id);
  const open = await post("amara", "@sepsis-network In public");
  const local = await ear.until(({ stream }) => stream[0] === "public:local");
  expect(payloadOf(local)).toMatchObject({ id: open.id, reblog: null });
  ear.say({ type: "unsubscribe", stream: "list", list: list.id });
  await ear.agreed();
  await post("amara", "@serious-incidents Not in the list");
  await caughtUp(ear);
  expect(ear.heard.filter(({ stream }) => stream[0] === "list")).toHaveLength(1);
});

test("who may not see it hears nothing, and who left hears nothing any more", async () => {
  const [, restricted] = await s.app.amara.get("/api/v1/lists");
  const everything = [
    ...["user", "user:notification", "public", "public:local", "public:remote", "direct"].map((stream) => ({
      stream,
    })),
    { stream: "list", list: restricted.id },
    { stream: "hashtag", tag: "sepsis" },
  ];
  const olu = await socket("olu", ...everything);
  const priya = await socket("priya", ...everything);
  const secret = await post("amara", "@serious-incidents For members\n\nOnly @olu-outside @priya-nair.");
  const answer = await post("amara", "Still only.", { in_reply_to_id: secret.id });
  await s.app.amara.put(`/api/v1/statuses/${secret.id}`, { status: "For members\n\nOnly, again." });
  await post("amara", "@quiet-room Nobody knows");
  await priya.until(({ event }) => event === "status.update");
  await deleteContent(s.north.context(s.amara), { contentId: Number(answer.id) });
  await priya.until(({ event }) => event === "delete");

  await leave(s.north.context(s.priya), { workspaceId: s.restricted.id });
  const before = priya.heard.length;
  const after = await post("amara", "@serious-incidents After they left");
  await s.app.amara.delete(`/api/v1/statuses/${after.id}`);
  await caughtUp(olu, priya);
  const marks = ({ stream, event }: { stream: string[]; event: string }) =>
    /^public/.test(stream[0]!) && event === "update";
  expect(olu.heard.filter((event) => !marks(event))).toEqual([]);
  const rest = priya.heard.slice(before).filter((event) => !marks(event));
  expect(rest.filter(({ payload }) => payload.includes("After they left"))).toEqual([]);
  expect(rest.filter(({ event }) => event === "delete")).toEqual([]);
});

test("server-sent events carry the same", async () => {
  const { origin } = s.north;
  const user = await listenBySse(origin, "user", token("amara"));
  const local = await listenBySse(origin, "public/local", token("olu"));
  ears.push(user, local);
  const { id } = await post("amara", "@sepsis-network By events");
  expect(payloadOf(await user.until(({ event }) => event === "update")).reblog.id).toBe(id);
  expect(payloadOf(await local.until(({ event }) => event === "update")).id).toBe(id);
  await expect(listenBySse(origin, "user", "nobody")).rejects.toThrow("401");
  await expect(listenBySse(origin, "telepathy", token("olu"))).rejects.toThrow("404");
  expect((await s.app.stranger.ask("GET", "/api/v1/streaming/health")).text).toBe("OK");
  for (const path of ["user", "user/notification", "public", "public/local", "direct"])
    expect((await s.app.stranger.ask("GET", `/api/v1/streaming/${path}`)).status).toBe(401);
});

test("a stream needs the scope, and ends with its app", async () => {
  const kofi = await s.north.addMember("Kofi Leaving");
  const app = await appFor(s.north, kofi, "read:statuses");
  const ear = await listenBySocket(s.north.origin, { protocol: app.token! });
  const events = await listenBySse(s.north.origin, "user", app.token!);
  ear.say({ type: "subscribe", stream: "user:notification" });
  await ear.agreed();
  expect(ear.refused[0]).toMatchObject({ status: 401 });
  await expect(listenBySse(s.north.origin, "user/notification", app.token!)).rejects.toThrow("403");
  const browser = await s.north.as(kofi);
  const page = await browser.get("/me/apps");
  const [, ending] = /href="(\/me\/apps\/\d+\/end)"/.exec(page.text) ?? [];
  await browser.post(ending!);
  expect(await ear.closed).toBe(4401);
  await events.closed;
  await removeMember(s.north.context(s.amara), { workspaceId: s.open.id, memberId: s.priya.id });
});

test.runIf(dialect === "postgres")(
  "apps that listen at another process of the same instance hear the same, and those outside nothing there either",
  async () => {
    const root = join(import.meta.dirname, "..", "..");
    const [row] = await s.north.store.db.select({ name: sql<string>`current_database()` }).from(person);
    const store = await openStore(beside(process.env.DATABASE_URL!, row!.name), root);
    const port = String(await freePort());
    const SECRET_KEY = "a secret of thirty-two characters or more";
    const env = readEnv({ ORIGIN: s.north.origin, PORT: port, DATA_DIR: root, SECRET_KEY });
    const other = await serve(env, { clock: s.north.clock, store, work: false });
    onTestFinished(() => other.stop());
    const there = `http://${s.north.host.split(":")[0]}:${port}`;
    const inside = await listenBySocket(there, { protocol: token("priya"), query: "?stream=user" });
    const events = await listenBySse(there, "user", token("amara"));
    const outside = await listenBySocket(there, { protocol: token("olu"), query: "?stream=public" });
    ears.push(inside, events, outside);
    outside.say({ type: "subscribe", stream: "user" });
    await Promise.all([inside.agreed(), outside.agreed()]);
    const hidden = await post("amara", `@${s.confidential.handle} For members, elsewhere too`);
    for (const ear of [inside, events])
      expect(payloadOf(await ear.until(({ event }) => event === "update")).reblog.id).toBe(hidden.id);
    const open = await post("amara", `@${s.open.handle} For everybody`);
    await outside.until(({ payload }) => payload.includes(`"${open.id}"`));
    expect(outside.heard.filter(({ payload }) => payload.includes(`"${hidden.id}"`))).toEqual([]);
  },
);
