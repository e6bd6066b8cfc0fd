import { expect, test } from "vitest";
import { content } from "../../db/index.ts";
import { newId } from "../core/id.ts";
import { openDiscussion } from "./operations.ts";
import { testForum } from "./test-forum.ts";

test("a time of which there are more posts than ids is no end", async () => {
  const forum = await testForum();
  const author = await forum.remote("mallory");
  const { workspaceId } = forum;
  const published = new Date("2026-01-01T00:00:00Z");
  const ids = Array.from({ length: 4096 }, () => newId(published));
  const row = (id: number) => ({
    id,
    iri: `https://south.example/${id}`,
    kind: "discussion" as const,
    workspaceId,
    authorId: author.actor!.id,
    rootId: id,
    html: "",
    published,
  });
  await forum.store.transaction(async (tx) => {
    for (let at = 0; at < ids.length; at += 1024)
      await tx.insert(content).values(ids.slice(at, at + 1024).map(row));
  });
  for (const number of [1, 2]) {
    const iri = `https://south.example/one-more-${number}`;
    const from = { iri, html: "<p>One more</p>", published, activityIri: `${iri}#create` };
    await openDiscussion(author, { workspaceId, title: "One more", from });
  }
  expect(await forum.store.db.$count(content)).toBe(4098);
});
