import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { actor, content, discussion, membership, mention, notification, pollOption } from "../../db/index.ts";
import {
  addComment,
  deleteContent,
  editContent,
  eraseRemoved,
  openDiscussion,
  type OpenDiscussion,
  restoreContent,
  setLike,
  setLocked,
  setPinned,
} from "../../src/forums/index.ts";
import { filesNow, uploadFile } from "../../src/attachments/index.ts";
import { factsNow } from "../../src/forums/forms.ts";
import { tagsOf } from "../../src/tags/index.ts";
import { changeLevel, removeMember, setManager } from "../../src/workspaces/index.ts";
import type { Instance } from "../rig.ts";
import { agree } from "./agreements.ts";
import { idAt, iriAt, picture } from "./picture.ts";
import { actorOn, askedOn, eventsOf, people, type Place, place } from "./place.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const all = people();

const rolesOn = async (instance: Instance, workspaceId: number) =>
  (
    await instance.store.db
      .select({ iri: actor.iri })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.role, "manager")))
      .orderBy(asc(actor.iri))
  ).map(({ iri }) => iri);

describe("a manager who belongs to another organisation", () => {
  let at: Place;
  let onB: { question: number; reply: number };
  beforeAll(async () => {
    at = await place(all(), "Sepsis network");
    const { a, b, c, amara, tom, idOn, settle } = at;
    const id = await openDiscussion(a.context(amara), {
      workspaceId: idOn.a,
      title: "Screening at night",
      source: "What works?",
    });
    await settle();
    const iri = await iriAt(a, id);
    const reply = await addComment(c.context(tom), {
      parentId: await idAt(c, iri),
      source: "Sister Jones on ward 9 forgets it.",
    });
    await settle();
    await setLike(a.context(amara), { contentId: await idAt(a, await iriAt(c, reply)), liked: true });
    await settle();
    onB = { question: await idAt(b, iri), reply: await idAt(b, await iriAt(c, reply)) };
  });

  test("pins, locks, and takes it back: nothing happens at home before the workspace's own has decided", async () => {
    const { b, priya, settle, same } = at;
    const who = b.context(priya);
    await setPinned(who, { contentId: onB.question, on: true });
    await setLocked(who, { contentId: onB.question, on: true });
    expect((await picture(b, at.iri)).marks).toMatchObject([{ pinned: false, locked: false }]);
    expect(await askedOn(b, at.idOn.b)).toMatchObject([
      { kind: "pin", state: "waiting" },
      { kind: "lock", state: "waiting" },
    ]);
    const visitor = await b.as(priya);
    const path = `${at.pathOn.b}/discussions/${onB.question}`;
    expect((await visitor.get(path)).text).toContain("to lock this. It has not answered yet.");

    await settle();
    expect((await same()).marks).toMatchObject([{ pinned: true, locked: true }]);
    expect((await askedOn(b, at.idOn.b)).map(({ state }) => state)).toEqual(["done", "done"]);
    expect((await visitor.get(path)).text).not.toContain("It has not answered yet.");
    const iri = await iriAt(b, onB.question);
    for (const one of [at.a, at.b, at.c])
      expect((await eventsOf(one, await idAt(one, iri))).slice(-2)).toEqual([
        "discussion.pinned",
        "discussion.locked",
      ]);

    await setPinned(who, { contentId: onB.question, on: false });
    await setLocked(who, { contentId: onB.question, on: false });
    await settle();
    expect((await same()).marks).toMatchObject([{ pinned: false, locked: false }]);
  });

  test("removes a comment, and restores it with its words and what was found helpful", async () => {
    const { a, b, c, priya, amara, tom, settle, same } = at;
    const iri = await iriAt(b, onB.reply);
    const before = await same();
    await deleteContent(b.context(priya), { contentId: onB.reply, reason: "Names a colleague" });
    await settle();
    const gone = (await same()).posts.find((one) => one.iri === iri);
    expect(gone).toMatchObject({ deleted: true, html: "", likes: 0 });
    for (const [one, id] of [
      [a, await idAt(a, iri)],
      [c, await idAt(c, iri)],
    ] as const) {
      const page = await (await one.as()).get(`/content/${id}`, { accept: "application/activity+json" });
      expect(page.status).not.toBe(200);
      expect(page.text).not.toContain("ward 9");
    }
    // Its author's own server does not show the activity any more either.
    const outbox = await (
      await a.as()
    ).get(`/actors/${at.idOn.a}/outbox?page=true`, {
      accept: "application/activity+json",
    });
    expect(outbox.text).toContain("Names a colleague");
    expect(outbox.text).not.toContain("ward 9");

    const asked = await (
      await a.as(amara)
    ).get(`/workspaces/sepsis-network/posts/${await idAt(a, iri)}/restore`);
    expect(asked.text).toContain("Sister Jones on ward 9");
    expect(asked.text).toContain("Names a colleague");
    const his = await (
      await c.as(tom)
    ).get(`/workspaces/sepsis-network@${a.host}/posts/${await idAt(c, iri)}/restore`);
    expect(his.status).toBe(403);
    expect(his.text).not.toContain("ward 9");

    await restoreContent(b.context(priya), { contentId: onB.reply });
    await settle();
    expect(await same()).toEqual(before);
    expect((await eventsOf(c, await idAt(c, iri))).slice(-2)).toEqual([
      "content.deleted",
      "content.restored",
    ]);

    // What its author takes back, nobody restores.
    await deleteContent(c.context(tom), { contentId: await idAt(c, iri) });
    await settle();
    await expect(restoreContent(a.context(amara), { contentId: await idAt(a, iri) })).rejects.toMatchObject({
      code: "conflict",
    });
    await restoreContent(b.context(priya), { contentId: onB.reply });
    await settle();
    expect((await askedOn(b, at.idOn.b)).at(-1)).toMatchObject({
      kind: "restore",
      state: "refused",
      answer: "Its author deleted it. That cannot be undone.",
    });
    expect((await same()).posts.find((one) => one.iri === iri)).toMatchObject({ deleted: true, html: "" });
  });

  test("makes others managers, and stops being one", async () => {
    const { a, b, c, priya, amara, idOn, settle } = at;
    await setManager(b.context(priya), {
      workspaceId: idOn.b,
      memberId: await actorOn(b, "Tom Whitfield"),
      manager: true,
    });
    await settle();
    const managers = await rolesOn(a, idOn.a);
    expect(managers).toHaveLength(3);
    expect(await rolesOn(b, idOn.b)).toEqual(managers);
    expect(await rolesOn(c, idOn.c)).toEqual(managers);

    // Taken from her meanwhile: what she asks for then is refused, she is told why, and nothing changes anywhere.
    const memberId = await actorOn(a, "Priya Nair");
    await setManager(a.context(amara), { workspaceId: idOn.a, memberId, manager: false });
    await setLocked(b.context(priya), { contentId: onB.question, on: true });
    await settle();
    expect((await at.same()).marks).toMatchObject([{ locked: false }]);
    const answer = "Only a manager of this workspace can do this.";
    expect((await askedOn(b, at.idOn.b)).at(-1)).toEqual({ kind: "lock", state: "refused", answer });
    expect(
      await b.store.db.select().from(notification).where(eq(notification.kind, "act refused")),
    ).toHaveLength(2);
    await expect(setLocked(b.context(priya), { contentId: onB.question, on: true })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await rolesOn(b, idOn.b)).length).toBe(2);
  });
});

/** What posts of a workspace have besides their words, as an instance keeps it. */
async function besides({ store }: Instance, workspaceId: number) {
  const { db } = store;
  const rows = await db
    .select({ id: content.id, iri: content.iri, title: content.title, form: discussion.form })
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.id))
    .where(eq(content.workspaceId, workspaceId))
    .orderBy(asc(content.iri));
  return Promise.all(
    rows.map(async ({ id, ...row }) => ({
      ...row,
      facts: await factsNow(db, id),
      tags: (await tagsOf(db, [id])).get(id),
      files: (await filesNow(db, id)).map(({ description }) => description),
      mentions: await db.$count(mention, eq(mention.contentId, id)),
      options: (await db.select().from(pollOption).where(eq(pollOption.contentId, id)))
        .map(({ text }) => text)
        .sort(),
    })),
  );
}

test("what is restored where it is not kept any more has all that belongs to it, also where it is for members", async () => {
  const { a, b, c, amara, tom, idOn, settle } = await place(all(), "Theatre network");
  await agree(a, b, settle);
  await agree(a, c, settle);
  await changeLevel(a.context(amara), { workspaceId: idOn.a, level: "restricted" });
  await settle();
  const his = c.context(tom);
  const workspaceId = idOn.c;
  const folder = await iriAt(
    c,
    await openDiscussion(his, { workspaceId, form: "folder", title: "Tools", source: null }),
  );
  const paper = await uploadFile(his, {
    bytes: Buffer.from("%PDF-1.4\n%%EOF\n"),
    name: "Tool.pdf",
    description: "The tool",
    focus: { x: 0, y: 0 },
  });
  const starts = new Date("2027-12-03T14:00:00Z");
  const ends = new Date("2027-12-03T15:00:00Z");
  const where = { timezone: "Europe/London", place: "Room 2", online: false, link: null };
  const when = { starts, ends, ...where, joinMode: "free" } as const;
  const offer = { quantity: 6, until: new Date("2027-12-04T00:00:00Z"), place: "Store 4" };
  const forms: Partial<OpenDiscussion>[] = [
    { form: "event", gathering: when },
    { form: "offer", proposal: offer },
    { form: "file", folder, files: [{ id: paper, description: "The tool" }] },
    { form: "page", source: `Ask @${amara.handle}@${a.host}. #handover` },
    { poll: { options: ["By day", "By night"], expiresIn: 86_400 } },
  ];
  for (const more of forms)
    await openDiscussion(his, { workspaceId, title: "A thing", source: "About it. #handover", ...more });
  await settle();
  const before = await besides(b, idOn.b);
  expect(before).toEqual(await besides(a, idOn.a));

  const things = before.filter(({ title }) => title === "A thing").map(({ iri }) => iri);
  const each = async (act: (contentId: number) => Promise<unknown>) => {
    for (const iri of things) await act(await idAt(a, iri));
    await settle();
  };
  await each((contentId) => deleteContent(a.context(amara), { contentId, reason: "Is it right?" }));
  // Its clock is ahead: there 90 days are over.
  await eraseRemoved({ ...b.context(), clock: () => new Date(b.clock().getTime() + 91 * 24 * 60 * 60_000) });
  expect(await besides(b, idOn.b)).not.toEqual(before);
  await each((contentId) => restoreContent(a.context(amara), { contentId }));
  // By then their author's server has heard of it too.
  b.clock.tick({ minutes: 10 });
  await settle();
  expect(await besides(b, idOn.b)).toEqual(before);
});

test("what the home refuses does not stand where it was written either", async () => {
  const {
    a,
    b,
    c,
    amara,
    priya,
    idOn,
    settle,
    same,
    iri: group,
    pathOn,
  } = await place(all(), "Falls network");
  const id = await openDiscussion(b.context(priya), {
    workspaceId: idOn.b,
    title: "First words",
    source: "As they were.",
  });
  await settle();
  const iri = await iriAt(b, id);
  await editContent(b.context(priya), { contentId: id, title: "Second words", source: "Accepted." });
  await settle();
  b.clock.tick({ minutes: 1 });

  // Edited and liked while the home was closing it, and removing her.
  const onA = await idAt(a, iri);
  await setLocked(a.context(amara), { contentId: onA, on: true });
  await editContent(b.context(priya), { contentId: id, title: "Third words", source: "Too late." });
  await editContent(b.context(priya), { contentId: id, title: "Fourth words", source: "Later still." });
  expect((await picture(b, group)).posts[0]!.title).toBe("Fourth words");
  await settle();
  expect((await same()).posts).toMatchObject([{ title: "Second words" }]);
  const [here] = await b.store.db.select().from(content).where(eq(content.id, id));
  const [there] = await a.store.db.select().from(content).where(eq(content.id, onA));
  expect(here!.edited).toEqual(there!.edited);
  // Her words are not lost: the form to edit has them.
  await setLocked(a.context(amara), { contentId: onA, on: false });
  await settle();
  const form = await (await b.as(priya)).get(`${pathOn.b}/posts/${id}/edit`);
  expect(form.text).toContain("Fourth words");
  expect(form.text).toContain("did not take in what you changed");

  const memberId = (await a.store.db.select().from(actor).where(eq(actor.name, "Priya Nair")))[0]!.id;
  const theirs = await openDiscussion(a.context(amara), {
    workspaceId: idOn.a,
    title: "Theirs",
    source: "Ours.",
  });
  await settle();
  await removeMember(a.context(amara), { workspaceId: idOn.a, memberId });
  await setLike(b.context(priya), { contentId: await idAt(b, await iriAt(a, theirs)), liked: true });
  await settle();
  const likes = async (one: Instance) =>
    (await picture(one, group)).posts.find(({ title }) => title === "Theirs")!.likes;
  expect([await likes(a), await likes(b), await likes(c)]).toEqual([0, 0, 0]);
});
