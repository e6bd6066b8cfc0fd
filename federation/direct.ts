import { and, eq, inArray, isNull } from "drizzle-orm";
import { actor, peer } from "../db/index.ts";
import type { Deps } from "./deps.ts";
import { followerHosts, type Receiver } from "./delivery/enqueue.ts";
import type { PlacedContent, WireContent } from "./objects/load.ts";

/**
 * Programs that carry out what a group passes on (FEP-1b12). Others know boosts, mentions and what people do themselves:
 * an edit inside an Announce is lost on Mastodon, GoToSocial, snac and their like (snac: tried).
 */
const groupReaders = new Set([
  "discourse",
  "forte",
  "hubzilla",
  "kbin",
  "lemmy",
  "mbin",
  "nodebb",
  "piefed",
  "smithereen",
  "streams",
  "tombolo",
]);

/** Whether a program understands what a workspace passes on; of one that is not known it is not assumed. */
export const readsGroups = (software: string | null): boolean =>
  groupReaders.has(software?.toLowerCase() ?? "");

/**
 * People elsewhere who are named by a post and whose server would not learn of it from the workspace: whoever follows no
 * workspace, and whoever's server does not read what one passes on. Only where everybody may read.
 *
 * @param followersToo with those whose server follows the workspace but does not read what it passes on
 */
export async function toldDirectly(
  deps: Deps,
  { workspace }: PlacedContent,
  named: string[],
  followersToo: boolean,
): Promise<Receiver[]> {
  const group = workspace.actor;
  if (workspace.level !== "open" || named.length === 0) return [];
  const { db } = deps.store;
  const rows = await db
    .select({ host: actor.host, own: actor.inbox, shared: actor.sharedInbox, software: peer.software })
    .from(actor)
    .innerJoin(peer, eq(peer.host, actor.host))
    .where(
      and(inArray(actor.iri, named), eq(actor.local, false), eq(actor.kind, "person"), isNull(actor.gone)),
    );
  if (rows.length === 0) return [];
  const following = new Set(
    group.local ? (await followerHosts(db, group.id)).map(({ host }) => host) : [group.host],
  );
  const told = rows.filter(({ host, software }) => {
    if (!group.local) return host !== group.host && !readsGroups(software);
    return !following.has(host) || (followersToo && !readsGroups(software));
  });
  return [...new Map(told.map((one) => [one.shared ?? one.own, one])).entries()].map(([inbox, { host }]) => ({
    host,
    inbox,
  }));
}

/** Whom a post names: whose post it answers, and those its text speaks to. */
export const namedIn = ({ parent, mentioned, author }: WireContent): string[] =>
  [...(parent ? [parent.author] : []), ...mentioned]
    .map(({ iri }) => iri)
    .filter((iri) => iri !== author.iri);
