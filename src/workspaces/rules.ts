import type { Acting } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";

export type Level = "open" | "restricted" | "private" | "confidential";
export type Role = "manager" | "contributor" | "reader" | "guest";
export type MembershipState = "requested" | "invited" | "active" | "declined" | "left" | "removed";

export const levels = ["open", "restricted", "private", "confidential"] as const satisfies readonly Level[];

/** What decides who may do what: the workspace, and how the one who asks stands in it. */
export interface Standing {
  workspaceId: Id;
  level: Level;
  /** Lives on this instance. */
  local: boolean;
  managersPost: boolean;
  role: Role | null;
  state: MembershipState | null;
  /** Somebody whom a manager blocked. */
  blocked?: boolean;
}

export const isMember = (standing: Standing): boolean => standing.state === "active";

export const mayManage = (standing: Standing): boolean => isMember(standing) && standing.role === "manager";

/** Discussions, people: what is inside. */
export const mayRead = (standing: Standing): boolean => standing.level === "open" || isMember(standing);

/** Name and purpose. A confidential workspace is not there for those outside it, nor for those who once belonged. */
export const mayKnow = (standing: Standing): boolean =>
  standing.level !== "confidential" || isMember(standing) || knowsBy.has(standing.state);

const knowsBy = new Set<MembershipState | null>(["invited", "requested"]);

/** The home page and the managers' names. */
export const maySeeHome = (standing: Standing): boolean =>
  mayRead(standing) || standing.level === "restricted";

/**
 * Comments and likes. In an open workspace people from elsewhere may also speak without having joined:
 * that is what a mention or a reply from Mastodon is.
 */
export function mayContribute(standing: Standing, acting: Acting): boolean {
  if (standing.blocked) return false;
  if (isMember(standing)) return standing.role !== "reader" && standing.role !== "guest";
  return standing.level === "open" && !acting.local && standing.state !== "removed";
}

export function mayStart(standing: Standing, acting: Acting): boolean {
  return mayContribute(standing, acting) && (!standing.managersPost || mayManage(standing));
}

/** What joining leads to now. */
export function joining(
  standing: Standing,
): "at once" | "on request" | "by invitation" | "removed" | "blocked" {
  if (standing.blocked) return "blocked";
  // For a workspace elsewhere its home knows whether somebody was let back in.
  if (standing.state === "removed" && standing.local) return "removed";
  if (standing.level === "open" || standing.state === "invited") return "at once";
  return standing.level === "confidential" ? "by invitation" : "on request";
}

/** Said to whoever is blocked, here or on their own server. */
export const blockedHere = (): Refusal =>
  new Refusal("forbidden", "A manager of this workspace blocked you: you cannot write in it or join it.");

/** What follows from a level for the workspace's actor: what other servers are told of it. */
export const actorOf = (level: Level) => ({
  approves: level !== "open",
  discoverable: level === "open" || level === "restricted",
  indexable: level === "open",
});

/** Whether what stands in the one would be read by more people in the other. */
export const opensUp = (from: Level, to: Level): boolean => levels.indexOf(to) < levels.indexOf(from);
