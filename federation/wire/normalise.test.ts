import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "./json.ts";
import { normalise } from "./normalise.ts";
import { parseActivity, publicAddress } from "./shapes/index.ts";

const as = "https://www.w3.org/ns/activitystreams";
const like = {
  id: "https://north.example/likes/1",
  type: "Like",
  actor: "https://north.example/nia",
  object: "https://south.example/notes/1",
};

async function read(document: JsonObject, load?: Parameters<typeof normalise>[1]): Promise<JsonObject> {
  const result = await normalise(document, load);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

/** Without the context, which is ours then. */
function plain({ "@context": _, ...rest }: JsonObject): JsonObject {
  return rest;
}

describe("documents with the usual contexts", () => {
  test.each([
    undefined,
    as,
    [as],
    [as, "https://w3id.org/security/v1", "https://w3id.org/security/data-integrity/v1"],
    ["https://join-lemmy.org/context.json", as],
    [as, "https://akkoma.example/schemas/litepub-0.1.jsonld", { "@language": "und" }],
    ["https://mbin.example/contexts"],
    [as, { toot: "http://joinmastodon.org/ns#", sensitive: "as:sensitive", Hashtag: "as:Hashtag" }],
    [as, { sc: "http://schema.org#", location: { "@id": "sc:location", "@type": "sc:Place" } }],
    ["https://w3id.org/identity/v1", as],
  ] as const)("%j is read as it is", async (context) => {
    const document = { ...(context ? { "@context": context as never } : {}), ...like, odd: { ":-)": [1] } };
    expect(await read(document)).toBe(document);
  });

  test("signatures have contexts of their own", async () => {
    const document = {
      "@context": as,
      ...like,
      proof: { "@context": "https://unknown.example/x" },
      signature: { "@context": "https://w3id.org/identity/v1" },
    };
    expect(await read(document)).toBe(document);
  });
});

describe("documents that mean something else than they seem to", () => {
  test.each<[string, JsonObject]>([
    ["a term of ours for something else", { object: "https://evil.example/object" }],
    ["a type of ours for something else", { Like: "https://evil.example/Like" }],
    ["the type is another property", { type: "https://evil.example/type" }],
    ["our prefix for something else", { as: "https://evil.example/#", object: "as:object" }],
    ["a term turned round", { object: { "@reverse": "as:result" } }],
    [
      "a context inside a type",
      { Like: { "@id": "as:Like", "@context": { object: "https://evil.example/o" } } },
    ],
    ["no meaning at all", { object: null }],
  ])("%s: the term is not there afterwards", async (_, context) => {
    const result = await normalise({ "@context": [as, context], ...like });
    expect(result.ok && result.value.type === "Like" && result.value.object === like.object).toBe(false);
  });

  test("a context inside an object counts too", async () => {
    const document = {
      "@context": as,
      type: "Create",
      object: {
        "@context": { content: "https://evil.example/c", text: "as:content" },
        content: "no",
        text: "yes",
      },
    };
    expect((await read(document)).object).toMatchObject({ content: "yes" });
    const forgetting = { "@context": as, type: "Create", object: { "@context": null, content: "no" } };
    expect(JSON.stringify((await read(forgetting)).object)).not.toContain("no");
  });

  test.each<[string, JsonObject]>([
    [
      "other names for our terms",
      {
        "@context": [as, { who: "as:actor", what: "as:object" }],
        id: like.id,
        type: "Like",
        who: { id: like.actor },
        what: { id: like.object },
      },
    ],
    [
      "JSON-LD's own words",
      { "@context": as, "@id": like.id, "@type": "Like", actor: like.actor, object: like.object },
    ],
    [
      "addresses for terms",
      {
        "@context": as,
        id: like.id,
        type: "Like",
        "as:actor": { id: like.actor },
        [`${as}#object`]: { id: like.object },
      },
    ],
    [
      "everything expanded",
      {
        "@id": like.id,
        "@type": [`${as}#Like`],
        [`${as}#actor`]: [{ "@id": like.actor }],
        [`${as}#object`]: [{ "@id": like.object }],
      },
    ],
  ])("%s are read as ours", async (_, document) => {
    expect(plain(await read(document))).toEqual(like);
  });

  test("proofs are not compacted, for what they say is no longer there", async () => {
    const document = {
      "@context": [as, { who: "as:actor" }],
      ...like,
      to: "as:Public",
      proof: { type: "x" },
    };
    const result = plain(await read(document));
    expect(result).toEqual({ ...like, to: expect.stringMatching(/Public$/) });
    expect(parseActivity(result)).toMatchObject({ ok: true, value: { to: [publicAddress] } });
  });
});

describe("contexts from elsewhere", () => {
  const strange = "https://strange.example/ns.jsonld";

  test("are refused where nothing may be fetched, also inside of others", async () => {
    for (const context of [
      strange,
      [as, strange],
      [as, { "@import": strange }],
      { x: { "@id": "as:x", "@context": strange } },
    ])
      expect(await normalise({ "@context": context, ...like })).toMatchObject({
        ok: false,
        kind: "malformed",
      });
    expect(await normalise({ ...like, object: { "@context": strange } })).toMatchObject({ ok: false });
  });

  test("come through the loader, and decide what is meant", async () => {
    const load = vi.fn(async (url: string): Promise<JsonObject> => {
      if (url !== "https://terms.example/ns.jsonld") throw new Error("not found");
      return { "@context": { favourite: "as:Like", what: { "@id": "as:object", "@type": "@id" } } };
    });
    const document = {
      "@context": [as, "https://terms.example/ns.jsonld"],
      id: like.id,
      type: "favourite",
      actor: like.actor,
      what: like.object,
    };
    expect(plain(await read(document, load))).toEqual(like);
    expect(await normalise({ "@context": strange, ...like }, load)).toMatchObject({ ok: false });
    expect(new Set(load.mock.calls.map(([url]) => url))).toEqual(
      new Set(["https://terms.example/ns.jsonld", strange]),
    );
  });

  test("a failure to fetch one is not remembered", async () => {
    const url = "https://slow.example/ns.jsonld";
    const document = { "@context": [as, url], ...like };
    expect(await normalise(document, () => Promise.reject(new Error("away")))).toMatchObject({ ok: false });
    expect(await read(document, async () => ({ "@context": { extra: "https://slow.example/extra" } }))).toBe(
      document,
    );
  });
});

describe("hostile documents", () => {
  test.each<[string, unknown]>([
    ["a number", 1],
    ["a boolean", true],
    ["not an address", "nonsense"],
    ["an empty string", ""],
    ["a file", "file:///etc/passwd"],
    ["a circle", { a: "b:c", b: "a:d" }],
    ["very long", { long: `https://evil.example/${"a".repeat(20_000)}` }],
    [
      "a protected term",
      ["https://w3id.org/security/data-integrity/v1", { proof: "https://evil.example/proof" }],
    ],
  ])("a context that is %s is refused", async (_, context) => {
    expect(await normalise({ "@context": context as never, ...like })).toMatchObject({ ok: false });
  });

  test("several things in one are refused, and so is what would take long to compact", async () => {
    const graph = { "@context": as, "@graph": [like, { ...like, id: "https://north.example/likes/2" }] };
    expect(await normalise(graph)).toMatchObject({ ok: false });
    const tag = Array.from({ length: 10_000 }, (_, index) => ({
      type: "Mention",
      href: `https://a.example/${index}`,
    }));
    expect(await normalise({ "@context": [as, { who: "as:actor" }], ...like, tag })).toMatchObject({
      ok: false,
      kind: "too-large",
    });
    expect(await normalise({ "@context": as, ...like, tag })).toMatchObject({ ok: true });
  });

  test("what is nested too deeply is refused before anything walks it", async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`);
    expect(await normalise(deep)).toMatchObject({ ok: false, kind: "too-large" });
  });
});
