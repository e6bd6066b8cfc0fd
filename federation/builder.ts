import type { Agreement } from "../src/agreements/index.ts";
import { membersOf, publicAddress } from "./addresses.ts";
import type { Json } from "./actors/documents.ts";
import type { ActorRow, WorkspaceRow } from "./actors/rows.ts";
import { announceAudience, audienceFor, audienceOf } from "./objects/audience.ts";
import { toWire } from "./objects/index.ts";
import type { WireContent } from "./objects/load.ts";
import { activityContext, contentContext } from "./wire/context.ts";

/**
 * Activities as raw JSON, ready to be proved, stored and sent. Lists are always lists and `cc` is always there,
 * because Lemmy refuses activities without.
 */
type Group = WorkspaceRow & { actor: ActorRow };

export const about = (id: string, type: string, actor: string, at: Date): Json => ({
  "@context": activityContext,
  id,
  type,
  actor,
  published: at.toISOString(),
});

/** An activity that carries a post, with the terms that the post needs. */
const carrying = (activity: Json, object: Json): Json => ({
  ...activity,
  "@context": object.type === "Proposal" ? contentContext : activityContext,
  object,
});

export const create = (id: string, at: Date, loaded: WireContent): Json =>
  carrying(
    { ...about(id, "Create", loaded.author.iri, at), ...audienceFor(loaded, loaded.author) },
    toWire(loaded),
  );

/** By its author; of a page, also by a manager of its workspace. */
export const update = (id: string, at: Date, loaded: WireContent, by = loaded.author): Json =>
  carrying({ ...about(id, "Update", by.iri, at), ...audienceFor(loaded, by) }, toWire(loaded));

/** `summary` says that a moderator removed it; without one the author deleted it. */
export const remove = (
  id: string,
  at: Date,
  loaded: WireContent,
  by: ActorRow,
  reason: string | null,
): Json => ({
  ...about(id, "Delete", by.iri, at),
  ...audienceFor(loaded, by),
  ...(reason === null ? {} : { summary: reason || "Removed by a manager" }),
  object: loaded.row.iri,
});

export const like = (id: string, at: Date, loaded: WireContent, by: ActorRow): Json => ({
  ...about(id, "Like", by.iri, at),
  ...audienceFor(loaded, by),
  object: loaded.row.iri,
});

/** To the author of a post of their own: nobody else is told. */
export const likeOwn = (id: string, at: Date, loaded: WireContent, by: ActorRow): Json => ({
  ...about(id, "Like", by.iri, at),
  to: [loaded.author.iri],
  cc: [],
  object: loaded.row.iri,
});

/**
 * A vote (FEP-9967): a note with the words of the option as its name and none of its own, to the author of the poll alone.
 */
export const vote = (
  id: string,
  at: Date,
  { row, author }: WireContent,
  by: ActorRow,
  option: string,
): Json => ({
  ...about(`${id}/activity`, "Create", by.iri, at),
  to: [author.iri],
  cc: [],
  object: {
    id,
    type: "Note",
    attributedTo: by.iri,
    to: [author.iri],
    cc: [],
    inReplyTo: row.iri,
    name: option,
    published: at.toISOString(),
  },
});

/** A person passes on to their followers what everybody may read. */
export const boost = (id: string, at: Date, loaded: WireContent, by: ActorRow): Json => ({
  ...about(id, "Announce", by.iri, at),
  to: [publicAddress],
  cc: [...(by.followers ? [by.followers] : []), loaded.author.iri],
  object: loaded.row.iri,
});

export const undo = (id: string, at: Date, undone: Json, by: ActorRow): Json => {
  const { "@context": _context, ...object } = undone;
  return {
    ...about(id, "Undo", by.iri, at),
    to: undone.to ?? [],
    cc: undone.cc ?? [],
    ...(undone.audience ? { audience: undone.audience } : {}),
    object,
  };
};

/** Ends or allows comments on a discussion. */
export const lock = (id: string, at: Date, loaded: WireContent, by: ActorRow): Json => ({
  ...about(id, "Lock", by.iri, at),
  ...audienceFor(loaded, by),
  object: loaded.row.iri,
});

/** Puts something into a collection of the group (`featured`, `moderators`), or takes it out. */
export const collect = (
  id: string,
  type: "Add" | "Remove",
  at: Date,
  group: Group,
  by: ActorRow,
  object: string,
  target: string,
): Json => ({
  ...about(id, type, by.iri, at),
  ...audienceOf(group, by),
  object,
  target,
});

/**
 * A discussion goes from one workspace to another (FEP-f15d). `object` is its collection, where it has one; `discussion`
 * names its first post. What is confidential is named to nobody outside it: without `to` it only leaves, without `from`
 * it only arrives.
 */
export const move = (
  id: string,
  at: Date,
  by: ActorRow,
  { root, from, to }: { root: { iri: string; context: string | null }; from: Group | null; to: Group | null },
): Json => {
  const groups = [from, to].filter((one) => one !== null);
  const open = groups.every(({ level }) => level === "open");
  return {
    ...about(id, to ? "Move" : "Remove", by.iri, at),
    to: [
      ...groups.map(({ actor }) => actor.iri),
      ...(open ? [publicAddress] : groups.map(({ actor }) => membersOf(actor.iri))),
    ],
    cc: open ? groups.flatMap(({ actor }) => actor.followers ?? []) : [],
    object: root.context ?? root.iri,
    discussion: root.iri,
    ...(to && from ? { origin: from.actor.iri } : {}),
    target: (to ?? from)!.actor.iri,
  };
};

/** A workspace lives at another address from now on, as an account that moves says it (Mastodon). */
export const moveAway = (id: string, at: Date, actor: ActorRow, target: string): Json => ({
  ...about(id, "Move", actor.iri, at),
  to: actor.followers ? [actor.followers] : [],
  cc: [target],
  object: actor.iri,
  target,
});

/** Something should be looked at. `objects`: the person, and the post where it is about one (as Mastodon has it). */
export const flag = (
  id: string,
  at: Date,
  by: ActorRow,
  { to, objects, reason }: { to: string[]; objects: string[]; reason: string },
): Json => ({
  ...about(id, "Flag", by.iri, at),
  to,
  cc: [],
  object: objects,
  content: reason,
});

/** What became of a report: something was done about it (`Accept`), or not (`Reject`). */
export const answerFlag = (
  id: string,
  type: "Accept" | "Reject",
  at: Date,
  by: ActorRow,
  { to, flagIri, note }: { to: string[]; flagIri: string; note: string },
): Json => ({
  ...about(id, type, by.iri, at),
  to,
  cc: [],
  ...(note ? { summary: note } : {}),
  object: flagIri,
});

/** Somebody may not write in a workspace any more, until `ends` where it has an end. */
export const block = (
  id: string,
  at: Date,
  group: Group,
  by: ActorRow,
  object: string,
  { reason, ends }: { reason: string | null; ends: Date | null },
): Json => ({
  ...about(id, "Block", by.iri, at),
  ...audienceOf(group, by),
  object,
  target: group.actor.iri,
  ...(reason ? { summary: reason } : {}),
  // Mbin and PieFed look for `expires`, Lemmy 1.0 for `endTime`: without theirs, they block for ever.
  ...(ends ? { endTime: ends.toISOString(), expires: ends.toISOString() } : {}),
});

export const follow = (
  id: string,
  at: Date,
  follower: ActorRow,
  followed: ActorRow,
  reason: string | null,
): Json => ({
  ...about(id, "Follow", follower.iri, at),
  to: [followed.iri],
  cc: [],
  object: followed.iri,
  ...(reason ? { content: reason } : {}),
});

/** Answers a Follow or Join. The whole of it stands inside: some peers look it up by its id, others by actor and object. */
export const answerFollow = (
  id: string,
  type: "Accept" | "Reject",
  at: Date,
  followed: ActorRow,
  follower: ActorRow,
  asked: { iri: string; type: string },
  answer: string,
): Json => ({
  ...about(id, type, followed.iri, at),
  to: [follower.iri],
  cc: [],
  ...(answer ? { summary: answer } : {}),
  object: { id: asked.iri, type: asked.type, actor: follower.iri, object: followed.iri },
});

/** A workspace invites somebody. Joining is how it is accepted; a `Reject` declines it. */
export const invite = (id: string, at: Date, group: ActorRow, member: ActorRow, message: string): Json => ({
  ...about(id, "Invite", group.iri, at),
  to: [member.iri],
  cc: [],
  object: group.iri,
  target: member.iri,
  ...(message ? { content: message } : {}),
});

/** Whoever was invited says no. */
export const declineInvite = (
  id: string,
  at: Date,
  by: ActorRow,
  group: ActorRow,
  inviteIri: string,
): Json => ({
  ...about(id, "Reject", by.iri, at),
  to: [group.iri],
  cc: [],
  object: { id: inviteIri, type: "Invite", actor: group.iri, object: group.iri, target: by.iri },
});

/** Somebody no longer belongs: their server is to delete what it holds. Undone when they are let back in. */
export const removeMember = (id: string, at: Date, group: ActorRow, member: ActorRow): Json => ({
  ...about(id, "Remove", group.iri, at),
  to: [member.iri],
  cc: [],
  object: member.iri,
  target: membersOf(group.iri),
});

/** The receipt for that: `Accept`, or `TentativeAccept` where others of theirs still belong. */
export const receipt = (
  id: string,
  at: Date,
  {
    by,
    group,
    member,
    removeIri,
    deleted,
  }: {
    by: string;
    group: ActorRow;
    member: ActorRow;
    removeIri: string;
    deleted: boolean;
  },
): Json => ({
  ...about(id, deleted ? "Accept" : "TentativeAccept", by, at),
  to: [group.iri],
  cc: [],
  object: {
    id: removeIri,
    type: "Remove",
    actor: group.iri,
    object: member.iri,
    target: membersOf(group.iri),
  },
});

/** Says that something put to the workspace was not taken in, and why. */
export const refuse = (
  id: string,
  at: Date,
  group: ActorRow,
  to: string,
  activityIri: string,
  answer: string,
): Json => ({
  ...about(id, "Reject", group.iri, at),
  to: [to],
  cc: [],
  summary: answer,
  object: activityIri,
});

export const updateActor = (id: string, at: Date, actor: ActorRow, document: Json, to: string[]): Json => {
  const { "@context": context, ...object } = document;
  return { ...about(id, "Update", actor.iri, at), "@context": context, to, cc: [], object };
};

/**
 * What a workspace passes on: the activity inside stays byte for byte as it was received, fields that nobody here
 * knows included (FEP-1b12), which is why this is text and not an object.
 */
export function announce(id: string, at: Date, group: Group, inner: string): string {
  const shell = {
    ...about(id, "Announce", group.actor.iri, at),
    ...announceAudience(group),
    audience: group.actor.iri,
  };
  return `${JSON.stringify(shell).slice(0, -1)},"object":${inner}}`;
}

/** An account was closed: what its owner wrote stays, without a name. */
export const closeAccount = (id: string, at: Date, person: ActorRow): Json => ({
  ...about(id, "Delete", person.iri, at),
  to: [publicAddress],
  cc: [],
  object: person.iri,
});

/** A sharing agreement, as both sides see it. */
export const agreementDocument = (
  given: Pick<Agreement, "iri" | "purpose" | "contact" | "levels" | "starts" | "ends">,
  by: string,
  attachment: Json[],
): Json => ({
  id: given.iri,
  type: "Agreement",
  attributedTo: by,
  content: given.purpose,
  contact: given.contact,
  levels: given.levels,
  startTime: given.starts.toISOString(),
  ...(given.ends ? { endTime: given.ends.toISOString() } : {}),
  attachment,
});

/** Between two instances: an Agreement is offered, accepted or rejected, and an Offer or Accept undone. */
export const betweenInstances = (
  id: string,
  type: "Offer" | "Accept" | "Reject" | "Undo",
  at: Date,
  { by, to, object, words }: { by: string; to: string; object: Json | string; words: string | null },
): Json => ({
  ...about(id, type, by, at),
  to: [to],
  cc: [],
  ...(words ? { summary: words } : {}),
  object,
});
