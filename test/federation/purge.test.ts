import { getTableName, is, Table, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as schema from "../../db/index.ts";
import { agreement, membership, receipt } from "../../db/index.ts";
import { endAgreement } from "../../src/agreements/index.ts";
import { addComment, editContent, openDiscussion, setLike } from "../../src/forums/index.ts";
import { answerGathering, gatheringShown } from "../../src/gatherings/index.ts";
import { decide, leave, readmit, removeMember } from "../../src/workspaces/index.ts";
import type { Instance, Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import { holdings } from "./holdings.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { actorAt, contentAt, iriOf } from "./scene.ts";

/** The tables in which an instance's database holds some words. */
async function whereHeld({ store }: Instance, words: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const table of Object.values(schema)) {
    if (!is(table, Table)) continue;
    const rows = await store.db.select().from(table as typeof agreement);
    if (words.test(JSON.stringify(rows))) found.push(getTableName(table));
  }
  return found;
}

const starts = new Date("2027-12-03T14:00:00Z");
const facts = {
  starts,
  ends: null,
  timezone: "Europe/London",
  online: false,
  link: null,
  joinMode: "free",
} as const;

const secret = /Sluice gate|gate was left open|Who had the key/;

/** A restricted workspace on A with two people of B in it, and a conversation of both. */
async function set() {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const [priya, gwen] = [await b.addMember("Priya Nair"), await b.addMember("Gwen Rees")];
  await agree(a, b, settle);
  const { id: workspaceId, handle } = await a.addWorkspace("Incidents", {
    manager: amara,
    level: "restricted",
  });
  const idAt = async (member: Member) => (await actorAt(a, `${b.origin}/actors/${member.id}`))!.id;
  const here = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await joinFrom(b, gwen, `@${handle}@${a.host}`);
  await settle();
  for (const one of [priya, gwen])
    await decide(a.context(amara), { workspaceId, memberId: await idAt(one), approve: true });
  const opened = await openDiscussion(a.context(amara), {
    workspaceId,
    title: "Sluice",
    source: "The flood came through.",
  });
  await editContent(a.context(amara), {
    contentId: opened,
    title: "Sluice gate",
    source: "The gate was left open.",
  });
  await settle();
  const root = (await contentAt(b, await iriOf(a, opened)))!.id;
  const own = await addComment(b.context(priya), { parentId: root, source: "We have the same lock." });
  await setLike(b.context(gwen), { contentId: root, liked: true });
  await settle();
  const reply = (await contentAt(a, await iriOf(b, own)))!.id;
  await addComment(a.context(amara), { parentId: reply, source: "Who had the key?" });
  await openDiscussion(a.context(amara), { workspaceId, title: "Another Sluice gate", source: "Next week." });
  const walk = await openDiscussion(a.context(amara), {
    workspaceId,
    form: "event",
    title: "Walk",
    source: "To the Sluice gate.",
    gathering: { ...facts, place: "At the Sluice gate" },
  });
  await answerGathering(a.context(amara), { contentId: walk, answer: "coming" });
  await settle();
  const walkIri = await iriOf(a, walk);
  await answerGathering(b.context(priya), {
    contentId: (await contentAt(b, walkIri))!.id,
    answer: "coming",
  });
  await settle();
  const manager = await a.as(amara);
  const page = async () => (await manager.get(`/workspaces/${handle}/manage/organisations`)).text;
  const iri = `${a.origin}/actors/${workspaceId}`;
  return {
    a,
    b,
    settle,
    amara,
    priya,
    gwen,
    workspaceId,
    handle,
    here,
    idAt,
    own,
    walkIri,
    page,
    iri,
    manager,
  };
}

test("who is removed takes along what their organisation held, once nobody else there belongs; let in again, it returns", async () => {
  const { a, b, settle, amara, priya, gwen, workspaceId, here, idAt, own, walkIri, page, iri } = await set();
  const before = await holdings(b.store, iri);
  expect(before).toEqual(await holdings(a.store, iri));
  expect(await whereHeld(b, secret)).toEqual(expect.arrayContaining(["content", "inbox"]));

  await removeMember(a.context(amara), { workspaceId, memberId: await idAt(gwen), answer: "Moved on" });
  await settle();
  expect(await holdings(b.store, iri)).toEqual(before);
  expect(await page()).toContain("Kept: others of theirs still belong");

  await removeMember(a.context(amara), { workspaceId, memberId: await idAt(priya) });
  await settle();
  expect(await whereHeld(b, secret)).toEqual([]);
  expect(await page()).toMatch(/Deleted, confirmed/);
  // What their own people wrote lives there, and is served to its workspace still.
  expect((await contentAt(b, await iriOf(b, own)))?.html).toContain("the same lock");
  // So does what she said herself of an event; when and where it is, and who else comes, does not.
  const event = async (at: Instance, member: Member) => {
    const found = await gatheringShown(at.context(member), (await contentAt(at, walkIri))!.id, "Ours");
    const { own: answer, coming, starts, place } = found!;
    return { answer, coming: coming.map(({ name }) => name).sort(), starts, place };
  };
  expect(await event(b, priya)).toEqual({
    answer: "coming",
    coming: ["Priya Nair"],
    starts: new Date(0),
    place: null,
  });
  const visitor = await b.as(priya);
  expect((await visitor.get("/notifications")).text).not.toMatch(secret);

  await readmit(a.context(amara), { workspaceId, memberId: await idAt(priya) });
  await settle();
  expect(await b.store.db.select().from(membership).where(eq(membership.actorId, priya.id))).toMatchObject([
    { workspaceId: here, state: "active" },
  ]);
  expect(await holdings(b.store, iri)).toEqual(await holdings(a.store, iri));
  expect(await page()).not.toMatch(/for <bdi>Priya Nair/);
  const coming = { answer: "coming", coming: ["Amara Okafor", "Priya Nair"] };
  for (const [at, member] of [
    [a, amara],
    [b, priya],
  ] as const)
    expect(await event(at, member)).toEqual({ ...coming, starts, place: "At the Sluice gate" });
});

test("leaving and the end of an agreement do the same; a server that is silent is asked again", async () => {
  const { a, b, settle, amara, priya, gwen, workspaceId, here, handle, page, manager, idAt } = await set();
  await leave(b.context(gwen), { workspaceId: here });
  await settle();
  expect(await whereHeld(b, secret)).not.toEqual([]);
  const [agreed] = await a.store.db.select().from(agreement);
  await endAgreement(a.context(a.administrator), { id: agreed!.id, reason: "Over" });
  await settle();
  expect(await whereHeld(b, secret)).toEqual([]);
  expect(await page()).toMatch(/Deleted, confirmed/);
  await openDiscussion(a.context(amara), { workspaceId, title: "Sluice gate, mended", source: "At last." });
  await settle();
  expect(await whereHeld(b, secret)).toEqual([]);

  // As if the receipt had been lost.
  const lost = { state: "asked" as const, confirmed: null };
  await a.store.transaction((tx) => tx.update(receipt).set(lost).where(eq(receipt.workspaceId, workspaceId)));
  expect(await page()).toContain("Not confirmed yet");
  await manager.submit(`/workspaces/${handle}/manage/organisations/${await idAt(priya)}/again`);
  await settle();
  expect(await page()).toMatch(/Deleted, confirmed/);
  expect(await page()).toContain("Not confirmed yet");
  a.clock.tick({ hours: 25 });
  const { askOverdue } = await import("../../src/workspaces/index.ts");
  expect(await askOverdue(a.context())).toBe(1);
  await settle();
  expect(await page()).not.toContain("Not confirmed yet");
  const stranger = await b.as(priya);
  expect((await stranger.post(`/workspaces/${handle}/manage/organisations/1/again`)).status).toBe(404);
});
