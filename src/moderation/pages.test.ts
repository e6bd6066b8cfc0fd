import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { type Instance, type Member, startInstance } from "../../test/rig.ts";
import { deleteContent, openDiscussion } from "../forums/index.ts";
import { join } from "../workspaces/index.ts";

let north: Instance;
let amara: Member;
let priya: Member;
let outsider: Member;
let workspaceId: number;
const base = "/workspaces/falls";

beforeAll(async () => {
  north = await startInstance({ keep: true });
  amara = await north.addMember("Amara Okafor");
  priya = await north.addMember("Priya Nair");
  outsider = await north.addMember("Olive Outside");
  workspaceId = (await north.addWorkspace("Falls", { manager: amara })).id;
  await join(north.context(priya), { workspaceId });
}, 60_000);
afterAll(() => north.stop());

describe("a manager", () => {
  test("pins, locks, removes and restores; each says what was done and offers to undo it", async () => {
    const id = await openDiscussion(north.context(priya), {
      workspaceId,
      title: "Bed rails",
      source: "Up or down?",
    });
    const visitor = await north.as(amara);
    const pinned = await visitor.submit(`${base}/discussions/${id}/pin`, { on: "yes" });
    expect(pinned.text).toContain("Pinned to the top of the forum.");
    expect(pinned.text).toMatch(/action="[^"]+\/pin">\s*<input type="hidden" name="on" value="no"/);
    expect((await visitor.submit(`${base}/discussions/${id}/pin`, { on: "no" })).text).toContain("Unpinned.");

    const removed = await visitor.submit(`${base}/posts/${id}/delete`, { reason: "=Twice" });
    expect(removed.text).toContain(`action="${base}/posts/${id}/restore"`);
    expect((await visitor.get(`${base}/discussions/${id}`)).text).toContain("Removed by a manager");
    expect((await (await north.as(priya)).get(`${base}/discussions/${id}`)).text).not.toContain("Twice");
    const restored = await visitor.submit(`${base}/posts/${id}/restore`);
    expect(restored.text).toContain("Up or down?");
    expect(restored.text).toContain("Restored.");
  });

  test("blocks somebody for a week and lets them write again", async () => {
    const visitor = await north.as(amara);
    const path = `${base}/moderation/people/${priya.id}`;
    expect((await visitor.get(`${path}/block`)).text).toContain("For how long?");
    const failed = await visitor.post(`${path}/block`, { reason: "x" });
    expect([failed.status, failed.text.includes("Choose how long")]).toEqual([422, true]);
    const blocked = await visitor.submit(`${path}/block`, { length: "week", reason: "Rude" });
    expect(blocked.text).toContain("Priya Nair can no longer write here.");
    expect(blocked.text).toContain("Reason: <bdi>Rude</bdi>");
    const hers = await north.as(priya);
    expect((await hers.get(`${base}/forum/new`)).status).toBe(403);
    expect((await hers.get("/notifications")).text).toContain("you can no longer write there");
    expect((await visitor.submit(`${path}/unblock`)).text).toContain("can write here again");
    expect((await visitor.get(`${base}/moderation/people/${outsider.id}/block`)).status).toBe(404);
  });

  test("reads what happened in the workspace, finds it, and takes it along", async () => {
    const visitor = await north.as(amara);
    const log = await visitor.get(`${base}/moderation/log`);
    expect(log.text).toContain("Member blocked");
    expect(log.text).toContain("Discussion pinned");
    expect(log.text).not.toContain("Person signed in");
    const found = await visitor.get(`${base}/moderation/log?about=member&who=amara`);
    expect(found.text).toContain("Member blocked");
    expect(found.text).not.toContain("Discussion pinned");
    expect((await visitor.get(`${base}/moderation/log?until=2020-01-01`)).text).toContain("Nothing here");
    const file = await visitor.get(`${base}/moderation/log.csv?about=content`);
    expect(file.headers["content-type"]).toContain("text/csv");
    // A reason that a spreadsheet would take for a formula.
    expect(file.text).toContain(",'=Twice\r\n");
    expect(file.text.split("\r\n")[0]).toBe(
      "Time,What,Who,Address,To whom,Their address,Workspace,Post,Words",
    );
  });
});

test("nobody else sees or does any of it", async () => {
  const other = await north.addWorkspace("Another", { manager: priya });
  expect(other.id).not.toBe(workspaceId);
  for (const who of [undefined, priya, outsider, north.administrator]) {
    const visitor = await north.as(who);
    for (const path of ["people", "log", "log.csv", `people/${amara.id}/block`]) {
      const { status } = await visitor.get(`${base}/moderation/${path}`);
      expect([path, status >= 400 || status === 303]).toEqual([path, true]);
    }
    for (const path of ["block", "unblock", "role"]) {
      const { status } = await visitor.post(`${base}/moderation/people/${amara.id}/${path}`, {
        length: "day",
      });
      expect([path, status >= 400 || status === 303]).toEqual([path, true]);
    }
    const whole = await visitor.get("/admin/log");
    expect(whole.status === 200).toBe(who === north.administrator);
    expect((await visitor.get("/admin/log.csv")).status === 200).toBe(who === north.administrator);
  }
  const log = await (await north.as(north.administrator)).get("/admin/log");
  expect(log.text).toContain("Member blocked");
});

test("an administrator's log says nothing of what is inside a workspace they do not belong to", async () => {
  const panel = await north.addWorkspace("Panel seven", { manager: priya, level: "confidential" });
  const board = await north.addWorkspace("Board papers", { manager: priya, level: "private" });
  for (const { id } of [panel, board]) {
    const said = { workspaceId: id, title: "The finding", source: "Between us." };
    const contentId = await openDiscussion(north.context(priya), said);
    await deleteContent(north.context(priya), { contentId });
    await openDiscussion(north.context(priya), { ...said, title: "The second finding" });
  }
  const open = { workspaceId, title: "Lighting at night", source: "Too bright?" };
  await openDiscussion(north.context(priya), open);
  const administrator = await north.as(north.administrator);
  for (const path of ["/admin/log", "/admin/log.csv"]) {
    const { text } = await administrator.get(path);
    expect(text).not.toMatch(/finding|[Pp]anel/);
    expect(text).toContain(path === "/admin/log" ? "Lighting at night" : "board-papers");
  }
});
