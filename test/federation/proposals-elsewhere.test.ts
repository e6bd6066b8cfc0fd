import { expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { proposalNow } from "../../src/proposals/index.ts";
import { activity, everyone, note } from "../peers/index.ts";
import { contentAt, iriOf, scene } from "./scene.ts";

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
    const made = note(felix, words ?? "", {
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
