import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actor, notification, report, scheduledPost } from "../../db/index.ts";
import { sweepUploads } from "../../src/attachments/index.ts";
import { addComment } from "../../src/forums/index.ts";
import { removeMember } from "../../src/workspaces/index.ts";
import { fileOf, png } from "../attachments/samples.ts";
import type { Thing } from "./app.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

const ids = (items: Thing[]): string[] => items.map(({ id }: Thing) => String(id));
const later = (minutes: number) => new Date(s.north.clock.now().getTime() + minutes * 60_000).toISOString();
const path = "/api/v1/scheduled_statuses";

describe("a post that is left for later", () => {
  test("waits, is moved, and is published once when its time has come", async () => {
    const { priya, olu } = s.app;
    const words = { status: "@sepsis-network What do you do at night?", language: "en" };
    const made = await priya.ask("POST", "/api/v1/statuses", { ...words, scheduled_at: later(10) });
    expect(made.status).toBe(200);
    const { id } = made.json<Thing>();
    expect(await priya.get(`${path}/${id}`)).toMatchObject({
      params: { text: words.status, language: "en" },
    });
    expect(ids(await priya.get(path))).toEqual([id]);
    expect(await olu.get(path)).toEqual([]);
    for (const method of ["GET", "DELETE", "PUT"]) {
      const sent = method === "PUT" ? { scheduled_at: later(30) } : undefined;
      expect((await olu.ask(method, `${path}/${id}`, sent)).status).toBe(404);
    }
    await priya.put(`${path}/${id}`, { scheduled_at: later(20) });
    s.north.clock.tick({ minutes: 15 });
    expect(await s.north.running.publisher.publishDue()).toBe(0);
    s.north.clock.tick({ minutes: 6 });
    const both = await Promise.all([0, 1].map(() => s.north.running.publisher.publishDue()));
    expect(both.reduce((sum, one) => sum + one)).toBe(1);
    expect(await priya.get(path)).toEqual([]);
    const mine = await priya.get(`/api/v1/accounts/${s.priya.id}/statuses?limit=1`);
    expect(mine[0].content).toContain("What do you do at night?");
  });

  test("is published once although its worker died after it", async () => {
    const said = { status: "@sepsis-network A worker dies", scheduled_at: later(6) };
    await s.app.priya.post("/api/v1/statuses", said);
    const [row] = await s.north.store.db.select().from(scheduledPost);
    s.north.clock.tick({ minutes: 7 });
    await s.north.running.publisher.publishDue();
    // As it was before the worker noted that it is done.
    await s.north.store.transaction(async (tx) => {
      await tx.insert(scheduledPost).values(row!);
    });
    await s.north.running.publisher.publishDue();
    const mine = await s.app.priya.get(`/api/v1/accounts/${s.priya.id}/statuses`);
    expect(mine.filter(({ content }: Thing) => String(content).includes("A worker dies"))).toHaveLength(1);
    expect(await s.north.store.db.$count(scheduledPost)).toBe(0);
  });

  test("is refused then by what holds then, and its author is told why", async () => {
    const guest = await s.north.addMember("Gwen Rees");
    const { appFor } = await import("./app.ts");
    const app = await appFor(s.north, guest);
    await app.post(`/api/v1/accounts/${s.open.id}/follow`);
    await app.ask("POST", "/api/v1/statuses", { status: "@sepsis-network Then", scheduled_at: later(6) });
    await removeMember(s.north.context(s.amara), { workspaceId: s.open.id, memberId: guest.id });
    s.north.clock.tick({ minutes: 7 });
    expect(await s.north.running.publisher.publishDue()).toBe(0);
    expect(await app.get(path)).toEqual([]);
    const page = await (await s.north.as(guest)).get("/notifications");
    expect(page.text).toContain("A post that you scheduled was not published");
    expect(page.text).toContain("@sepsis-network Then");
  });

  test("keeps its files for longer than uploads are kept, and asks its poll from then on", async () => {
    const { priya, olu } = s.app;
    const upload = async () =>
      (
        await priya.send("/api/v2/media", { file: fileOf(await png(), "ward.png"), description: "A ward" })
      ).json<Thing>().id as string;
    const [first, second] = [await upload(), await upload()];
    const leave = (more: object, app = priya) =>
      app.ask("POST", "/api/v1/statuses", {
        status: "@sepsis-network",
        scheduled_at: later(60 * 72),
        ...more,
      });
    const made = (await leave({ status: "@sepsis-network With a ward", media_ids: [first] })).json<Thing>();
    expect(made).toMatchObject({
      params: { media_ids: [first], poll: null },
      media_attachments: [{ id: first, description: "A ward" }],
    });
    const poll = { options: ["By day", "By night"], expires_in: 3600, multiple: true };
    const asking = (await leave({ status: "@sepsis-network When?", poll })).json<Thing>();
    expect(asking.params.poll).toEqual({ ...poll, hide_totals: false });
    expect(await priya.get(`${path}/${asking.id}`)).toEqual(asking);
    // What could never be published is refused at once.
    expect((await leave({ media_ids: [first] }, olu)).status).toBe(422);
    expect((await leave({ poll: { options: ["One"], expires_in: 3600 } })).status).toBe(422);
    expect((await leave({ poll: { ...poll, expires_in: 1 } })).status).toBe(422);

    s.north.clock.tick({ hours: 48 });
    await sweepUploads(s.north.context());
    expect((await priya.ask("GET", `/api/v1/media/${second}`)).status).toBe(404);
    s.north.clock.tick({ hours: 24, minutes: 1 });
    await sweepUploads(s.north.context());
    expect(await s.north.running.publisher.publishDue()).toBe(2);
    const mine = await priya.get(`/api/v1/accounts/${s.priya.id}/statuses?limit=2`);
    const posted = mine.map(({ media_attachments: media, poll: asked }: Thing) => [
      media.map(({ id }: Thing) => id as string),
      asked && Math.round((Date.parse(asked.expires_at as string) - s.north.clock.now().getTime()) / 60_000),
    ]);
    expect(posted).toEqual(
      expect.arrayContaining([
        [[first], null],
        [[], 60],
      ]),
    );
  });

  test("that is taken back leaves its files for a day", async () => {
    const file = fileOf(await png(), "ward.png");
    const { id } = (await s.app.priya.send("/api/v2/media", { file })).json<Thing>();
    const given = { status: "@sepsis-network x", media_ids: [id], scheduled_at: later(60 * 72) };
    const made = (await s.app.priya.ask("POST", "/api/v1/statuses", given)).json<Thing>();
    await s.app.priya.delete(`${path}/${made.id}`);
    expect((await s.app.priya.get(`/api/v1/media/${id}`)).id).toBe(id);
    s.north.clock.tick({ hours: 25 });
    await sweepUploads(s.north.context());
    expect((await s.app.priya.ask("GET", `/api/v1/media/${id}`)).status).toBe(404);
  });

  test("is not taken for what is no time to come, and can be taken back", async () => {
    for (const scheduled_at of [later(4), later(-60), "tomorrow", later(60 * 24 * 365 * 6)])
      expect((await s.app.priya.ask("POST", "/api/v1/statuses", { status: "x", scheduled_at })).status).toBe(
        422,
      );
    const made = await s.app.priya.ask("POST", "/api/v1/statuses", { status: "x", scheduled_at: later(9) });
    await s.app.priya.delete(`${path}/${made.json<Thing>().id}`);
    expect(await s.app.priya.get(path)).toEqual([]);
  });
});

test("a report reaches the managers of the workspace and the administrators", async () => {
  const given = {
    account_id: String(s.amara.id),
    status_ids: [String(s.restricted.discussion)],
    category: "violation",
  };
  const made = await s.app.priya.post("/api/v1/reports", {
    ...given,
    comment: "Names a patient",
    rule_ids: ["1"],
  });
  expect(made).toMatchObject({ category: "violation", status_ids: given.status_ids, action_taken: false });
  const rows = await s.north.store.db
    .select()
    .from(report)
    .where(eq(report.contentId, s.restricted.discussion));
  expect(rows.map(({ queue, reason }) => [queue, reason]).sort()).toEqual([
    ["instance", "Names a patient"],
    ["workspace", "Names a patient"],
  ]);
  // A person alone, with no words; and what one may not read, or is another's, is not there.
  await s.app.olu.post("/api/v1/reports", { account_id: String(s.priya.id), category: "spam" });
  expect((await s.app.olu.ask("POST", "/api/v1/reports", given)).status).toBe(404);
  const others = { account_id: String(s.priya.id), status_ids: [String(s.open.discussion)] };
  expect((await s.app.olu.ask("POST", "/api/v1/reports", others)).status).toBe(404);
  expect((await s.app.olu.ask("POST", "/api/v1/reports", { account_id: String(s.open.id) })).status).toBe(
    422,
  );
  expect((await s.app.priya.ask("POST", "/api/v1/reports", { account_id: String(s.priya.id) })).status).toBe(
    409,
  );
  expect((await s.app.stranger.ask("POST", "/api/v1/reports", given)).status).toBe(401);
});

describe("a policy for notifications", () => {
  const policy = "/api/v2/notifications/policy";
  const requests = "/api/v1/notifications/requests";

  test("lets everybody through, until one says otherwise", async () => {
    const { amara } = s.app;
    expect(await amara.get(policy)).toMatchObject({ for_not_following: "accept" });
    await amara.ask("PATCH", policy, { for_not_following: "filter", for_new_accounts: "nonsense" });
    expect(await amara.get(policy)).toMatchObject({
      for_not_following: "filter",
      for_new_accounts: "accept",
    });
    expect(await amara.get("/api/v1/notifications/policy")).toMatchObject({ filter_not_following: true });
  });

  test("keeps apart who belongs nowhere with one, and lets in who is accepted", async () => {
    const { amara } = s.app;
    const before = ids(await amara.get("/api/v1/notifications"));
    const outside = await fromElsewhere();
    const answer = (source: string) =>
      addComment(outside, { parentId: s.open.discussion, from: from(source) });
    await answer("One");
    await addComment(s.north.context(s.priya), { parentId: s.open.discussion, source: "A fellow member" });
    const told = await amara.get("/api/v1/notifications");
    expect(told).toHaveLength(before.length + 1);
    const [asking, ...more] = await amara.get(requests);
    expect([asking, more]).toMatchObject([{ notifications_count: "1", account: { username: "felix" } }, []]);
    expect((await amara.get(policy)).summary).toEqual({
      pending_requests_count: 1,
      pending_notifications_count: 1,
    });
    expect((await s.app.priya.ask("POST", `${requests}/${asking.id}/accept`)).status).toBe(404);
    expect(await s.app.priya.get(requests)).toEqual([]);

    await amara.ask("POST", `${requests}/dismiss`, { id: [asking.id] });
    expect(await amara.get(requests)).toEqual([]);
    await answer("Two");
    await amara.ask("POST", `${requests}/${asking.id}/accept`);
    await answer("Three");
    expect(await amara.get("/api/v1/notifications")).toHaveLength(before.length + 3);
    expect(await amara.get(requests)).toEqual([]);
    expect(await s.north.store.db.$count(notification, eq(notification.filtered, true))).toBe(0);
  });

  let n = 0;
  const from = (html: string) => ({
    iri: `https://far.example/notes/${++n}`,
    html,
    published: s.north.clock.now(),
    activityIri: `https://far.example/activities/${n}`,
  });
  async function fromElsewhere() {
    const id = s.olu.id + 1;
    await s.north.store.transaction(async (tx) => {
      await tx.insert(actor).values({
        id,
        iri: "https://far.example/felix",
        kind: "person",
        host: "far.example",
        local: false,
        handle: "felix",
        name: "Felix",
        inbox: "https://far.example/inbox",
        created: s.north.clock.now(),
      });
    });
    return { ...s.north.context(), actor: { id, local: false, administrator: false } };
  }
});

test("an app suggests workspaces and colleagues, and lists colleagues to members", async () => {
  const found = await s.app.olu.get("/api/v2/suggestions");
  const names = found.map(({ account }: Thing) => account.acct as string);
  expect(names.slice(0, 2).sort()).toEqual(["sepsis-network", "serious-incidents"]);
  expect(names).toContain("priya-nair");
  expect(names).not.toContain("olu-outside");
  expect(JSON.stringify(found)).not.toContain("quiet-room");
  expect(await s.app.olu.get("/api/v1/suggestions?limit=1")).toHaveLength(1);
  expect(ids(await s.app.olu.get("/api/v1/directory?order=new&limit=2"))).toHaveLength(2);
  expect(await s.app.stranger.get("/api/v1/directory")).toEqual([]);
});

test("an app reads what the instance says at length", async () => {
  for (const name of ["extended_description", "privacy_policy", "terms_of_service"]) {
    const { content } = await s.app.stranger.get(`/api/v1/instance/${name}`);
    expect(content).toContain(`<a href="${s.north.origin}/`);
  }
});

/** What three or more of the apps looked at ask for, with what a member gets. Other than this, an error that says why. */
const asked: [method: string, path: string, status: number][] = [
  ..."accounts/PERSON accounts/PERSON/followers accounts/PERSON/following accounts/PERSON/lists accounts/PERSON/statuses accounts/PERSON/featured_tags accounts/lookup?acct=priya-nair accounts/relationships?id[]=PERSON accounts/search?q=a accounts/verify_credentials announcements blocks bookmarks conversations custom_emojis domain_blocks filters follow_requests followed_tags instance lists markers mutes notifications notifications/requests preferences scheduled_statuses statuses?id[]=POST statuses/POST statuses/POST/context statuses/POST/favourited_by statuses/POST/history statuses/POST/reblogged_by statuses/POST/quotes statuses/MINE/source tags/sepsis timelines/home timelines/public timelines/tag/sepsis trends/links trends/statuses trends/tags suggestions directory endorsements featured_tags"
    .split(" ")
    .map((one): [string, string, number] => ["GET", `/api/v1/${one}`, 200]),
  ..."filters instance notifications notifications/policy search?q=a suggestions"
    .split(" ")
    .map((one): [string, string, number] => ["GET", `/api/v2/${one}`, 200]),
  ["POST", "/api/v1/statuses/POST/favourite", 200],
  ["POST", "/api/v1/statuses/POST/unfavourite", 200],
  ["POST", "/api/v1/tags/sepsis/follow", 200],
  ["POST", "/api/v1/tags/sepsis/unfollow", 200],
  ["POST", "/api/v1/notifications/clear", 200],
  ["GET", "/api/v1/push/subscription", 404],
  ["DELETE", "/api/v1/push/subscription", 200],
  ["GET", "/api/v1/polls/1", 404],
  ["POST", "/api/v1/statuses/POST/translate", 404],
  ["DELETE", "/api/v1/conversations/1", 404],
  ["GET", "/api/v1/media/1", 404],
  ["DELETE", "/api/v1/scheduled_statuses/1", 404],
  ["GET", "/api/v1/instance/peers", 404],
];

test("what apps ask for most is there, or is said not to be", async () => {
  const fill = (text: string) =>
    text
      .replace("PERSON", String(s.priya.id))
      .replace("POST", String(s.open.discussion))
      .replace("MINE", String(s.open.comment));
  const wrong: string[] = [];
  for (const [method, address, status] of asked) {
    const answer = await s.app.priya.ask(method, fill(address), method === "POST" ? {} : undefined);
    if (answer.status !== status) wrong.push(`${method} ${address}: ${answer.status}`);
  }
  expect(wrong).toEqual([]);
});
