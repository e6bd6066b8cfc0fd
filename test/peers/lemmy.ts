import type { JsonObject } from "../../federation/wire/json.ts";
import { everyone } from "./note.ts";
import type { Rules, Simulator } from "./simulator.ts";
import {
  absent,
  either,
  kind,
  list,
  maybe,
  object,
  oneOrMany,
  type Rule,
  text,
  time,
  url,
  whole,
  yesOrNo,
} from "./strict.ts";

/**
 * Lemmy 1.0.0-beta.1, as strict as its deserialisers (`crates/apub`: `protocol` and `activities`, August 2026). A list that serde reads as
 * `Vec` has to be one; `deserialize_one_or_many` takes both, but the member has to be there unless it has a default.
 */
const source = maybe(either(object({ content: text, mediaType: kind("text/markdown") }), () => {}));

const attachment = either(
  object({ type: kind("Link"), href: url }),
  object({ type: kind("Image"), url, name: maybe(text) }),
  object({ type: kind("Document"), url, mediaType: maybe(text), name: maybe(text) }),
);

const post = {
  id: url,
  attributedTo: url,
  to: oneOrMany(url),
  cc: maybe(oneOrMany(url)),
  mediaType: maybe(kind("text/html", "text/markdown")),
  source,
  attachment: maybe(list(attachment)),
  published: maybe(time),
  updated: maybe(time),
  audience: maybe(url),
  context: maybe(text),
};

export const page = object({
  ...post,
  type: kind("Page", "Article", "Note", "Video", "Event"),
  inReplyTo: absent,
  name: maybe(text),
  content: maybe(text),
  sensitive: maybe(yesOrNo),
});

const tag = either(
  object({ type: kind("Mention"), href: url, name: maybe(text) }),
  object({ type: kind("Hashtag"), href: url, name: text }),
  () => {},
);

export const note = object({
  ...post,
  type: kind("Note"),
  content: text,
  inReplyTo: url,
  tag: maybe(list(tag)),
});

const act = { id: url, actor: url, audience: maybe(url) };
const addressed = { ...act, to: oneOrMany(url), cc: oneOrMany(url) };
const loosely = { ...act, to: oneOrMany(url), cc: maybe(oneOrMany(url)) };

const lock = { ...addressed, type: kind("Lock"), object: url, summary: maybe(text) };
const vote = { ...act, type: kind("Like", "Dislike"), object: url };
const remove = {
  ...loosely,
  type: kind("Delete"),
  object: either(url, object({ id: url, type: kind("Tombstone") })),
  summary: maybe(text),
};
const block = {
  ...addressed,
  type: kind("Block"),
  object: url,
  target: url,
  summary: maybe(text),
  endTime: maybe(time),
  removeData: maybe(yesOrNo),
};
export const follow = { id: url, actor: url, type: kind("Follow"), object: url };

/** What a community may announce. */
const announced: Record<string, Rule> = {
  Create: object({ ...addressed, tag: maybe(list(tag)), object: either(note, page) }),
  Update: either(
    object({ ...addressed, tag: maybe(list(tag)), object: either(note, page) }),
    object({ ...loosely, object: object({ type: kind("Group"), id: url }) }),
  ),
  Delete: object(remove),
  Like: object(vote),
  Dislike: object(vote),
  Lock: object(lock),
  Block: object(block),
  Add: object({ ...addressed, object: url, target: url }),
  Remove: object({ ...addressed, object: url, target: url }),
  Undo: either(
    object({ ...loosely, object: object(vote) }),
    object({ ...loosely, object: object(remove) }),
    object({ ...addressed, object: object(lock) }),
    object({ ...addressed, object: object(block) }),
  ),
};

/** `deserialize_one`: one address, or a list of one. */
const one: Rule = (value, where) => {
  const all = [value].flat();
  if (all.length !== 1) throw new Error(`${where} is not one`);
  url(all[0], where);
};

/** A report names its reason in `summary`, or, as Mastodon does, in `content`. */
const report = {
  ...act,
  type: kind("Flag"),
  to: one,
  object: either(url, list(url)),
  summary: maybe(text),
  content: maybe(text),
};

/** What comes to an inbox outside an Announce. */
const direct: Record<string, Rule> = {
  ...announced,
  Announce: object({
    id: url,
    actor: url,
    to: oneOrMany(url),
    cc: oneOrMany(url),
    object: either(url, object({ id: url, actor: url })),
  }),
  Accept: object({ id: url, actor: url, object: either(url, object(follow)) }),
  Reject: object({ id: url, actor: url, object: either(url, object(follow)) }),
  Follow: object(follow),
  Flag: object(report),
  Resolve: object({ ...act, type: kind("Resolve"), to: one, object: either(url, object(report)) }),
};

/** The documents that Lemmy reads of a community. */
export const shapes = {
  group: object({
    type: kind("Group"),
    id: url,
    preferredUsername: text,
    inbox: url,
    outbox: url,
    followers: maybe(url),
    publicKey: object({ id: url, owner: url, publicKeyPem: text }),
    name: maybe(text),
    summary: maybe(text),
    mediaType: maybe(kind("text/html")),
    attributedTo: url,
    featured: maybe(url),
    endpoints: maybe(object({ sharedInbox: url })),
    postingRestrictedToMods: maybe(yesOrNo),
    manuallyApprovesFollowers: maybe(yesOrNo),
    discoverable: maybe(yesOrNo),
    sensitive: maybe(yesOrNo),
    published: maybe(time),
    language: maybe(list(object({ identifier: text, name: text }))),
  }),
  outbox: object({
    type: kind("OrderedCollection"),
    id: url,
    totalItems: whole,
    orderedItems: list(direct.Announce!),
  }),
  featured: object({ type: kind("OrderedCollection"), id: url, totalItems: whole, orderedItems: list(page) }),
  moderators: object({ type: kind("OrderedCollection"), id: url, orderedItems: list(url) }),
  followers: object({ type: kind("Collection"), id: url, totalItems: whole, items: list(absent) }),
  page,
  note,
};

const isPublic = (activity: JsonObject): boolean => [activity.to, activity.cc].flat().includes(everyone);

/** An announced activity: parsed, for the community that announces it, and as visible as that. */
async function receive(
  inner: JsonObject,
  community: string,
  isPrivate: boolean,
  at: Simulator,
): Promise<void> {
  const rule = announced[String(inner.type)];
  if (!rule) throw new Error(`data did not match any variant: ${String(inner.type)}`);
  rule(inner, String(inner.type));
  for (const audience of [inner.audience, (inner.object as JsonObject).audience])
    if (audience !== undefined && audience !== community)
      throw new Error("the audience is another community");
  const said = inner.object as JsonObject;
  if ((inner.type === "Create" || inner.type === "Update") && said.type !== "Group") {
    if (isPublic(inner) === isPrivate) throw new Error("object visibility doesn't match the community's");
    if (said.attributedTo !== inner.actor) throw new Error("the author is another");
    if (
      said.type === "Note" &&
      !at.posts.has(String(said.inReplyTo)) &&
      !(await at.read(String(said.inReplyTo)))
    )
      throw new Error("the parent cannot be had");
    at.posts.set(String(said.id), said);
  }
  if (inner.type === "Delete") at.posts.delete(String(inner.object));
}

export const lemmy: Rules = {
  hostname: "lemmy.localhost",
  software: "lemmy",
  refusal: 400,
  async take(activity, at) {
    const rule = direct[String(activity.type)];
    if (!rule) throw new Error(`data did not match any variant: ${String(activity.type)}`);
    rule(activity, String(activity.type));
    if (activity.type !== "Announce") return;
    const inner =
      typeof activity.object === "string" ? await at.read(activity.object) : (activity.object as JsonObject);
    if (!inner || typeof inner.actor !== "string") throw new Error("cannot receive page");
    const community = await at.read(String(activity.actor));
    shapes.group(community ?? {}, "Group");
    const isPrivate = community!.manuallyApprovesFollowers === true;
    if (isPublic(activity) === isPrivate) throw new Error("object visibility doesn't match the community's");
    await receive(inner, String(activity.actor), isPrivate, at);
  },
};
