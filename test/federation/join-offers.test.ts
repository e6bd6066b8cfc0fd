import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { activity as sent, actor, follow, joinOffer, membership, peer as peerTable } from "../../db/index.ts";
import { endAgreement } from "../../src/agreements/index.ts";
import { decide, join, leave, setManager } from "../../src/workspaces/index.ts";
import { appFor, type Thing } from "../mastodon/app.ts";
import { activity, startPeer } from "../peers/index.ts";
import type { Instance, Member } from "../rig.ts";
import { agree, agreeInWriting } from "./agreements.ts";
import { joinFrom } from "./network.ts";
import { actorOn, askedOn, people, type People } from "./place.ts";
import { actorAt, arrivedAt, ask } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const all = people();

/** A restricted workspace on A; Priya on B manages it too. */
interface Room extends People {
  id: number;
  onB: number;
  address: string;
  iri: string;
  /** Its requests to join, as Priya finds them at home. */
  path: string;
}

let at: Room;
beforeAll(async () => {
  const network = all();
  const { a, b, c, amara, priya, settle } = network;
  for (const other of [b, c]) await agree(a, other, settle);
  const { id, handle } = await a.addWorkspace("Board papers", { manager: amara, level: "restricted" });
  const address = `@${handle}@${a.host}`;
  const onB = await joinFrom(b, priya, address);
  await settle();
  const memberId = await actorOn(a, priya.name);
  await decide(a.context(amara), { workspaceId: id, memberId, approve: true });
  await setManager(a.context(amara), { workspaceId: id, memberId, manager: true });
  await settle();
  const iri = `${a.origin}/actors/${id}`;
  at = { ...network, id, onB, address, iri, path: `/workspaces/${handle}@${a.host}/manage/requests` };
});

/** Somebody of C asks to join. */
async function askFrom(home: Instance, name: string, reason = ""): Promise<Member> {
  const member = await home.addMember(name);
  const workspaceId =
    home === at.a
      ? at.id
      : await home.running.federation.elsewhere
          .find(at.address, member.id)
          .then((found) => (found.ok && found.value.kind === "workspace" ? found.value.id : 0));
  await join(home.context(member), { workspaceId, reason });
  await at.settle();
  return member;
}

const stateOn = async (instance: Instance, workspaceId: number, name: string) =>
  (
    await instance.store.db
      .select({ state: membership.state, answer: membership.answer })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(and(eq(membership.workspaceId, workspaceId), eq(actor.name, name)))
  )[0];

const offersOn = (instance: Instance, name: string) =>
  instance.store.db
    .select({ state: joinOffer.state, iri: joinOffer.iri })
    .from(joinOffer)
    .innerJoin(actor, eq(actor.id, joinOffer.memberId))
    .where(eq(actor.name, name));

describe("a manager who is a member of another organisation", () => {
  test("is told of a request from a third one, approves it at home, and waits for the workspace's own to confirm", async () => {
    const { a, b, c, priya, settle, path } = at;
    await askFrom(c, "Tessa Lake", "I lead the falls work");
    const hers = await b.as(priya);
    expect((await hers.get("/notifications")).text).toMatch(/Tessa Lake asks to join/);
    expect((await hers.get("/")).text).toContain("Tessa Lake");
    const page = (await hers.get(path)).text;
    expect(page).toContain("Tessa Lake");
    expect(page).toContain("I lead the falls work");
    const member = String(await actorOn(b, "Tessa Lake"));
    // In an app she is told of it too, and may decide, until it is settled.
    const app = await appFor(b, priya);
    const inApp = async () => [
      (await app.get<Thing[]>("/api/v1/notifications?types[]=follow_request")).map(
        ({ account }: Thing) => account.id as string,
      ),
      (await app.get<Thing[]>(`/api/v1/accounts/relationships?id[]=${member}`))[0].requested_by as boolean,
    ];
    expect(await inApp()).toEqual([[member], true]);

    // Nobody else sees it, and no one else fetches it.
    const ruth = await b.addMember("Ruth Other");
    for (const visitor of [await b.as(ruth), await b.as(b.administrator)]) {
      expect((await visitor.get(path)).status).toBe(403);
      const tried = await visitor.post(path, { member, decision: "approve" });
      expect([tried.status, tried.text.includes("Tessa")]).toEqual([403, false]);
    }
    const offers = await a.store.db.select().from(sent).where(eq(sent.type, "Offer")).orderBy(sent.id);
    const offered = offers.at(-1);
    expect((await ask(offered!.iri)).status).toBe(404);
    expect(JSON.parse(offered!.body)).toMatchObject({
      actor: at.iri,
      to: [`${b.origin}/actors/${priya.id}`],
      object: { type: "Follow", object: at.iri, content: "I lead the falls work" },
    });

    const done = await hers.submit(path, { member, decision: "approve", answer: "Welcome." });
    expect(done.text).toMatch(/Waiting for North Shore Hospitals Trust to confirm/);
    expect((await hers.get(path)).text).toContain("You approved this.");
    expect((await stateOn(a, at.id, "Tessa Lake"))!.state).toBe("requested");
    await expect(
      decide(b.context(priya), { workspaceId: at.onB, memberId: Number(member), approve: false }),
    ).rejects.toMatchObject({ code: "conflict" });
    await settle();
    expect(await stateOn(a, at.id, "Tessa Lake")).toEqual({ state: "active", answer: "Welcome." });
    expect((await hers.get(path)).text).toContain("Nobody is waiting");
    expect(await inApp()).toEqual([[], false]);
    expect((await askedOn(b, at.onB)).at(-1)).toMatchObject({ kind: "approve", state: "done" });
    expect((await (await b.as(priya)).get("/")).text).not.toContain("Tessa Lake");
    const [joined] = await c.store.db
      .select({ state: membership.state })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(eq(actor.name, "Tessa Lake"));
    expect(joined).toEqual({ state: "active" });
  });

  test("declines one of the workspace's own organisation, and approves one of her own", async () => {
    const { a, b, priya, settle, path } = at;
    await askFrom(a, "Nia North");
    await askFrom(b, "Ben South");
    const hers = await b.as(priya);
    expect((await hers.get(path)).text).toMatch(/Nia North[^]*Ben South/);
    const nia = String(await actorOn(b, "Nia North"));
    await hers.submit(path, { member: nia, decision: "decline", answer: "For board members." });
    await hers.submit(path, { member: String(await actorOn(b, "Ben South")), decision: "approve" });
    await settle();
    expect(await stateOn(a, at.id, "Nia North")).toEqual({ state: "declined", answer: "For board members." });
    expect((await stateOn(a, at.id, "Ben South"))!.state).toBe("active");
    expect((await stateOn(b, at.onB, "Ben South"))!.state).toBe("active");
  });

  test("and one at home decide differently: the first counts, and the other is told", async () => {
    const { a, b, c, amara, priya, settle, path } = at;
    await askFrom(c, "Dora Lake");
    await decide(b.context(priya), {
      workspaceId: at.onB,
      memberId: await actorOn(b, "Dora Lake"),
      approve: true,
    });
    await decide(a.context(amara), {
      workspaceId: at.id,
      memberId: await actorOn(a, "Dora Lake"),
      approve: false,
    });
    await settle();
    expect((await stateOn(a, at.id, "Dora Lake"))!.state).toBe("declined");
    expect((await askedOn(b, at.onB)).at(-1)).toMatchObject({
      kind: "approve",
      state: "refused",
      answer: "Another manager declined the request first.",
    });
    const page = (await (await b.as(priya)).get(path)).text;
    expect(page).toMatch(/To approve the request of <bdi>Dora Lake<\/bdi>[^]*Another manager declined/);
  });

  test("sees no request that was taken back, and what is asked anew", async () => {
    const { b, c, a, priya, settle } = at;
    const eve = await askFrom(c, "Eve Lake");
    const [onC] = await c.store.db.select().from(membership).where(eq(membership.actorId, eve.id));
    await decide(b.context(priya), {
      workspaceId: at.onB,
      memberId: await actorOn(b, "Eve Lake"),
      approve: true,
    });
    await leave(c.context(eve), { workspaceId: onC!.workspaceId });
    await c.running.federation.idle();
    await a.running.federation.idle();
    await settle();
    expect((await stateOn(a, at.id, "Eve Lake"))!.state).toBe("left");
    expect(await offersOn(b, "Eve Lake")).toMatchObject([{ state: "withdrawn" }]);
    expect((await askedOn(b, at.onB)).at(-1)).toMatchObject({ kind: "approve", state: "refused" });
    await join(c.context(eve), { workspaceId: onC!.workspaceId });
    await settle();
    expect(await offersOn(b, "Eve Lake")).toMatchObject([{ state: "open" }]);
  });

  test("no longer decides when she is no manager any more, and finds what waits when she is again", async () => {
    const { a, b, amara, priya, settle, path } = at;
    await askFrom(a, "Olu North");
    const hers = await b.as(priya);
    expect((await hers.get(path)).text).toContain("Olu North");
    const memberId = await actorOn(a, priya.name);
    await setManager(a.context(amara), { workspaceId: at.id, memberId, manager: false });
    await settle();
    expect(await offersOn(a, "Olu North")).toMatchObject([{ state: "withdrawn" }]);
    expect(await offersOn(b, "Olu North")).toEqual([]);
    expect((await hers.get(path)).status).toBe(403);
    await setManager(a.context(amara), { workspaceId: at.id, memberId, manager: true });
    await settle();
    expect((await hers.get(path)).text).toContain("Olu North");
  });
});

test("only a manager of now decides, once, and only what was put to them", async () => {
  const { a, b, amara, settle } = at;
  const inbox = `${a.origin}/inbox`;
  const peer = await startPeer({ clock: a.clock, hostname: "wild.localhost" });
  const [felix, mallory] = [await peer.addActor("felix"), await peer.addActor("mallory")];
  await agreeInWriting(a, peer.host);
  const asked = activity(felix, "Follow", at.iri);
  await felix.send(inbox, asked);
  await settle();
  const felixId = (await actorAt(a, felix.iri))!.id;
  await decide(a.context(amara), { workspaceId: at.id, memberId: felixId, approve: true });
  await setManager(a.context(amara), { workspaceId: at.id, memberId: felixId, manager: true });
  await settle();
  peer.forget();
  await askFrom(a, "First Asker");
  // Its software does not know what that is.
  expect(peer.activities("Offer")).toEqual([]);
  // As long as it says that it is this program; what it sends then needs proofs, so not for longer.
  const runs = (software: string | null) =>
    a.store.transaction((tx) => tx.update(peerTable).set({ software }).where(eq(peerTable.host, peer.host)));
  await runs("tombolo");
  await askFrom(a, "Second Asker");
  await runs(null);
  const [offer] = peer.activities("Offer");
  expect(offer).toMatchObject({ actor: at.iri, to: [felix.iri] });
  const given = async (by: typeof felix, type: string, summary = "") => {
    const one = activity(by, type, String(offer!.id), { to: [at.iri], summary });
    await by.send(inbox, one);
    await settle();
    return (await arrivedAt(a, one.id))!.state;
  };
  const state = async () => (await stateOn(a, at.id, "Second Asker"))!.state;
  expect(await given(mallory, "Accept")).toBe("ignored");
  expect(await state()).toBe("requested");
  // What was put to another is not his either.
  const [priyas] = (await offersOn(b, "Second Asker")).map(({ iri }) => iri);
  const theirs = activity(felix, "Accept", priyas!);
  await felix.send(inbox, theirs);
  await settle();
  expect((await arrivedAt(a, theirs.id))!.state).toBe("ignored");
  expect(await state()).toBe("requested");

  expect(await given(felix, "Reject", "Not now.")).toBe("done");
  expect(await state()).toBe("declined");
  expect(await offersOn(b, "Second Asker")).toMatchObject([{ state: "declined" }]);
  // Again, and the other way round: it stays, and he hears what became of it.
  peer.forget();
  expect(await given(felix, "Accept")).toBe("done");
  expect(await state()).toBe("declined");
  expect(peer.activities("Reject")).toMatchObject([{ actor: at.iri, object: { id: offer!.id } }]);

  await runs("tombolo");
  await askFrom(a, "Third Asker");
  await runs(null);
  const [last] = peer.activities("Offer").slice(-1);
  await setManager(a.context(amara), { workspaceId: at.id, memberId: felixId, manager: false });
  await settle();
  expect(peer.activities("Undo").map(({ object }) => (object as { id: string }).id)).toContain(last!.id);
  const late = activity(felix, "Accept", String(last!.id), { to: [at.iri] });
  await felix.send(inbox, late);
  await settle();
  expect((await arrivedAt(a, late.id))!.state).toBe("refused");
  expect((await stateOn(a, at.id, "Third Asker"))!.state).toBe("requested");

  // A workspace asks only those who manage it, about itself.
  const rogue = await peer.addActor("rogue", { type: "Group" });
  const priya = `${b.origin}/actors/${at.priya.id}`;
  for (const object of [activity(mallory, "Follow", rogue.iri), activity(mallory, "Follow", at.iri)]) {
    const forged = activity(rogue, "Offer", object, { to: [priya] });
    await rogue.send(`${b.origin}/inbox`, forged);
    await settle();
    expect((await arrivedAt(b, forged.id))!.state).toBe("ignored");
  }
});

test("nothing waits at an organisation with which sharing has ended", async () => {
  const { a, b, settle } = at;
  expect((await offersOn(a, "Olu North")).map(({ state }) => state)).toContain("open");
  const { agreement } = await import("../../db/index.ts");
  const [agreed] = await a.store.db.select().from(agreement).where(eq(agreement.host, b.host));
  await endAgreement(a.context(a.administrator), { id: agreed!.id, reason: "Over" });
  await settle();
  const open = and(eq(joinOffer.state, "open"), eq(joinOffer.managerId, await actorOn(a, at.priya.name)));
  expect(await a.store.db.$count(joinOffer, open)).toBe(0);
  expect(await b.store.db.$count(joinOffer, eq(joinOffer.workspaceId, at.onB))).toBe(0);
  expect(await b.store.db.$count(follow, eq(follow.followedId, at.onB))).toBe(0);
});
