import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pushMessage, pushSubscription } from "../../db/index.ts";
import { endApp } from "../../src/apps/operations.ts";
import { ownApps } from "../../src/apps/queries.ts";
import { addComment, deleteContent, openDiscussion } from "../../src/forums/index.ts";
import { changePassword } from "../../src/people/index.ts";
import { decide, join, removeMember } from "../../src/workspaces/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { type App, appFor } from "./app.ts";
import { signedBy, startReceiver } from "./receiver.ts";

const path = "/api/v1/push/subscription";
const everything = { alerts: { mention: true, favourite: true }, policy: "all" };

let north: Instance;
let amara: Member;
let priya: Member;
let app: App;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let open: number;
let restricted: number;
let discussion: number;

beforeAll(async () => {
  receiver = await startReceiver();
  north = await startInstance({ keep: true });
  amara = await north.addMember("Amara Okafor");
  priya = await north.addMember("Priya Nair");
  app = await appFor(north, priya);
  open = (await north.addWorkspace("Sepsis Network", { manager: amara })).id;
  restricted = (await north.addWorkspace("Quiet Room", { manager: amara, level: "restricted" })).id;
  await join(north.context(priya), { workspaceId: open });
  await join(north.context(priya), { workspaceId: restricted });
  await decide(north.context(amara), { workspaceId: restricted, memberId: priya.id, approve: true });
  discussion = await openDiscussion(north.context(priya), {
    workspaceId: open,
    title: "What works?",
    source: "Tell us.",
  });
});
afterAll(async () => {
  await north.stop();
  await receiver.close();
});
beforeEach(async () => {
  receiver.answers(201);
  await north.running.pusher.sendDue();
  receiver.taken();
});

const subscription = (standard = true) => ({
  subscription: { endpoint: `${receiver.origin}/wake/1`, keys: receiver.keys, standard },
  data: everything,
});
const answerTo = (parentId: number, source = "It works & **well**.") =>
  addComment(north.context(amara), { parentId, source });
const waiting = () => north.store.db.$count(pushMessage);
const there = () => north.store.db.$count(pushSubscription);

test("an app says where it is to be told, changes of what, and takes it back", async () => {
  expect((await app.ask("GET", path)).status).toBe(404);
  const made = await app.post(path, subscription());
  const { configuration } = await app.get("/api/v2/instance");
  expect(made).toMatchObject({
    endpoint: `${receiver.origin}/wake/1`,
    standard: true,
    alerts: { mention: true, favourite: true },
    server_key: configuration.vapid.public_key,
  });
  expect(await app.get(path)).toEqual(made);
  const changed = await app.put(path, {
    data: { alerts: { mention: "1", telepathy: true }, policy: "followed" },
  });
  expect(changed).toEqual({ ...made, alerts: { ...made.alerts, favourite: false }, policy: "followed" });
  // There is one for each token, and another token's is another.
  const again = await app.post(path, subscription());
  expect(again.id).not.toBe(made.id);
  expect(await there()).toBe(1);
  const second = await appFor(north, priya);
  expect((await second.ask("GET", path)).status).toBe(404);
  expect((await second.ask("PUT", path, { data: everything })).status).toBe(404);
  expect(await app.delete(path)).toEqual({});
  expect((await app.ask("GET", path)).status).toBe(404);
});

test("it comes as a form too, and what cannot be told is refused", async () => {
  const { p256dh, auth } = receiver.keys;
  const form = {
    "subscription[endpoint]": `${receiver.origin}/wake/2`,
    "subscription[keys][p256dh]": p256dh,
    "subscription[keys][auth]": auth,
    "data[alerts][mention]": "true",
    "data[alerts][favourite]": "false",
  };
  const headers = { authorization: `Bearer ${app.token}` };
  const made = await (await north.as()).post(path, form, headers);
  expect(made.json()).toMatchObject({ standard: false, alerts: { mention: true }, policy: "all" });

  const wrong = [
    {},
    { subscription: "x" },
    { subscription: { endpoint: "mailto:x@y.example", keys: receiver.keys } },
    { subscription: { endpoint: receiver.origin, keys: { p256dh, auth: "AAAA" } } },
    { subscription: { endpoint: receiver.origin, keys: { p256dh: "B".repeat(87), auth } } },
    { subscription: { endpoint: `https://x.example/${"x".repeat(3000)}`, keys: receiver.keys } },
  ];
  for (const body of wrong) expect((await app.ask("POST", path, body)).status).toBe(422);
  const reads = await appFor(north, priya, "read write");
  expect((await reads.ask("POST", path, subscription())).status).toBe(403);
  expect((await reads.ask("GET", path)).status).toBe(403);
});

test.each([
  ["as RFC 8291 has it", true],
  ["as Mastodon began with it", false],
])("its device reads what its member is told, encrypted %s", async (_, standard) => {
  const { server_key: serverKey } = await app.post(path, subscription(standard));
  const id = await answerTo(discussion);
  expect(await waiting()).toBe(1);
  expect(await north.running.pusher.sendDue()).toBe(1);
  const [message, ...more] = receiver.taken();
  expect(more).toEqual([]);
  const [told] = await app.get("/api/v1/notifications?limit=1");
  expect(told.status.id).toBe(String(id));
  expect(message!.said).toEqual({
    access_token: app.token,
    preferred_locale: "en",
    notification_id: told.id,
    notification_type: "mention",
    icon: told.account.avatar,
    title: "Amara Okafor wrote to you",
    body: "It works & well.",
  });
  expect(message!.headers).toMatchObject({
    ttl: "172800",
    urgency: "normal",
    "content-encoding": standard ? "aes128gcm" : "aesgcm",
    "user-agent": expect.stringContaining("Tombolo"),
  });
  const claims = signedBy(serverKey as string, message!.headers);
  expect(claims).toMatchObject({ aud: receiver.origin, sub: expect.stringMatching(/^mailto:/) });
  expect(claims.exp).toBeLessThan(Date.now() / 1000 + 24 * 60 * 60 + 60);
  // Sent once.
  expect([await waiting(), await north.running.pusher.sendDue()]).toEqual([0, 0]);
});

test("only what it asked for is sent, and nothing where nobody asked", async () => {
  await app.post(path, { ...subscription(), data: { alerts: { favourite: true } } });
  await answerTo(discussion);
  await north.running.pusher.sendDue();
  expect(receiver.taken()).toEqual([]);
  await app.put(path, { data: everything });
  await answerTo(discussion);
  await north.running.pusher.sendDue();
  expect(receiver.taken().map(({ said }) => said.notification_type)).toEqual(["mention"]);
  for (const policy of ["followed", "follower", "none"]) {
    await app.put(path, { data: { ...everything, policy } });
    await answerTo(discussion);
    await north.running.pusher.sendDue();
  }
  expect(receiver.taken()).toEqual([]);
  await app.delete(path);
  await answerTo(discussion);
  expect(await waiting()).toBe(0);
});

test("a push service that is away is tried again, later and later, and one that says it is over never", async () => {
  await app.post(path, subscription());
  receiver.answers(503);
  await answerTo(discussion);
  for (const minutes of [0, 1, 5]) {
    north.clock.tick({ minutes });
    expect(await north.running.pusher.sendDue()).toBe(0);
    expect(receiver.taken()).toHaveLength(1);
    await north.running.pusher.sendDue();
    expect(receiver.taken()).toEqual([]);
  }
  receiver.answers(201);
  north.clock.tick({ minutes: 15 });
  expect(await north.running.pusher.sendDue()).toBe(1);

  receiver.answers(410);
  await answerTo(discussion);
  await north.running.pusher.sendDue();
  expect([await there(), await waiting()]).toEqual([0, 0]);
  expect((await app.ask("GET", path)).status).toBe(404);
});

test("what a worker took and never sent, because it was killed, is sent by the next", async () => {
  await app.post(path, subscription());
  await answerTo(discussion);
  // As a worker leaves it that dies between taking and sending.
  await north.store.transaction(async (tx) => {
    await tx.update(pushMessage).set({ nextAttempt: new Date(north.clock.now().getTime() + 2 * 60_000) });
  });
  expect(await north.running.pusher.sendDue()).toBe(0);
  north.clock.tick({ minutes: 3 });
  expect(await north.running.pusher.sendDue()).toBe(1);
});

test("nothing is said of what one may no longer see", async () => {
  await app.post(path, subscription());
  const inside = await openDiscussion(north.context(amara), {
    workspaceId: restricted,
    title: "Kittiwake",
    source: "Kittiwake, @priya-nair.",
  });
  await removeMember(north.context(amara), { workspaceId: restricted, memberId: priya.id });
  const gone = await answerTo(discussion, "Kittiwake, deleted");
  await deleteContent(north.context(amara), { contentId: gone });
  await north.running.pusher.sendDue();
  expect(receiver.taken()).toEqual([]);
  expect([await waiting(), inside > 0]).toEqual([0, true]);
});

test("an app that is ended, or a new password, ends it", async () => {
  await app.post(path, subscription());
  await answerTo(discussion);
  const priyas = north.context(priya);
  for (const { id } of await ownApps(priyas)) await endApp(priyas, id);
  expect([await there(), await waiting()]).toEqual([0, 0]);

  const other = await appFor(north, priya);
  await other.post(path, subscription());
  const input = { current: priya.password, password: "another horse battery staple" };
  await changePassword(priyas, input, { address: "127.0.0.1", userAgent: null });
  await answerTo(discussion);
  await north.running.pusher.sendDue();
  expect([await there(), receiver.taken()]).toEqual([0, []]);
});

test("no address in our own network is asked", async () => {
  const south = await startInstance({
    hostname: "south.localhost",
    environment: { ALLOW_PRIVATE_ADDRESSES: "off" },
  });
  const [manager, member] = [await south.addMember("Rhona Bell"), await south.addMember("Tom Hale")];
  const device = await appFor(south, member);
  await device.post(path, subscription());
  const { id } = await south.addWorkspace("Falls", { manager });
  await openDiscussion(south.context(manager), {
    workspaceId: id,
    title: "Falls",
    source: "See, @tom-hale.",
  });
  expect(await south.running.pusher.sendDue()).toBe(0);
  expect(receiver.taken()).toEqual([]);
  expect(await south.store.db.$count(pushSubscription)).toBe(0);
});
