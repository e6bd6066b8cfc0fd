import type { JsonObject } from "../../federation/wire/json.ts";
import type { PeerActor } from "./actor.ts";

export const everyone = "https://www.w3.org/ns/activitystreams#Public";

const context = "https://www.w3.org/ns/activitystreams";
let made = 0;

/** A new address on the actor's server. */
export const freshIri = (by: PeerActor, kind: string): string => `${by.iri}/${kind}/${++made}`;

export interface Said {
  mentions?: { iri: string; name: string }[];
  inReplyTo?: string;
  more?: JsonObject;
}

/** A post as Mastodon makes it, at an address where it is served: public, to followers and to whom it mentions. */
export function note(
  by: PeerActor,
  words: string,
  { mentions = [], inReplyTo, more = {} }: Said = {},
): JsonObject {
  const id = freshIri(by, "statuses");
  const links = mentions.map(
    ({ iri, name }) =>
      `<span class="h-card"><a href="${iri}" class="u-url mention">@<span>${name.split("@")[1]}</span></a></span> `,
  );
  const document: JsonObject = {
    "@context": context,
    id,
    type: "Note",
    summary: null,
    inReplyTo: inReplyTo ?? null,
    published: by.peer.options.clock().toISOString(),
    url: id.replace("/users/", "/@"),
    attributedTo: by.iri,
    to: [everyone],
    cc: [`${by.iri}/followers`, ...mentions.map(({ iri }) => iri)],
    sensitive: false,
    content: `<p>${links.join("")}${words}</p>`,
    attachment: [],
    tag: mentions.map(({ iri: href, name }) => ({ type: "Mention", href, name })),
    ...more,
  };
  by.peer.serve(document);
  return document;
}

const within = ({ "@context": _, ...document }: JsonObject): JsonObject => document;

/** An activity about a document, addressed as it is, and served at its own address. */
export function activity(
  by: PeerActor,
  type: string,
  object: JsonObject | string,
  more: JsonObject = {},
): JsonObject {
  const addressed = typeof object === "string" ? {} : { to: object.to, cc: object.cc };
  const document: JsonObject = {
    "@context": context,
    id: freshIri(by, type.toLowerCase()),
    type,
    actor: by.iri,
    ...addressed,
    object: typeof object === "string" ? object : within(object),
    ...more,
  };
  by.peer.serve(document);
  return document;
}

export const follow = (by: PeerActor, group: string): JsonObject => activity(by, "Follow", group);

export const undo = (by: PeerActor, undone: JsonObject): JsonObject => activity(by, "Undo", undone);
