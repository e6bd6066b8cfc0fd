import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer } from "../rig.ts";
import { attempt } from "../../db/index.ts";
import type { App, Thing } from "./app.ts";
import { type Scene, scene } from "./scene.ts";

/** How much somebody may do within an hour, and what is told of what is done and undone again and again. */
let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

const headers = ({ headers: all }: Answer) => ({
  limit: Number(all["x-ratelimit-limit"]),
  remaining: Number(all["x-ratelimit-remaining"]),
  reset: String(all["x-ratelimit-reset"]),
});
const say = (app: App, status: string) => app.ask("POST", "/api/v1/statuses", { status });
/** As if all but so much had been done already. */
const leave = (what: string, id: number, left: number, max: number) =>
  s.north.store.transaction(async (tx) => {
    const window = new Date(Math.floor(s.north.clock.now().getTime() / 3_600_000) * 3_600_000);
    const key = `${what} by ${id}`;
    await tx
      .insert(attempt)
      .values({ key, window, count: max - left })
      .onConflictDoUpdate({ target: [attempt.key, attempt.window], set: { count: max - left } });
  });

test("somebody posts and boosts so often within an hour, by apps and pages together; others are not stopped", async () => {
  const first = await say(s.app.priya, "One of many");
  const { limit, remaining, reset } = headers(first);
  expect([first.status, remaining]).toEqual([200, limit - 1]);
  expect(Date.parse(reset)).toBeGreaterThan(s.north.clock.now().getTime());
  // What is refused for another reason does not count.
  expect((await say(s.app.priya, "")).status).toBe(422);
  await leave("posts", s.priya.id, 2, limit);
  const { id } = first.json<Thing>();
  expect(headers(await s.app.priya.ask("POST", `/api/v1/statuses/${id}/reblog`)).remaining).toBe(1);
  expect(headers(await say(s.app.priya, "The last")).remaining).toBe(0);
  const over = await say(s.app.priya, "Too much");
  expect([over.status, headers(over)]).toEqual([429, { limit, remaining: 0, reset }]);
  const exposed = await s.app.priya.ask("GET", "/api/v1/timelines/home", undefined, {
    origin: "https://phanpy.example",
  });
  expect(exposed.headers["access-control-expose-headers"]).toContain("X-RateLimit-Remaining");
  const browser = await s.north.as(s.priya);
  const page = await browser.post("/posts", { source: "On a page", visibility: "public", once: "a" });
  expect(page.status).toBe(429);
  expect((await say(s.app.amara, "Somebody else")).status).toBe(200);
  s.north.clock.tick({ hours: 1 });
  expect((await say(s.app.priya, "An hour later")).status).toBe(200);
});

test("somebody follows so many within an hour", async () => {
  const follow = (id: number) => s.app.olu.ask("POST", `/api/v1/accounts/${id}/follow`);
  const { limit } = headers(await follow(s.amara.id));
  await leave("follows", s.olu.id, 1, limit);
  expect((await follow(s.open.id)).status).toBe(200);
  expect((await follow(s.priya.id)).status).toBe(429);
  expect((await s.app.olu.ask("POST", `/api/v1/accounts/${s.amara.id}/unfollow`)).status).toBe(200);
  const browser = await s.north.as(s.olu);
  expect((await browser.post("/people/priya-nair/follow", { follow: "yes" })).status).toBe(429);
  s.north.clock.tick({ hours: 1 });
  expect((await follow(s.priya.id)).status).toBe(200);
});

test("who follows, boosts and likes again and again is told of once", async () => {
  const post = (await say(s.app.amara, "Boost me")).json<Thing>();
  for (let n = 0; n < 4; n++)
    for (const what of ["follow", "unfollow"].slice(0, n === 3 ? 1 : 2))
      await s.app.priya.post(`/api/v1/accounts/${s.amara.id}/${what}`);
  for (let n = 0; n < 4; n++)
    for (const what of ["reblog", "favourite", "unreblog", "unfavourite"].slice(0, n === 3 ? 2 : 4))
      await s.app.priya.post(`/api/v1/statuses/${post.id}/${what}`);
  for (const type of ["follow", "reblog", "favourite"]) {
    const told = await s.app.amara.get(`/api/v1/notifications?types[]=${type}&account_id=${s.priya.id}`);
    const about = told.filter(({ status }: Thing) => !status || status.id === post.id);
    expect(about, type).toHaveLength(1);
  }
});

test("nor does an app of theirs that listens hear of it twice", async () => {
  const { listenBySocket } = await import("./listening.ts");
  const ear = await listenBySocket(s.north.origin, { protocol: s.app.amara.token!, query: "?stream=user" });
  await ear.agreed();
  const post = (await say(s.app.amara, "Again and again")).json<Thing>();
  for (const what of ["reblog", "unreblog", "reblog", "favourite", "unfavourite", "favourite"])
    await s.app.priya.post(`/api/v1/statuses/${post.id}/${what}`);
  for (const what of ["unfollow", "follow", "unfollow", "follow"])
    await s.app.priya.post(`/api/v1/accounts/${s.amara.id}/${what}`);
  const mark = await s.app.priya.post("/api/v1/statuses", { status: "@amara-okafor A mark" });
  await ear.until(({ event, payload }) => event === "notification" && payload.includes(`"${mark.id}"`));
  const told = ear.heard
    .filter(({ event }) => event === "notification")
    .map(({ payload }) => (JSON.parse(payload) as Thing).type as string);
  ear.close();
  expect(told.sort()).toEqual(["favourite", "mention", "reblog"]);
});
