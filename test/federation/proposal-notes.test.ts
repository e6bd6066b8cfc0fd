import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { content, mention } from "../../db/index.ts";
import { deleteContent, editContent, openDiscussion } from "../../src/forums/index.ts";
import { proposalNow, settleProposal } from "../../src/proposals/index.ts";
import { setManager } from "../../src/workspaces/index.ts";
import { activity } from "../peers/index.ts";
import { mastodon, timeline } from "../peers/mastodon.ts";
import { joinFrom } from "./network.ts";
import { meet } from "./peers/meeting.ts";
import { people } from "./place.ts";
import { actorAt, contentAt, iriOf } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const all = people();

/** A workspace on A that nobody on B belongs to, and how one names Priya of B in it. */
async function apart(name: string) {
  const { a, b, amara, priya, settle } = all();
  const { id: workspaceId, handle } = await a.addWorkspace(name, { manager: amara });
  const named = `@${priya.handle}@${b.host}`;
  await a.running.federation.elsewhere.find(named, amara.id);
  await settle();
  const opened = { workspaceId, title: "Chairs" };
  const open = (source: string, form: "offer" | "discussion" = "offer") =>
    openDiscussion(a.context(amara), { ...opened, form, source });
  const kept = () => b.store.db.select({ iri: content.iri, html: content.html }).from(content);
  return { a, b, amara, priya, settle, handle, named, open, kept };
}

test("an offer of which a server was told by its note is one thing there, when it comes itself, and goes with its words", async () => {
  const { a, b, amara, priya, settle, handle, named, open, kept } = await apart("Swaps");
  const contentId = await open(`Zqfirst for ${named}`);
  const iri = await iriOf(a, contentId);
  await settle();
  expect(await contentAt(b, `${iri}/note`)).toMatchObject({ kind: "post" });
  await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  expect(await contentAt(b, iri)).toMatchObject({ kind: "discussion", title: "Chairs" });
  expect(await contentAt(b, `${iri}/note`)).toBe(undefined);
  await deleteContent(a.context(amara), { contentId });
  await settle();
  expect(JSON.stringify(await kept())).not.toContain("Zqfirst");
});

test("where the offer itself is known, its note changes it as its author did, and adds no words", async () => {
  const { a, b, amara, priya, settle, named, open, kept } = await apart("Loans");
  const contentId = await open("Zqearly");
  const iri = await iriOf(a, contentId);
  await settle();
  expect(await b.running.federation.elsewhere.find(iri, priya.id)).toMatchObject({ ok: true });
  a.clock.tick({ minutes: 1 });
  await editContent(a.context(amara), { contentId, title: "Tables", source: `Zqlater for ${named}` });
  await settle();
  const there = (await contentAt(b, iri))!;
  expect(there).toMatchObject({ title: "Tables", html: expect.stringMatching(/^<p>Zqlater for /) as string });
  a.clock.tick({ minutes: 1 });
  await settleProposal(a.context(amara), { contentId, closed: true });
  await settle();
  expect(await proposalNow(b.store.db, there.id)).toMatchObject({ closed: true });
  expect((await kept()).filter(({ iri: one }) => one.startsWith(iri))).toHaveLength(1);
});

test("what its author deletes is gone also where nobody belongs to the workspace and somebody was named", async () => {
  for (const form of ["discussion", "offer"] as const) {
    const { a, amara, settle, named, open, kept } = await apart(`Named in an ${form}`);
    const contentId = await open(`Zqgone for ${named}`, form);
    await settle();
    expect([form, JSON.stringify(await kept()).includes("Zqgone")]).toEqual([form, true]);
    await deleteContent(a.context(amara), { contentId });
    await settle();
    expect([form, JSON.stringify(await kept()).includes("Zqgone")]).toEqual([form, false]);
    expect(await a.store.db.$count(mention, eq(mention.contentId, contentId))).toBe(0);
  }
});

test("a manager elsewhere says that an offer is taken, and who knows only its note hears of it from its author", async () => {
  const { a, amara, workspaceId, peer, given, settle, follows } = await meet(mastodon);
  await follows();
  const ctx = a.context(amara);
  const opened = { workspaceId, form: "offer" as const, title: "Pumps", source: "Six of them." };
  const contentId = await openDiscussion(ctx, opened);
  await settle();
  const iri = await iriOf(a, contentId);
  const memberId = (await actorAt(a, peer.person.iri))!.id;
  await setManager(ctx, { workspaceId, memberId, manager: true });
  await settle();
  a.clock.tick({ minutes: 1 });
  const said = (count: string) => ({ hasUnit: "one", hasNumericalValue: count });
  const intent = { type: "Intent", id: `${iri}#primary`, availableQuantity: said("0") };
  const updated = a.clock.now().toISOString();
  const object = {
    ...{ id: iri, type: "Proposal", attributedTo: `${a.origin}/actors/${amara.id}`, purpose: "offer" },
    publishes: { ...intent, updated },
  };
  expect(await given(peer.person, activity(peer.person, "Update", object))).toMatchObject({ state: "done" });
  expect(await proposalNow(a.store.db, contentId)).toMatchObject({ closed: true });
  expect(timeline(peer).get(`${iri}/note`)?.text).toContain("Offer, no longer available: Pumps");
});
