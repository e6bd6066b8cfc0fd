import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { content, discussion, event, follow, like, membership, workspace } from "../../db/index.ts";
import { addComment, deleteContent, openDiscussion, restoreContent, setLike } from "../forums/index.ts";
import { testForum } from "../forums/test-forum.ts";
import { decide, invite, join, leave, managerIds, setManager, withdrawInvitation } from "./index.ts";

// Two do something at the same moment: on SQLite one after the other, on PostgreSQL in two transactions at once.

const twice = <T>(one: () => Promise<T>, other: () => Promise<T>) => Promise.allSettled([one(), other()]);
const failed = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((one) => (one.status === "rejected" ? [String((one.reason as Error).name)] : []));

test("two managers who take the role from each other leave one", async () => {
  const { store, workspaceId, manager, priya } = await testForum();
  const ids = [manager.actor!.id, priya.actor!.id] as const;
  for (let round = 0; round < 5; round++) {
    const [first] = await managerIds(store.db, workspaceId);
    const [by, of] = first === ids[0] ? [manager, priya] : [priya, manager];
    await setManager(by, { workspaceId, memberId: of.actor!.id, manager: true });
    await twice(
      () => setManager(manager, { workspaceId, memberId: ids[1], manager: false }),
      () => setManager(priya, { workspaceId, memberId: ids[0], manager: false }),
    );
    expect(await managerIds(store.db, workspaceId)).toHaveLength(1);
  }
});

test("two managers who leave at once leave one", async () => {
  const { store, workspaceId, manager, priya } = await testForum();
  for (let round = 0; round < 5; round++) {
    const [first] = await managerIds(store.db, workspaceId);
    const [stays, comes] = first === manager.actor!.id ? [manager, priya] : [priya, manager];
    await join(comes, { workspaceId });
    await setManager(stays, { workspaceId, memberId: comes.actor!.id, manager: true });
    await twice(
      () => leave(manager, { workspaceId }),
      () => leave(priya, { workspaceId }),
    );
    expect(await managerIds(store.db, workspaceId)).toHaveLength(1);
  }
});

test("of two decisions at once the first counts, and is told once", async () => {
  const { store, workspaceId, manager, priya, person } = await testForum("restricted");
  await setManager(manager, { workspaceId, memberId: priya.actor!.id, manager: true });
  for (let round = 0; round < 5; round++) {
    const asking = await person(`Asking ${"abcde"[round]}`);
    const memberId = asking.actor!.id;
    await join(asking, { workspaceId });
    await twice(
      () => decide(manager, { workspaceId, memberId, approve: true }),
      () => decide(priya, { workspaceId, memberId, approve: false }),
    );
    const told = await store.db
      .select({ kind: event.kind, data: event.data })
      .from(event)
      .where(eq(event.workspaceId, workspaceId))
      .orderBy(event.id);
    const decisions = told.filter(
      ({ kind, data }) => /approved|declined/.test(kind) && data.memberId === memberId,
    );
    const [row] = await store.db.select().from(membership).where(eq(membership.actorId, memberId));
    // Whoever was declined may still be approved, so there may be that order.
    expect(decisions.at(-1)!.kind).toBe(row!.state === "active" ? "member.approved" : "member.declined");
    if (decisions.length > 1) expect(decisions[0]!.kind).toBe("member.declined");
  }
});

test("those who join at once are all counted", async () => {
  const { store, workspaceId, person } = await testForum();
  const people = await Promise.all([..."abcdef"].map((letter) => person(`Member ${letter}`)));
  expect(failed(await Promise.allSettled(people.map((one) => join(one, { workspaceId }))))).toEqual([]);
  const members = await store.db.$count(
    membership,
    and(eq(membership.workspaceId, workspaceId), eq(membership.state, "active")),
  );
  const [row] = await store.db.select().from(workspace).where(eq(workspace.actorId, workspaceId));
  expect(row!.members).toBe(members);
});

test("two likes of one person are one, and one comment deleted twice is deleted once", async () => {
  const { store, workspaceId, manager, priya } = await testForum();
  const id = await openDiscussion(manager, { workspaceId, title: "At once", source: "Words." });
  for (let round = 0; round < 5; round++) {
    const contentId = await addComment(manager, { parentId: id, source: "A comment." });
    await addComment(manager, { parentId: id, source: "Another comment." });
    const both = await twice(
      () => setLike(priya, { contentId, liked: true }),
      () => setLike(priya, { contentId, liked: true }),
    );
    expect(failed(both)).toEqual([]);
    const [liked] = await store.db.select().from(content).where(eq(content.id, contentId));
    expect(liked!.likes).toBe(await store.db.$count(like, eq(like.contentId, contentId)));
    await twice(
      () => setLike(priya, { contentId, liked: false }),
      () => setLike(priya, { contentId, liked: false }),
    );
    const [unliked] = await store.db.select().from(content).where(eq(content.id, contentId));
    expect(unliked!.likes).toBe(0);
    await twice(
      () => deleteContent(manager, { contentId }),
      () => deleteContent(manager, { contentId }),
    );
    const [counted] = await store.db.select().from(discussion).where(eq(discussion.contentId, id));
    expect(counted!.comments).toBe(round + 1);
  }
});

test("an invitation that is accepted while it is taken back, or made again, leaves nobody half inside", async () => {
  const { store, workspaceId, manager, person } = await testForum("restricted");
  for (let round = 0; round < 10; round++) {
    const guest = await person(`Guest ${"abcdefghij"[round]}`);
    const invitation = { workspaceId, memberId: guest.actor!.id };
    await invite(manager, invitation);
    const other = () => (round % 2 ? invite(manager, invitation) : withdrawInvitation(manager, invitation));
    await twice(other, () => join(guest, { workspaceId }).then(() => undefined));
    const [row] = await store.db.select().from(membership).where(eq(membership.actorId, guest.actor!.id));
    const [following] = await store.db.select().from(follow).where(eq(follow.followerId, guest.actor!.id));
    expect([row!.state, following!.state]).toBeOneOf([
      ["active", "accepted"],
      ["requested", "pending"],
    ]);
  }
});

test("what its author deletes while a manager restores it stays deleted, and is counted once", async () => {
  const { store, workspaceId, manager, priya } = await testForum();
  const id = await openDiscussion(manager, { workspaceId, title: "At once", source: "Words." });
  for (let round = 0; round < 8; round++) {
    const contentId = await addComment(priya, { parentId: id, source: "Names somebody." });
    await deleteContent(manager, { contentId, reason: "Names somebody" });
    await twice(
      () => restoreContent(manager, { contentId }).then(() => undefined),
      () => deleteContent(priya, { contentId }),
    );
    const [post] = await store.db.select().from(content).where(eq(content.id, contentId));
    expect(post).toMatchObject({ deleted: expect.any(Date), html: "", deletedById: priya.actor!.id });
    const [counted] = await store.db.select().from(discussion).where(eq(discussion.contentId, id));
    expect(counted!.comments).toBe(0);
  }
});
