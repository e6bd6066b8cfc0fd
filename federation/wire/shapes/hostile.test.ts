import { expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { normalise } from "../normalise.ts";
import { parseActivity, parseActor, parseCollection, parsePost, tombstoneOf } from "./index.ts";

const nia = "https://north.example/users/nia";
const group = "https://south.example/group";

const post = {
  "@context": ["https://www.w3.org/ns/activitystreams", { sensitive: "as:sensitive" }],
  id: "https://north.example/notes/1",
  type: "Question",
  attributedTo: nia,
  name: "Title",
  content: "<p>Words</p>",
  contentMap: { en: "<p>Words</p>" },
  mediaType: "text/html",
  source: { content: "Words", mediaType: "text/markdown" },
  language: { identifier: "en" },
  summary: "s",
  inReplyTo: "https://south.example/notes/2",
  context: "https://south.example/contexts/1",
  to: [group],
  cc: ["as:Public"],
  audience: group,
  published: "2026-03-01T12:00:00Z",
  updated: "2026-03-01T12:00:00Z",
  url: [{ type: "Link", href: "https://north.example/1", mediaType: "text/html" }],
  sensitive: false,
  commentsEnabled: true,
  tag: [{ type: "Mention", href: nia, name: "@nia" }],
  attachment: [{ type: "Document", url: [{ href: "https://north.example/a" }], name: "n", width: 1 }],
  image: { url: "https://north.example/i" },
  replies: { id: "https://north.example/r" },
  oneOf: [{ name: "yes", replies: { totalItems: 1 } }],
  endTime: "2026-03-01T12:00:00Z",
  location: { name: "Ward 7" },
  organizers: [nia],
};

const activity = {
  id: "https://north.example/activities/1",
  type: "Announce",
  actor: nia,
  object: {
    id: "https://north.example/activities/2",
    type: "Undo",
    actor: nia,
    object: { id: "https://north.example/activities/3", type: "Like", actor: nia, object: post.id },
  },
  target: group,
  to: [group],
  cc: [],
  audience: [group],
  published: "2026-03-01T12:00:00Z",
  summary: "s",
  proof: { type: "DataIntegrityProof" },
};

const actor = {
  id: nia,
  type: "Group",
  preferredUsername: "nia",
  inbox: `${nia}/inbox`,
  endpoints: { sharedInbox: "https://north.example/inbox" },
  publicKey: [{ id: `${nia}#main-key`, owner: nia, publicKeyPem: "x" }],
  assertionMethod: [{ id: `${nia}#ed`, controller: nia, publicKeyMultibase: "z" }],
  attributedTo: `${nia}/moderators`,
  icon: [{ url: "https://north.example/i" }],
  attachment: [{ type: "PropertyValue", name: "Job", value: "Nurse" }],
  alsoKnownAs: [nia],
  level: "open",
};

const collection = {
  id: `${nia}/outbox`,
  type: "OrderedCollection",
  totalItems: 1,
  orderedItems: [activity],
  first: { type: "OrderedCollectionPage", items: [post.id], first: {} },
};

/** Whatever may stand where something else is expected. */
const odd: unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  "x",
  "#",
  "https://",
  "\ud800",
  "as:Public",
  [],
  [[]],
  [[["https://north.example/deep"]]],
  [null],
  {},
  { id: {} },
  { id: [] },
  { id: null, href: 7, url: {} },
  [{}],
  JSON.parse('{"__proto__":{"id":"https://evil.example/"}}'),
  JSON.parse('{"constructor":"x","toString":null,"valueOf":1,"then":1}'),
  Array(2000).fill("x"),
];

/** The document with each value in it, at every depth, replaced by something odd. */
function* variants(document: unknown): Generator<unknown> {
  yield* odd;
  if (typeof document !== "object" || document === null) return;
  for (const key of Object.keys(document)) {
    const value = (document as Record<string, unknown>)[key];
    for (const variant of variants(value)) {
      if (Array.isArray(document))
        yield document.map((one, index) => (index === Number(key) ? variant : one));
      else yield { ...document, [key]: variant };
    }
  }
}

test.each([
  ["a post", post],
  ["an activity", activity],
  ["an actor", actor],
  ["a collection", collection],
])("nothing that stands in %s makes reading it fail otherwise than with words", async (_, document) => {
  let read = 0;
  for (const variant of variants(document)) {
    for (const parse of [parseActivity, parseActor, parsePost, parseCollection]) {
      const result = parse(variant);
      if (result.ok) read++;
      else expect(result.problem).toMatch(/^[\w. ,:]+\.$/);
    }
    tombstoneOf(variant);
  }
  expect(read).toBeGreaterThan(100);
});

test("nor does anything in a context, or in place of one", async () => {
  for (const context of variants(post["@context"])) {
    const result = await normalise({ ...post, "@context": context } as JsonObject);
    if (!result.ok) expect(result.problem).toMatch(/^The document/);
  }
});
