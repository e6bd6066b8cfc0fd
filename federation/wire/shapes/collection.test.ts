import { expect, test } from "vitest";
import { parseCollection, tombstoneOf } from "./collection.ts";

const id = "https://north.example/group/outbox";

function value(document: unknown) {
  const result = parseCollection(document);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

test("a collection with its items, kept as they came", () => {
  const item = { type: "Announce", unknown: [1] };
  const collection = {
    id,
    type: "OrderedCollection",
    totalItems: 3,
    orderedItems: [item, "https://north.example/2", 7, null, "x"],
  };
  const result = value(collection);
  expect(result).toEqual({
    type: "OrderedCollection",
    id,
    ordered: true,
    totalItems: 3,
    items: [item, "https://north.example/2"],
    first: null,
    last: null,
    next: null,
    prev: null,
    partOf: null,
  });
  expect(result.items[0]).toBe(item);
});

test("pages: addresses, or the first one along with it, without an id as Mastodon has it", () => {
  const first = {
    type: "CollectionPage",
    next: `${id}?page=2`,
    partOf: id,
    items: "https://north.example/1",
  };
  expect(value({ id, type: "Collection", first })).toMatchObject({
    ordered: false,
    totalItems: null,
    items: [],
    first: {
      type: "CollectionPage",
      id: null,
      next: `${id}?page=2`,
      partOf: id,
      items: ["https://north.example/1"],
    },
  });
  const links = { first: `${id}?page=1`, last: { id: `${id}?page=9` }, next: "x" };
  expect(value({ id, type: "OrderedCollection", ...links })).toMatchObject({
    first: `${id}?page=1`,
    last: `${id}?page=9`,
    next: null,
  });
});

test("first pages inside of first pages end", () => {
  let first: object | undefined;
  for (let level = 0; level < 20; level++) first = { type: "CollectionPage", ...(first ? { first } : {}) };
  expect(value({ id, type: "Collection", first }).first).toMatchObject({ first: null });
});

test("what is none, too much, or hostile is refused", () => {
  expect(parseCollection({ id, type: "Note" })).toMatchObject({ ok: false, kind: "unknown" });
  expect(parseCollection({ id: "#x", type: "Collection" })).toMatchObject({ ok: false, kind: "malformed" });
  expect(parseCollection({ id: { id }, type: "Collection" })).toMatchObject({ ok: false, kind: "malformed" });
  expect(parseCollection({ id, type: "Collection", items: Array(5001).fill(id) })).toMatchObject({
    ok: false,
    kind: "too-large",
  });
  expect(value({ id, type: "Collection", totalItems: 1e300 }).totalItems).toBeNull();
});

test("a Tombstone names what it stands for", () => {
  expect(tombstoneOf({ type: "Tombstone", id, formerType: "Note" })).toBe(id);
  expect(tombstoneOf({ type: "Tombstone", id: "#x" })).toBeNull();
  expect(tombstoneOf({ type: "Note", id })).toBeNull();
  expect(tombstoneOf(null)).toBeNull();
});
