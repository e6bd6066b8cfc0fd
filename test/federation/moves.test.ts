import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { content, event, inbox, notification } from "../../db/index.ts";
import {
  addComment,
  deleteContent,
  moveDiscussion,
  openDiscussion,
  setLike,
} from "../../src/forums/index.ts";
import { type Level, setManager } from "../../src/workspaces/index.ts";
import type { Instance, Member } from "../rig.ts";
import { joinFrom } from "./network.ts";
import { idAt, iriAt, picture } from "./picture.ts";
import { actorOn, askedOn, people, type People, type Place, place } from "./place.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const all = people();

/** A second workspace on A, which Amara and Priya manage, and Tom does not belong to. */
async function second(at: People, name: string) {
  const { a, b, amara, priya, settle } = at;
  const { id, handle } = await a.addWorkspace(name, { manager: amara });
  const onB = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  await setManager(a.context(amara), {
    workspaceId: id,
    memberId: await actorOn(a, priya.name),
    manager: true,
  });
  await settle();
  return { iri: `${a.origin}/actors/${id}`, onA: id, onB, path: `/workspaces/${handle}`, handle };
}

/** A question by Amara, an answer by Tom, what Priya says to that, and what Amara found helpful. */
async function talk({ a, b, c, amara, priya, tom, settle, idOn }: Place, title: string, word = "Kittiwake") {
  const id = await openDiscussion(a.context(amara), { workspaceId: idOn.a, title, source: `${word}?` });
  await settle();
  const iri = await iriAt(a, id);
  const answer = await addComment(c.context(tom), { parentId: await idAt(c, iri), source: "Tern." });
  await settle();
  const answerIri = await iriAt(c, answer);
  await addComment(b.context(priya), { parentId: await idAt(b, answerIri), source: `${word}, surely.` });
  await setLike(a.context(amara), { contentId: await idAt(a, answerIri), liked: true });
  await settle();
  return { id, iri, answerIri };
}

/** All that an instance keeps of some words. */
async function keeps(instance: Instance, words: RegExp): Promise<boolean> {
  const { db } = instance.store;
  const texts = [
    ...(await db.select({ one: content.html, two: content.title }).from(content)),
    ...(await db.select({ one: notification.text }).from(notification)),
    ...(await db.select({ one: inbox.body }).from(inbox)),
  ];
  return texts.some((row) => Object.values(row).some((text) => words.test(text ?? "")));
}

const statusOf = async (instance: Instance, who: Member | undefined, path: string) =>
  (await (await instance.as(who)).get(path)).status;

describe("between workspaces of one organisation", () => {
  let at: Place;
  let target: Awaited<ReturnType<typeof second>>;
  let said: Awaited<ReturnType<typeof talk>>;
  let before: Awaited<ReturnType<Place["same"]>>;
  beforeAll(async () => {
    at = await place(all(), "Sea birds");
    target = await second(at, "Cliff birds");
    said = await talk(at, "Nests");
    before = await at.same();
  });

  test("a manager moves it by the page; every instance has it there, and who reads only the old one has nothing left", async () => {
    const { a, b, c, amara, priya, tom, settle, pathOn } = at;
    const visitor = await a.as(amara);
    const path = `${pathOn.a}/posts/${said.id}/move`;
    expect((await visitor.get(`${pathOn.a}/discussions/${said.id}`)).text).toContain(`href="${path}"`);
    expect((await visitor.get(path)).text).toContain("Cliff birds");
    const nowhere = await visitor.post(path, {});
    expect([nowhere.status, nowhere.text.includes("Choose a workspace")]).toEqual([422, true]);
    expect(await statusOf(c, tom, `${pathOn.c}/posts/${await idAt(c, said.iri)}/move`)).toBe(403);
    expect((await visitor.post(path, { to: String(target.onA) })).text).toContain("Move it");
    const moved = await visitor.submit(path, { to: String(target.onA), confirm: "yes" });
    expect(moved.text).toContain("Moved to Cliff birds.");
    expect(moved.text).toContain(`action="${target.path}/posts/${said.id}/move"`);
    await settle();

    const there = await picture(a, target.iri);
    expect(there.posts.map(({ html, likes }) => [html.trim(), likes])).toEqual(
      before.posts.map(({ html, likes }) => [html.trim(), likes]),
    );
    expect(await picture(b, target.iri)).toEqual(there);
    for (const one of [a, b, c]) expect((await picture(one, at.iri)).posts).toEqual([]);
    expect(await keeps(c, /kittiwake/i)).toBe(false);
    // What Tom wrote is his: it lives on his own server, and stands in the other workspace.
    const [his] = await c.store.db.select().from(content).where(eq(content.iri, said.answerIri));
    expect(his?.html).toContain("Tern.");
    expect((await (await c.as(tom)).get("/notifications")).text).toContain(
      "A discussion in which you wrote was moved to Cliff birds",
    );

    // Old links lead to it, for whoever may read it there.
    const old = (await visitor.get(`${pathOn.a}/discussions/${said.id}`)).location;
    expect(old).toBe(`${target.path}/discussions/${said.id}`);
    const onB = await idAt(b, said.iri);
    expect((await (await b.as(priya)).get(`${pathOn.b}/discussions/${onB}`)).location).toContain(
      "cliff-birds@",
    );
    const outbox = async (id: number) =>
      (await (await a.as()).get(`/actors/${id}/outbox?page=true`, { accept: "application/activity+json" }))
        .text;
    expect(await outbox(at.idOn.a)).not.toContain("Kittiwake");
    expect(await outbox(at.idOn.a)).toContain('"Move"');
    expect(await outbox(target.onA)).toContain("Kittiwake");
    // In both logs, of each.
    for (const [one, ids] of [
      [a, [at.idOn.a, target.onA]],
      [b, [at.idOn.b, target.onB]],
    ] as const)
      for (const [index, kind] of (["discussion.moved out", "discussion.moved in"] as const).entries())
        expect(
          await one.store.db.$count(event, and(eq(event.workspaceId, ids[index]!), eq(event.kind, kind))),
        ).toBe(1);
    const log = await visitor.get(`${pathOn.a}/moderation/log`);
    expect(log.text).toContain("Discussion moved out");
    expect(log.text).not.toContain("Nests");
  });

  test("who joins the new workspace later reads it from the beginning", async () => {
    const { c, tom, settle } = at;
    const onC = await joinFrom(c, tom, `@${target.handle}@${at.a.host}`);
    await settle();
    expect(await picture(c, target.iri)).toEqual(await picture(at.a, target.iri));
    expect(
      await statusOf(
        c,
        tom,
        `/workspaces/${target.handle}@${at.a.host}/discussions/${await idAt(c, said.iri)}`,
      ),
    ).toBe(200);
    expect(onC).toBeGreaterThan(0);
  });

  test("a manager of another organisation moves it back: its home decides, and everything is as it was", async () => {
    const { a, b, c, amara, priya, settle } = at;
    await addComment(a.context(amara), { parentId: said.id, source: "Said in between." });
    await settle();
    const onB = await idAt(b, said.iri);
    expect(await moveDiscussion(b.context(priya), { contentId: onB, toId: at.idOn.b })).toBe("asked");
    expect(await askedOn(b, target.onB)).toMatchObject([{ kind: "move", state: "waiting" }]);
    await settle();
    expect(await askedOn(b, target.onB)).toMatchObject([{ kind: "move", state: "done" }]);
    const after = await at.same();
    expect(after.posts.filter(({ html }) => !html.includes("in between"))).toEqual(before.posts);
    expect(after.posts).toHaveLength(before.posts.length + 1);
    for (const one of [a, b, c]) expect((await picture(one, target.iri)).posts).toEqual([]);
  });

  test("what its author took back stays away, wherever it is moved", async () => {
    const { a, b, c, tom, amara, settle } = at;
    await deleteContent(c.context(tom), { contentId: await idAt(c, said.answerIri) });
    await settle();
    await moveDiscussion(a.context(amara), { contentId: said.id, toId: target.onA });
    await settle();
    for (const one of [a, b, c]) {
      const held = await picture(one, target.iri);
      expect(held.posts.filter(({ iri }) => iri === said.answerIri).every(({ deleted }) => deleted)).toBe(
        true,
      );
    }
    expect(await picture(b, target.iri)).toEqual(await picture(a, target.iri));
  });
});

describe("access", () => {
  const two = async (from: Level, to: Level) => {
    const { a, amara, settle } = all();
    const made = [];
    for (const [index, level] of [from, to].entries())
      made.push(
        await a.addWorkspace(`Room ${from} ${to} ${index ? "two" : "one"}`, { manager: amara, level }),
      );
    return { a, amara, settle, from: made[0]!, to: made[1]! };
  };

  test("from members to everybody only when that is confirmed; a confidential place is named to nobody outside it", async () => {
    const { a, amara, settle, from, to } = await two("restricted", "open");
    const id = await openDiscussion(a.context(amara), {
      workspaceId: from.id,
      title: "Private",
      source: "For us.",
    });
    await expect(moveDiscussion(a.context(amara), { contentId: id, toId: to.id })).rejects.toMatchObject({
      code: "conflict",
    });
    const visitor = await a.as(amara);
    const asked = await visitor.post(`/workspaces/${from.handle}/posts/${id}/move`, { to: String(to.id) });
    expect(asked.text).toContain("More people will read it");
    expect(await statusOf(a, undefined, `/workspaces/${from.handle}/discussions/${id}`)).toBe(404);
    await moveDiscussion(a.context(amara), { contentId: id, toId: to.id, confirmed: true });
    await settle();
    const stranger = await a.as();
    expect((await stranger.get(`/workspaces/${to.handle}/discussions/${id}`)).status).toBe(200);

    // Back to where members alone read: for strangers it is gone, on every route, and old addresses tell nothing.
    await moveDiscussion(a.context(amara), { contentId: id, toId: from.id });
    await settle();
    const accept = { accept: "application/activity+json" };
    for (const path of [
      `/workspaces/${to.handle}/discussions/${id}`,
      `/workspaces/${from.handle}/discussions/${id}`,
    ])
      expect((await stranger.get(path)).status).toBe(404);
    for (const path of [`/content/${id}`, `/content/${id}/context`, `/actors/${to.id}/outbox?page=true`])
      expect((await stranger.get(path, accept)).text).not.toContain("For us");
  });

  test("a confidential workspace is not named to those whom a discussion leaves", async () => {
    const { a, amara, settle, from, to } = await two("open", "confidential");
    const id = await openDiscussion(a.context(amara), {
      workspaceId: from.id,
      title: "Open",
      source: "For all.",
    });
    await settle();
    await moveDiscussion(a.context(amara), { contentId: id, toId: to.id });
    await settle();
    const accept = { accept: "application/activity+json" };
    const outbox = await (await a.as()).get(`/actors/${from.id}/outbox?page=true`, accept);
    expect(outbox.text).toContain('"Remove"');
    expect(outbox.text).not.toContain(`/actors/${to.id}`);
  });

  test("nobody moves what they do not manage, on either side", async () => {
    const { a, amara, from, to } = await two("open", "private");
    const samir = await a.addMember("Samir Khan");
    const { id: his } = await a.addWorkspace("His own", { manager: samir });
    const id = await openDiscussion(a.context(amara), {
      workspaceId: from.id,
      title: "Mine",
      source: "Words.",
    });
    await expect(moveDiscussion(a.context(samir), { contentId: id, toId: his })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(moveDiscussion(a.context(amara), { contentId: id, toId: his })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(moveDiscussion(a.context(samir), { contentId: id, toId: to.id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("to another organisation", () => {
  test("its home takes it in, both tell their members, and it goes back from there", async () => {
    const at = await place(all(), "River birds");
    const { a, b, c, amara, priya, settle } = at;
    const { id: onB, handle } = await b.addWorkspace("Lake birds", { manager: priya });
    const onA = await joinFrom(a, amara, `@${handle}@${b.host}`);
    await settle();
    const targetIri = `${b.origin}/actors/${onB}`;
    const said = await talk(at, "Reeds", "Bittern");
    const before = await at.same();

    // Amara does not manage it yet.
    await expect(moveDiscussion(a.context(amara), { contentId: said.id, toId: onA })).rejects.toMatchObject({
      code: "forbidden",
    });
    await setManager(b.context(priya), {
      workspaceId: onB,
      memberId: await actorOn(b, amara.name),
      manager: true,
    });
    await settle();
    expect(await moveDiscussion(a.context(amara), { contentId: said.id, toId: onA })).toBe("asked");
    expect((await picture(a, at.iri)).posts).toHaveLength(3);
    await settle();
    const there = await picture(b, targetIri);
    expect(there.posts.map(({ iri, html }) => [iri, html])).toEqual(
      before.posts.map(({ iri, html }) => [iri, html]),
    );
    expect(await picture(a, targetIri)).toEqual(there);
    for (const one of [a, b, c]) expect((await picture(one, at.iri)).posts).toEqual([]);
    expect(await keeps(c, /bittern/i)).toBe(false);

    // It lives on there.
    await addComment(a.context(amara), { parentId: said.id, source: "Said at the lake." });
    await settle();
    expect((await picture(b, targetIri)).posts).toHaveLength(4);

    await moveDiscussion(b.context(priya), { contentId: await idAt(b, said.iri), toId: at.idOn.b });
    await settle();
    expect((await at.same()).posts).toHaveLength(4);
    expect((await picture(b, targetIri)).posts).toEqual([]);
  });
});
