/** Every kind of event, with what it carries beside actor, workspace and content. */
export interface Events {
  "instance.set up": Record<never, never>;
  "instance.changed": Record<never, never>;
  // Of every `person.…`, the actor is the person it is about; `byId` is the administrator who did it.
  "person.registered": { how: "domain" | "waiting" | "added"; byId?: number };
  "person.invited": { byId: number };
  "person.approved": { byId: number };
  "person.declined": { byId: number };
  "person.role changed": { byId: number; role: "member" | "administrator" };
  "person.signed in": Record<never, never>;
  "person.signed out": Record<never, never>;
  "person.sign-in failed": { why: string };
  "person.password changed": Record<never, never>;
  "person.changed": Record<never, never>;
  "person.closed": { byId: number };
  /** All that somebody writes is hidden here, or shown again. */
  "person.hidden": { byId: number; reason: string };
  "person.unhidden": { byId: number };
  /** Somebody let an app act for them, or lets it no longer. */
  "app.allowed": { app: string; scopes: string };
  "app.ended": { app: string };
  /** An agreement with another instance: offered, confirmed or declined, and ended by us. */
  "agreement.offered": { agreementId: number };
  "agreement.confirmed": { agreementId: number };
  "agreement.declined": { agreementId: number };
  "agreement.ended": { agreementId: number };
  /** The other side has decided, or its last day is over. */
  "agreement.changed": { agreementId: number };
  /** What holds for another server now; `note` names it. */
  "peer.silenced": { note: string; reason: string };
  "peer.suspended": { note: string; reason: string };
  "peer.allowed": { note: string; reason: string };
  "peer.freed": { note: string; reason: string };
  "peer.tried again": { note: string };
  /** Whether only servers that are allowed are dealt with, in words. */
  "peer.allowlist": { note: string };
  /** An administrator took keys out of use; `note` says whose. */
  "keys.replaced": { note: string };
  /** Somebody here gets new keys. The actor is whoever it is. */
  "actor.rekeyed": { memberId: number; compromised: boolean };
  "workspace.created": Record<never, never>;
  "workspace.changed": Record<never, never>;
  /** At the new home: a workspace of another instance is expected. `note` names it. */
  "workspace.prepared": { fromId: number; note: string };
  /** At the old home: it lives elsewhere from now on. */
  "workspace.moved": { moveIri: string; toId: number; note: string };
  /** Everywhere: what was in the old one is in the new one. */
  "workspace.arrived": { fromId: number; note: string };
  /** `followIri`: the Follow's address; made by us for our own members. */
  "member.requested": { followIri: string; memberId: number };
  "member.joined": { followIri: string; memberId: number };
  "member.approved": { followIri: string; memberId: number; answer: string };
  "member.declined": { followIri: string; memberId: number; answer: string };
  /** A workspace elsewhere believes that a member here follows it, who does not. */
  "follow.undone": { followIri: string; memberId: number };
  "member.left": { followIri: string; memberId: number };
  "member.removed": { followIri: string; memberId: number; answer: string };
  /** `inviteIri`: the Invite's address; of one that came from elsewhere, theirs. */
  "member.invited": { inviteIri: string; memberId: number; answer: string };
  "invitation.declined": { inviteIri: string; memberId: number };
  "invitation.withdrawn": { inviteIri: string; memberId: number };
  /** A manager's removal is undone: they belong again. */
  "member.readmitted": { followIri: string; memberId: number };
  /** A server elsewhere is asked to delete what it holds of a workspace here. */
  "purge.asked": { memberId: number };
  /** What was held here of a workspace elsewhere is deleted, or kept because others of ours belong to it. */
  "purge.done": { removeIri: string; memberId: number; deleted: boolean };
  "manager.added": Inner & { memberId: number };
  "manager.removed": Inner & { memberId: number };
  /** A request to join is put to a manager who is a member of another server, or is not theirs to decide any more. */
  "request.offered": Offered & { followIri: string };
  "request.withdrawn": Offered & { followIri: string };
  /** What became of it, as that manager is told. */
  "request.settled": Offered & { followIri: string; approved: boolean };
  "member.blocked": Inner & { memberId: number; reason: string; ends: string | null };
  /** `ended`: by the time it was made for. */
  "member.unblocked": Inner & { memberId: number; ended?: boolean };
  /** The actor reported it, and is never named to whom it is about. */
  "report.made": { reportIri: string; reason: string };
  "report.decided": { reportId: number; acted: boolean; note: string };
  /** A manager here asks the home of a workspace elsewhere. `act` as in `asked_act.kind`. */
  "act.asked": { askedId: number; act: string; memberId?: number; reason?: string };
  /** Its home would not. The actor is the manager who asked. */
  "act.refused": { act: string; memberId?: number; answer: string };
  "discussion.opened": Inner;
  "discussion.pinned": Inner;
  "discussion.unpinned": Inner;
  "discussion.locked": Inner;
  "discussion.unlocked": Inner;
  /** A manager asks the home of another workspace to take a discussion in. `moveIri`: address of the Move. */
  "discussion.offered": { moveIri: string; toId: number };
  /** In the log of the one that it left, and of the one that it came to. `note` names the other, where that may be. */
  "discussion.moved out": Moved & { toId: number };
  "discussion.moved in": Moved & { fromId: number };
  "comment.added": Inner & { parentId: number };
  "content.edited": Inner;
  /** `removal`: by a manager, who can restore it; by its author it is final. */
  "content.deleted": Inner & { reason?: string; removal?: boolean };
  "content.restored": Inner;
  /** Administrators hide a post here, or show it again: nobody elsewhere hears of it. */
  "content.hidden": { reason: string };
  "content.unhidden": Record<never, never>;
  /** What a manager removed has had its time: its words are gone for good. */
  "content.erased": Record<never, never>;
  /** An offer or a request does not stand any more, or does again. */
  "proposal.closed": Inner;
  "proposal.reopened": Inner;
  /** Somebody says whether they come to an event. `said`: when, as they say it. */
  "gathering.answered": Inner & {
    answer: "coming" | "not coming" | "none";
    answerIri: string;
    said: string;
  };
  "content.liked": Inner & { likeIri: string };
  "content.unliked": Inner & { likeIri: string };
  /** Posts of people's own, which stand in no workspace; whom each is for its row and its mentions say. */
  "post.published": Inner & { parentId?: number };
  "post.edited": Inner;
  /** `removal`: by an administrator, who can restore it. */
  /** `knownBy`: people elsewhere who had liked or boosted it. */
  "post.deleted": Inner & { reason?: string; removal?: boolean; knownBy?: number[] };
  "post.restored": Record<never, never>;
  "post.liked": Inner & { likeIri: string };
  "post.unliked": Inner & { likeIri: string };
  /** Also of what stands in an open workspace. `boostIri`: the Announce's address; `boostId`: its row's. */
  "post.boosted": Inner & { boostIri: string; boostId: number };
  "post.unboosted": Inner & { boostIri: string; boostId: number };
  /** A vote of a member here in the poll of somebody elsewhere. `pollId`: its post, which the row names nowhere else. */
  "poll.voted": { pollId: number; position: number; voteIri: string };
  /** How often each option was chosen has changed, or the poll has ended. The actor is its author. */
  "poll.counted": Inner;
  /** A person asks to follow a person; whether that is accepted, here or elsewhere, is told by the next two. */
  "follow.requested": { followIri: string; followedId: number };
  /** The actor is whoever is followed. */
  "follow.accepted": { followIri: string; followerId: number };
  "follow.declined": { followIri: string; followerId: number };
  /** The actor follows them no longer, or does not ask any more. */
  "follow.ended": { followIri: string; followedId: number };
  /** The actor lets them follow no longer. */
  "follower.removed": { followIri: string; followerId: number };
  /** The home of the workspace would not take in what one of its members sent. */
  "content.refused": { activityIri: string; answer: string };
  /** A change to something that its home knows would not be taken in there: it is taken back here. The actor made it. */
  "edit.taken back": { answer: string };
  "like.taken back": { answer: string };
}

/** A request to join, put to a manager who is a member of another server. */
interface Offered {
  offerIri: string;
  memberId: number;
  managerId: number;
}

/** An act that may have come as an activity from elsewhere: then its address, so that it is passed on as it came. */
export interface Inner {
  activityIri?: string;
}

interface Moved extends Inner {
  moveIri: string;
  note: string;
}

export type EventKind = keyof Events;

export type NewEvent = {
  [Kind in EventKind]: {
    kind: Kind;
    workspaceId?: number | null;
    contentId?: number;
    actorId?: number;
    data: Events[Kind];
  };
}[EventKind];
