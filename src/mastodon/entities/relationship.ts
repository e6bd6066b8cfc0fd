import type { Ties } from "../../ties/index.ts";
import { isMember, type Standing } from "../../workspaces/index.ts";

/** Mastodon's Relationship: how the one who asks stands to an account. */
export interface Relationship {
  id: string;
  following: boolean;
  showing_reblogs: boolean;
  notifying: boolean;
  languages: string[] | null;
  followed_by: boolean;
  blocking: boolean;
  blocked_by: boolean;
  muting: boolean;
  muting_notifications: boolean;
  requested: boolean;
  requested_by: boolean;
  domain_blocking: boolean;
  endorsed: boolean;
  note: string;
}

type State = "pending" | "accepted" | "rejected" | null;

/** How two people follow each other. */
export interface Follows {
  follows: State;
  reblogs: boolean;
  notify: boolean;
  followedBy: State;
}

/** @param standing in it, where the account is a workspace; null for a person, whom `follows` is about */
export function relationship(
  id: string,
  standing: (Standing & { followed: boolean }) | null,
  follow: Follows,
): Relationship {
  const following = standing ? isMember(standing) && standing.followed : follow.follows === "accepted";
  return {
    id,
    following,
    showing_reblogs: following && (standing !== null || follow.reblogs),
    notifying: following && standing === null && follow.notify,
    languages: null,
    followed_by: standing === null && follow.followedBy === "accepted",
    blocking: false,
    blocked_by: false,
    muting: false,
    muting_notifications: false,
    requested: standing ? standing.state === "requested" : follow.follows === "pending",
    requested_by: standing === null && follow.followedBy === "pending",
    domain_blocking: false,
    endorsed: false,
    note: "",
  };
}

/** What the one who asks chose about it. */
export const tied = (ties: Ties | undefined): Partial<Relationship> =>
  ties
    ? {
        blocking: ties.blocked,
        blocked_by: ties.blockedBy,
        muting: ties.muted !== null,
        muting_notifications: ties.muted?.notifications ?? false,
        domain_blocking: ties.hostBlocked,
        endorsed: ties.endorsed,
        note: ties.note,
      }
    : {};
