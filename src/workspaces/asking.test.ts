import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { askedAct, block, membership } from "../../db/index.ts";
import { openDiscussion, setLocked } from "../forums/index.ts";
import { testForum } from "../forums/test-forum.ts";
import { blockMember } from "./index.ts";

test("a manager elsewhere who tells us, and not the home of the workspace, does not take ours' place", async () => {
  const { store, manager, remote, remoteWorkspace } = await testForum();
  const elsewhere = await remote("ruth");
  const workspaceId = await remoteWorkspace("sepsis-south", [manager, elsewhere]);
  await store.transaction((tx) =>
    tx.update(membership).set({ role: "manager" }).where(eq(membership.workspaceId, workspaceId)),
  );
  const contentId = await openDiscussion(manager, { workspaceId, title: "At night", source: "Words." });
  await expect(setLocked(elsewhere, { contentId, on: true })).rejects.toMatchObject({ code: "forbidden" });
  expect(await store.db.select().from(askedAct)).toEqual([]);
  await setLocked(manager, { contentId, on: true });
  expect(await store.db.select().from(askedAct)).toMatchObject([
    { kind: "lock", actorId: manager.actor!.id, state: "waiting" },
  ]);
});

test("who may not block anybody does not learn whether somebody is a manager", async () => {
  const { store, workspaceId, manager, priya, outsider } = await testForum("restricted");
  const refusal = async (memberId: number) =>
    blockMember(outsider, { workspaceId, memberId }).catch((error: Error) => error.message);
  expect(await refusal(manager.actor!.id)).toBe(await refusal(priya.actor!.id));
  const ofManager = and(eq(block.workspaceId, workspaceId), eq(block.actorId, manager.actor!.id));
  expect(await store.db.$count(block, ofManager)).toBe(0);
});
