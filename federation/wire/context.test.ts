import jsonld from "@fedify/vocab-runtime/jsonld";
import { expect, test } from "vitest";
import { activityContext, actorContext, contentContext } from "./context.ts";
import { isObject, type Json } from "./json.ts";
import { documentLoader, isPlain } from "./plain-contexts.ts";

const contexts: [string, Json[]][] = [
  ["activities", activityContext],
  ["posts", contentContext],
  ["actors", actorContext],
];

test.each(contexts)("the context of %s is one that we read as it is ourselves", async (_, context) => {
  expect(await isPlain(context)).toBe(true);
});

test.each(contexts)(
  "every term in the context of %s has a meaning, and is not fetched",
  async (_, context) => {
    const terms = Object.keys(context.at(-1) as object);
    const document = Object.fromEntries(terms.map((term) => [term, { "@id": "https://north.example/x" }]));
    const [expanded] = await jsonld.expand(
      { "@context": context, ...document },
      { documentLoader: documentLoader() },
    );
    expect(isObject(expanded)).toBe(true);
    const meanings = Object.keys(expanded).filter((key) => /^(?:https?:\/\/|urn:)/.test(key));
    expect(meanings).toHaveLength(terms.length);
  },
);
