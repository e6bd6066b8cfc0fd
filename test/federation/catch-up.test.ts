import { eq, inArray, or } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  activity,
  actor,
  askedAct,
  content,
  event,
  inbox,
  membership,
  notification,
  peer,
} from "../../db/index.ts";
import {
  addComment,
  deleteContent,
  moveDiscussion,
  openDiscussion,
  setLocked,
  setPinned,
} from "../../src/forums/index.ts";
import { blockMember, setManager, unblockMember } from "../../src/workspaces/index.ts";
import { note, activity as sent } from "../peers/index.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { actorAt, contentAt, iriOf, joined, scene } from "./scene.ts";

async function shared() {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const priya = await b.addMember("Priya Nair");
  const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
  const first = await openDiscussion(a.context(amara), { workspaceId, title: "First", source: "Words." });
  await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const aDay = async () => {
    a.clock.tick({ hours: 7 });
    await b.running.federation.mend();
    await settle();
  };
  return { a, b, amara, priya, workspaceId, first, settle, aDay };
}

test("what was never delivered is found in what the workspace has passed on", async () => {
  const { a, b, amara, workspaceId, first, settle, aDay } = await shared();
  const gone = await iriOf(a, first);
  await deleteContent(a.context(amara), { contentId: first });
  const second = await openDiscussion(a.context(amara), { workspaceId, title: "Second", source: "Words." });
  await addComment(a.context(amara), { parentId: second, source: "More." });
  // As if its home had given up on the other server.
  await a.running.federation.idle();
  await b.store.transaction(async (tx) => void (await tx.delete(inbox).where(eq(inbox.state, "new"))));
  await settle();
  expect(await contentAt(b, gone)).toMatchObject({ deleted: null });
  expect(await contentAt(b, await iriOf(a, second))).toBeUndefined();
  await aDay();
  expect(await contentAt(b, gone)).toMatchObject({ deleted: expect.any(Date), html: "" });
  expect(await contentAt(b, await iriOf(a, second))).toMatchObject({ title: "Second" });
  expect(await b.store.db.$count(content, eq(content.kind, "comment"))).toBe(1);
});

test("a home whose database was restored from an old copy is sent what it lost", async () => {
  const { a, b, priya, settle, aDay } = await shared();
  await aDay();
  const [known] = await b.store.db.select().from(content);
  const id = await addComment(b.context(priya), { parentId: known!.id, source: "From the south." });
  await settle();
  const iri = await iriOf(b, id);
  const [held] = await a.store.db.select().from(content).where(eq(content.iri, iri));
  await aDay();
  await a.store.transaction(async (tx) => {
    const told = await tx.select().from(activity).where(eq(activity.contentId, held!.id));
    await tx.delete(activity).where(eq(activity.contentId, held!.id));
    await tx.delete(event).where(eq(event.contentId, held!.id));
    await tx.delete(inbox).where(
      or(
        inArray(
          inbox.iri,
          told.map(({ innerIri }) => innerIri ?? ""),
        ),
      ),
    );
    await tx.delete(content).where(eq(content.id, held!.id));
  });
  await aDay();
  expect(await contentAt(a, iri)).toMatchObject({ html: "<p>From the south.</p>" });
});

test("a server whose inbox is no more is left alone, and gets what it missed when it speaks again", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer: other, felix } = set;
  await joined(set, felix);
  other.inbox = () => ({ status: 410 });
  await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
  for (let round = 0; round < 12; round++) {
    await set.settle();
    a.clock.tick({ hours: 13 });
  }
  const standing = async () => (await a.store.db.select().from(peer).where(eq(peer.host, other.host)))[0];
  expect(await standing()).toMatchObject({ gone: expect.any(Date) });
  other.forget();
  await openDiscussion(a.context(amara), { workspaceId, title: "Two", source: "Words." });
  await set.settle();
  expect(other.delivered()).toEqual([]);

  other.inbox = () => ({ status: 202 });
  await felix.send(set.inbox, sent(felix, "Create", note(felix, "I am back", { mentions: [set.group] })));
  await set.settle();
  expect(await standing()).toMatchObject({ gone: null });
  const told = other.delivered().join("\n");
  for (const title of ["One", "Two"]) expect(told).toContain(`"name":"${title}"`);
});

test("a server whose activities wait by the thousand is asked to send no more for a while", async () => {
  const set = await scene();
  const { a, felix } = set;
  await joined(set, felix);
  const waiting = Array.from({ length: 10_000 }, (_none, nth) => ({
    iri: `${felix.iri}/waiting/${nth}`,
    actorIri: felix.iri,
    host: felix.peer.host,
    body: "{}",
    received: a.clock.now(),
    state: "new" as const,
    nextAttempt: new Date(a.clock.now().getTime() + 3_600_000),
  }));
  await a.store.transaction(async (tx) => {
    for (let from = 0; from < waiting.length; from += 1000)
      await tx.insert(inbox).values(waiting.slice(from, from + 1000));
  });
  a.clock.tick({ seconds: 6 });
  const answer = await felix.send(set.inbox, sent(felix, "Like", "https://north.example/content/1"));
  expect(answer.status).toBe(429);
  expect(answer.headers["retry-after"]).toBe("60");
  // Others are not kept waiting by it.
  await a.store.transaction(async (tx) => void (await tx.delete(inbox).where(eq(inbox.state, "new"))));
  expect((await felix.send(set.inbox, sent(felix, "Like", "https://north.example/content/1"))).status).toBe(
    202,
  );
});

test("who was made a manager, and whose server was never told, is one there all the same and is told", async () => {
  const { a, b, amara, priya, workspaceId, settle } = await shared();
  const memberId = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!.id;
  await setManager(a.context(amara), { workspaceId, memberId, manager: true });
  await a.running.federation.idle();
  await b.store.transaction(async (tx) => void (await tx.delete(inbox).where(eq(inbox.state, "new"))));
  await settle();
  const role = async () =>
    (await b.store.db.select().from(membership).where(eq(membership.actorId, priya.id)))[0]!.role;
  expect(await role()).toBe("contributor");
  a.clock.tick({ hours: 48 });
  await b.running.federation.mend();
  expect(await role()).toBe("manager");
  const told = await b.store.db.select().from(notification).where(eq(notification.personId, priya.id));
  expect(told.map(({ kind }) => kind)).toContain("manager");
});

test("a manager elsewhere who asks for what is so already is answered, and waits for nothing", async () => {
  const { a, b, amara, priya, workspaceId, first, settle } = await shared();
  const tom = await b.addMember("Tom Reed");
  const { handle } = (await a.store.db.select().from(actor).where(eq(actor.id, workspaceId)))[0]!;
  await joinFrom(b, tom, `@${handle}@${a.host}`);
  const memberId = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!.id;
  await setManager(a.context(amara), { workspaceId, memberId, manager: true });
  await settle();
  // What has been done at home was not heard of by the other server.
  await setLocked(a.context(amara), { contentId: first, on: true });
  await a.running.federation.idle();
  await b.store.transaction(async (tx) => void (await tx.delete(inbox).where(eq(inbox.state, "new"))));
  const there = (await contentAt(b, await iriOf(a, first)))!;
  const group = (await actorAt(b, `${a.origin}/actors/${workspaceId}`))!.id;
  await setLocked(b.context(priya), { contentId: there.id, on: true });
  await setPinned(b.context(priya), { contentId: there.id, on: false });
  await blockMember(b.context(priya), { workspaceId: group, memberId: tom.id });
  await settle();
  await unblockMember(b.context(priya), { workspaceId: group, memberId: tom.id });
  await settle();
  await unblockMember(b.context(priya), { workspaceId: group, memberId: tom.id });
  await settle();
  const asked = await b.store.db
    .select({ kind: askedAct.kind, state: askedAct.state, answer: askedAct.answer })
    .from(askedAct)
    .orderBy(askedAct.id);
  const already = { state: "refused", answer: "It was so already. Nothing had to be changed." };
  expect(asked).toEqual([
    { kind: "lock", ...already },
    { kind: "unpin", ...already },
    { kind: "block", state: "done", answer: null },
    { kind: "unblock", state: "done", answer: null },
    { kind: "unblock", ...already },
  ]);
});

test("what its home refused at first, and took in for the sake of an answer, is no longer refused for its author", async () => {
  const { a, b, amara, priya, workspaceId, first, settle } = await shared();
  const memberId = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!.id;
  const parent = (await contentAt(b, await iriOf(a, first)))!;
  const once = await addComment(b.context(priya), { parentId: parent.id, source: "One." });
  await b.running.federation.idle();
  await blockMember(a.context(amara), { workspaceId, memberId });
  await a.running.federation.idle();
  await unblockMember(a.context(amara), { workspaceId, memberId });
  // She answers herself before she is told.
  await addComment(b.context(priya), { parentId: once, source: "Two." });
  await settle();
  expect(await a.store.db.$count(content, eq(content.kind, "comment"))).toBe(2);
  const [own] = await b.store.db.select().from(content).where(eq(content.id, once));
  expect(own).toMatchObject({ refused: null, accepted: expect.any(Date) });
});

test("who comments on what is being moved to where they do not belong is told that it was not taken in", async () => {
  const { a, b, amara, priya, first, settle } = await shared();
  const { id: toId } = await a.addWorkspace("Sepsis leads", { manager: amara, level: "restricted" });
  const parent = (await contentAt(b, await iriOf(a, first)))!;
  const commentId = await addComment(b.context(priya), { parentId: parent.id, source: "One." });
  await b.running.federation.idle();
  await moveDiscussion(a.context(amara), { contentId: first, toId });
  await settle();
  const [own] = await b.store.db.select().from(content).where(eq(content.id, commentId));
  expect(own).toMatchObject({ accepted: null, refused: expect.any(String) });
  expect(await a.store.db.$count(content, eq(content.kind, "comment"))).toBe(0);
});

test("who answers what they may not see, and names an open workspace, is told the same as of what is not there", async () => {
  const set = await scene();
  const { a, amara, peer, felix, inbox: to, group } = set;
  await joined(set, felix);
  const { id } = await a.addWorkspace("Serious incidents", { manager: amara, level: "confidential" });
  const secret = await openDiscussion(a.context(amara), {
    workspaceId: id,
    title: "Zq zero",
    source: "Words.",
  });
  const answers = [];
  for (const inReplyTo of [await iriOf(a, secret), `${a.origin}/content/1234567890123`]) {
    const said = note(felix, "and?", { mentions: [group], inReplyTo });
    await felix.send(to, sent(felix, "Create", said));
    await set.settle();
    const [told] = peer.activities("Reject").slice(-1);
    answers.push({ actor: told?.actor, summary: told?.summary, all: peer.activities("Reject").length });
  }
  const answer = { actor: group.iri, summary: "There is nothing here, or you may not see it." };
  expect(answers).toEqual([
    { ...answer, all: 1 },
    { ...answer, all: 2 },
  ]);
});
