import { membersOf, publicAddress } from "../addresses.ts";
import type { ActorRow, WorkspaceRow } from "../actors/rows.ts";
import type { WireContent } from "./load.ts";

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

/** Who a post of somebody's own is for: `to` and `cc` are what other servers show it by. */
function ownAudience({ row, author, mentioned, parent }: WireContent): Omit<Audience, "audience"> {
  const named = mentioned.map(({ iri }) => iri);
  const followers = author.followers ? [author.followers] : [];
  // Whom it answers is told of what everybody may read, whether it names them or not.
  const answered = parent && parent.author.iri !== author.iri ? [parent.author.iri] : [];
  const told = [...new Set([...answered, ...named])];
  switch (row.visibility) {
    case "public":
      return { to: [publicAddress], cc: [...followers, ...told] };
    case "unlisted":
      return { to: followers, cc: [publicAddress, ...told] };
    case "followers":
      return { to: followers, cc: named };
    default:
      return { to: named, cc: [] };
  }
}

/** Who something is for, wherever it stands. `by`: whoever acts on it. */
export const audienceFor = (
  loaded: WireContent,
  by: { followers: string | null },
): Omit<Audience, "audience"> & { audience?: string } =>
  loaded.workspace ? audienceOf(loaded.workspace, by) : ownAudience(loaded);

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
