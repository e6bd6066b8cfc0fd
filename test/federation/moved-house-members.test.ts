import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { actor, membership } from "../../db/index.ts";
import { addComment, moveDiscussion, openDiscussion } from "../../src/forums/index.ts";
import { decide, prepareMove, setManager, startMove } from "../../src/workspaces/index.ts";
import { agree } from "./agreements.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { idAt, iriAt, picture } from "./picture.ts";
import { actorOn } from "./place.ts";
import { actorAt } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

test("a workspace for members only moves under agreements, with all that was said; outside nobody reads it at either home, and none of its discussions goes elsewhere alone", async () => {
  const { a, b, c, settle } = await startNetwork();
  const [priya, tom] = [await b.addMember("Priya Nair"), await c.addMember("Tom Whitfield")];
  const admin = a.context(a.administrator);
  await agree(a, b, settle);
  await agree(a, c, settle);
  await agree(b, c, settle);
  const { id, handle } = await a.addWorkspace("Incidents", { manager: a.administrator, level: "restricted" });
  const onB = await joinFrom(b, priya, `@${handle}@${a.host}`);
  const onC = await joinFrom(c, tom, `@${handle}@${a.host}`);
  await settle();
  for (const { actorId: memberId } of await a.store.db
    .select()
    .from(membership)
    .where(eq(membership.state, "requested")))
    await decide(admin, { workspaceId: id, memberId, approve: true });
  await setManager(admin, { workspaceId: id, memberId: await actorOn(a, priya.name), manager: true });
  const said = await openDiscussion(admin, { workspaceId: id, title: "Ward 7", source: "Kittiwake." });
  await settle();
  const iri = await iriAt(a, said);
  await addComment(c.context(tom), { parentId: await idAt(c, iri), source: "Kittiwake, too." });
  await settle();
  const old = `${a.origin}/actors/${id}`;
  const before = await picture(a, old);
  expect(before.posts).toHaveLength(2);
  expect([await picture(b, old), await picture(c, old)]).toEqual([before, before]);

  // One discussion alone stays in the organisation.
  const other = await b.addWorkspace("Hers", { manager: priya, level: "restricted" });
  await expect(
    moveDiscussion(b.context(priya), { contentId: await idAt(b, iri), toId: other.id, confirmed: true }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("members only") as string });

  const newId = await prepareMove(b.context(priya), { workspaceId: onB });
  const [prepared] = await b.store.db.select().from(actor).where(eq(actor.id, newId));
  await startMove(admin, { workspaceId: id, address: `@${prepared!.handle}@${b.host}` });
  await settle();
  const moved = (await actorAt(a, old))!.movedTo!;
  expect(moved.startsWith(b.origin)).toBe(true);
  for (const one of [a, b, c]) {
    expect((await picture(one, moved)).posts).toEqual(before.posts);
    expect((await picture(one, old)).posts).toEqual([]);
  }
  // It goes on there, for the third organisation too.
  await addComment(c.context(tom), { parentId: await idAt(c, iri), source: "Kittiwake still." });
  await settle();
  for (const one of [a, b, c]) expect((await picture(one, moved)).posts).toHaveLength(3);
  expect(onC).toBeGreaterThan(0);
  for (const [one, path] of [
    [a, `/actors/${id}/outbox?page=true`],
    [b, `${new URL(moved).pathname}/outbox?page=true`],
    [b, `${new URL(moved).pathname}/handover`],
    [a, `/actors/${id}/handover`],
    [a, new URL(iri).pathname],
  ] as const) {
    const answer = await (await one.as()).get(path, { accept: "application/activity+json" });
    expect([path, /kittiwake/i.test(answer.text)]).toEqual([path, false]);
  }
});
