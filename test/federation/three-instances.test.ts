import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { actor, content, membership } from "../../db/index.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
  setPinned,
} from "../../src/forums/index.ts";
import { decide, leave } from "../../src/workspaces/index.ts";
import { agree } from "./agreements.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { idAt, iriAt, picture } from "./picture.ts";

describe("a workspace on A, with members on B and C", () => {
  test("holds one conversation everywhere", async () => {
    const { a, b, c, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor", { job: "Consultant" });
    const priya = await b.addMember("Priya Nair", { job: "Improvement lead" });
    const tom = await c.addMember("Tom Whitfield");
    const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
    const [group] = await a.store.db.select().from(actor).where(eq(actor.id, workspaceId));
    const address = `@${handle}@${a.host}`;

    // Something was said before anybody came.
    const before = await openDiscussion(a.context(amara), {
      workspaceId,
      title: "Before you came",
      source: "Welcome **all**.",
    });
    await addComment(a.context(amara), { parentId: before, source: "And a comment." });

    const atB = await joinFrom(b, priya, address);
    await settle();
    const atC = await joinFrom(c, tom, address);
    await settle();
    const [joined] = await b.store.db.select().from(membership).where(eq(membership.actorId, priya.id));
    expect(joined).toMatchObject({ state: "active", workspaceId: atB });
    expect(await picture(b, group!.iri)).toEqual(await picture(a, group!.iri));

    a.clock.tick({ minutes: 1 });
    const question = await openDiscussion(b.context(priya), {
      workspaceId: atB,
      title: "Night-shift screening: what made it stick?",
      source: "We screen well by day and badly at night.",
    });
    await settle();
    const questionIri = await iriAt(b, question);

    a.clock.tick({ minutes: 1 });
    const answer = await addComment(a.context(amara), {
      parentId: await idAt(a, questionIri),
      source: "Moving it, not adding it.",
    });
    await settle();
    const answerIri = await iriAt(a, answer);
    a.clock.tick({ minutes: 1 });
    await addComment(c.context(tom), { parentId: await idAt(c, answerIri), source: "Did it last?" });
    await setLike(c.context(tom), { contentId: await idAt(c, answerIri), liked: true });
    await setLike(b.context(priya), { contentId: await idAt(b, answerIri), liked: true });
    await settle();

    let atA = await picture(a, group!.iri);
    expect(atA.posts).toHaveLength(5);
    expect(atA.posts.find((one) => one.iri === answerIri)).toMatchObject({ likes: 2, accepted: true });
    expect(await picture(b, group!.iri)).toEqual(atA);
    expect(await picture(c, group!.iri)).toEqual(atA);

    a.clock.tick({ minutes: 1 });
    await editContent(b.context(priya), {
      contentId: question,
      title: "Night-shift screening",
      source: "Edited.",
    });
    await setLike(c.context(tom), { contentId: await idAt(c, answerIri), liked: false });
    await setPinned(a.context(amara), { contentId: await idAt(a, questionIri), on: true });
    await setLocked(a.context(amara), { contentId: before, on: true });
    await deleteContent(a.context(amara), { contentId: answer });
    await settle();

    atA = await picture(a, group!.iri);
    expect(atA.posts.find((one) => one.iri === questionIri)).toMatchObject({
      title: "Night-shift screening",
      html: "<p>Edited.</p>",
    });
    expect(atA.posts.find((one) => one.iri === answerIri)).toMatchObject({ deleted: true, html: "" });
    expect(atA.marks.filter((one) => one.pinned).map((one) => one.iri)).toEqual([questionIri]);
    expect(atA.marks.filter((one) => one.locked)).toHaveLength(1);
    expect(await picture(b, group!.iri)).toEqual(atA);
    expect(await picture(c, group!.iri)).toEqual(atA);

    // Who leaves hears no more.
    await leave(c.context(tom), { workspaceId: atC });
    await settle();
    await openDiscussion(a.context(amara), { workspaceId, title: "After Tom left", source: "Quiet." });
    await settle();
    expect((await picture(b, group!.iri)).posts).toHaveLength(6);
    expect((await picture(c, group!.iri)).posts).toHaveLength(5);

    // Who comes back finds what was said meanwhile.
    await joinFrom(c, tom, address);
    await settle();
    expect(await picture(c, group!.iri)).toEqual(await picture(a, group!.iri));
  });

  test("a restricted one lets in whom a manager approves, and tells the others why not", async () => {
    const { a, b, c, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor");
    const priya = await b.addMember("Priya Nair");
    const tom = await c.addMember("Tom Whitfield");
    for (const other of [b, c]) await agree(a, other, settle);
    const { id: workspaceId, handle } = await a.addWorkspace("Board papers", {
      manager: amara,
      level: "restricted",
    });
    await openDiscussion(a.context(amara), { workspaceId, title: "For members", source: "Between us." });
    const address = `@${handle}@${a.host}`;
    const atB = await joinFrom(b, priya, address);
    const atC = await joinFrom(c, tom, address);
    await settle();
    expect(await b.store.db.select().from(content)).toEqual([]);

    const requests = await a.store.db.select().from(membership).where(eq(membership.state, "requested"));
    expect(requests).toHaveLength(2);
    const [priyaAtA] = await a.store.db.select().from(actor).where(eq(actor.name, "Priya Nair"));
    const [tomAtA] = await a.store.db.select().from(actor).where(eq(actor.name, "Tom Whitfield"));
    await decide(a.context(amara), { workspaceId, memberId: priyaAtA!.id, approve: true });
    await decide(a.context(amara), {
      workspaceId,
      memberId: tomAtA!.id,
      approve: false,
      answer: "For board members.",
    });
    await settle();

    const [inB] = await b.store.db.select().from(membership).where(eq(membership.actorId, priya.id));
    const [inC] = await c.store.db.select().from(membership).where(eq(membership.actorId, tom.id));
    expect(inB).toMatchObject({ workspaceId: atB, state: "active" });
    expect(inC).toMatchObject({ workspaceId: atC, state: "declined", answer: "For board members." });
    expect(await b.store.db.select({ title: content.title }).from(content)).toEqual([
      { title: "For members" },
    ]);
    expect(await c.store.db.select().from(content)).toEqual([]);
  });
});
