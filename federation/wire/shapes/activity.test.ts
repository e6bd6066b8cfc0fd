import { describe, expect, test } from "vitest";
import { isObject } from "../json.ts";
import { activityTypes, parseActivity } from "./activity.ts";
import { publicAddress } from "./primitives.ts";

const like = {
  id: "https://north.example/likes/1",
  type: "Like",
  actor: "https://north.example/nia",
  object: "https://south.example/notes/1",
};
const undo = { ...like, id: "https://north.example/undo/1", type: "Undo", object: like };

function value(document: unknown) {
  const result = parseActivity(document);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

test("a reason or an answer is as long as our own can be", () => {
  expect(value({ ...like, summary: "a".repeat(5000) }).summary).toHaveLength(1000);
});

test("an activity is read into names of ours, with nothing for what is missing", () => {
  expect(value(like)).toEqual({
    type: "Like",
    id: like.id,
    actor: like.actor,
    objectId: like.object,
    object: null,
    objects: [like.object],
    inner: null,
    target: null,
    origin: null,
    discussion: null,
    to: [],
    cc: [],
    audience: [],
    published: null,
    endTime: null,
    summary: null,
    content: null,
    removeData: false,
  });
});

test.each(activityTypes.filter((type) => type !== "Add" && type !== "Remove"))("%s is understood", (type) => {
  expect(value({ ...like, type })).toMatchObject({ type, objectId: like.object });
});

describe("the many ways to write the same", () => {
  test.each([
    [{ actor: { id: like.actor, type: "Person" } }],
    [{ actor: [like.actor] }],
    [{ object: { id: like.object, type: "Note" } }],
    [{ object: [like.object] }],
    [{ type: ["https://example.org/Favourite", "Like"] }],
    [{ target: null, to: null, cc: "", published: null, summary: {}, endTime: "soon" }],
    [{ "@context": "ignored", unknown: { deep: [1, 2] }, __proto__: { actor: "x" } }],
  ])("%j", (change) => {
    expect(value({ ...like, ...change })).toMatchObject({
      type: "Like",
      actor: like.actor,
      objectId: like.object,
    });
  });

  test("addresses: one, several, objects, the public one in each spelling, and what is none", () => {
    const to = ["as:Public", "Public", publicAddress, { id: like.actor }, "did:example:1", "", 7, null];
    expect(value({ ...like, to, cc: like.actor }).to).toEqual([
      publicAddress,
      publicAddress,
      publicAddress,
      like.actor,
    ]);
    expect(value({ ...like, to, cc: like.actor }).cc).toEqual([like.actor]);
  });

  test.each([
    ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"],
    ["2021-11-01T12:23:50.151874Z", "2021-11-01T12:23:50.151Z"],
    ["2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T12:00:00", "2026-03-01T12:00:00.000Z"],
  ])("the time %s", (published, expected) => {
    expect(value({ ...like, published }).published?.toISOString()).toBe(expected);
  });

  test.each(["", "yesterday", "2026-99-01T12:00:00Z", "1066-10-14T09:00:00Z", 1772366400, "9".repeat(1000)])(
    "%j is no time",
    (published) => expect(value({ ...like, published }).published).toBeNull(),
  );
});

describe("what an activity carries", () => {
  test("is kept as it came, and read where it is an activity", () => {
    const result = value(undo);
    expect(result.object).toBe(like);
    expect(result.objects[0]).toBe(like);
    expect(result.inner).toMatchObject({ type: "Like", id: like.id, objectId: like.object });
    const announce = { ...undo, type: "Announce", object: undo };
    expect(value(announce).inner?.inner).toMatchObject({ type: "Like", id: like.id });
  });

  test("goes three levels deep and no further", () => {
    const nested = [..."abcde"].reduce<object>(
      (object, name) => ({ ...undo, id: `https://north.example/${name}`, object }),
      like,
    );
    expect(value(nested).inner?.inner).toMatchObject({ type: "Undo", inner: null });
  });

  test("has no id of its own, when it is transient", () => {
    const { id: _, ...nameless } = like;
    expect(value({ ...undo, object: nameless })).toMatchObject({
      objectId: null,
      inner: { type: "Like", id: `${undo.id}#object`, objectId: like.object },
    });
    expect(parseActivity({ ...like, object: { type: "Note" } })).toMatchObject({
      ok: false,
      kind: "malformed",
    });
  });

  test("may be several: a Flag's, and those of a batched Announce in each form", () => {
    const flagged = ["https://south.example/a", { id: "https://south.example/b" }];
    expect(value({ ...like, type: "Flag", object: flagged, content: "spam" })).toMatchObject({
      objectId: flagged[0],
      objects: flagged,
      content: "spam",
    });
    const other = { ...like, id: "https://north.example/likes/2" };
    for (const object of [
      [like, other],
      { type: "OrderedCollection", orderedItems: [like, other] },
      { type: "Collection", items: [like, other], id: "https://south.example/batch" },
    ]) {
      const batch = value({ ...like, type: "Announce", object });
      expect(batch.objects).toEqual([like, other]);
      expect(batch.objects[0]).toBe(isObject(object) ? (object.orderedItems ?? object.items)![0] : object[0]);
      expect(batch.inner).toBeNull();
    }
  });

  test("Lemmy's other name for the end of a Block, and what goes with it", () => {
    const block = { ...like, type: "Block", target: "https://south.example/group", removeData: true };
    const end = "2027-01-01T00:00:00Z";
    for (const change of [{ endTime: end }, { expires: end }])
      expect(value({ ...block, ...change })).toMatchObject({
        target: "https://south.example/group",
        endTime: new Date(end),
        removeData: true,
      });
  });
});

describe("what is refused", () => {
  const hostile = [
    undefined,
    null,
    "",
    "#likes/1",
    "/likes/1",
    "likes/1",
    "ftp://north.example/1",
    "javascript:alert(1)",
    "data:text/html,x",
    "acct:nia@north.example",
    "https://",
    "https:///path",
    "https:north.example",
    "https:\\\\north.example\\1",
    "HTTPS://north.example/1",
    "https://user@north.example/1",
    "https://user:secret@north.example/1",
    "https://north.example\\@evil.example/1",
    "https://north.example/a b",
    "https://north.example/a\nb",
    "https://north.example/\u0000",
    "https://north.example:99999/",
    " https://north.example/1",
    `https://north.example/${"a".repeat(2048)}`,
    { id: like.id },
    [like.id],
    17,
  ];

  test.each(hostile)("the id %j", (id) => {
    expect(parseActivity({ ...like, id })).toMatchObject({ ok: false, kind: "malformed" });
  });

  test.each(hostile.filter((one) => typeof one === "string" && one !== ""))(
    "the actor and object %j",
    (wrong) => {
      expect(parseActivity({ ...like, actor: wrong })).toMatchObject({ ok: false, kind: "malformed" });
      expect(parseActivity({ ...like, object: wrong })).toMatchObject({ ok: false, kind: "malformed" });
      expect(parseActivity({ ...like, object: { id: wrong, type: "Note" } })).toMatchObject({ ok: false });
      expect(parseActivity({ ...like, object: [like.object, wrong] })).toMatchObject({ ok: false });
      expect(parseActivity({ ...like, target: wrong })).toMatchObject({ ok: false, kind: "malformed" });
    },
  );

  test.each([
    ["no actor", { actor: undefined }],
    ["no object", { object: undefined }],
    ["an empty object", { object: [] }],
    ["a number for an object", { object: 5 }],
    ["an addition to nothing", { type: "Add" }],
    ["a removal from nothing", { type: "Remove" }],
    ["no type", { type: undefined }],
    ["a list for an activity", []],
  ])("%s", (_, change) => {
    expect(parseActivity(Array.isArray(change) ? change : { ...like, ...change })).toMatchObject({
      ok: false,
      kind: "malformed",
    });
  });

  test("kinds that have no meaning here, in words that are safe to log", () => {
    expect(parseActivity({ ...like, type: "Warn" })).toEqual({
      ok: false,
      kind: "unknown",
      problem: "This kind of activity is not understood: Warn.",
    });
    const problem = parseActivity({ ...like, type: '\n{"level":"error"}\u001b[31m' });
    expect(problem).toMatchObject({ problem: "This kind of activity is not understood: levelerrorm." });
    for (const type of ["__proto__", "constructor", "toString"])
      expect(parseActivity({ ...like, type })).toMatchObject({ kind: "unknown" });
  });

  test("more than is reasonable", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `https://south.example/${index}`);
    for (const change of [{ to: many }, { cc: many }, { object: many }, { summary: "a".repeat(1_000_001) }])
      expect(parseActivity({ ...like, ...change })).toMatchObject({ ok: false, kind: "too-large" });
    let deep: unknown = {};
    for (let level = 0; level < 40; level++) deep = { deep };
    expect(parseActivity({ ...like, deep })).toMatchObject({ ok: false, kind: "too-large" });
    expect(parseActivity({ ...undo, object: { ...like, deep } })).toMatchObject({
      ok: false,
      kind: "too-large",
    });
  });

  test("prototypes stay what they are", () => {
    const document = JSON.parse(
      `{"id":"${like.id}","type":"Like","actor":"${like.actor}","object":{"id":"${like.object}","__proto__":{"admin":true}},"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}`,
    );
    const result = value(document) as { admin?: boolean };
    expect(result.admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});
