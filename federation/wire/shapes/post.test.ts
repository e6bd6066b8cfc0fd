import { describe, expect, test } from "vitest";
import { isVote, parsePost } from "./post.ts";

const note = {
  id: "https://north.example/notes/1",
  type: "Note",
  attributedTo: "https://north.example/nia",
  content: "<p>Handover takes ten minutes</p>",
};

function value(document: unknown) {
  const result = parsePost(document);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

test("a bare note has nothing for what is missing", () => {
  expect(value(note)).toEqual({
    type: "Note",
    id: note.id,
    attributedTo: note.attributedTo,
    name: null,
    content: note.content,
    mediaType: "text/html",
    html: note.content,
    source: null,
    language: null,
    summary: null,
    target: null,
    proposal: null,
    inReplyTo: null,
    context: null,
    to: [],
    cc: [],
    audience: [],
    published: null,
    updated: null,
    url: null,
    sensitive: false,
    locked: false,
    mentions: [],
    hashtags: [],
    attachments: [],
    image: null,
    replies: null,
    poll: null,
    emojis: [],
    event: null,
  });
});

test.each(["Note", "Page", "Article", "Question", "Event"])("a %s is a post", (type) => {
  expect(value({ ...note, type }).type).toBe(type);
});

describe("words", () => {
  test("in Markdown are kept as source, and shown as they are", () => {
    const source = { content: "*ten* minutes", mediaType: "text/markdown" };
    expect(value({ ...note, source }).source).toBe("*ten* minutes");
    expect(value({ ...note, source: { ...source, mediaType: "text/bbcode" } }).source).toBeNull();
    const markdown = { ...note, mediaType: "text/markdown", content: 'a <b>\nc\n\n"d" & e' };
    expect(value(markdown)).toMatchObject({
      source: markdown.content,
      html: "<p>a &lt;b&gt;<br>c</p><p>&quot;d&quot; &amp; e</p>",
    });
    expect(value({ ...note, mediaType: "text/html; charset=utf-8" }).html).toBe(note.content);
  });

  test("in a language", () => {
    expect(value({ ...note, content: undefined, contentMap: { cy: "<p>Helo</p>" } })).toMatchObject({
      html: "<p>Helo</p>",
      language: "cy",
    });
    expect(value({ ...note, language: { identifier: "fr", name: "Français" } }).language).toBe("fr");
    expect(value({ ...note, contentMap: { "<script>": "x" } }).language).toBeNull();
  });

  test("may be missing, and a megabyte of them is the most", () => {
    expect(value({ ...note, content: null }).html).toBe("");
    expect(parsePost({ ...note, content: "a".repeat(1_000_001) })).toMatchObject({
      ok: false,
      kind: "too-large",
    });
  });
});

test("mentions and hashtags are read, one or several, and the rest is let be", () => {
  const tag = [
    { type: "Mention", href: note.attributedTo, name: "@nia@north.example" },
    { type: "Mention", href: "javascript:alert(1)", name: "@x" },
    { type: "Mention", href: "https://south.example/omar" },
    { type: "Hashtag", href: "https://north.example/tags/sepsis", name: "#Sepsis" },
    { type: "Emoji", name: ":heart:", icon: { url: "https://north.example/heart.png" } },
    { type: "CommunityPostTag", id: "https://north.example/tag/news", preferredUsername: "news" },
    "nonsense",
    null,
    7,
  ];
  const expected = [
    { href: note.attributedTo, name: "@nia@north.example" },
    { href: "https://south.example/omar", name: "" },
  ];
  expect(value({ ...note, tag })).toMatchObject({ mentions: expected, hashtags: ["Sepsis"] });
  expect(value({ ...note, tag: tag[0] }).mentions).toEqual([expected[0]]);
});

test("ten thousand mentions are refused, and a thousand are read", () => {
  const tag = (length: number) =>
    Array.from({ length }, (_, index) => ({ type: "Mention", href: `https://south.example/${index}` }));
  expect(parsePost({ ...note, tag: tag(10_000) })).toEqual({
    ok: false,
    kind: "too-large",
    problem: "tag has more than 1000 entries.",
  });
  expect(value({ ...note, tag: tag(1000) }).mentions).toHaveLength(1000);
});

test("attachments in the ways of Mastodon, Lemmy, Mobilizon and PeerTube", () => {
  const attachment = [
    {
      type: "Document",
      url: "https://north.example/a.pdf",
      mediaType: "application/pdf",
      name: "Audit",
      width: 0,
    },
    {
      type: "Image",
      url: "https://north.example/a.png",
      ...{ width: 1500, height: 1000.4, summary: "A ward", focalPoint: [-0.5, 1] },
      digestMultibase: `u${Buffer.from(`1220${"00".repeat(32)}`, "hex").toString("base64url")}`,
    },
    { type: "Link", href: "https://north.example/article", mediaType: "text/html" },
    {
      type: "Video",
      url: [{ type: "Link", href: "https://north.example/a.mp4", mediaType: "video/mp4" }],
      ...{ focalPoint: [2, "up"], digestMultibase: "zQm" },
    },
    { type: "Document", url: "javascript:alert(1)" },
    { type: "Document" },
  ];
  expect(value({ ...note, attachment }).attachments).toEqual([
    {
      type: "document",
      url: "https://north.example/a.pdf",
      mediaType: "application/pdf",
      ...{ name: "Audit", summary: null, width: null, height: null, focus: null, sha256: null },
    },
    {
      type: "image",
      url: "https://north.example/a.png",
      mediaType: null,
      ...{ name: null, summary: "A ward", width: 1500, height: 1000, focus: { x: -0.5, y: 1 } },
      sha256: "00".repeat(32),
    },
    {
      type: "link",
      url: "https://north.example/article",
      mediaType: "text/html",
      ...{ name: null, summary: null, width: null, height: null, focus: null, sha256: null },
    },
    {
      type: "document",
      url: "https://north.example/a.mp4",
      mediaType: "video/mp4",
      ...{ name: null, summary: null, width: null, height: null, focus: null, sha256: null },
    },
  ]);
});

test("links: as text, as object, the page for people among several", () => {
  const url = [
    { type: "Link", mediaType: "video/mp4", href: "https://north.example/a.mp4" },
    { type: "Link", mediaType: "text/html", href: "https://north.example/a" },
  ];
  expect(value({ ...note, url }).url).toBe("https://north.example/a");
  expect(value({ ...note, url: url[0] }).url).toBe("https://north.example/a.mp4");
  expect(value({ ...note, url: "javascript:alert(1)" }).url).toBeNull();
  expect(value({ ...note, image: { type: "Image", url: "https://north.example/i.png" } }).image).toBe(
    "https://north.example/i.png",
  );
  expect(value({ ...note, context: "tag:north.example,2026:x" }).context).toBeNull();
});

test("what it answers is an address, or it is refused: a reply must not become a discussion", () => {
  const parent = "https://south.example/notes/1";
  for (const inReplyTo of [parent, { id: parent }, [parent]])
    expect(value({ ...note, inReplyTo }).inReplyTo).toBe(parent);
  expect(value({ ...note, inReplyTo: null }).inReplyTo).toBeNull();
  for (const inReplyTo of ["#1", "tag:x", {}, 7])
    expect(parsePost({ ...note, inReplyTo })).toMatchObject({ ok: false, kind: "malformed" });
});

test("a vote is a name in answer to something, without words", () => {
  const vote = { ...note, name: "yes", content: undefined, inReplyTo: "https://south.example/polls/1" };
  expect(isVote(value(vote))).toBe(true);
  expect(isVote(value({ ...vote, content: "<p>yes, because</p>" }))).toBe(false);
  expect(isVote(value({ ...vote, inReplyTo: undefined }))).toBe(false);
});

test("a question has options and votes", () => {
  const option = (name: string, totalItems: number) => ({ type: "Note", name, replies: { totalItems } });
  const question = { ...note, type: "Question", endTime: "2026-03-01T12:00:00Z", votersCount: 3 };
  expect(value({ ...question, oneOf: [option("yes", 2), option("no", -1), { type: "Note" }] }).poll).toEqual({
    several: false,
    options: [
      { name: "yes", votes: 2 },
      { name: "no", votes: 0 },
      { name: "", votes: 0 },
    ],
    endTime: new Date("2026-03-01T12:00:00Z"),
    closed: null,
    voters: 3,
    withoutTotals: false,
  });
  expect(value({ ...question, anyOf: option("yes", 1) }).poll).toMatchObject({ several: true });
});

test("an event has time, place and a way to take part", () => {
  const event = {
    ...note,
    type: "Event",
    name: "Sepsis week",
    startTime: "2026-09-14T09:00:00+01:00",
    timezone: "Europe/London",
    location: { type: "Place", name: "The Kenn Centre" },
    joinMode: "free",
    isOnline: true,
    organizers: [note.attributedTo, "x"],
  };
  expect(value(event).event).toEqual({
    startTime: new Date("2026-09-14T08:00:00Z"),
    endTime: null,
    timezone: "Europe/London",
    location: "The Kenn Centre",
    online: true,
    link: null,
    joinMode: "free",
    organizers: [note.attributedTo],
  });
  // As FEP-8a8e has it: several places, one of them on the web, and organisers in a collection.
  const both = {
    ...event,
    isOnline: undefined,
    location: [
      { type: "VirtualLocation", name: "Meeting", url: "https://meet.example/x" },
      {
        type: "Place",
        name: "Hall",
        address: { type: "PostalAddress", streetAddress: "1 Way", postalCode: "E1" },
      },
    ],
    organizers: { type: "Collection", items: [note.attributedTo, { id: "https://north.example/olu" }, 7] },
  };
  expect(value(both).event).toMatchObject({
    location: "Hall, 1 Way, E1",
    online: true,
    link: "https://meet.example/x",
    organizers: [note.attributedTo, "https://north.example/olu"],
  });
  const hostile = { ...event, location: [{ type: "VirtualLocation", url: "javascript:alert(1)" }, 7, null] };
  expect(value(hostile).event).toMatchObject({ link: null, location: null });
});

test.each([
  ["another's id in an object", { id: { id: note.id } }],
  ["no id", { id: undefined }],
  ["an id without a server", { id: "#note" }],
  ["no author", { attributedTo: undefined }],
  ["an author that is no address", { attributedTo: "nia" }],
])("a post with %s is refused", (_, change) => {
  expect(parsePost({ ...note, ...change })).toMatchObject({ ok: false, kind: "malformed" });
});

test("what is not a post is said to be something else", () => {
  expect(parsePost({ ...note, type: "ChatMessage" })).toMatchObject({ ok: false, kind: "unknown" });
  for (const document of [null, "x", [], {}, { type: 7 }])
    expect(parsePost(document)).toMatchObject({ ok: false, kind: "malformed" });
});

test("of an offer whole things are counted, and what is not one is let be", () => {
  const offer = (quantity: unknown, hasUnit: unknown = "one") =>
    value({
      ...note,
      type: "Proposal",
      publishes: [{ type: "Intent", resourceQuantity: { hasUnit, hasNumericalValue: quantity } }],
    }).proposal?.quantity;
  expect([offer("3"), offer(3), offer("1e3"), offer(3, "om2:one"), offer(3, { id: "om2:one" })]).toEqual([
    ...[3, 3, 1000, 3, 3],
  ]);
  for (const odd of ["-1", "1.5", "", " ", "0", "x", "9".repeat(30), null, true, [3], { value: 3 }])
    expect([odd, offer(odd)]).toEqual([odd, null]);
  expect([offer("3", "second"), offer("3", 7), offer("3", "clone")]).toEqual([null, null, null]);
});

test("a proposal is one by its type or by what it publishes, and a reply is none", () => {
  const publishes = { type: "Intent", action: "transfer" };
  const purpose = (more: object) => value({ ...note, ...more }).proposal?.purpose ?? null;
  expect(purpose({ type: "Proposal" })).toBe("offer");
  expect(purpose({ type: "ValueFlows:Proposal", purpose: "request" })).toBe("request");
  expect(purpose({ publishes: { ...publishes, receiver: { id: note.attributedTo } } })).toBe("request");
  expect(purpose({ publishes, "vf:purpose": "request" })).toBe("request");
  for (const none of [
    { publishes: { type: "Commitment" } },
    { type: "Event", publishes },
    { publishes, inReplyTo: "https://north.example/1" },
    { purpose: "offer" },
  ])
    expect(purpose(none)).toBe(null);
});
