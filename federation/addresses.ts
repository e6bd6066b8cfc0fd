import { type Id, parseId } from "../src/core/id.ts";

export { sameOrigin } from "./wire/origin.ts";

/** The address everyone can read: always in full, because some peers know no other form. */
export const publicAddress = "https://www.w3.org/ns/activitystreams#Public";

/** Addresses of what lives here. */
export const addresses = (origin: string) => ({
  actor: (id: Id) => `${origin}/actors/${id}`,
  activity: (id: Id) => `${origin}/activities/${id}`,
  content: (id: Id) => `${origin}/content/${id}`,
  context: (id: Id) => `${origin}/content/${id}/context`,
  sharedInbox: `${origin}/inbox`,
  workspaces: `${origin}/workspaces`,
});

/** Members of a group, for addressing what is not public. */
export const membersOf = (groupIri: string): string => `${groupIri}/members`;

/** The files and folders of a group. */
export const resourcesOf = (groupIri: string): string => `${groupIri}/resources`;

/** A note that says what an offer or a request says, for servers that know none. */
export const noteOf = (iri: string): string => `${iri}/note`;

/** What such a note is about; any other address as it is. */
export const withoutNote = (iri: string): string =>
  iri.replace(/^(https?:\/\/[^/]+\/content\/\d+)\/note$/, "$1");

/** Host of an address, lower case, with its port where that is not the usual one; empty for no address. */
export const hostOf = (iri: string): string => URL.parse(iri)?.host ?? "";

/** The id in an address of ours, `…/content/123` for `content`. */
export function localId(
  origin: string,
  iri: string,
  collection: "actors" | "content" | "activities",
): Id | null {
  const start = `${origin}/${collection}/`;
  return iri.startsWith(start) ? parseId(iri.slice(start.length)) : null;
}
