import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { notification } from "../../db/index.ts";
import { type Instance, type Member, startInstance } from "../../test/rig.ts";
import { openDiscussion } from "../forums/index.ts";
import {
  changeLevel,
  declineInvitation,
  invite,
  join,
  leave,
  removeMember,
  standingOf,
  withdrawInvitation,
} from "./index.ts";

let north: Instance;
let gwen: Member;
let names = 0;

beforeAll(async () => {
  north = await startInstance({ keep: true });
  gwen = await north.addMember("Gwen Rees");
  return () => north.stop();
});

const colleague = () => north.addMember(`Colleague ${"abcdefghijklmnopqrstuvwxyz"[names++]}`);

/** A confidential workspace with something in it. */
async function confidential() {
  const name = `Panel ${"abcdefghijklmnopqrstuvwxyz"[names++]}`;
  const { id, handle } = await north.addWorkspace(name, { manager: gwen, level: "confidential" });
  await openDiscussion(north.context(gwen), { workspaceId: id, title: "The finding", source: "Between us." });
  return { id, name, path: `/workspaces/${handle}` };
}

test("who is invited learns that it exists, and reads it once they accept", async () => {
  const { name, path } = await confidential();
  const [samir, other] = [await colleague(), await colleague()];
  const manager = await north.as(gwen);
  const sent = await manager.submit(`${path}/manage/invitations`, {
    people: `${samir.email}\n`,
    message: "Come and help",
  });
  expect(sent.text).toContain("The invitation is sent.");
  expect(sent.text).toContain(samir.name);

  const invited = await north.as(samir);
  expect((await invited.get("/notifications")).text).toContain(`Gwen Rees invites you to join ${name}`);
  expect((await invited.get("/workspaces")).text).toContain("You are invited");
  const before = await invited.get(path);
  expect(before.text).toContain("Come and help");
  expect(before.text).not.toContain("The finding");
  expect((await invited.get(`${path}/forum`)).status).toBe(404);

  expect((await invited.submit(`${path}/join`)).text).toContain(`You have joined ${name}`);
  expect((await invited.get(`${path}/forum`)).text).toContain("The finding");
  expect((await manager.get("/notifications")).text).toContain(`accepted your invitation to ${name}`);
  expect((await invited.submit(`${path}/join`)).text, "asked again").toContain("The finding");

  for (const visitor of [await north.as(other), await north.as()]) {
    for (const part of ["", "/forum", "/people", "/about", "/join", "/decline", "/manage/invitations"]) {
      const { status, location, text } = await visitor.get(path + part);
      expect([part, status === 404 || location?.startsWith("/sign-in")]).toEqual([part, true]);
      expect(text).not.toContain(name);
    }
    expect((await visitor.get("/workspaces")).text).not.toContain(name);
  }
});

test("an invitation is declined, taken back, and asked again", async () => {
  const { id, name, path } = await confidential();
  const [samir, amara] = [await colleague(), await colleague()];
  const workspaceId = id;
  for (const { id: memberId } of [samir, amara]) await invite(north.context(gwen), { workspaceId, memberId });
  const invited = await north.as(samir);
  expect((await invited.submit(`${path}/decline`)).text).toContain(
    `You have declined the invitation to ${name}`,
  );
  expect((await invited.get(path)).status).toBe(404);
  expect((await (await north.as(gwen)).get("/notifications")).text).toContain(
    `declined your invitation to ${name}`,
  );
  await expect(declineInvitation(north.context(samir), { workspaceId })).rejects.toMatchObject({
    code: "not found",
  });

  const manager = await north.as(gwen);
  const again = `${path}/manage/invitations/${amara.id}`;
  expect((await manager.submit(`${again}/again`)).text).toContain("is asked again.");
  expect((await manager.submit(`${again}/withdraw`)).text).toContain("The invitation is taken back.");
  await expect(join(north.context(amara), { workspaceId })).rejects.toMatchObject({ code: "not found" });
  expect((await manager.post(`${again}/again`)).status).toBe(409);
  const [told] = await north.store.db.select().from(notification).where(eq(notification.personId, amara.id));
  expect(told?.read).not.toBeNull();
});

test("only managers invite, and whom nobody knows is named in the form", async () => {
  const { id, path } = await confidential();
  const [samir, amara] = [await colleague(), await colleague()];
  const workspaceId = id;
  const ask = { workspaceId, memberId: amara.id };
  await expect(invite(north.context(samir), ask)).rejects.toMatchObject({ code: "forbidden" });
  await invite(north.context(gwen), { workspaceId, memberId: samir.id });
  await join(north.context(samir), { workspaceId });
  await expect(invite(north.context(samir), ask)).rejects.toMatchObject({ code: "forbidden" });
  await expect(withdrawInvitation(north.context(samir), ask)).rejects.toMatchObject({ code: "forbidden" });
  const manager = await north.as(gwen);
  const wrong = await manager.post(`${path}/manage/invitations`, {
    people: `${amara.handle}\nno-such-person`,
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("Nobody was found for: no-such-person");
  expect((await standingOf(north.store, id, amara.id)).state).toBeNull();
});

test("who leaves or is removed from a confidential workspace does not find it again; who is removed can be invited", async () => {
  const { id, path } = await confidential();
  const [samir, amara] = [await colleague(), await colleague()];
  const workspaceId = id;
  for (const one of [samir, amara]) {
    await invite(north.context(gwen), { workspaceId, memberId: one.id });
    await join(north.context(one), { workspaceId });
  }
  await leave(north.context(samir), { workspaceId });
  await removeMember(north.context(gwen), { workspaceId, memberId: amara.id });
  for (const one of [samir, amara]) {
    const visitor = await north.as(one);
    for (const place of [path, `${path}/forum`, `${path}/about`])
      expect((await visitor.get(place)).status).toBe(404);
    for (const place of ["/", "/workspaces", "/notifications"])
      expect((await visitor.get(place)).text).not.toMatch(/The finding|Panel/);
  }
  await invite(north.context(gwen), { workspaceId, memberId: amara.id });
  await join(north.context(amara), { workspaceId });
  expect((await standingOf(north.store, id, amara.id)).state).toBe("active");
});

test("another level is explained before it is chosen, and counts at once", async () => {
  const { id, handle } = await north.addWorkspace("Level", { manager: gwen, level: "restricted" });
  const path = `/workspaces/${handle}`;
  const asker = await colleague();
  await openDiscussion(north.context(gwen), { workspaceId: id, title: "Inside words", source: "Among us." });
  await join(north.context(asker), { workspaceId: id });
  const manager = await north.as(gwen);
  const stranger = await north.as();

  const warned = await manager.post(`${path}/manage/level`, { level: "open" });
  expect(warned.text).toContain("Members wrote it for members only");
  expect((await stranger.get(path)).text).not.toContain("Inside words");
  const done = await manager.submit(`${path}/manage/level`, { level: "open", confirm: "yes" });
  expect(done.text).toContain("The level is changed.");
  expect((await stranger.get(path)).text).toContain("Inside words");

  await changeLevel(north.context(gwen), { workspaceId: id, level: "private" });
  expect((await stranger.get(path)).text).toContain("Level: learning from each other.");
  expect((await stranger.get("/workspaces")).text).not.toContain("Level: learning");
  expect((await (await north.as(asker)).get("/workspaces")).text).toContain("Level: learning");
  await changeLevel(north.context(gwen), { workspaceId: id, level: "confidential" });
  expect((await stranger.get(path)).status).toBe(404);
  // Who had asked is declined, and knows of it no longer.
  expect((await (await north.as(asker)).get(path)).status).toBe(404);
  await expect(changeLevel(north.context(asker), { workspaceId: id, level: "open" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect((await manager.post(`${path}/manage/level`, { level: "secret" })).status).toBe(422);
});
