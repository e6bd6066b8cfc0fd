import { membersOf, publicAddress } from "../addresses.ts";
import type { ActorRow, WorkspaceRow } from "../actors/rows.ts";

export interface Audience {
  to: string[];
  cc: string[];
  audience: string;
}

/** Who a post in a workspace is for. What is for members never says Public, in any field. */
export function audienceOf(
  workspace: WorkspaceRow & { actor: ActorRow },
  author: { followers: string | null },
): Audience {
  const group = workspace.actor.iri;
  return workspace.level === "open"
    ? { to: [group, publicAddress], cc: author.followers ? [author.followers] : [], audience: group }
    : { to: [group, membersOf(group)], cc: [], audience: group };
}

/** Who a workspace's own Announce is for. */
export function announceAudience(workspace: WorkspaceRow & { actor: ActorRow }): {
  to: string[];
  cc: string[];
} {
  const group = workspace.actor;
  const followers = group.followers ? [group.followers] : [];
  return workspace.level === "open"
    ? { to: [publicAddress], cc: followers }
    : { to: [membersOf(group.iri)], cc: followers };
}
