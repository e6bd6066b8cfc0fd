import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { activity, content, inbox, outgoing, peer } from "../../db/index.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { decide, leave } from "../../src/workspaces/index.ts";
import type { Instance } from "../rig.ts";
import { agree } from "./agreements.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { actorAt, contentAt, iriOf } from "./scene.ts";

/** Nothing is sent to a server until then. */
async function away(at: Instance, host: string, until: Date): Promise<void> {
  await at.store.transaction(async (tx) => {
    await tx.update(peer).set({ nextAttempt: until }).where(eq(peer.host, host));
  });
}

test.each(["open", "restricted"] as const)(
  "who writes in a workspace that is %s and then leaves still hears that it was taken in, also after an outage",
  async (level) => {
    const { a, b, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor");
    const priya = await b.addMember("Priya Nair");
    const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara, level });
    if (level === "restricted") await agree(a, b, settle);
    const discussion = await openDiscussion(a.context(amara), {
      workspaceId: id,
      title: "Screening",
      source: "How?",
    });
    const workspaceId = await joinFrom(b, priya, `@${handle}@${a.host}`);
    await settle();
    if (level === "restricted") {
      const memberId = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!.id;
      await decide(a.context(amara), { workspaceId: id, memberId, approve: true });
      await settle();
    }
    const parent = (await contentAt(b, await iriOf(a, discussion)))!;
    await away(a, b.host, new Date(a.clock.now().getTime() + 60 * 60_000));
    const commentId = await addComment(b.context(priya), { parentId: parent.id, source: "At the door." });
    await b.settle();
    await a.settle();
    await leave(b.context(priya), { workspaceId });
    await settle();
    const waits = async () =>
      (await b.store.db.select().from(content).where(eq(content.id, commentId)))[0]!.accepted === null;
    expect(await waits()).toBe(true);
    a.clock.tick({ minutes: 90 });
    await settle();
    expect(await waits()).toBe(false);
  },
);

test("what a server is asked to delete takes nothing along that says what became of its own people's words", async () => {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const priya = await b.addMember("Priya Nair");
  const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara, level: "restricted" });
  await agree(a, b, settle);
  const place = { workspaceId: id, title: "Screening", source: "How?" };
  const discussion = await openDiscussion(a.context(amara), place);
  const workspaceId = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const memberId = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!.id;
  await decide(a.context(amara), { workspaceId: id, memberId, approve: true });
  await settle();
  const iri = await iriOf(a, discussion);
  const parent = (await contentAt(b, iri))!;
  const commentId = await addComment(b.context(priya), { parentId: parent.id, source: "At the door." });
  await b.settle();
  await a.settle();
  // It has come, and waits to be read.
  await b.store.transaction(async (tx) => {
    const nextAttempt = new Date(b.clock.now().getTime() + 60 * 60_000);
    const held = await tx
      .update(inbox)
      .set({ nextAttempt })
      .where(eq(inbox.state, "new"))
      .returning({ seq: inbox.seq });
    expect(held).toHaveLength(1);
  });
  await leave(b.context(priya), { workspaceId });
  await settle();
  expect(await contentAt(b, iri)).toMatchObject({ html: "", purged: true });
  a.clock.tick({ minutes: 90 });
  await settle();
  const [own] = await b.store.db.select().from(content).where(eq(content.id, commentId));
  expect(own!.accepted).not.toBe(null);
  expect(await contentAt(b, iri)).toMatchObject({ html: "", purged: true });
});

test("who joins and leaves again and again has what waits for them sent back once", async () => {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const priya = await b.addMember("Priya Nair");
  const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
  const place = { workspaceId: id, title: "Screening", source: "How?" };
  const discussion = await openDiscussion(a.context(amara), place);
  const address = `@${handle}@${a.host}`;
  const workspaceId = await joinFrom(b, priya, address);
  await settle();
  const parent = (await contentAt(b, await iriOf(a, discussion)))!;
  await away(a, b.host, new Date(a.clock.now().getTime() + 60 * 60_000));
  await addComment(b.context(priya), { parentId: parent.id, source: "At the door." });
  await b.settle();
  await a.settle();
  for (let round = 0; round < 3; round++) {
    await leave(b.context(priya), { workspaceId });
    await settle();
    if (round < 2) await joinFrom(b, priya, address);
    await settle();
  }
  const back = await a.store.db
    .select({ iri: activity.innerIri })
    .from(outgoing)
    .innerJoin(activity, eq(activity.id, outgoing.activityId))
    .where(and(eq(outgoing.host, b.host), eq(activity.type, "Announce")));
  expect(back).toHaveLength(1);
});
