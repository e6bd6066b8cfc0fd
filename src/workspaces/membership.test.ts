import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import {
  actor,
  event,
  follow,
  membership,
  notification,
  person,
  type Store,
  workspace,
} from "../../db/index.ts";
import { testClock, testContext, testStore } from "../../test/rig.ts";
import { insertLocalActor } from "../actors/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import {
  changeWorkspace,
  createWorkspace,
  decide,
  join,
  leave,
  readmit,
  removeMember,
  setManager,
} from "./index.ts";

let store: Store;
const clock = testClock();
let gwen: Context;
let samir: Context;
let amara: Context;

/** A member of this organisation, as a context. */
async function member(name: string): Promise<Context> {
  const ctx = testContext(store, { clock });
  const id = await change(ctx, async (made) => {
    const handle = name.toLowerCase().replace(" ", "-");
    const actorId = await insertLocalActor(ctx, made, { kind: "person", handle, name });
    await made.tx.insert(person).values({
      actorId,
      email: `${handle}@north.example`,
      role: "member",
      state: "active",
      created: made.at,
    });
    return actorId;
  });
  return { ...ctx, actor: { id, local: true, administrator: false } };
}

const idOf = (ctx: Context): Id => ctx.actor!.id;
const made = (level: "open" | "restricted" = "restricted") =>
  createWorkspace(gwen, { name: "Falls Prevention", purpose: "Fewer falls on our wards.", level });
const stateOf = async (workspaceId: Id, ctx: Context) => {
  const rows = await store.db
    .select()
    .from(membership)
    .where(eq(membership.actorId, idOf(ctx)));
  const found = rows.find((row) => row.workspaceId === workspaceId);
  return found && `${found.role} ${found.state}`;
};
const toldTo = async (ctx: Context) => {
  const rows = await store.db
    .select({ kind: notification.kind, text: notification.text, read: notification.read })
    .from(notification)
    .where(eq(notification.personId, idOf(ctx)))
    .orderBy(notification.id);
  return rows.map(({ kind, text, read }) => `${kind}${text ? `: ${text}` : ""}${read ? " (read)" : ""}`);
};

beforeEach(async () => {
  store = await testStore();
  [gwen, samir, amara] = [
    await member("Gwen Rees"),
    await member("Samir Khan"),
    await member("Amara Okafor"),
  ];
});

test("whoever creates a workspace manages it, and it has an address made from its name", async () => {
  const id = await made();
  expect(await stateOf(id, gwen)).toBe("manager active");
  const [row] = await store.db.select().from(actor).where(eq(actor.id, id));
  expect(row).toMatchObject({ handle: "falls-prevention", kind: "group", approves: true, indexable: false });
  const second = await made("open");
  const [other] = await store.db.select().from(actor).where(eq(actor.id, second));
  expect(other).toMatchObject({ handle: "falls-prevention-2", approves: false, indexable: true });
});

test("an open workspace is joined at once, left, and joined again", async () => {
  const id = await made("open");
  expect(await join(samir, { workspaceId: id })).toBe("active");
  const [row] = await store.db.select().from(workspace).where(eq(workspace.actorId, id));
  expect(row?.members).toBe(2);
  await leave(samir, { workspaceId: id });
  expect(await stateOf(id, samir)).toBe("contributor left");
  expect(
    await store.db
      .select()
      .from(follow)
      .where(eq(follow.followerId, idOf(samir))),
  ).toEqual([]);
  await join(samir, { workspaceId: id });
  expect(await stateOf(id, samir)).toBe("contributor active");
});

test("a request with its reason reaches the managers, and its approval who asked", async () => {
  const id = await made();
  expect(await join(samir, { workspaceId: id, reason: "I lead the falls work" })).toBe("requested");
  expect(await toldTo(gwen)).toEqual(["join request: I lead the falls work"]);
  // To ask twice is to ask once.
  await join(samir, { workspaceId: id, reason: "I lead the falls work" });
  expect(await toldTo(gwen)).toHaveLength(1);

  await decide(gwen, { workspaceId: id, memberId: idOf(samir), approve: true, answer: "Welcome" });
  expect(await stateOf(id, samir)).toBe("contributor active");
  expect(await toldTo(samir)).toEqual(["approved: Welcome"]);
  expect(await toldTo(gwen), "nobody is reminded of what is decided").toEqual([
    "join request: I lead the falls work (read)",
  ]);
  const kinds = (await store.db.select().from(event)).map(({ kind }) => kind);
  expect(kinds).toContain("member.approved");
});

test("who is declined hears why and can ask again", async () => {
  const id = await made();
  await join(samir, { workspaceId: id });
  await decide(gwen, { workspaceId: id, memberId: idOf(samir), approve: false, answer: "Ward leads only" });
  expect(await stateOf(id, samir)).toBe("contributor declined");
  expect(await toldTo(samir)).toEqual(["declined: Ward leads only"]);
  expect(await join(samir, { workspaceId: id, reason: "I am one now" })).toBe("requested");
});

test("a request that was taken back cannot be approved any more", async () => {
  const id = await made();
  await join(samir, { workspaceId: id });
  await leave(samir, { workspaceId: id });
  const decision = { workspaceId: id, memberId: idOf(samir), approve: true };
  await expect(decide(gwen, decision)).rejects.toMatchObject({ code: "conflict" });
  expect(await stateOf(id, samir)).toBe("contributor left");
});

test("nobody but a manager decides, removes, appoints or changes anything", async () => {
  const id = await made();
  await join(samir, { workspaceId: id });
  await join(amara, { workspaceId: id });
  await decide(gwen, { workspaceId: id, memberId: idOf(amara), approve: true });
  const workspaceId = id;
  const memberId = idOf(samir);
  for (const ctx of [samir, amara]) {
    const forbidden = { code: "forbidden" };
    await expect(decide(ctx, { workspaceId, memberId, approve: true })).rejects.toMatchObject(forbidden);
    await expect(removeMember(ctx, { workspaceId, memberId: idOf(gwen) })).rejects.toMatchObject(forbidden);
    await expect(setManager(ctx, { workspaceId, memberId, manager: true })).rejects.toMatchObject(forbidden);
    await expect(readmit(ctx, { workspaceId, memberId })).rejects.toMatchObject(forbidden);
    const input = { name: "Mine now", purpose: "A purpose that is long enough." };
    await expect(changeWorkspace(ctx, id, input)).rejects.toMatchObject(forbidden);
  }
  expect(await stateOf(id, samir)).toBe("contributor requested");
});

test("the last manager stays: neither leaving, nor removal, nor a change of role takes them away", async () => {
  const id = await made("open");
  await join(samir, { workspaceId: id });
  const [workspaceId, memberId] = [id, idOf(gwen)];
  const conflict = { code: "conflict" };
  await expect(leave(gwen, { workspaceId })).rejects.toMatchObject(conflict);
  await expect(removeMember(gwen, { workspaceId, memberId })).rejects.toMatchObject(conflict);
  await expect(setManager(gwen, { workspaceId, memberId, manager: false })).rejects.toMatchObject(conflict);
  expect(await stateOf(id, gwen)).toBe("manager active");

  await setManager(gwen, { workspaceId, memberId: idOf(samir), manager: true });
  expect(await toldTo(samir)).toEqual(["manager"]);
  await leave(gwen, { workspaceId });
  expect(await stateOf(id, gwen)).toBe("contributor left");
  await expect(leave(samir, { workspaceId })).rejects.toMatchObject(conflict);
});

test("who was removed is told, stays out until a manager lets them in, and then belongs again", async () => {
  const id = await made("open");
  await join(samir, { workspaceId: id });
  await removeMember(gwen, { workspaceId: id, memberId: idOf(samir), answer: "Advertising" });
  expect(await toldTo(samir)).toEqual(["removed: Advertising"]);
  await expect(join(samir, { workspaceId: id })).rejects.toMatchObject({ code: "forbidden" });
  await readmit(gwen, { workspaceId: id, memberId: idOf(samir) });
  expect(await stateOf(id, samir)).toBe("contributor active");
});

test("a confidential workspace is not there for those outside", async () => {
  const id = await made();
  await store.transaction(async (tx) => {
    await tx.update(workspace).set({ level: "confidential" }).where(eq(workspace.actorId, id));
  });
  await expect(join(samir, { workspaceId: id })).rejects.toMatchObject({ code: "not found" });
});
