import { afterAll, beforeAll, expect, test } from "vitest";
import { verdictFor } from "../../src/peers/index.ts";
import { type App, appFor, type Thing } from "./app.ts";
import { type Scene, scene } from "./scene.ts";

/** What administrators do from an app. */
const scopes = "read write admin:read admin:write";
let s: Scene;
let admin: App;
beforeAll(async () => {
  s = await scene();
  admin = await appFor(s.north, s.north.administrator, scopes);
});
afterAll(() => s.north.stop());

const everything = [
  ["GET", "/api/v1/admin/accounts"],
  ["GET", "/api/v2/admin/accounts"],
  ["GET", "/api/v1/admin/reports"],
  ["GET", "/api/v1/admin/domain_blocks"],
  ["GET", "/api/v1/admin/domain_allows"],
  ["POST", "/api/v1/admin/domain_blocks"],
] as const;

test("nobody else does it, and no app that was not let in for it", async () => {
  const member = await appFor(s.north, s.priya, scopes);
  const plain = await appFor(s.north, s.north.administrator);
  const reads = await appFor(s.north, s.north.administrator, "read admin:read");
  for (const [method, path] of everything) {
    const body = method === "POST" ? { domain: "far.example", severity: "suspend" } : undefined;
    expect([path, (await member.ask(method, path, body)).status]).toEqual([path, 403]);
    expect([path, (await plain.ask(method, path, body)).status]).toEqual([path, 403]);
    expect([path, (await s.app.stranger.ask(method, path, body)).status]).toEqual([path, 401]);
    expect([path, (await reads.ask(method, path, body)).status]).toEqual([
      path,
      method === "GET" ? 200 : 403,
    ]);
  }
  const { id } = s.olu;
  for (const [path, body] of [
    [`${id}/action`, { type: "disable" }],
    [`${id}/action`, { type: "suspend" }],
    [`${id}/approve`, {}],
    [`${id}/unsuspend`, {}],
  ] as const)
    for (const app of [member, plain, reads, s.app.stranger])
      expect((await app.ask("POST", `/api/v1/admin/accounts/${path}`, body)).status).toBeGreaterThan(400);
  expect((await admin.get(`/api/v1/admin/accounts/${id}`)).disabled).toBe(false);
  expect(await verdictFor(s.north.store, "far.example")).toBeNull();
});

test("an administrator's app knows that they are one", async () => {
  expect((await admin.get("/api/v1/accounts/verify_credentials")).role).toMatchObject({ permissions: "1" });
  expect((await s.app.priya.get("/api/v1/accounts/verify_credentials")).role).toMatchObject({
    permissions: "0",
  });
});

test("accounts are listed, found, hidden and shown again, and closed", async () => {
  const all = await admin.all<Thing>("/api/v1/admin/accounts?limit=2");
  expect(all.map(({ username }) => username)).toEqual(
    ["olu-outside", "priya-nair", "amara-okafor", s.north.administrator.handle].filter(Boolean),
  );
  const found = await admin.get<Thing[]>(`/api/v2/admin/accounts?origin=local&email=${s.priya.email}`);
  expect(found.map(({ username, email }) => [username, email])).toEqual([["priya-nair", s.priya.email]]);
  expect(await admin.get<Thing[]>("/api/v1/admin/accounts?pending=true")).toEqual([]);
  // A word that every object knows is no state.
  for (const status of ["constructor", "__proto__", "of-mind"])
    expect((await admin.ask("GET", `/api/v2/admin/accounts?status=${status}`)).status).toBe(200);

  const path = `/api/v1/admin/accounts/${s.priya.id}`;
  await admin.post(`${path}/action`, { type: "suspend", text: "Names patients" });
  expect(await admin.get(path)).toMatchObject({ suspended: true, disabled: false });
  expect((await admin.ask("POST", `${path}/action`, { type: "silence" })).status).toBe(422);
  expect(await admin.post(`${path}/unsuspend`)).toMatchObject({ suspended: false });

  // Nothing is done by half.
  const closing = `/api/v1/admin/accounts/${s.olu.id}/action`;
  expect((await admin.ask("POST", closing, { type: "disable", report_id: "1" })).status).toBe(404);
  expect((await admin.get(`/api/v1/admin/accounts/${s.olu.id}`)).disabled).toBe(false);
  await admin.post(closing, { type: "disable" });
  const closed = await admin.get<Thing[]>("/api/v2/admin/accounts?status=disabled");
  expect(closed.map(({ id }) => id)).toEqual([String(s.olu.id)]);
  expect((await s.app.olu.ask("GET", "/api/v1/accounts/verify_credentials")).status).toBe(401);
  const last = `/api/v1/admin/accounts/${s.north.administrator.id}/action`;
  expect((await admin.ask("POST", last, { type: "disable" })).status).toBe(409);
});

test("a report is read with its post, decided, and not by whom it is about", async () => {
  const status_ids = [String(s.open.comment)];
  await s.app.amara.post("/api/v1/reports", {
    account_id: String(s.priya.id),
    status_ids,
    comment: "A name",
  });
  const [report] = await admin.get<Thing[]>("/api/v1/admin/reports");
  expect(report).toMatchObject({
    comment: "A name",
    action_taken: false,
    account: { username: "amara-okafor" },
    target_account: { username: "priya-nair" },
  });
  expect(report.statuses.map(({ id }: Thing) => id)).toEqual(status_ids);
  const resolved = await admin.post(`/api/v1/admin/reports/${report.id}/resolve`);
  expect(resolved).toMatchObject({
    action_taken: true,
    action_taken_by_account: { id: String(s.north.administrator.id) },
  });
  expect(await admin.get<Thing[]>("/api/v1/admin/reports")).toEqual([]);
  expect(await admin.get<Thing[]>("/api/v1/admin/reports?resolved=true")).toHaveLength(1);

  const about = { account_id: String(s.north.administrator.id), comment: "Answers nobody" };
  await s.app.amara.post("/api/v1/reports", about);
  expect(await admin.get<Thing[]>("/api/v1/admin/reports")).toEqual([]);
});

test("servers are blocked, and allowed, as on the page", async () => {
  const path = "/api/v1/admin/domain_blocks";
  const made = await admin.post(path, {
    domain: "Far.Example",
    severity: "suspend",
    private_comment: "Spam",
  });
  expect(made).toMatchObject({ domain: "far.example", severity: "suspend", private_comment: "Spam" });
  expect(await verdictFor(s.north.store, "far.example")).toBe("suspended");
  expect(await admin.put(`${path}/${made.id}`, { severity: "silence" })).toMatchObject({
    severity: "silence",
  });
  expect(await verdictFor(s.north.store, "far.example")).toBe("silenced");
  expect((await admin.ask("POST", path, { domain: "no server" })).status).toBe(422);
  expect((await admin.ask("POST", path, { domain: "b.example", severity: "noop" })).status).toBe(422);
  expect((await admin.ask("DELETE", `${path}/1`)).status).toBe(404);
  await admin.delete(`${path}/${made.id}`);
  expect(await admin.get<Thing[]>(path)).toEqual([]);
  expect(await verdictFor(s.north.store, "far.example")).toBeNull();

  const allowed = await admin.post("/api/v1/admin/domain_allows", { domain: "near.example" });
  expect((await admin.get<Thing[]>("/api/v1/admin/domain_allows")).map(({ domain }) => domain)).toEqual([
    "near.example",
  ]);
  await admin.delete(`/api/v1/admin/domain_allows/${allowed.id}`);
});
