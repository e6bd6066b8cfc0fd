import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, agreement, content, follow, membership, notification } from "../../db/index.ts";
import { answerOffer, endAgreement, offerAgreement } from "../../src/agreements/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { fetchDocument } from "../../federation/remote/fetch.ts";
import { setAllowlistOnly, verdictFor } from "../../src/peers/index.ts";
import { changeLevel, decide } from "../../src/workspaces/index.ts";
import { activity, startPeer, undo } from "../peers/index.ts";
import type { Instance, Member } from "../rig.ts";
import { agree, agreeInWriting } from "./agreements.ts";
import { depsOf } from "./deps.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { joined, scene } from "./scene.ts";

const stateAt = async ({ store }: Instance, host: string) =>
  (await store.db.select().from(agreement).where(eq(agreement.host, host))).map(({ state }) => state);

async function restricted(a: Instance, amara: Member) {
  const { id, handle } = await a.addWorkspace("Board papers", { manager: amara, level: "restricted" });
  await openDiscussion(a.context(amara), { workspaceId: id, title: "For members", source: "Between us." });
  return { workspaceId: id, address: `@${handle}@${a.host}` };
}

test("an agreement is offered on one side's pages and confirmed on the other's; both see it, with its document", async () => {
  const { a, b, c, settle } = await startNetwork();
  const [north, south] = [await a.as(a.administrator), await b.as(b.administrator)];
  const document = new File(["%PDF-1.7 We share what we learn."], "Data sharing.pdf");
  const form = {
    host: b.host,
    purpose: "Learning from incidents.",
    contact: "Ada, 01234",
    ends: "2027-03-31",
  };
  expect((await north.post("/admin/agreements/new", { ...form, levels: [] })).text).toContain(
    "Choose at least one kind of workspace",
  );
  const wrong = { ...form, levels: "private", document: new File(["MZ"], "virus.pdf") };
  expect((await north.post("/admin/agreements/new", wrong)).text).toContain("must be a PDF or a Word file");
  await north.submit("/admin/agreements/new", { ...form, levels: ["restricted", "private"], document });
  expect((await north.get("/admin/agreements")).text).toContain("Waits for an answer");
  await settle();

  expect((await south.get("/notifications")).text).toContain("offers a sharing agreement");
  const [offered] = await b.store.db.select().from(agreement);
  const path = `/admin/agreements/${offered!.id}`;
  const shown = await south.get(path);
  for (const words of [
    "Learning from incidents.",
    "Ada, 01234",
    "Restricted, Private",
    "31 March 2027",
    "Data sharing.pdf",
  ])
    expect(shown.text).toContain(words);
  const copy = await south.get(`${path}/document`);
  expect([copy.headers["content-type"], copy.text]).toEqual([
    "application/pdf",
    "%PDF-1.7 We share what we learn.",
  ]);
  await south.submit(`${path}/answer`, { decision: "confirm", answer: "Agreed, Sam Lee" });
  await settle();
  expect(await stateAt(a, b.host)).toEqual(["active"]);
  const [atA] = await a.store.db.select().from(agreement);
  expect((await north.get(`/admin/agreements/${atA!.id}`)).text).toContain("Agreed, Sam Lee");

  // It is nobody else's business: neither members, nor strangers, nor a third instance.
  const member = await b.as(await b.addMember("Priya Nair"));
  for (const place of ["/admin/agreements", path, `${path}/document`, `${path}/end`, "/admin/agreements/new"])
    expect([place, (await member.get(place)).status]).toEqual([place, 403]);
  const application = async (who: Instance) =>
    (await who.store.db.select().from(actor).where(eq(actor.handle, "instance"))).find((one) => one.local)!
      .id;
  const read = async (who: Instance) =>
    (await fetchDocument(depsOf(who), atA!.iri, await application(who))).ok;
  expect([await read(b), await read(c)]).toEqual([true, false]);
  expect((await (await a.as()).get(`/agreements/${atA!.id}/document`)).status).toBe(404);

  // Ended by whoever confirmed it: both know why.
  await south.submit(`${path}/end`, { reason: "The project is over" });
  await settle();
  expect([await stateAt(a, b.host), await stateAt(b, a.host)]).toEqual([["ended"], ["ended"]]);
  expect((await north.get(`/admin/agreements/${atA!.id}`)).text).toContain("The project is over");
});

test("who asks from an organisation without an agreement is told why not; under one, a manager decides", async () => {
  const { a, b, settle } = await startNetwork();
  const [amara, priya] = [await a.addMember("Amara Okafor"), await b.addMember("Priya Nair")];
  const { workspaceId, address } = await restricted(a, amara);
  const atB = await joinFrom(b, priya, address);
  await settle();
  const answer = async () =>
    (await b.store.db.select().from(membership).where(eq(membership.workspaceId, atB)))[0];
  expect(await answer()).toMatchObject({
    state: "declined",
    answer: expect.stringContaining(`has no sharing agreement with ${b.host}`),
  });
  expect((await (await b.as(priya)).get(`/workspaces/${address.slice(1)}`)).text).toContain(
    "has no sharing agreement with",
  );
  expect(await a.store.db.select().from(membership).where(eq(membership.state, "requested"))).toEqual([]);

  await agree(a, b, settle);
  await joinFrom(b, priya, address);
  await settle();
  const [asked] = await a.store.db.select().from(membership).where(eq(membership.state, "requested"));
  await decide(a.context(amara), { workspaceId, memberId: asked!.actorId, approve: true });
  await settle();
  expect(await b.store.db.select({ title: content.title }).from(content)).toEqual([{ title: "For members" }]);

  // The day after the last one nothing leaves any more, whoever still belongs; then both sides let it lapse.
  await a.store.transaction((tx) =>
    tx.update(agreement).set({ ends: new Date(a.clock.now().getTime() - 1000) }),
  );
  await openDiscussion(a.context(amara), { workspaceId, title: "Too late", source: "Not for them." });
  await settle();
  expect(JSON.stringify(await b.store.db.select().from(content))).not.toContain("Too late");
  const { lapseAgreements } = await import("../../src/agreements/index.ts");
  await lapseAgreements(a.context());
  await settle();
  expect(await stateAt(a, b.host)).toEqual(["lapsed"]);
  expect(await a.store.db.select().from(follow).where(eq(follow.followerId, asked!.actorId))).toEqual([]);
  expect(await answer()).toMatchObject({ state: "removed" });
});

test("an agreement ends with its last day in the process that runs: nothing leaves from then on, nobody belongs any more, and a server that is allowed for it alone is not", async () => {
  const { a, b, settle } = await startNetwork();
  const [amara, priya] = [await a.addMember("Amara Okafor"), await b.addMember("Priya Nair")];
  const { workspaceId, address } = await restricted(a, amara);
  const lastDay = new Date(a.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
  await agree(a, b, settle, { ends: lastDay });
  await setAllowlistOnly(a.context(a.administrator), true);
  const atB = await joinFrom(b, priya, address);
  await settle();
  const [asked] = await a.store.db.select().from(membership).where(eq(membership.state, "requested"));
  await decide(a.context(amara), { workspaceId, memberId: asked!.actorId, approve: true });
  await settle();
  const inside = `${a.origin}/actors/${workspaceId}/outbox?page=true`;
  const read = async () => {
    const answer = await fetchDocument(depsOf(b), inside, priya.id);
    return answer.ok && JSON.stringify(answer.value.document).includes("Between us");
  };
  expect([await read(), await verdictFor(a.store, b.host)]).toEqual([true, null]);
  a.clock.tick({ hours: 4 * 24 });
  expect(await read()).toBe(false);
  // What is done every ten minutes.
  for (const one of [a, b]) await one.running.federation.mend();
  await settle();
  expect([await stateAt(a, b.host), await stateAt(b, a.host)]).toEqual([["lapsed"], ["lapsed"]]);
  expect(await a.store.db.select().from(membership).where(eq(membership.id, asked!.id))).toMatchObject([
    { state: "left" },
  ]);
  expect(await b.store.db.select().from(membership).where(eq(membership.workspaceId, atB))).toMatchObject([
    { state: expect.stringMatching(/left|removed/) },
  ]);
  expect(JSON.stringify(await b.store.db.select().from(content))).not.toContain("Between us");
  expect(await verdictFor(a.store, b.host)).toBe("suspended");
});

test("an agreement that ends, or a level that closes, ends memberships on both sides; open workspaces go on", async () => {
  const { a, b, settle } = await startNetwork();
  const [amara, priya] = [await a.addMember("Amara Okafor"), await b.addMember("Priya Nair")];
  await agree(a, b, settle);
  const { workspaceId, address } = await restricted(a, amara);
  const open = await a.addWorkspace("Open house", { manager: amara });
  const [closed, other] = [
    await joinFrom(b, priya, address),
    await joinFrom(b, priya, `@${open.handle}@${a.host}`),
  ];
  await settle();
  const [asked] = await a.store.db.select().from(membership).where(eq(membership.state, "requested"));
  await decide(a.context(amara), { workspaceId, memberId: asked!.actorId, approve: true });
  await settle();
  const states = async () =>
    new Map(
      (await b.store.db.select().from(membership).where(eq(membership.actorId, priya.id))).map((one) => [
        one.workspaceId,
        one.state,
      ]),
    );
  expect(await states()).toEqual(
    new Map([
      [closed, "active"],
      [other, "active"],
    ]),
  );
  const [atA] = await a.store.db.select().from(agreement);
  await endAgreement(a.context(a.administrator), { id: atA!.id, reason: "Enough" });
  await settle();
  expect((await states()).get(closed)).not.toBe("active");
  expect((await states()).get(other)).toBe("active");
  await changeLevel(a.context(amara), { workspaceId: open.id, level: "private" });
  await settle();
  expect((await states()).get(other)).toBe("removed");
  expect(await a.store.db.select().from(follow).where(eq(follow.followerId, asked!.actorId))).toEqual([]);
});

test("software that is known to leak gets none, whatever was agreed; other software confirms on paper", async () => {
  const set = await scene({ level: "restricted", software: "nodebb" });
  const { a, amara, workspaceId, felix, peer } = set;
  await joined(set, felix);
  expect(peer.activities()).toMatchObject([
    { type: "Reject", summary: expect.stringContaining("its software may show it to others") },
  ]);
  await expect(agreeInWriting(a, peer.host)).rejects.toMatchObject({ code: "invalid" });

  const lemmy = await startPeer({ clock: a.clock, hostname: "lemmy.localhost", software: "lemmy" });
  const lena = await lemmy.addActor("lena");
  await agreeInWriting(a, lemmy.host);
  await joined(set, lena);
  const [asked] = await a.store.db.select().from(membership).where(eq(membership.state, "requested"));
  await decide(a.context(amara), { workspaceId, memberId: asked!.actorId, approve: true });
  await openDiscussion(a.context(amara), { workspaceId, title: "Inside", source: "Words." });
  await set.settle();
  expect(lemmy.activities("Announce").length).toBeGreaterThan(0);
  expect(peer.activities("Announce")).toEqual([]);
});

test("only administrators offer and answer, and only the other side confirms", async () => {
  const { a, b, settle } = await startNetwork();
  const member = await a.addMember("Amara Okafor");
  const offer = { host: b.host, purpose: "To learn.", contact: "Ada", levels: ["private" as const] };
  await expect(offerAgreement(a.context(member), offer)).rejects.toMatchObject({ code: "forbidden" });
  const id = await offerAgreement(a.context(a.administrator), offer);
  await expect(answerOffer(a.context(a.administrator), { id, confirm: true })).rejects.toMatchObject({
    code: "forbidden",
  });
  await settle();
  const [atB] = await b.store.db.select().from(agreement);
  await answerOffer(b.context(b.administrator), { id: atB!.id, confirm: false, answer: "Not yet." });
  await settle();
  expect(await stateAt(a, b.host)).toEqual(["declined"]);
  await expect(
    offerAgreement(a.context(a.administrator), { ...offer, host: "nobody.localhost:1" }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("an instance that floods us with offers is heard once, and again when it was answered", async () => {
  const set = await scene();
  const { a, peer, settle } = set;
  const application = await peer.addActor("instance", { type: "Application" });
  let made = 0;
  const offer = () =>
    activity(application, "Offer", {
      id: `${peer.origin}/agreements/${++made}`,
      type: "Agreement",
      attributedTo: application.iri,
      content: "Everything.",
      contact: "Somebody",
      levels: ["private"],
      startTime: a.clock.now().toISOString(),
    });
  const said = [offer(), offer(), offer()];
  for (const one of said) await application.send(set.inbox, one);
  await settle();
  expect(await stateAt(a, peer.host)).toEqual(["offered"]);
  const told = async () =>
    await a.store.db.$count(notification, eq(notification.personId, a.administrator.id));
  expect(await told()).toBe(1);
  // Taken back and made again, over and over.
  let last = said[0]!;
  for (let round = 0; round < 8; round++) {
    await application.send(set.inbox, undo(application, last));
    await application.send(set.inbox, (last = offer()));
    await settle();
  }
  expect(await stateAt(a, peer.host)).toHaveLength(5);
});
