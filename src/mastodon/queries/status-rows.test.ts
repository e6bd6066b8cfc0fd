import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { content, mention } from "../../../db/index.ts";
import { openDiscussion } from "../../forums/index.ts";
import { testForum } from "../../forums/test-forum.ts";
import { marksOf, wordsOf } from "./status-rows.ts";

test("what is edited while it is read is not kept half old and half new", async () => {
  const { store, manager, priya, workspaceId } = await testForum();
  const id = await openDiscussion(priya, { workspaceId, title: "Rota", source: "First." });
  const api = { ctx: manager, ours: "North" };
  const read = async () => (await wordsOf(api, await marksOf(api, [id]))).get(id);
  const before = await marksOf(api, [id]);
  const { promise: asked, resolve: go } = Promise.withResolvers<void>();
  const { promise: held, resolve: holds } = Promise.withResolvers<void>();
  const edited = store.transaction(async (tx) => {
    // On PostgreSQL others read the row when this is over, and meanwhile what stands beside it.
    if (store.dialect === "postgres")
      await (tx as unknown as { execute(text: unknown): Promise<unknown> }).execute(
        sql`lock table ${content} in access exclusive mode`,
      );
    holds();
    await asked;
    await tx.update(content).set({ html: "<p>Second.</p>" }).where(eq(content.id, id));
    await tx.insert(mention).values({ contentId: id, actorId: manager.actor!.id });
  });
  await held;
  const reading = wordsOf(api, before);
  await sleep(200);
  go();
  await Promise.all([edited, reading]);
  expect(await read()).toMatchObject({ row: { html: "<p>Second.</p>" }, mentioned: [manager.actor!.id] });
});
