import type { JsonObject } from "../../federation/wire/json.ts";
import type { Simulator } from "./simulator.ts";

/** A group as programs see it that ask who manages it. */
export interface Group {
  iri: string;
  moderatorsUrl: string;
  featuredUrl: string;
  moderators: string[];
}

/** Reads a group and its managers, afresh: they change. */
export async function groupAt(iri: string, at: Simulator): Promise<Group> {
  const document = await at.read(iri);
  if (document?.type !== "Group") throw new Error(`${iri} is no group`);
  const moderatorsUrl = String(document.attributedTo ?? document.moderators);
  return {
    iri,
    moderatorsUrl,
    featuredUrl: String(document.featured),
    moderators: (await at.items(moderatorsUrl)).map(String),
  };
}

export const host = (iri: unknown): string => new URL(String(iri)).host;

export const idOf = (one: unknown): string =>
  typeof one === "string" ? one : String((one as JsonObject | null)?.id);

/** Whether somebody may act on what another wrote: as its author's server, the group's, or as a manager. */
export const mayActOn = (actor: string, post: string, group: Group): boolean =>
  host(actor) === host(post) || host(actor) === host(group.iri) || group.moderators.includes(actor);
