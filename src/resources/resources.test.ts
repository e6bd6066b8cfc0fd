import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { content, discussion } from "../../db/index.ts";
import { newId } from "../core/id.ts";
import { openDiscussion } from "../forums/index.ts";
import { testForum } from "../forums/test-forum.ts";
import { foldersOf } from "./index.ts";

test("of more folders than a form has choices, the one in which something lies is among them", async () => {
  const { store, clock, priya, workspaceId } = await testForum();
  const first = await openDiscussion(priya, { workspaceId, form: "folder", title: "Folder", folder: null });
  const [post] = await store.db.select().from(content).where(eq(content.id, first));
  const [facts] = await store.db.select().from(discussion).where(eq(discussion.contentId, first));
  const ids = Array.from({ length: 510 }, () => newId(clock()));
  await store.transaction(async (tx) => {
    const posts = ids.map((id) => ({ ...post!, id, rootId: id, iri: `${post!.iri}/${id}` }));
    for (let at = 0; at < ids.length; at += 100) {
      const some = posts.slice(at, at + 100);
      await tx.insert(content).values(some);
      await tx
        .insert(discussion)
        .values(some.map(({ id }) => ({ ...facts!, contentId: id, boostId: newId(clock()) })));
    }
  });
  const last = ids.at(-1)!;
  const among = async (chosen: number | string | null) =>
    (await foldersOf(store.db, workspaceId, chosen)).some(({ id }) => id === last);
  expect(await among(null)).toBe(false);
  expect(await among(last)).toBe(true);
  expect(await among(`${post!.iri}/${last}`)).toBe(true);
});
