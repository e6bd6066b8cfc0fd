import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { content } from "../../db/index.ts";
import { editContent, openDiscussion } from "./index.ts";
import { testForum } from "./test-forum.ts";

test("of two wordings of a page that come in the same moment from two servers, the later one stands", async () => {
  const { store, clock, priya, workspaceId } = await testForum();
  const page = { workspaceId, form: "page", title: "Rota", source: "First." } as const;
  const contentId = await openDiscussion(priya, page);
  const row = eq(content.id, contentId);
  clock.tick({ minutes: 1 });
  const earlier = clock();
  clock.tick({ minutes: 1 });
  const { promise: both, resolve: go } = Promise.withResolvers<void>();
  const later = store.transaction(async (tx) => {
    await tx.update(content).set({ html: "<p>Later.</p>", edited: clock() }).where(row);
    await both;
  });
  const from = {
    iri: "",
    activityIri: "https://north.example/1",
    html: "<p>Earlier.</p>",
    published: earlier,
  };
  const edited = editContent(priya, { contentId, title: "Rota", source: "Earlier.", from });
  await sleep(200);
  go();
  await Promise.all([later, edited]);
  const [found] = await store.db.select({ html: content.html }).from(content).where(row);
  expect(found?.html).toBe("<p>Later.</p>");
});
