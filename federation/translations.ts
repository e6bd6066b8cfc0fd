import { and, eq } from "drizzle-orm";
import { membership } from "../db/index.ts";
import type { EventKind } from "../src/core/events.ts";
import { actorById, type ActorRow, workspaceById } from "./actors/rows.ts";
import { acted, asked } from "./acts.ts";
import { publicAddress } from "./addresses.ts";
import { asItCame, asReceived } from "./as-received.ts";
import type { Translated } from "./bridge.ts";
import * as build from "./builder.ts";
import type { Json } from "./actors/documents.ts";
import { documentOf } from "./actors/index.ts";
import { agreed } from "./agreements.ts";
import type { Deps } from "./deps.ts";
import type { Receiver } from "./delivery/enqueue.ts";
import { namedIn, toldDirectly } from "./direct.ts";
import { moved, offered } from "./moving.ts";
import { aboutNote } from "./objects/note.ts";
import { isPlaced, loadContent, type PlacedContent } from "./objects/load.ts";
import { ownCounted, ownPosts } from "./own-posts.ts";
import { voted, voterIris } from "./polls.ts";
import { accepted, answer } from "./gatherings.ts";
import { reports } from "./reports.ts";
import { everybody, everyPeer, whoKnow } from "./receivers.ts";
import { requests } from "./requests.ts";
import { proveAnew } from "./prove-anew.ts";
import { fresh, type Happened, inboxOf } from "./sending.ts";

export type Translation<Kind extends EventKind> = (
  deps: Deps,
  happened: Happened<Kind>,
) => Promise<Translated | null>;

/**
 * An act on a post. By somebody elsewhere in a workspace of ours: passed on as it came. By a member of ours: made
 * here, and either passed on by the workspace, or, where that lives elsewhere, sent to it.
 */
async function onContent(
  deps: Deps,
  happened: Happened,
  make: (iri: string, loaded: PlacedContent, by: ActorRow) => Json | null | Promise<Json | null>,
  directly: (loaded: PlacedContent) => Promise<Receiver[]> = async () => [],
): Promise<Translated | null> {
  const { contentId, actorId, created } = happened;
  if (!contentId || !actorId) return null;
  const by = await actorById(deps.store, actorId);
  if (!by) return null;
  if (!by.local) return asItCame(deps, happened, contentId, by);
  const loaded = await loadContent(deps.store.db, contentId);
  if (!isPlaced(loaded)) return null;
  const group = loaded.workspace.actor;
  const placed = { workspaceId: group.id, objectIri: loaded.row.iri };
  const announcedBy = group.local ? group.id : null;
  const activity = await make(fresh(deps, created), loaded, by);
  if (!activity) return null;
  const home = group.local ? [] : [inboxOf(group)];
  const told = await directly(loaded);
  const note = told.length > 0 ? aboutNote(fresh(deps, created), created, activity.type, loaded) : null;
  if (!note) return { ...placed, announcedBy, activity, actorId: by.id, to: [...home, ...told] };
  const besides = { activity: note, actorId: loaded.author.id, to: told };
  return { ...placed, announcedBy, activity, actorId: by.id, to: home, besides };
}

const written: Translation<"discussion.opened" | "comment.added"> = (deps, happened) =>
  onContent(
    deps,
    happened,
    (iri, loaded) =>
      // Deleted before it was sent: nothing is sent but the Delete.
      loaded.row.deleted ? null : build.create(iri, happened.created, loaded),
    (loaded) => toldDirectly(deps, loaded, namedIn(loaded), true),
  );

const updated =
  ({ created }: Happened) =>
  (iri: string, loaded: PlacedContent, by: ActorRow) =>
    loaded.row.deleted ? null : build.update(iri, created, loaded, by);

/** Servers that know a post of ours, and would learn of its change only from its author. */
const whoKnowIt = async (deps: Deps, loaded: PlacedContent): Promise<Receiver[]> => [
  ...(loaded.workspace.actor.local ? [{ channelId: loaded.workspace.actorId, plain: true }] : []),
  ...(await toldDirectly(deps, loaded, namedIn(loaded), false)),
];

const changed: Translation<"content.edited" | "proposal.closed" | "proposal.reopened"> = (deps, happened) =>
  onContent(deps, happened, updated(happened), (loaded) => whoKnowIt(deps, loaded));

/**
 * Whether an offer still stands. Where a manager elsewhere says so of what a member here wrote, those who believe only
 * its author are told of its note.
 */
const settled: Translation<"proposal.closed" | "proposal.reopened"> = async (deps, happened) => {
  const translated = await changed(deps, happened);
  const { contentId, created } = happened;
  if (!translated || !("raw" in translated) || !contentId) return translated;
  const loaded = await loadContent(deps.store.db, contentId);
  if (!isPlaced(loaded) || loaded.row.deleted || !loaded.workspace.actor.local) return translated;
  const activity = aboutNote(fresh(deps, created), created, "Update", loaded);
  if (!activity) return translated;
  return {
    ...translated,
    besides: { activity, actorId: loaded.author.id, to: await whoKnowIt(deps, loaded) },
  };
};

/**
 * Mastodon and its like believe only the author of a post that it is gone. Where a manager has removed what a member
 * here wrote, they are told so in the author's name.
 */
async function goneForAll(
  deps: Deps,
  { contentId, actorId, created }: Happened,
): Promise<Translated["besides"]> {
  const loaded = contentId ? await loadContent(deps.store.db, contentId) : null;
  if (
    !isPlaced(loaded) ||
    !loaded.author.local ||
    loaded.author.id === actorId ||
    !loaded.workspace.actor.local
  )
    return null;
  const iri = fresh(deps, created);
  const activity =
    aboutNote(iri, created, "Delete", loaded) ?? build.remove(iri, created, loaded, loaded.author, null);
  return { activity, actorId: loaded.author.id, to: await whoKnowIt(deps, loaded) };
}

/** A like is told to its author, who else would not hear of it. */
const toAuthor = (deps: Deps) => (loaded: PlacedContent) =>
  toldDirectly(deps, loaded, [loaded.author.iri], true);

type Answered = "member.joined" | "member.approved" | "member.declined" | "member.removed";

/** The answer of a workspace of ours to somebody elsewhere who asked to join. */
const answered =
  (type: "Accept" | "Reject"): Translation<Answered> =>
  async (deps, { workspaceId, created, data }) => {
    const [group, member] = await Promise.all([
      workspaceId ? actorById(deps.store.db, workspaceId) : null,
      actorById(deps.store.db, data.memberId),
    ]);
    if (!group?.local || !member || member.local || !data.followIri) return null;
    const answer = "answer" in data ? data.answer : "";
    // What is answered was a Join, where Mobilizon or Smithereen asked.
    const asked = (await asReceived(deps, data.followIri))?.type === "Join" ? "Join" : "Follow";
    const request = { iri: data.followIri, type: asked };
    const activity = build.answerFollow(fresh(deps, created), type, created, group, member, request, answer);
    return { workspaceId: null, activity, actorId: group.id, to: [inboxOf(member)] };
  };

/** A member of ours asks to join elsewhere, or leaves there. */
const joining =
  (leaving: boolean): Translation<"member.requested" | "member.left" | "follow.undone"> =>
  async (deps, { workspaceId, created, data }) => {
    const [group, member] = await Promise.all([
      workspaceId ? actorById(deps.store.db, workspaceId) : null,
      actorById(deps.store.db, data.memberId),
    ]);
    if (!group || group.local || !member?.local || !data.followIri) return null;
    const [known] = leaving
      ? []
      : await deps.store.db
          .select({ reason: membership.reason })
          .from(membership)
          .where(and(eq(membership.workspaceId, group.id), eq(membership.actorId, member.id)));
    const follow = build.follow(data.followIri, created, member, group, known?.reason ?? null);
    const activity = leaving ? build.undo(fresh(deps, created), created, follow, member) : follow;
    return { workspaceId: null, activity, actorId: member.id, to: [inboxOf(group)] };
  };

interface Spoken {
  inviteIri: string;
  answer: string;
}

/** A workspace of ours speaks to somebody elsewhere about belonging to it. */
const invited =
  (
    make: (iri: string, at: Date, group: ActorRow, member: ActorRow, data: Spoken, deps: Deps) => Json,
  ): Translation<"member.invited" | "invitation.withdrawn" | "member.readmitted" | "purge.asked"> =>
  async (deps, { workspaceId, created, data }) => {
    const group = workspaceId ? await actorById(deps.store.db, workspaceId) : null;
    const member = await actorById(deps.store.db, data.memberId);
    if (!group?.local || !member || member.local) return null;
    const said = { inviteIri: "", answer: "", ...data };
    const activity = make(said.inviteIri, created, group, member, said, deps);
    return { workspaceId: null, activity, actorId: group.id, to: [inboxOf(member)] };
  };

/** What becomes of each kind of event on the wire; what is not here stays at home. */
export const translations: { [Kind in EventKind]?: Translation<Kind> } = {
  "discussion.opened": written,
  "comment.added": written,

  "content.edited": changed,

  "proposal.closed": settled,
  "proposal.reopened": settled,

  "content.deleted": async (deps, happened) => {
    if (!happened.data.removal) {
      return onContent(
        deps,
        happened,
        (iri, loaded, by) => build.remove(iri, happened.created, loaded, by, null),
        (loaded) => whoKnowIt(deps, loaded),
      );
    }
    const translated = await acted("remove")(deps, happened);
    return translated && { ...translated, besides: await goneForAll(deps, happened) };
  },

  "content.liked": (deps, happened) =>
    onContent(
      deps,
      happened,
      (_iri, loaded, by) => build.like(happened.data.likeIri, happened.created, loaded, by),
      toAuthor(deps),
    ),

  "content.unliked": (deps, happened) =>
    onContent(
      deps,
      happened,
      (iri, loaded, by) =>
        build.undo(
          iri,
          happened.created,
          build.like(happened.data.likeIri, happened.created, loaded, by),
          by,
        ),
      toAuthor(deps),
    ),

  "gathering.answered": async (deps, happened) => {
    const make = (_iri: string, loaded: PlacedContent, by: ActorRow) => answer(happened.data, loaded, by);
    const translated = await onContent(deps, happened, make, toAuthor(deps));
    const besides = await accepted(deps, happened);
    return translated ? { ...translated, besides } : besides && { workspaceId: null, ...besides };
  },

  "discussion.offered": offered,
  "discussion.moved out": moved("out"),
  "discussion.moved in": moved("in"),
  "poll.voted": voted,
  "poll.counted": async (deps, happened) =>
    (await ownCounted(deps, happened)) ??
    onContent(deps, happened, updated(happened), async (loaded) => [
      ...(await whoKnowIt(deps, loaded)),
      ...(await toldDirectly(deps, loaded, await voterIris(deps, loaded.row.id), false)),
    ]),

  "discussion.pinned": acted("pin"),
  "discussion.unpinned": acted("unpin"),
  "discussion.locked": acted("lock"),
  "discussion.unlocked": acted("unlock"),
  "content.restored": acted("restore"),
  "manager.added": acted("add manager"),
  "manager.removed": acted("remove manager"),
  "member.blocked": acted("block"),
  "member.unblocked": acted("unblock"),
  "act.asked": asked,
  ...reports,
  ...requests,
  "member.joined": answered("Accept"),
  "member.approved": answered("Accept"),
  "member.declined": answered("Reject"),
  "member.removed": answered("Reject"),
  "member.requested": joining(false),
  "member.left": joining(true),
  "follow.undone": joining(true),

  "member.invited": invited((iri, at, group, member, { answer }) =>
    build.invite(iri, at, group, member, answer),
  ),
  "invitation.withdrawn": invited((iri, at, group, member, { inviteIri }, deps) =>
    build.undo(fresh(deps, at), at, build.invite(inviteIri, at, group, member, ""), group),
  ),
  "invitation.declined": async (deps, { workspaceId, created, data }) => {
    const group = workspaceId ? await actorById(deps.store.db, workspaceId) : null;
    const member = await actorById(deps.store.db, data.memberId);
    if (!group || group.local || !member?.local) return null;
    const activity = build.declineInvite(fresh(deps, created), created, member, group, data.inviteIri);
    return { workspaceId: null, activity, actorId: member.id, to: [inboxOf(group)] };
  },

  "purge.asked": invited((_iri, at, group, member, _data, deps) =>
    build.removeMember(fresh(deps, at), at, group, member),
  ),
  "member.readmitted": invited((_iri, at, group, member, _data, deps) =>
    build.undo(fresh(deps, at), at, build.removeMember(fresh(deps, at), at, group, member), group),
  ),
  "purge.done": async (deps, { workspaceId, created, data }) => {
    const [group, member, ours] = await Promise.all([
      workspaceId ? actorById(deps.store.db, workspaceId) : null,
      actorById(deps.store.db, data.memberId),
      deps.instanceActor(),
    ]);
    if (!group || group.local || !member || !ours) return null;
    const said = { by: ours.iri, group, member, removeIri: data.removeIri, deleted: data.deleted };
    const activity = build.receipt(fresh(deps, created), created, said);
    return { workspaceId: null, activity, actorId: ours.id, to: [inboxOf(group)] };
  },

  ...ownPosts,

  "agreement.offered": agreed("Offer"),
  "agreement.confirmed": agreed("Accept"),
  "agreement.declined": agreed("Reject"),
  "agreement.ended": agreed("Undo"),

  "content.refused": async (deps, { workspaceId, actorId, created, data }) => {
    const [group, to] = await Promise.all([
      workspaceId ? actorById(deps.store.db, workspaceId) : null,
      actorId ? actorById(deps.store.db, actorId) : null,
    ]);
    if (!group?.local || !to || to.local) return null;
    const activity = build.refuse(
      fresh(deps, created),
      created,
      group,
      to.iri,
      data.activityIri,
      data.answer,
    );
    return { workspaceId: null, activity, actorId: group.id, to: [inboxOf(to)] };
  },

  "workspace.moved": async (deps, { workspaceId, created, data }) => {
    const [group, to] = await Promise.all([
      workspaceId ? actorById(deps.store.db, workspaceId) : null,
      actorById(deps.store.db, data.toId),
    ]);
    if (!group?.local || !to || to.local) return null;
    const activity = build.moveAway(data.moveIri, created, group, to.iri);
    return { workspaceId, activity, actorId: group.id, to: [{ channelId: group.id }, inboxOf(to)] };
  },

  "workspace.changed": async (deps, { workspaceId, created }) => {
    const group = workspaceId ? await workspaceById(deps.store.db, workspaceId) : null;
    if (!group?.actor.local) return null;
    const document = await documentOf(deps, group.actorId);
    const followers = group.actor.followers ? [group.actor.followers] : [];
    const activity = build.updateActor(fresh(deps, created), created, group.actor, document!, followers);
    return { workspaceId, activity, actorId: group.actorId, to: [{ channelId: group.actorId }] };
  },

  "actor.rekeyed": async (deps, { actorId, workspaceId, created, data }) => {
    const row = actorId ? await actorById(deps.store.db, actorId) : null;
    if (!row?.local) return null;
    deps.keys.forget(row.id);
    if (data.compromised) await proveAnew(deps, row.id);
    const group = row.kind === "group";
    const to = group ? [row.followers ?? row.iri] : [publicAddress];
    const document = (await documentOf(deps, row.id))!;
    const activity = build.updateActor(fresh(deps, created), created, row, document, to);
    const receivers = group
      ? [{ channelId: row.id }]
      : data.compromised
        ? await everybody(deps)
        : row.kind === "application"
          ? await everyPeer(deps)
          : await whoKnow(deps, row.id);
    return { workspaceId, activity, actorId: row.id, to: receivers };
  },

  // The memberships themselves end with a `member.left` each.
  "person.closed": async (deps, { actorId, created }) => {
    const person = actorId ? await actorById(deps.store.db, actorId) : null;
    if (!person?.local) return null;
    const activity = build.closeAccount(fresh(deps, created), created, person);
    return { workspaceId: null, activity, actorId: person.id, to: await everyPeer(deps) };
  },

  "person.changed": async (deps, { actorId, created }) => {
    const person = actorId ? await actorById(deps.store.db, actorId) : null;
    if (!person?.local) return null;
    const activity = build.updateActor(
      fresh(deps, created),
      created,
      person,
      (await documentOf(deps, person.id))!,
      [publicAddress],
    );
    return { workspaceId: null, activity, actorId: person.id, to: await whoKnow(deps, person.id) };
  },
};
