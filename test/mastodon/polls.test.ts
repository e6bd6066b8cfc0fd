import { afterAll, beforeAll, expect, test } from "vitest";
import { tallyPolls } from "../../src/polls/index.ts";
import type { Thing } from "./app.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

const asked = { options: ["By day", "By night"], expires_in: 3600 };
const ask = (handle: string, poll: object = {}): Promise<Thing> =>
  s.app.amara.post("/api/v1/statuses", { status: `@${handle} When?`, poll: { ...asked, ...poll } });

test("the instance says how long and how large polls may be", async () => {
  const { configuration } = await s.app.stranger.get("/api/v2/instance");
  expect(configuration.polls).toEqual({
    max_options: 4,
    max_characters_per_option: 50,
    min_expiration: 300,
    max_expiration: 2_629_746,
  });
});

test("an app asks with a discussion, an answer and a post of one's own, and others vote once", async () => {
  const made = await ask("sepsis-network", { multiple: true });
  expect(made.poll).toMatchObject({ voted: true, own_votes: [], multiple: true, expired: false });
  const path = `/api/v1/polls/${made.poll.id}`;
  expect(await s.app.priya.get(path)).toMatchObject({ voted: false, votes_count: 0 });
  const vote = (choices: unknown) => s.app.priya.ask("POST", `${path}/votes`, { choices });
  for (const wrong of [[], ["2"], ["-1"], ["x"], null]) expect((await vote(wrong)).status).toBe(422);
  expect(await s.app.priya.post(`${path}/votes`, { choices: ["0", 1] })).toMatchObject({
    voted: true,
    own_votes: [0, 1],
    votes_count: 2,
    voters_count: 1,
    options: [
      { title: "By day", votes_count: 1 },
      { title: "By night", votes_count: 1 },
    ],
  });
  expect((await vote(["0"])).status).toBe(422);
  expect((await s.app.amara.ask("POST", `${path}/votes`, { choices: [0] })).status).toBe(422);
  expect(await s.app.stranger.get(path)).not.toHaveProperty("voted");
  expect((await s.app.olu.ask("POST", `${path}/votes`, { choices: [0] })).status).toBe(422);
  expect((await s.app.stranger.ask("POST", `${path}/votes`, { choices: [0] })).status).toBe(401);

  const answer = { in_reply_to_id: made.id, status: "And where?", poll: { ...asked, hide_totals: true } };
  const inside = await s.app.priya.post("/api/v1/statuses", answer);
  expect(inside.poll.options.map((one: Thing) => one.votes_count)).toEqual([null, null]);
  const own = await s.app.priya.post("/api/v1/statuses", { status: "Tea?", poll: asked });
  expect(await s.app.olu.post(`/api/v1/polls/${own.poll.id}/votes`, { choices: ["1"] })).toMatchObject({
    voted: true,
    voters_count: 1,
  });
});

test("an edit that asks something else begins the votes anew; one that leaves the poll out leaves it", async () => {
  const made = await ask("sepsis-network");
  await s.app.priya.post(`/api/v1/polls/${made.poll.id}/votes`, { choices: [0] });
  const put = (more: object) =>
    s.app.amara.put(`/api/v1/statuses/${made.id}`, { status: "When then?", ...more });
  expect((await put({})).poll.votes_count).toBe(1);
  const other = await put({ poll: { options: { 0: "Now", 1: "Later" }, expires_in: "600" } });
  expect(other.poll).toMatchObject({ votes_count: 0, options: [{ title: "Now" }, { title: "Later" }] });
});

test("outsiders learn nothing of a poll for members", async () => {
  for (const place of ["restricted", "confidential"] as const) {
    const made = await ask(s[place].handle);
    for (const who of ["olu", "stranger"] as const) {
      const read = await s.app[who].ask("GET", `/api/v1/polls/${made.poll.id}`);
      const vote = await s.app[who].ask("POST", `/api/v1/polls/${made.poll.id}/votes`, { choices: [0] });
      expect([read.status, vote.status]).toEqual([404, who === "olu" ? 404 : 401]);
    }
  }
  expect((await s.app.priya.ask("GET", `/api/v1/polls/${s.open.discussion}`)).status).toBe(404);
});

test("its end is told to its author and to those who voted", async () => {
  const made = await ask("sepsis-network", { expires_in: 300 });
  await s.app.priya.post(`/api/v1/polls/${made.poll.id}/votes`, { choices: [1] });
  s.north.clock.tick({ minutes: 6 });
  await tallyPolls(s.north.context());
  for (const who of ["amara", "priya"] as const) {
    const told = await s.app[who].get<Thing[]>("/api/v1/notifications?types[]=poll");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ type: "poll", account: { id: String(s.amara.id) } });
    expect(told[0].status.poll).toMatchObject({ id: made.poll.id, expired: true });
  }
  expect(await s.app.olu.get("/api/v1/notifications?types[]=poll")).toEqual([]);
});
