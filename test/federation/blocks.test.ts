import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { block, content, event, notification } from "../../db/index.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { blockMember, join, leave, unblockMember } from "../../src/workspaces/index.ts";
import { activity, note } from "../peers/index.ts";
import type { Instance } from "../rig.ts";
import { idAt, iriAt } from "./picture.ts";
import { actorOn, askedOn, people, place } from "./place.ts";
import { actorAt, arrivedAt, iriOf, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const all = people();
const forbidden = { code: "forbidden" };

test("a manager elsewhere blocks somebody until a day: on every instance, until then or until it is lifted", async () => {
  const { a, b, c, amara, priya, tom, idOn, settle } = await place(all(), "Blocks network");
  const id = await openDiscussion(a.context(amara), {
    workspaceId: idOn.a,
    title: "Ward notes",
    source: "Here.",
  });
  await settle();
  const onC = await idAt(c, await iriAt(a, id));
  await addComment(c.context(tom), { parentId: onC, source: "So that they know him." });
  await settle();
  const memberId = await actorOn(b, tom.name);
  const ends = new Date(b.clock.now().getTime() + 24 * 60 * 60_000);
  const held = async (one: Instance, workspaceId: number) =>
    (await one.store.db.select().from(block).where(eq(block.workspaceId, workspaceId))).map(
      ({ reason, ends: until }) => ({ reason, ends: until }),
    );

  await blockMember(b.context(priya), { workspaceId: idOn.b, memberId, reason: "Advertising", ends });
  expect(await held(b, idOn.b)).toEqual([]);
  await settle();
  const made = [{ reason: "Advertising", ends }];
  expect(await held(a, idOn.a)).toEqual(made);
  expect(await held(b, idOn.b)).toEqual(made);
  expect(await held(c, idOn.c)).toEqual(made);
  expect(await askedOn(b, idOn.b)).toMatchObject([{ kind: "block", state: "done" }]);
  expect(await c.store.db.select().from(notification).where(eq(notification.kind, "blocked"))).toMatchObject([
    { personId: tom.id, text: "Advertising" },
  ]);

  await expect(addComment(c.context(tom), { parentId: onC, source: "Buy this" })).rejects.toMatchObject(
    forbidden,
  );
  await leave(c.context(tom), { workspaceId: idOn.c });
  await expect(join(c.context(tom), { workspaceId: idOn.c })).rejects.toMatchObject(forbidden);
  const page = await (await c.as(tom)).get(`/workspaces/blocks-network@${a.host}/discussions/${onC}`);
  expect(page.text).toContain("A manager blocked you in this workspace until");

  // By itself, by the clock.
  a.clock.tick({ days: 1, minutes: 1 });
  await settle();
  for (const [one, workspaceId] of [
    [a, idOn.a],
    [b, idOn.b],
    [c, idOn.c],
  ] as const)
    expect(await held(one, workspaceId)).toEqual([]);
  await join(c.context(tom), { workspaceId: idOn.c });
  await settle();
  await addComment(c.context(tom), { parentId: onC, source: "Sorry." });
  await settle();
  expect(await a.store.db.$count(content, eq(content.workspaceId, idOn.a))).toBe(3);

  // By a manager, from elsewhere.
  await blockMember(a.context(amara), { workspaceId: idOn.a, memberId: await actorOn(a, tom.name) });
  await settle();
  expect(await held(c, idOn.c)).toEqual([{ reason: null, ends: null }]);
  await unblockMember(b.context(priya), { workspaceId: idOn.b, memberId });
  await settle();
  expect(await held(a, idOn.a)).toEqual([]);
  expect(await held(c, idOn.c)).toEqual([]);
  const log = await c.store.db
    .select({ kind: event.kind })
    .from(event)
    .where(eq(event.workspaceId, idOn.c))
    .orderBy(event.id);
  expect(log.map(({ kind }) => kind).filter((kind) => kind.includes("block"))).toEqual([
    "member.blocked",
    "member.unblocked",
    "member.blocked",
    "member.unblocked",
  ]);
});

test("who is blocked is refused, told why, and comes back in no other way", async () => {
  const set = await scene();
  const { a, amara, workspaceId, felix, group, settle } = set;
  await joined(set, felix);
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "Ward notes", source: "Here." });
  const memberId = (await actorAt(a, felix.iri))!.id;
  await blockMember(a.context(amara), { workspaceId, memberId, reason: "Advertising" });
  await settle();
  expect(set.peer.activities("Announce").at(-1)).toMatchObject({
    object: { type: "Block", object: felix.iri, target: group.iri, summary: "Advertising" },
  });

  set.peer.forget();
  const words = note(felix, "Buy this", { mentions: [group], inReplyTo: await iriOf(a, id) });
  const comment = activity(felix, "Create", words);
  const like = activity(felix, "Like", await iriOf(a, id));
  const again = await joined(set, felix);
  for (const one of [comment, like]) await felix.send(set.inbox, one);
  await settle();
  for (const one of [comment, like]) expect(await arrivedAt(a, one.id)).toMatchObject({ state: "refused" });
  expect(await a.store.db.$count(content)).toBe(1);
  // They belong as before: asking again is answered with that, and ends no block.
  expect(await arrivedAt(a, again.id)).toMatchObject({ state: "done" });
  const said = set.peer.activities("Reject").map(({ summary }) => summary);
  expect(said).toHaveLength(2);
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toContain("blocked you");

  // He cannot lift it himself, nor can a stranger; and nobody blocks a manager.
  const greta = await set.peer.addActor("greta");
  for (const by of [felix, greta]) {
    const made = activity(by, "Block", felix.iri, { target: group.iri, to: [group.iri] });
    const lifted = activity(by, "Undo", made, { to: [group.iri] });
    await by.send(set.inbox, lifted);
    await settle();
    expect(await arrivedAt(a, lifted.id)).toMatchObject({ state: "refused" });
  }
  expect(await a.store.db.$count(block)).toBe(1);
  await expect(blockMember(a.context(amara), { workspaceId, memberId: amara.id })).rejects.toMatchObject({
    code: "conflict",
  });
});
