import { and, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { activity as sent, actor, content, event, inbox, pollOption, pollVote } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { castVotes, pollsOf } from "../../src/polls/index.ts";
import { followPerson, publishPost } from "../../src/posts/index.ts";
import { decide } from "../../src/workspaces/index.ts";
import { activity, note } from "../peers/index.ts";
import { mastodon } from "../peers/mastodon.ts";
import type { Instance, Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { meet } from "./peers/meeting.ts";
import { ask, contentAt, iriOf } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const poll = { options: ["By day", "By night"], expiresIn: 3600 };
const minute = { minutes: 1 };

async function numbers(at: Instance, iri: string, who?: Member) {
  const found = await contentAt(at, iri);
  const shown = found && (await pollsOf(at.context(who), [found.id])).get(found.id);
  return shown?.options.map(({ votes }) => votes) ?? null;
}

test.each(["open", "restricted"] as const)(
  "three instances show the same poll in a workspace that is %s; its author's counts, and nobody passes on who voted",
  async (level) => {
    const { a, b, c, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor");
    const priya = await b.addMember("Priya Nair");
    const tom = await c.addMember("Tom Whitfield");
    const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara, level });
    if (level === "restricted") {
      await agree(a, b, settle);
      await agree(a, c, settle);
      await agree(b, c, settle);
    }
    const place = new Map<Instance, number>([[a, workspaceId]]);
    for (const [home, member] of [
      [b, priya],
      [c, tom],
    ] as const) {
      place.set(home, await joinFrom(home, member, `@${handle}@${a.host}`));
      await settle();
      if (level === "open") continue;
      const [row] = await a.store.db
        .select({ id: actor.id })
        .from(actor)
        .where(and(eq(actor.host, home.host), eq(actor.kind, "person"), eq(actor.handle, member.handle)));
      await decide(a.context(amara), { workspaceId, memberId: row!.id, approve: true });
      await settle();
    }
    const id = await openDiscussion(b.context(priya), {
      workspaceId: place.get(b)!,
      title: "When do we meet?",
      source: "Say",
      poll,
    });
    await settle();
    const iri = await iriOf(b, id);
    for (const one of [a, b, c]) expect(await numbers(one, iri), one.host).toEqual([0, 0]);
    for (const [one, who, choice] of [
      [a, amara, 0],
      [c, tom, 1],
    ] as const) {
      const here = (await contentAt(one, iri))!.id;
      await castVotes(one.context(who), { contentId: here, choices: [choice] });
      a.clock.tick(minute);
      await settle();
    }
    for (const one of [a, b, c]) expect(await numbers(one, iri), one.host).toEqual([1, 1]);
    expect((await contentAt(a, iri))!.edited).toBeNull();
    a.clock.tick({ hours: 1 });
    await settle();
    const ended = await contentAt(c, iri);
    expect((await pollsOf(c.context(tom), [ended!.id])).get(ended!.id)).toMatchObject({
      ended: true,
      own: [1],
    });

    // Who voted what is known to the voter's server and to the author's: nobody else was sent it, and nothing shows it.
    expect(await a.store.db.$count(pollVote)).toBe(1);
    const words = JSON.stringify(await a.store.db.select({ body: inbox.body }).from(inbox));
    expect(words).not.toContain("#votes/");
    for (const one of [a, c]) {
      const votes = await one.store.db.select().from(sent).where(eq(sent.type, "Create"));
      const mine = votes.filter(({ body }) => body.includes("#votes/"));
      expect(mine.map(({ workspaceId: at, contentId }) => [at, contentId])).toEqual([[null, null]]);
      const outbox = await ask(`${one.origin}/actors/${one === a ? amara.id : tom.id}/outbox?page=true`);
      expect(outbox.text).not.toContain("#votes/");
    }
    const page = await ask(iri);
    if (level === "open") expect(page.json()).toMatchObject({ type: "Question", name: "When do we meet?" });
    else expect([page.status, page.text.includes("By day")]).toEqual([404, false]);
    for (const one of [a, b, c]) expect(await one.store.db.$count(content)).toBe(1);
  },
);

test("a member's poll goes to Mastodon, whose people vote in it; hostile votes count nothing", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given, settle } = set;
  await given(peer.person, activity(peer.person, "Follow", `${a.origin}/actors/${amara.id}`));
  const id = await publishPost(a.context(amara), { source: "Tea?", visibility: "public", poll });
  await settle();
  const iri = await iriOf(a, id);
  const question = peer.activities("Create").at(-1)!.object as JsonObject;
  expect(question).toMatchObject({
    id: iri,
    type: "Question",
    content: "<p>Tea?</p>",
    oneOf: [
      { type: "Note", name: "By day", replies: { type: "Collection", totalItems: 0 } },
      { type: "Note", name: "By night", replies: { type: "Collection", totalItems: 0 } },
    ],
    votersCount: 0,
  });
  const ballot = (by: typeof peer.person, name: string, more: JsonObject = {}) => {
    const { content: _, ...rest } = note(by, "", { inReplyTo: iri });
    return activity(by, "Create", { ...rest, to: [`${a.origin}/actors/${amara.id}`], cc: [], name, ...more });
  };
  expect(await given(peer.person, ballot(peer.person, "By night"))).toMatchObject({ state: "done" });
  expect(await numbers(a, iri)).toEqual([0, 1]);
  const update = peer.activities("Update").at(-1)!.object as JsonObject;
  expect(update).toMatchObject({ id: iri, votersCount: 1 });
  expect(update).not.toHaveProperty("updated");

  // Again, another option, one that there is not, in another's name, in a poll that is none, and 10,000 of them.
  expect(await given(peer.person, ballot(peer.person, "By night"))).toMatchObject({ state: "done" });
  expect(await given(peer.person, ballot(peer.person, "By day"))).toMatchObject({ state: "refused" });
  const mallory = await peer.addActor("mallory");
  expect(await given(mallory, ballot(mallory, "x".repeat(10_000)))).toMatchObject({ state: "refused" });
  const forged = ballot(mallory, "By day", { attributedTo: peer.person.iri });
  expect(await given(mallory, forged)).toMatchObject({ state: "403" });
  expect(
    await given(mallory, ballot(mallory, "By day", { inReplyTo: `${a.origin}/content/1` })),
  ).toMatchObject({
    state: "ignored",
  });
  a.clock.tick({ hours: 2 });
  expect(await given(mallory, ballot(mallory, "By day"))).toMatchObject({ state: "refused" });
  expect(await numbers(a, iri)).toEqual([0, 1]);
  expect(await a.store.db.$count(content)).toBe(1);
  expect(await a.store.db.$count(event, eq(event.kind, "comment.added"))).toBe(0);
});

test("a poll on Mastodon is voted in by a member, and only its author says how it stands", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given, settle } = set;
  const found = await a.running.federation.elsewhere.find(`@paula@${peer.host}`, amara.id);
  if (!found.ok || found.value.kind !== "person") throw new Error("She was not found");
  await followPerson(a.context(amara), { personId: found.value.id });
  await settle();
  const asked = peer.activities("Follow").at(-1)!;
  await given(peer.person, activity(peer.person, "Accept", asked));
  const shown = (votes: unknown[], names = ["Cake", "Tea"]): JsonObject => ({
    type: "Question",
    anyOf: names.map((name, n) => ({
      type: "Note",
      name,
      replies: { type: "Collection", totalItems: (votes[n] ?? 0) as number },
    })),
    endTime: new Date(a.clock.now().getTime() + 3_600_000).toISOString(),
    votersCount: 7,
  });
  const question = note(peer.person, "What?", { more: shown([3, 4]) });
  expect(await given(peer.person, activity(peer.person, "Create", question))).toMatchObject({
    state: "done",
  });
  const iri = String(question.id);
  expect(await numbers(a, iri, amara)).toEqual([3, 4]);
  const { id, html } = (await contentAt(a, iri))!;
  expect(html).not.toContain("<li>");
  await castVotes(a.context(amara), { contentId: id, choices: [0, 1] });
  await settle();
  const votes = peer.activities("Create").map(({ object, to }) => ({ to, ...(object as JsonObject) }));
  expect(votes).toMatchObject(
    ["Cake", "Tea"].map((name) => ({ type: "Note", name, inReplyTo: iri, to: [peer.person.iri], cc: [] })),
  );
  for (const vote of votes) expect(vote).not.toHaveProperty("content");
  const update = (by: typeof peer.person, more: JsonObject) =>
    given(by, activity(by, "Update", { ...question, ...more }));
  await update(peer.person, shown([9, -4]));
  expect(await numbers(a, iri, amara)).toEqual([9, 0]);
  const mallory = await peer.addActor("mallory");
  expect((await update(mallory, shown([0, 0])))?.state).not.toBe("done");
  expect(await numbers(a, iri, amara)).toEqual([9, 0]);
  expect((await contentAt(a, iri))!.edited).toBeNull();
  // Votes in it are not for this server to count.
  const ballot = { ...note(mallory, "", { inReplyTo: iri }), content: null, name: "Tea" };
  expect(await given(mallory, activity(mallory, "Create", ballot))).toMatchObject({ state: "ignored" });
  const many = Array.from({ length: 10_000 }, (_, n) => `Option ${n}`);
  const huge = note(peer.person, "Many", { more: shown([], many) });
  await given(peer.person, activity(peer.person, "Create", huge));
  expect(await a.store.db.$count(pollOption)).toBeLessThan(30);
});
