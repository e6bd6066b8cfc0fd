import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { activity as sent, inbox, notification, proposal, revision } from "../../db/index.ts";
import { deleteContent, editContent, openDiscussion } from "../../src/forums/index.ts";
import { proposalNow, proposalShown, settleProposal } from "../../src/proposals/index.ts";
import { decide, removeMember, setManager } from "../../src/workspaces/index.ts";
import { client, type Instance, type Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import { joinFrom } from "./network.ts";
import { actorOn, people, place } from "./place.ts";
import { ask, contentAt, iriOf } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const all = people();

const form = {
  title: "Six infusion pumps",
  source: "Serviced in *May*.",
  quantity: "6",
  "until-day": "3",
  "until-month": "12",
  "until-year": "2027",
  place: "Store 4, North Shore",
};

const at = async (instance: Instance, iri: string) => {
  const found = await contentAt(instance, iri);
  const facts = found && (await proposalNow(instance.store.db, found.id));
  return facts && { quantity: facts.quantity, place: facts.place, closed: facts.closed, until: facts.until };
};

test("an offer is made, changed, taken and made again, the same on three instances", async () => {
  const { a, b, c, amara, priya, tom, pathOn, idOn, same, settle } = await place(all(), "Spare beds");
  const [atA, atB, atC] = [await a.as(amara), await b.as(priya), await c.as(tom)];
  expect((await atC.get(`${pathOn.c}/offers`)).text).toContain("No open offers or requests");

  // A form with mistakes comes back with what was written; one without becomes a page.
  const path = `${pathOn.c}/offers/new-offer`;
  const wrong = await atC.post(path, { ...form, quantity: "some", "until-day": "31", "until-month": "2" });
  expect([wrong.status, wrong.text.includes("How many must be a whole number")]).toEqual([422, true]);
  expect(wrong.text).toContain("The last day must be a real date");
  expect(wrong.text).toContain("Store 4, North Shore");
  const empty = (await atC.post(path, { ...form, title: "", source: "" })).text;
  for (const said of ["Enter what you offer", "Enter more about it"]) expect(empty).toContain(said);
  const over = await atC.post(path, { ...form, "until-year": "2020" });
  expect([over.status, over.text.includes("must not be over already")]).toEqual([422, true]);
  const passerBy = await c.as(await c.addMember("Moses Adeyemi"));
  const outside = await passerBy.get(path);
  expect([outside.status, outside.text.includes("Join this workspace to offer something.")]).toEqual([
    403,
    true,
  ]);
  const made = await atC.post(path, form);
  expect([made.status, made.location]).toEqual([303, expect.stringMatching(/\/discussions\/\d+$/)]);
  await settle();
  const iri = await iriOf(c, Number(made.location!.split("/").at(-1)));
  const sides = [
    [a, atA, pathOn.a],
    [b, atB, pathOn.b],
    [c, atC, pathOn.c],
  ] as const;
  const everywhere = async (facts: Partial<NonNullable<Awaited<ReturnType<typeof at>>>>) => {
    await settle();
    for (const [where] of sides)
      expect([where.host, await at(where, iri)]).toMatchObject([where.host, facts]);
  };
  const until = new Date("2027-12-04T00:00:00Z");
  await everywhere({ quantity: 6, place: "Store 4, North Shore", closed: false, until });
  for (const [where, browser, base] of sides) {
    const { id } = (await contentAt(where, iri))!;
    const page = (await browser.get(`${base}/discussions/${id}`)).text;
    for (const words of ["Six infusion pumps", "3 December 2027", "Store 4, North Shore"])
      expect([where.host, words, page.includes(words)]).toEqual([where.host, words, true]);
    // Its author and managers say whether it stands.
    expect(page).toContain("Mark as no longer available");
    const list = (await browser.get(`${base}/offers?kind=offer`)).text;
    expect([where.host, list.includes("Six infusion pumps")]).toEqual([where.host, true]);
    expect((await browser.get(`${base}/offers?kind=request`)).text).not.toContain("Six infusion pumps");
    expect((await browser.get(`${base}/forum`)).text).not.toContain("Six infusion pumps");
    expect((await browser.get(base)).text).toContain("Six infusion pumps");
  }

  // On the wire a Proposal that publishes an Intent (FEP-0837), the same bytes on every instance.
  expect((await ask(iri)).json()).toMatchObject({
    type: "Proposal",
    purpose: "offer",
    name: "Six infusion pumps",
    content: "<p>Serviced in <em>May</em>.</p>",
    publishes: {
      type: "Intent",
      id: `${iri}#primary`,
      action: "transfer",
      resourceQuantity: { hasUnit: "one", hasNumericalValue: "6" },
      availableQuantity: { hasUnit: "one", hasNumericalValue: "6" },
    },
    endTime: "2027-12-04T00:00:00.000Z",
    location: { type: "Place", name: "Store 4, North Shore" },
  });
  const [own] = await c.store.db.select().from(sent).where(eq(sent.type, "Create"));
  const received = await b.store.db.select({ body: inbox.body }).from(inbox);
  expect(received.filter(({ body }) => body.includes(own!.body))).toHaveLength(1);

  // A manager elsewhere says that it is taken: of its words nothing changes, and there is no other wording.
  const say = async (where: Instance, who: Member, closed: boolean) => {
    a.clock.tick({ minutes: 1 });
    const { id } = (await contentAt(where, iri))!;
    await settleProposal(where.context(who), { contentId: id, closed });
  };
  await say(b, priya, true);
  await everywhere({ closed: true });
  expect((await ask(iri)).json()).toMatchObject({
    attributedTo: `${c.origin}/actors/${tom.id}`,
    publishes: { availableQuantity: { hasUnit: "one", hasNumericalValue: "0" } },
  });
  for (const [where, browser, base] of sides) {
    const { id, edited } = (await contentAt(where, iri))!;
    expect(edited).toBe(null);
    expect((await browser.get(`${base}/discussions/${id}`)).text).toContain("No longer available");
    expect((await browser.get(`${base}/offers`)).text).not.toContain("Six infusion pumps");
    expect((await browser.get(`${base}/offers?show=closed`)).text).toContain("Six infusion pumps");
    expect(await where.store.db.$count(revision, eq(revision.contentId, id))).toBe(0);
  }
  // Its author makes it again, from the page.
  a.clock.tick({ minutes: 1 });
  const { id: there } = (await contentAt(c, iri))!;
  const again = await atC.post(`${pathOn.c}/discussions/${there}/settle`, { closed: "no" });
  expect(again.status).toBe(303);
  await everywhere({ closed: false });

  // Who edits it while somebody else says that it is taken undoes neither.
  await say(a, amara, true);
  const edit = { ...form, source: "Serviced in June.", quantity: "4" };
  expect((await atC.post(`${pathOn.c}/posts/${there}/edit`, edit)).status).toBe(303);
  await everywhere({ closed: true, quantity: 4 });
  const history = await atB.get(`${pathOn.b}/posts/${(await contentAt(b, iri))!.id}/history`);
  expect(history.text).toContain("How many: 6");
  await say(c, tom, false);
  await everywhere({ closed: false, quantity: 4 });

  await same();

  // Who manages it no longer at home is not followed, and is told.
  const memberId = await actorOn(a, priya.name);
  const early = { contentId: (await contentAt(b, iri))!.id, closed: true };
  await setManager(a.context(amara), { workspaceId: idOn.a, memberId, manager: false });
  a.clock.tick({ minutes: 1 });
  await settleProposal(b.context(priya), early);
  await everywhere({ closed: false });
  const told = await b.store.db.select().from(notification).where(eq(notification.personId, priya.id));
  expect(told.map(({ kind }) => kind)).toContain("act refused");
  const page = (await atB.get(`${pathOn.b}/discussions/${early.contentId}`)).text;
  expect(page).not.toContain("Mark as no longer available");
  const refused = await atB.post(`${pathOn.b}/discussions/${early.contentId}/settle`, { closed: "yes" });
  expect(refused.status).toBe(403);

  await deleteContent(c.context(tom), { contentId: there });
  await settle();
  for (const [where] of sides) expect([where.host, await at(where, iri)]).toEqual([where.host, null]);
  expect((await ask(iri)).json()).toMatchObject({ type: "Tombstone", formerType: "Proposal" });
  for (const [where] of sides) expect(await where.store.db.$count(proposal)).toBe(0);
});

test("an offer in a workspace that is private is for its members, on each server, and goes with them", async () => {
  const level = "private";
  const { a, b, amara, priya, settle } = all();
  const { id: workspaceId, handle } = await a.addWorkspace("Loans", { manager: amara, level });
  await agree(a, b, settle);
  await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const memberId = await actorOn(a, priya.name);
  await decide(a.context(amara), { workspaceId, memberId, approve: true });
  await settle();
  const facts = { quantity: null, until: null, place: "Zqplace" };
  const form = "request" as const;
  const words = { title: "Zqneeded", source: "Zqwords." };
  const id = await openDiscussion(a.context(amara), { workspaceId, form, ...words, proposal: facts });
  await settle();
  const iri = await iriOf(a, id);
  expect(await at(b, iri)).toMatchObject({ place: "Zqplace", closed: false });
  // Who is no member reaches it by no way: page, list, change, document.
  const other = await b.addMember("Olga Outside");
  const [stranger, outside] = [client(a.origin), await b.as(other)];
  const there = (await contentAt(b, iri))!.id;
  const away = `/workspaces/${handle}@${a.host}`;
  for (const answer of [
    await stranger.get(`/workspaces/${handle}/offers`),
    await stranger.get(`/workspaces/${handle}/discussions/${id}`),
    await stranger.post(`/workspaces/${handle}/discussions/${id}/settle`, { closed: "yes" }),
    await outside.get(`${away}/offers`),
    await outside.get(`${away}/offers/new-offer`),
    await outside.post(`${away}/offers/new-offer`, { title: "Mine", source: "Mine." }),
    await outside.post(`${away}/discussions/${there}/settle`, { closed: "yes" }),
    await ask(iri),
  ])
    expect([answer.status >= 400, answer.text.includes("Zq")]).toEqual([true, false]);
  // A member who did not write it sees it, and does not say whether it stands.
  const member = await b.as(priya);
  expect((await member.get(`${away}/discussions/${there}`)).text).not.toContain("Mark as no longer needed");
  const refused = await member.post(`${away}/discussions/${there}/settle`, { closed: "yes" });
  expect(refused.status).toBe(403);
  expect(await at(a, iri)).toMatchObject({ closed: false });
  await removeMember(a.context(amara), { workspaceId, memberId });
  await settle();
  expect(await contentAt(b, iri)).toBe(undefined);
  const bodies = await b.store.db.select({ body: inbox.body }).from(inbox);
  expect(JSON.stringify(bodies)).not.toContain("Zqneeded");
});

test("it is one thing, also where somebody elsewhere looks up its note", async () => {
  const { a, b, amara, priya, settle } = all();
  const { id: workspaceId } = await a.addWorkspace("Swaps", { manager: amara });
  const opened = { workspaceId, form: "offer" as const, title: "Chairs", source: "Twelve of them." };
  const iri = await iriOf(a, await openDiscussion(a.context(amara), opened));
  await settle();
  const found = await b.running.federation.elsewhere.find(`${iri}/note`, priya.id);
  expect(found).toMatchObject({ ok: true, value: { kind: "content", id: (await contentAt(b, iri))?.id } });
  expect(await at(b, iri)).toMatchObject({ closed: false });
  expect(await contentAt(b, `${iri}/note`)).toBe(undefined);
});

test("it closes by itself when its last day is over, by the clock, and again with another day it stands", async () => {
  const { a, amara } = all();
  const { id: workspaceId, handle } = await a.addWorkspace("Lending", { manager: amara });
  const ctx = a.context(amara);
  const made = { workspaceId, title: "A placement", source: "In May.", form: "offer" as const };
  const until = new Date(a.clock.now().getTime() + 24 * 60 * 60_000);
  const contentId = await openDiscussion(ctx, {
    ...made,
    proposal: { quantity: 1, until, place: null },
  });
  const shown = async () => (await proposalShown(ctx, contentId))!.past;
  const listed = async (show: string) =>
    (await (await a.as(amara)).get(`/workspaces/${handle}/offers${show}`)).text.includes("A placement");
  expect([await shown(), await listed(""), await listed("?show=closed")]).toEqual([false, true, false]);
  a.clock.tick({ hours: 25 });
  expect([await shown(), await listed(""), await listed("?show=closed")]).toEqual([true, false, true]);
  const later = { quantity: 1, until: new Date(until.getTime() + 7 * 24 * 60 * 60_000), place: null };
  await editContent(ctx, { contentId, ...made, proposal: later });
  expect([await shown(), await listed("")]).toEqual([false, true]);
});

test("a word that the home of a workspace does not count is taken back, also after one of a clock that is ahead", async () => {
  const { a, b, c, amara, priya, tom, idOn, settle } = await place(all(), "Spare chairs");
  const opened = { workspaceId: idOn.c, form: "offer" as const, title: "Chairs", source: "Twelve." };
  const contentId = await openDiscussion(c.context(tom), opened);
  const iri = await iriOf(c, contentId);
  await settle();
  // The clock of its author's server is half an hour ahead.
  const said = new Date(a.clock.now().getTime() + 30 * 60_000);
  for (const one of [a, b, c])
    await one.store.transaction(async (tx) => void (await tx.update(proposal).set({ said })));
  const early = { contentId: (await contentAt(b, iri))!.id, closed: true };
  const memberId = await actorOn(a, priya.name);
  await setManager(a.context(amara), { workspaceId: idOn.a, memberId, manager: false });
  await settleProposal(b.context(priya), early);
  await settle();
  expect(await proposalNow(b.store.db, early.contentId)).toMatchObject({ closed: false });
  const told = await b.store.db.select().from(notification).where(eq(notification.personId, priya.id));
  expect(told.map(({ kind }) => kind)).toContain("act refused");
});

test("words that the home of a workspace does not count are taken back, however many were said before it answered", async () => {
  const { a, b, c, amara, priya, tom, idOn, settle } = await place(all(), "Spare desks");
  const opened = { workspaceId: idOn.c, form: "offer" as const, title: "Desks", source: "Two." };
  const iri = await iriOf(c, await openDiscussion(c.context(tom), opened));
  await settle();
  const { id: contentId } = (await contentAt(b, iri))!;
  const memberId = await actorOn(a, priya.name);
  for (const words of [
    [true, false],
    [true, false, true],
  ]) {
    await setManager(a.context(amara), { workspaceId: idOn.a, memberId, manager: true });
    await settle();
    await setManager(a.context(amara), { workspaceId: idOn.a, memberId, manager: false });
    for (const closed of words) {
      a.clock.tick({ minutes: 1 });
      await settleProposal(b.context(priya), { contentId, closed });
    }
    await settle();
    for (const one of [a, b, c])
      expect([words, await at(one, iri)]).toMatchObject([words, { closed: false }]);
  }
});
