import { and, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { activity as sent, actor, attendance, inbox, notification } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { deleteContent, openDiscussion } from "../../src/forums/index.ts";
import { answerGathering, gatheringShown } from "../../src/gatherings/index.ts";
import { blockMember, decide, removeMember } from "../../src/workspaces/index.ts";
import { activity, everyone, note } from "../peers/index.ts";
import { mobilizon } from "../peers/mobilizon.ts";
import type { Instance, Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { groupThere, meet } from "./peers/meeting.ts";
import { ask, contentAt, iriOf } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const form = {
  title: "Learning session 1",
  source: "Bring your charts.",
  "starts-day": "3",
  "starts-month": "12",
  "starts-year": "2027",
  startClock: "2pm",
  endClock: "3:30pm",
  place: "Seminar room 2",
  link: "https://meet.example/sepsis",
};

const shown = async (at: Instance, iri: string, who?: Member) => {
  const found = await contentAt(at, iri);
  const event = found && (await gatheringShown(at.context(who), found.id, "Ours"));
  return event && { names: event.coming.map(({ name }) => name), away: event.staysAway, own: event.own };
};

test.each(["open", "restricted"] as const)(
  "an event is planned, answered and changed on three instances, in a workspace that is %s",
  async (level) => {
    const { a, b, c, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor");
    const priya = await b.addMember("Priya Nair");
    const tom = await c.addMember("Tom Whitfield");
    const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara, level });
    if (level === "restricted") {
      await agree(a, b, settle);
      await agree(a, c, settle);
    }
    const memberAtA = async (home: Instance, member: Member) =>
      (
        await a.store.db
          .select({ id: actor.id })
          .from(actor)
          .where(and(eq(actor.host, home.host), eq(actor.kind, "person"), eq(actor.handle, member.handle)))
      )[0]!.id;
    for (const [home, member] of [
      [b, priya],
      [c, tom],
    ] as const) {
      await joinFrom(home, member, `@${handle}@${a.host}`);
      await settle();
      if (level === "open") continue;
      const memberId = await memberAtA(home, member);
      await decide(a.context(amara), { workspaceId, memberId, approve: true });
      await settle();
    }
    const away = `/workspaces/${handle}@${a.host}`;
    const browser = await b.as(priya);

    // A form with mistakes comes back with what was written; one without becomes a page with when, where and who.
    const wrong = await browser.post(`${away}/events/new`, { ...form, endClock: "1pm", "starts-day": "" });
    expect([wrong.status, wrong.text.includes("The date must be a real date")]).toEqual([422, true]);
    expect(wrong.text).toContain("Seminar room 2");
    const made = await browser.post(`${away}/events/new`, form);
    expect([made.status, made.location]).toEqual([303, expect.stringMatching(/\/discussions\/\d+$/)]);
    const twice = await browser.post(`${away}/discussions/${made.location!.split("/").at(-1)}/answer`, {
      answer: "coming",
    });
    expect(twice.status).toBe(303);
    await settle();
    const iri = await iriOf(b, Number(made.location!.split("/").at(-1)));
    const path = async (at: Instance) =>
      `/workspaces/${at === a ? handle : `${handle}@${a.host}`}/discussions/${(await contentAt(at, iri))!.id}`;
    for (const [at, who] of [
      [a, amara],
      [b, priya],
      [c, tom],
    ] as const) {
      const page = await (await at.as(who)).get(await path(at));
      expect([at.host, page.status]).toEqual([at.host, 200]);
      for (const words of [
        "Friday 3 December 2027, 2pm to 3:30pm",
        "Seminar room 2",
        "https://meet.example/sepsis",
        "1 person is coming",
        "Priya Nair",
      ])
        expect([at.host, words, page.text.includes(words)]).toEqual([at.host, words, true]);
      const list = await (await at.as(who)).get((await path(at)).replace(/discussions.*/, "events"));
      expect(list.text).toContain("Learning session 1");
      const forum = await (await at.as(who)).get((await path(at)).replace(/discussions.*/, "forum"));
      expect(forum.text).not.toContain("Learning session 1");
      const calendar = await (await at.as(who)).get(`${await path(at)}/event.ics`);
      expect(calendar.headers["content-type"]).toContain("text/calendar");
      expect(calendar.text).toContain("DTSTART:20271203T140000Z");
    }

    // On the wire: an Event (FEP-8a8e), the same bytes on every instance; for members where it is not open.
    const document = await ask(iri);
    const [own] = await b.store.db.select().from(sent).where(eq(sent.type, "Create"));
    const create = JSON.parse(own!.body) as { object: JsonObject };
    expect(create.object).toMatchObject({
      type: "Event",
      name: "Learning session 1",
      startTime: "2027-12-03T14:00:00.000Z",
      endTime: "2027-12-03T15:30:00.000Z",
      timezone: "Europe/London",
      location: [
        { type: "Place", name: "Seminar room 2" },
        { type: "VirtualLocation", url: "https://meet.example/sepsis" },
      ],
      isOnline: true,
      joinMode: "free",
      organizers: { type: "Collection", items: [`${b.origin}/actors/${priya.id}`] },
    });
    if (level === "open") expect(document.json()).toMatchObject({ type: "Event", id: iri });
    else {
      expect([document.status, document.text.includes("Learning")]).toEqual([404, false]);
      const stranger = await ask(`${await path(a).then((one) => a.origin + one)}/event.ics`);
      expect(stranger.status).toBe(404);
    }
    const bodies = async (at: Instance) =>
      (await at.store.db.select({ body: inbox.body }).from(inbox)).map(({ body }) => body);
    expect((await bodies(a)).filter((body) => body === own!.body)).toHaveLength(1);
    expect((await bodies(c)).filter((body) => body.includes(own!.body))).toHaveLength(1);

    // Who comes is the same everywhere, in the order of what they said last.
    const answer = async (at: Instance, who: Member, said: "coming" | "not coming" | "none") =>
      answerGathering(at.context(who), { contentId: (await contentAt(at, iri))!.id, answer: said });
    await answer(a, amara, "coming");
    await answer(c, tom, "coming");
    await answer(c, tom, "not coming");
    await settle();
    for (const at of [a, b, c])
      expect([at.host, await shown(at, iri)]).toEqual([
        at.host,
        { names: ["Priya Nair", "Amara Okafor"], away: 1, own: "none" },
      ]);
    await answer(a, amara, "none");
    await answer(c, tom, "coming");
    await settle();
    for (const at of [a, b, c])
      expect((await shown(at, iri))!.names, at.host).toEqual(["Priya Nair", "Tom Whitfield"]);
    expect((await shown(c, iri, tom))!.own).toBe("coming");

    // Another time, for everybody; its history says what it was.
    a.clock.tick({ minutes: 1 });
    const edit = { ...form, startClock: "3pm", endClock: "4pm", place: "Library" };
    const id = (await contentAt(b, iri))!.id;
    expect((await browser.post(`${away}/posts/${id}/edit`, edit)).status).toBe(303);
    await settle();
    for (const [at, who] of [
      [a, amara],
      [c, tom],
    ] as const) {
      const page = await (await at.as(who)).get(await path(at));
      expect(page.text).toContain("3pm to 4pm");
      expect(page.text).toContain("Library");
      const history = await (
        await at.as(who)
      ).get((await path(at)).replace("discussions", "posts") + "/history");
      expect(history.text).toContain("2pm to 3:30pm");
    }

    // Whoever is blocked at home is told so, and is on no list.
    if (level === "open") {
      await blockMember(a.context(amara), {
        workspaceId,
        memberId: await memberAtA(c, tom),
        reason: "Off topic",
        ends: null,
      });
      // Before their server has heard of it.
      await answer(c, tom, "not coming");
      await settle();
      expect(await shown(c, iri, tom)).toMatchObject({ own: "none" });
      const told = await c.store.db.select().from(notification).where(eq(notification.personId, tom.id));
      expect(told.map(({ kind }) => kind)).toContain("attendance refused");
    } else {
      // Whose server has nobody left in it holds nothing of it, but that he had said whether he comes.
      await removeMember(a.context(amara), { workspaceId, memberId: await memberAtA(c, tom) });
      await settle();
      const kept = await c.store.db.select({ by: attendance.actorId }).from(attendance);
      expect(kept).toEqual([{ by: tom.id }]);
      expect(JSON.stringify(await bodies(c))).not.toContain("Learning session 1");
    }

    await deleteContent(b.context(priya), { contentId: id });
    await settle();
    for (const at of [a, b]) expect(await at.store.db.$count(attendance)).toBe(0);
    expect((await ask(iri)).status).toBe(level === "open" ? 410 : 404);
    expect((await (await a.as(amara)).get(`${await path(a)}/event.ics`)).status).toBe(404);
  },
);

test("what is said out of order, twice, by strangers or of no event counts for nothing more than it is", async () => {
  const set = await meet(mobilizon);
  const { a, amara, workspaceId, group, peer, given, follows, settle } = set;
  const gathering = {
    starts: new Date("2027-12-03T14:00:00Z"),
    ends: new Date("2027-12-03T15:00:00Z"),
    ...{ timezone: "Europe/London", place: "Here", online: false, link: null, joinMode: "free" as const },
  };
  const opened = { workspaceId, title: "Open day", source: "Come.", form: "event" as const, gathering };
  const id = await openDiscussion(a.context(amara), opened);
  await settle();
  const iri = await iriOf(a, id);
  await follows();
  const at = (minutes: number) => new Date(a.clock.now().getTime() + minutes * 60_000).toISOString();
  const say = (by: typeof peer.person, type: string, minutes: number, more: JsonObject = {}) =>
    given(by, activity(by, type, iri, { to: [group.iri, everyone], published: at(minutes), ...more }));

  // Somebody on Mobilizon joins the event, is accepted by its organiser, and leaves it.
  const join = activity(peer.person, "Join", iri, { published: at(-9), to: [everyone] });
  expect(await given(peer.person, join)).toMatchObject({ state: "done" });
  // What a workspace passes on of who comes, Mobilizon makes nothing of.
  const direct = ({ activity: one }: (typeof peer.dropped)[number]) => one.type !== "Announce";
  expect(peer.dropped.filter(direct)).toEqual([]);
  expect(peer.taken.filter(({ type }) => type === "Accept").at(-1)).toMatchObject({
    actor: `${a.origin}/actors/${amara.id}`,
    object: { id: join.id, type: "Join", object: iri },
  });
  expect(await shown(a, iri)).toMatchObject({ names: ["Paula"] });
  expect(await say(peer.person, "Leave", -7)).toMatchObject({ state: "done" });
  expect(await shown(a, iri)).toMatchObject({ names: [] });
  // An earlier word that comes late, and the first one again.
  expect(await say(peer.person, "Join", -8)).toMatchObject({ state: "done" });
  await given(peer.person, join);
  expect(await shown(a, iri)).toMatchObject({ names: [] });
  expect(await say(peer.person, "Ignore", -5)).toMatchObject({ state: "done" });
  expect(await shown(a, iri)).toMatchObject({ names: [], away: 1 });

  const other = await peer.addActor("olaf");
  const discussion = await openDiscussion(a.context(amara), { workspaceId, title: "No event", source: "x" });
  for (const object of [await iriOf(a, discussion), `${a.origin}/content/1`])
    expect(await given(other, activity(other, "Join", object))).toMatchObject({ state: "ignored" });
  expect(await shown(a, iri)).toMatchObject({ names: [], away: 1 });
  // Who is blocked takes back what was never said: members are told nothing of that.
  const [blocked] = await a.store.db.select({ id: actor.id }).from(actor).where(eq(actor.handle, "olaf"));
  await blockMember(a.context(amara), { workspaceId, memberId: blocked!.id });
  await settle();
  const leaves = () => a.store.db.$count(sent, eq(sent.innerType, "Leave"));
  const told = await leaves();
  for (const minutes of [-4, -3]) expect(await say(other, "Leave", minutes)).toMatchObject({ state: "done" });
  await settle();
  expect(await leaves()).toBe(told);
  // Nobody but the organiser answers for them.
  expect(await given(other, activity(other, "Accept", join))).toMatchObject({ state: "ignored" });
});

test("an event of a Mobilizon group shows its dates, and a member here comes to it", async () => {
  const set = await meet(mobilizon);
  const { a, amara, peer, given, settle } = set;
  const { group } = await groupThere(set, { name: "Contribateliers", openness: "open" });
  const event = (name: string, joinMode: string) =>
    note(peer.person, "Bring a laptop.", {
      more: {
        type: "Event",
        name,
        actor: peer.person.iri,
        attributedTo: group.iri,
        startTime: "2027-12-01T19:00:00+00:00",
        endTime: "2027-12-01T21:00:00+00:00",
        timezone: "Europe/Paris",
        location: {
          type: "Place",
          name: "The Kenn Centre",
          address: {
            type: "PostalAddress",
            streetAddress: "Devon Expressway",
            addressLocality: "Teignbridge",
          },
        },
        joinMode,
        to: [everyone],
        cc: [`${group.iri}/followers`],
      },
    });
  const announce = async (one: JsonObject) => {
    const passed = { to: [everyone], cc: [`${group.iri}/followers`] };
    expect(await given(group, activity(group, "Announce", String(one.id), passed))).toMatchObject({
      state: "done",
    });
    return (await contentAt(a, String(one.id)))!;
  };
  const workshop = event("A workshop", "restricted");
  const kept = await announce(workshop);
  const browser = await a.as(amara);
  const path = `/workspaces/ward@${peer.host}/discussions/${kept.id}`;
  const page = await browser.get(path);
  for (const words of [
    "Wednesday 1 December 2027, 8pm to 10pm (Paris time)",
    "The Kenn Centre, Devon Expressway, Teignbridge",
    "I am coming",
  ])
    expect([words, page.text.includes(words)]).toEqual([words, true]);
  expect((await browser.get(`/workspaces/ward@${peer.host}/events`)).text).toContain("A workshop");

  // Its organisers decide: until then one has asked.
  expect((await browser.post(`${path}/answer`, { answer: "coming" })).status).toBe(303);
  await settle();
  const join = peer.activities("Join").at(-1)!;
  expect(join).toMatchObject({ actor: `${a.origin}/actors/${amara.id}`, object: workshop.id });
  expect(peer.dropped).toEqual([]);
  expect((await browser.get(path)).text).toContain("You have asked to come");
  const other = await peer.addActor("olaf");
  expect(await given(other, activity(other, "Accept", join))).toMatchObject({ state: "ignored" });
  expect(await given(group, activity(group, "Accept", join))).toMatchObject({ state: "done" });
  expect((await browser.get(path)).text).toContain("You are coming.");
  expect((await browser.post(`${path}/answer`, { answer: "none" })).status).toBe(303);
  await settle();
  expect(peer.activities("Leave").at(-1)).toMatchObject({ object: workshop.id });

  await browser.post(`${path}/answer`, { answer: "coming" });
  await settle();
  const again = peer.activities("Join").at(-1)!;
  expect(await given(group, activity(group, "Reject", again))).toMatchObject({ state: "done" });
  expect(await shown(a, String(workshop.id), amara)).toMatchObject({ own: "none", names: [] });
  expect((await browser.get("/notifications")).text).toContain("you are not on the list of who comes");

  // Where answers are taken elsewhere, the page leads there. What has no beginning is words.
  const external = await announce(event("A concert", "external"));
  const concert = await browser.get(`/workspaces/ward@${peer.host}/discussions/${external.id}`);
  expect(concert.text).toContain("Take part on its own page");
  expect(concert.text).not.toContain("I am coming");
  const refused = await browser.post(`/workspaces/ward@${peer.host}/discussions/${external.id}/answer`, {
    answer: "coming",
  });
  expect(refused.status).toBe(422);
});
