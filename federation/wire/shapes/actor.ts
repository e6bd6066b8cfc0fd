import { z } from "zod";
import type { Result } from "../../../src/core/result.ts";
import { isObject, type WireProblem } from "../json.ts";
import { readBy, unknownType } from "./outcome.ts";
import {
  addresses,
  anything,
  count,
  flag,
  id,
  isIri,
  link,
  objects,
  ownId,
  page,
  picture,
  text,
  time,
  typeAmong,
} from "./primitives.ts";
import { type Emoji, tags } from "./tags.ts";

export const actorTypes = ["Person", "Group", "Application", "Service", "Organization"] as const;

export type ActorType = (typeof actorTypes)[number];

export const levels = ["open", "restricted", "private", "confidential"] as const;

export interface RemoteActor {
  type: ActorType;
  id: string;
  preferredUsername: string;
  /** The name for people; the user name where there is none. */
  name: string;
  /** HTML, not sanitised. */
  summary: string;
  /** What `summary` was made from, in Markdown. */
  source: string | null;
  url: string | null;
  icon: string | null;
  image: string | null;
  inbox: string;
  sharedInbox: string | null;
  outbox: string | null;
  followers: string | null;
  following: string | null;
  featured: string | null;
  /** Of a group: the collection of its managers, wherever the program puts it. */
  moderators: string | null;
  members: string | null;
  membersCount: number | null;
  /** Of a group: where its members get actor tokens (FEP-db0e). */
  actorToken: string | null;
  /** What its program says that it can do, as addresses (FEP-844e). */
  implements: string[];
  /** HTTP signatures. */
  publicKeys: { id: string; publicKeyPem: string }[];
  /** Integrity proofs. */
  assertionMethods: { id: string; publicKeyMultibase: string }[];
  manuallyApprovesFollowers: boolean;
  postingRestrictedToMods: boolean;
  discoverable: boolean;
  /** Whether it may be found by searching. Missing means no (FEP-5feb). */
  indexable: boolean;
  alsoKnownAs: string[];
  movedTo: string | null;
  published: Date | null;
  updated: Date | null;
  /** Rows of a profile. */
  fields: { name: string; value: string }[];
  /** The small pictures in its name and summary. */
  emojis: Emoji[];
  /** Ours only: what a workspace is for, and who may see it. */
  purpose: string | null;
  level: (typeof levels)[number] | null;
}

const schema = z.object({
  id: ownId,
  preferredUsername: text,
  name: text,
  summary: text,
  source: anything,
  url: page,
  icon: picture,
  image: picture,
  inbox: id,
  endpoints: anything,
  generator: anything,
  implements: anything,
  sharedInbox: link,
  outbox: link,
  followers: link,
  following: link,
  featured: link,
  moderators: link,
  attributedTo: link,
  members: link,
  membersCount: count,
  publicKey: anything,
  assertionMethod: anything,
  manuallyApprovesFollowers: flag,
  postingRestrictedToMods: flag,
  discoverable: anything,
  indexable: flag,
  alsoKnownAs: addresses,
  movedTo: link,
  published: time,
  updated: time,
  attachment: anything,
  tag: tags,
  purpose: text,
  level: anything,
});

const mostKeys = 10;
const mostCapabilities = 50;
const mostFields = 20;

/** Keys that the actor lists as its own. */
function keys<Name extends string>(
  value: unknown,
  name: Name,
  actor: string,
): ({ id: string } & Record<Name, string>)[] {
  return objects(value)
    .slice(0, mostKeys)
    .flatMap((key) => {
      const text = key[name];
      const owner = key.owner ?? key.controller ?? actor;
      if (!isIri(key.id) || owner !== actor || typeof text !== "string") return [];
      return [{ id: key.id, [name]: text } as { id: string } & Record<Name, string>];
    });
}

function field({ type, name, value }: Record<string, unknown>): { name: string; value: string }[] {
  if (!typeAmong(type, ["PropertyValue"]) || typeof name !== "string" || typeof value !== "string") return [];
  return [{ name: name.slice(0, 200), value: value.slice(0, 2000) }];
}

/** Addresses of what an application implements: links, or the addresses alone. */
const capabilities = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .slice(0, mostCapabilities)
    .flatMap((one) => {
      const address: unknown = isObject(one) ? (one.href ?? one.id) : one;
      return typeof address === "string" ? [address] : [];
    });

/** Reads an actor, normalised before. See `parseActivity` for how. */
export function parseActor(document: unknown): Result<RemoteActor, WireProblem> {
  const type = isObject(document) && typeAmong(document.type, actorTypes);
  if (!type) return unknownType(document, "actor");
  const fields = readBy(schema, document);
  if (!fields.ok) return fields;
  const {
    endpoints,
    generator,
    implements: own,
    attributedTo,
    publicKey,
    assertionMethod,
    attachment,
    tag,
    source,
    discoverable,
    level,
    ...rest
  } = fields.value;
  const preferredUsername = rest.preferredUsername ?? "";
  const value: RemoteActor = {
    ...rest,
    type,
    preferredUsername,
    name: rest.name || preferredUsername,
    summary: rest.summary ?? "",
    source: isObject(source) && typeof source.content === "string" ? source.content : null,
    // Discourse has it beside the endpoints.
    sharedInbox: (isObject(endpoints) ? link.parse(endpoints.sharedInbox) : null) ?? rest.sharedInbox,
    actorToken: type === "Group" && isObject(endpoints) ? link.parse(endpoints.actorToken) : null,
    implements: capabilities(isObject(generator) ? generator.implements : type === "Application" ? own : []),
    moderators: type === "Group" ? (rest.moderators ?? attributedTo) : null,
    publicKeys: keys(publicKey, "publicKeyPem", rest.id),
    assertionMethods: keys(assertionMethod, "publicKeyMultibase", rest.id),
    // Of a group Lemmy says only no; of a person, silence is no.
    discoverable: type === "Group" ? discoverable !== false : discoverable === true,
    fields: objects(attachment).slice(0, mostFields).flatMap(field),
    emojis: tag.emojis,
    level: typeAmong(level, levels) ?? null,
  };
  return { ok: true, value };
}
