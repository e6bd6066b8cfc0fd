import { expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import { deleteContent, editContent, openDiscussion } from "../../src/forums/index.ts";
import { proposalNow, settleProposal } from "../../src/proposals/index.ts";
import { activity, everyone, note as noted } from "../peers/index.ts";
import { mastodon, timeline } from "../peers/mastodon.ts";
import { meet } from "./peers/meeting.ts";
import { ask, contentAt, iriOf, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const vf = {
  om2: "http://www.ontology-of-units-of-measure.org/resource/om-2/",
  vf: "https://w3id.org/valueflows/ont/vf#",
  Proposal: "vf:Proposal",
  Intent: "vf:Intent",
  action: "vf:action",
  purpose: "vf:purpose",
  unitBased: "vf:unitBased",
  publishes: "vf:publishes",
  reciprocal: "vf:reciprocal",
  resourceQuantity: "vf:resourceQuantity",
  availableQuantity: "vf:availableQuantity",
  hasUnit: "om2:hasUnit",
  hasNumericalValue: "om2:hasNumericalValue",
};
const context = ["https://www.w3.org/ns/activitystreams", vf];

test("offers and requests of other programs are read, as far as they can be, and changed by their authors alone", async () => {
  const { a, amara, group, peer, felix, inbox: shared, settle } = await scene();
  const mentions = [{ type: "Mention", href: group.iri, name: group.name }];
  const one = (count: string | number) => ({ hasUnit: "one", hasNumericalValue: count });
  const proposal = (more: JsonObject, words: string | null = "<p>Blue, some rust.</p>") => {
    const made = noted(felix, words ?? "", {
      more: { type: "Proposal", name: "A bike", to: [everyone, group.iri], tag: mentions, ...more },
    });
    if (words === null) delete made.content;
    return made;
  };
  const intent = (more: JsonObject = {}): JsonObject => ({
    type: "Intent",
    id: `${peer.origin}/p#primary`,
    action: "transfer",
    resourceQuantity: one("3"),
    ...more,
  });
  const give = async (by: typeof felix, type: string, object: JsonObject, more: JsonObject = {}) => {
    const made = activity(by, type, object, { to: [everyone, group.iri], "@context": context, ...more });
    const { status } = await by.send(shared, made);
    await settle();
    return status;
  };
  const kept = async (object: JsonObject) => {
    const found = (await contentAt(a, String(object.id)))!;
    return { ...found, facts: await proposalNow(a.store.db, found.id) };
  };

  // As FEP-0837 has it, with a price, which is read on its own page.
  const sold = proposal({
    purpose: "offer",
    unitBased: false,
    publishes: intent(),
    reciprocal: { ...intent({ resourceQuantity: one("30") }), id: `${peer.origin}/p#reciprocal` },
    location: { type: "Place", name: "Town hall", longitude: -71, latitude: 25 },
    endTime: "2027-12-03T17:00:00Z",
    url: `${peer.origin}/bike`,
  });
  expect(await give(felix, "Create", sold)).toBe(202);
  const bike = await kept(sold);
  expect(bike).toMatchObject({
    title: "A bike",
    facts: { quantity: 3, place: "Town hall", closed: false, until: new Date("2027-12-03T17:00:00Z") },
  });
  expect(bike.html).toContain(`${peer.origin}/bike`);
  const browser = await a.as(amara);
  const path = `/workspaces/${group.name.slice(1).split("@")[0]}`;
  expect((await browser.get(`${path}/offers?kind=offer`)).text).toContain("A bike");

  // Sold: nothing of it is available any more. An Update that came late changes nothing.
  const soon = (minutes: number) => new Date(a.clock.now().getTime() + minutes * 60_000).toISOString();
  const gone = { ...sold, publishes: intent({ availableQuantity: one(0) }) };
  await give(felix, "Update", gone, { published: soon(2) });
  expect((await kept(sold)).facts).toMatchObject({ closed: true });
  await give(felix, "Update", sold, { published: soon(1) });
  expect((await kept(sold)).facts).toMatchObject({ closed: true });
  await give(felix, "Update", { ...sold, name: "A red bike" }, { published: soon(3) });
  expect(await kept(sold)).toMatchObject({ title: "A red bike", facts: { closed: false } });

  // Nobody else says so, and no other's words come with it.
  const mallory = await peer.addActor("mallory");
  for (const forged of [
    { ...gone, name: "Forged", updated: soon(9) },
    { ...gone, id: "https://else.example/1", attributedTo: "https://else.example/u" },
  ])
    await give(mallory, "Update", forged, { published: soon(9) });
  expect(await kept(sold)).toMatchObject({ title: "A red bike", facts: { closed: false } });
  const ours = await openDiscussion(a.context(amara), {
    ...{ workspaceId: bike.workspaceId!, title: "Ours", source: "Words.", form: "offer" },
  });
  const stolen = { ...gone, id: await iriOf(a, ours), attributedTo: `${a.origin}/actors/${amara.id}` };
  await give(mallory, "Update", stolen, { published: soon(9) });
  expect(await proposalNow(a.store.db, ours)).toMatchObject({ closed: false });

  // The first edition of the FEP says whose it is, and a note may publish an intent too.
  const asked = proposal({ type: "Note", publishes: intent({ receiver: felix.iri }) });
  await give(felix, "Create", asked);
  expect((await kept(asked)).facts).toMatchObject({ quantity: 3 });
  expect((await browser.get(`${path}/offers?kind=request`)).text).toContain("A bike");

  // Bonfire: another name, an intent within another, and words in the summary.
  const { context: _, ...bonfire } = proposal(
    {
      type: "ValueFlows:Proposal",
      name: "McGlynn-King",
      summary: "Sunt consequatur quia modi.",
      eligibleLocation: { type: "Place", name: "Elsewhere" },
      hasEnd: "2027-08-02T20:28:38.097004Z",
      publishes: [
        {
          type: "ValueFlows:ProposedIntent",
          publishes: { type: "ValueFlows:Intent", action: "work", finished: true },
        },
      ],
    },
    null,
  );
  await give(felix, "Create", bonfire);
  expect(await kept(bonfire)).toMatchObject({
    title: "McGlynn-King",
    html: expect.stringContaining("Sunt consequatur") as string,
    facts: { quantity: null, place: "Elsewhere", closed: true },
  });

  // What cannot be meant is left out, and the rest stands.
  const odd = proposal({
    publishes: intent({ resourceQuantity: one("2000000") }),
    endTime: "never",
    location: "x".repeat(5000),
  });
  expect(await give(felix, "Create", odd)).toBe(202);
  expect((await kept(odd)).facts).toMatchObject({ quantity: null, until: null, place: "x".repeat(300) });
  const bare = proposal({ publishes: Array.from({ length: 900 }, () => ({ type: "x", publishes: [] })) });
  expect(await give(felix, "Create", bare)).toBe(202);
  expect((await kept(bare)).facts).toMatchObject({ quantity: null, closed: false });
});

test("Mastodon, which knows no Proposal, shows a note that says the same, and what is said to it arrives", async () => {
  const set = await meet(mastodon);
  const { a, amara, workspaceId, group, peer, given, settle } = set;
  await set.follows();
  const ctx = a.context(amara);
  const proposal = { quantity: 6, until: new Date("2027-12-04T00:00:00Z"), place: "Store <4>" };
  const words = { title: "Six pumps", source: "Serviced in *May*." };
  const contentId = await openDiscussion(ctx, { workspaceId, form: "offer", ...words, proposal });
  await settle();
  const iri = await iriOf(a, contentId);
  const note = `${iri}/note`;
  const author = `${a.origin}/actors/${amara.id}`;
  const shown = () =>
    [...timeline(peer)]
      .filter(([address]) => address.startsWith(a.origin))
      .map(([address, { text }]) => [address, text]);
  const facts = "<p>How many: 6<br>Until 3 December 2027<br>Where: Store &lt;4&gt;</p>";
  const said = (head: string, text: string) => [[note, `<p><strong>${head}</strong></p>${text}${facts}`]];
  expect(shown()).toEqual(said("Offer: Six pumps", "<p>Serviced in <em>May</em>.</p>"));
  expect(timeline(peer).get(note)!.boostedBy).toEqual(new Set([group.iri]));
  expect((await ask(iri)).json()).toMatchObject({ type: "Proposal", preview: note });
  expect((await ask(note)).json()).toMatchObject({ type: "Note", id: note, url: iri, attributedTo: author });
  const browser = await a.as(amara);
  expect((await browser.get(`/content/${contentId}/note`)).location).toBe(`/content/${contentId}`);

  // An answer to the note is a comment, and what is found helpful counts.
  const reply = noted(peer.person, "I would like two.", { mentions: [group], inReplyTo: note });
  expect(await given(peer.person, activity(peer.person, "Create", reply))).toMatchObject({ state: "done" });
  expect(await contentAt(a, String(reply.id))).toMatchObject({ kind: "comment", rootId: contentId });
  const like = activity(peer.person, "Like", note, { to: [author] });
  expect(await given(peer.person, like)).toMatchObject({ state: "done" });
  expect(await contentAt(a, iri)).toMatchObject({ likes: 1 });

  // Taken, worded anew, and gone.
  a.clock.tick({ minutes: 1 });
  await settleProposal(ctx, { contentId, closed: true });
  await settle();
  expect(shown()).toEqual(said("Offer, no longer available: Six pumps", "<p>Serviced in <em>May</em>.</p>"));
  a.clock.tick({ minutes: 1 });
  await editContent(ctx, { contentId, title: "Six pumps", source: "Gone." });
  await settle();
  expect(shown()).toEqual(said("Offer, no longer available: Six pumps", "<p>Gone.</p>"));
  await deleteContent(ctx, { contentId });
  await settle();
  expect(shown()).toEqual([]);
  expect((await ask(note)).json()).toMatchObject({ type: "Tombstone", id: note, formerType: "Note" });
  expect((await ask(`${a.origin}/content/${(await contentAt(a, String(reply.id)))!.id}/note`)).status).toBe(
    404,
  );
});
