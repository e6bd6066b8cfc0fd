import { and, eq } from "drizzle-orm";
import { joinOffer, membership, person } from "../../db/index.ts";
import { change } from "../../src/context.ts";
import { offerAgreement } from "../../src/agreements/index.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
} from "../../src/forums/index.ts";
import { changeOrganisation } from "../../src/organisations/index.ts";
import { confirm, register } from "../../src/people/index.ts";
import { issueLink } from "../../src/people/tokens.ts";
import { castVotes } from "../../src/polls/index.ts";
import { boostPost, editPost, followPerson, publishPost, setApproval } from "../../src/posts/index.ts";
import { decide, join, removeMember } from "../../src/workspaces/index.ts";
import { joinFrom, settle } from "../federation/network.ts";
import { type Instance, type Member, startInstance, wallClock } from "../rig.ts";

export type Who = "stranger" | "newcomer" | "member" | "manager" | "administrator";

/** Two organisations in the middle of their work: every page has something to show, and every state somebody in it. */
export interface Scene {
  north: Instance;
  people: Record<Exclude<Who, "stranger">, Member>;
  /** Ids and addresses that paths are made of. */
  id: Record<
    | "long"
    | "locked"
    | "mine"
    | "own"
    | "asked"
    | "polled"
    | "waiting"
    | "agreement"
    | "newcomer"
    | "member"
    | "asking",
    number
  >;
  /** The workspace of the other organisation, `/workspaces/handle@host`, and a discussion in it. */
  remote: { path: string; host: string; discussion: string };
  token: { reset: string; invite: string };
  stop(): Promise<void>;
}

const words = `We screen well by day and **badly** at night. Our audit of 120 admissions found the score missing in *41%*.

- moving the form, not adding one
- a sticker on the observation chart; it lasted three weeks

| Ward | Missing |
|---|---|
| 4 | 41% |

> Has anyone got this to stick?

See https://north.example/a/very/long/address/that/does/not/break/anywhere/at/all/night-shift-screening-2026.pdf or \`score >= 3\`.`;

const unbroken = "Pneumonoultramicroscopicsilicovolcanoconiosis-and-other-words-that-do-not-break";

export async function scene(): Promise<Scene> {
  const clock = wallClock();
  const north = await startInstance({ organisation: "North Shore Hospitals Trust", clock, keep: true });
  const south = await startInstance({
    hostname: "south.localhost",
    organisation: "Southmere Care System",
    clock,
    keep: true,
  });
  const newcomer = await north.addMember("Nadia Rahman");
  const member = await north.addMember("Priya Nair", {
    job: "Improvement lead, acute medicine and emergency care",
  });
  const manager = await north.addMember("Dr Amara Okafor", { job: "Consultant, acute medicine" });
  const gwen = await south.addMember("Gwen Rees", { job: "Ward sister" });
  const as = (who: Member) => north.context(who);

  const open = await north.addWorkspace("Sepsis Improvement Network", {
    manager,
    purpose: "We share what shortens the time from first sign to antibiotic, and what did not work.",
  });
  const restricted = await north.addWorkspace("Serious incidents", {
    manager,
    level: "restricted",
    purpose: `We look at serious incidents together before we write anything down. ${"What happened, why it made sense at the time, what we change. ".repeat(3)}`,
  });
  const there = await south.addWorkspace("Falls Prevention", { manager: gwen });
  await join(as(member), { workspaceId: open.id });
  const asking = await north.addMember("Samir Khan", { job: "Pharmacist" });
  const removed = await north.addMember("Tom Whitfield");
  await join(as(asking), { workspaceId: restricted.id, reason: "We had the same flood." });
  await join(as(removed), { workspaceId: open.id });
  await removeMember(as(manager), { workspaceId: open.id, memberId: removed.id, answer: "By mistake." });
  await join(as(member), { workspaceId: restricted.id });
  await decide(as(manager), {
    workspaceId: restricted.id,
    memberId: member.id,
    approve: false,
    answer: "Please say why.",
  });

  const long = await openDiscussion(as(manager), {
    workspaceId: open.id,
    title: "Night-shift screening: what made it stick?",
    source: words,
  });
  const mine = await addComment(as(member), { parentId: long, source: "Moving it, not adding it." });
  await editContent(as(member), {
    contentId: mine,
    source: "What worked for us was *moving* it, not adding it.",
  });
  await addComment(as(manager), { parentId: mine, source: `How long? ${unbroken}` });
  const gone = await addComment(as(member), { parentId: long, source: "Never mind." });
  await addComment(as(manager), { parentId: gone, source: "What was that?" });
  await deleteContent(as(member), { contentId: gone });
  await setLike(as(manager), { contentId: mine, liked: true });
  const locked = await openDiscussion(as(manager), {
    workspaceId: open.id,
    title: unbroken,
    source: "Short.",
  });
  await setLocked(as(manager), { contentId: locked, on: true });

  // Outside workspaces: posts, an answer, a message, somebody who follows and somebody who asks to.
  await followPerson(as(manager), { personId: member.id });
  const own = await publishPost(as(member), {
    visibility: "public",
    source: `What I learnt this week: #nights. ${unbroken}`,
    warning: "Long",
  });
  const wording = `What I learnt: #nights. ${unbroken}`;
  await editPost(as(member), { contentId: own, source: wording, warning: "Long" });
  await publishPost(as(manager), { visibility: "public", source: "Worth a page of its own.", parentId: own });
  // What is asked: of the member, who has not voted, and in a discussion, where one has.
  const poll = { options: ["By day", unbroken.slice(0, 50)], expiresIn: 86_400 };
  const asked = await publishPost(as(manager), { visibility: "public", source: "When?", poll });
  await boostPost(as(manager), { contentId: own, boosted: true });
  const polled = await openDiscussion(as(manager), {
    workspaceId: open.id,
    title: "When do we meet?",
    source: "Say.",
    poll: { ...poll, multiple: true },
  });
  await castVotes(as(member), { contentId: polled, choices: [0] });
  await setApproval(as(member), true);
  await followPerson(as(asking), { personId: member.id });
  await publishPost(as(manager), { visibility: "direct", source: "@priya-nair Can you call me?" });

  // From the other organisation: what has arrived, and a comment that its home has not confirmed yet.
  const said = await openDiscussion(south.context(gwen), {
    workspaceId: there.id,
    title: "The slipper finding",
    source: "Six months of falls, reviewed.",
  });
  await joinFrom(north, member, `@${there.handle}@${south.host}`);
  await settle([north, south]);
  const remotePath = `/workspaces/${there.handle}@${south.host}`;
  const found = await north.running.federation.elsewhere.find(`${south.origin}/content/${said}`, member.id);
  if (!found.ok || found.value.kind !== "content") throw new Error("The discussion has not arrived");
  const waiting = await addComment(as(member), { parentId: found.value.id, source: "The same here." });

  // Somebody here manages a workspace elsewhere, whose home asks them about a request.
  const joined = await joinFrom(north, manager, `@${there.handle}@${south.host}`);
  await settle([north, south]);
  await north.store.transaction(async (tx) => {
    await tx
      .update(membership)
      .set({ role: "manager" })
      .where(and(eq(membership.workspaceId, joined), eq(membership.actorId, manager.id)));
    await tx.insert(joinOffer).values({
      id: own + 1,
      iri: `${south.origin}/activities/1`,
      workspaceId: joined,
      memberId: asking.id,
      managerId: manager.id,
      followIri: `${north.origin}/activities/1`,
      reason: "We had the same finding.",
      state: "open",
      requested: clock(),
    });
  });

  const agreement = await offerAgreement(as(north.administrator), {
    host: south.host,
    purpose: "Learning from serious incidents.",
    contact: "Information governance, 01234 567890",
    levels: ["restricted", "private"],
    ends: "2099-12-31",
  });

  await register(
    north.context(),
    { name: "Lee Park", email: "lee.park@elsewhere.example", reason: "I work with you." },
    "127.0.0.1",
  );
  const [lee] = await north.store.db
    .select({ id: person.actorId })
    .from(person)
    .where(eq(person.state, "unverified"));
  const verify = await change(north.context(), (made) => issueLink(made, "verify", lee!.id));
  await confirm(north.context(), verify, { name: "Lee Park", password: member.password }, null);
  await changeOrganisation(as(north.administrator), {
    name: "North Shore Hospitals Trust",
    shortName: "North",
    kind: "trust",
    contact: "communities@northshore.example\n01632 960 000, on weekdays from 9 to 5",
  });
  const token = (purpose: "reset" | "invite") =>
    change(as(north.administrator), (made) => issueLink(made, purpose, newcomer.id));

  return {
    north,
    people: { newcomer, member, manager, administrator: north.administrator },
    id: {
      long,
      locked,
      mine,
      own,
      asked,
      polled,
      waiting,
      agreement,
      newcomer: newcomer.id,
      member: member.id,
      asking: asking.id,
    },
    remote: { path: remotePath, host: south.host, discussion: `${remotePath}/discussions/${found.value.id}` },
    token: { reset: await token("reset"), invite: await token("invite") },
    async stop() {
      await north.stop();
      await south.stop();
    },
  };
}
