import { and, eq, sql } from "drizzle-orm";
import { actor, agreement, membership, peer, prepared, workspacePeer } from "../../db/index.ts";
import type { Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { Level } from "../workspaces/index.ts";
import { leaks, standingOn } from "./rules.ts";

/** Why what is not open must not go to a server. */
export type Obstacle = "software" | "agreement" | "level" | "not named";

const softwareQuery = prepared("software that might leak", (db) =>
  db
    .select({ software: peer.software })
    .from(peer)
    .where(eq(peer.host, sql.placeholder("host"))),
);

const agreedQuery = prepared("agreements with a server", (db) =>
  db
    .select({
      levels: agreement.levels,
      state: agreement.state,
      starts: agreement.starts,
      ends: agreement.ends,
    })
    .from(agreement)
    .where(and(eq(agreement.host, sql.placeholder("host")), eq(agreement.state, "active"))),
);

/**
 * What stands in the way of a workspace's content going to a server, or nothing. The one rule for all that leaves:
 * deliveries, fetches, invitations, requests to join.
 *
 * @param host lower case, with a port where it is not the default
 */
export async function obstacle(
  db: Reader,
  now: Date,
  { workspaceId, level, host }: { workspaceId: Id; level: Level; host: string },
): Promise<Obstacle | null> {
  if (level === "open") return null;
  const [known] = await softwareQuery(db, { host });
  if (leaks(known?.software ?? null)) return "software";
  const agreed = await agreedQuery(db, { host });
  const active = agreed.filter((one) => standingOn(one, now) === "active");
  if (active.length === 0) return "agreement";
  if (!active.some(({ levels }) => levels.includes(level))) return "level";
  if (level !== "confidential") return null;
  const [group] = await db
    .select({ host: actor.host, local: actor.local })
    .from(actor)
    .where(eq(actor.id, workspaceId));
  // Of one that lives elsewhere its home says who belongs: what our members write goes there and nowhere else.
  if (group && !group.local) return group.host === host ? null : "not named";
  const [named] = await db
    .select({ id: workspacePeer.id })
    .from(workspacePeer)
    .where(and(eq(workspacePeer.workspaceId, workspaceId), eq(workspacePeer.host, host)));
  return named ? null : "not named";
}

/** The obstacle in words, for whoever asks to join from there, and for a manager who invites somebody there. */
export function obstacleText(why: Obstacle, ours: string, host: string): string {
  switch (why) {
    case "software":
      return `${ours} does not share this workspace with ${host}, because its software may show it to others.`;
    case "agreement":
      return `${ours} has no sharing agreement with ${host}. An administrator of either organisation can offer one.`;
    case "level":
      return `The sharing agreement between ${ours} and ${host} does not cover workspaces like this one.`;
    case "not named":
      return `This workspace is confidential, and its managers have not named ${host} under Manage, Organisations.`;
  }
}

/** Hosts of those who belong to a workspace, or are invited or ask to, from elsewhere. */
export async function foreignHosts(db: Reader, workspaceId: Id): Promise<string[]> {
  const rows = await db
    .selectDistinct({ host: actor.host })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(membership.workspaceId, workspaceId), eq(actor.local, false)));
  return rows.map(({ host }) => host);
}
