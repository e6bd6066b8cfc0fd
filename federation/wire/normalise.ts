import jsonld from "@fedify/vocab-runtime/jsonld";
import type { Result } from "../../src/core/result.ts";
import { readingContext } from "./context.ts";
import { isObject, type Json, type JsonObject, tooMuch, type WireProblem, withinLimits } from "./json.ts";
import { documentLoader, isPlain, type LoadContext } from "./plain-contexts.ts";

/** Signatures have contexts of their own, which say nothing about the document. */
const foreign = new Set(["proof", "signature"]);

/** Compaction takes time: what is longer than this (in characters) is not worth it. */
const longestToCompact = 200_000;

/** Documents in memory that mean what they say: what arrives is looked at twice, at the door and inside. */
const plain = new WeakSet<JsonObject>();

/**
 * A document in terms that mean what they say, to be read by `parseActivity` and its like.
 *
 * Documents whose contexts give the usual terms their usual meanings, or that have none (ActivityPub, section 3), are
 * returned as they are: the very object, so that what is inside can still be verified and passed on. All others are
 * compacted to our terms, and refused if one of their contexts cannot be had. Nothing is fetched, except by `load`.
 */
export async function normalise(
  document: JsonObject,
  load?: LoadContext,
): Promise<Result<JsonObject, WireProblem>> {
  if (plain.has(document)) return { ok: true, value: document };
  if (!withinLimits(document)) return tooMuch;
  const found = survey(document);
  try {
    const verdicts = await Promise.all([...found.contexts].map((one) => isPlain(one, load)));
    if (!found.keywords && verdicts.every(Boolean)) {
      plain.add(document);
      return { ok: true, value: document };
    }
    if (JSON.stringify(document).length > longestToCompact) return tooMuch;
    const { proof: _, signature: __, ...rest } = document;
    const compacted: unknown = await jsonld.compact(
      { "@context": "https://www.w3.org/ns/activitystreams", ...rest },
      readingContext,
      { documentLoader: documentLoader(load) },
    );
    return isObject(compacted) && !("@graph" in compacted) && withinLimits(compacted)
      ? { ok: true, value: compacted }
      : { ok: false, kind: "malformed", problem: "The document is not one object." };
  } catch {
    return { ok: false, kind: "malformed", problem: "The document's context cannot be read." };
  }
}

interface Survey {
  contexts: Set<Json>;
  /** Written with JSON-LD's own words, or with addresses for terms. */
  keywords: boolean;
}

function survey(value: Json | undefined, found: Survey = { contexts: new Set(), keywords: false }): Survey {
  if (Array.isArray(value)) for (const item of value) survey(item, found);
  else if (isObject(value))
    for (const key in value) {
      if (key === "@context") found.contexts.add(value[key] ?? null);
      else if (
        key[0] === "@" ||
        key.startsWith("as:") ||
        key.startsWith("https://www.w3.org/ns/activitystreams#")
      )
        found.keywords = true;
      else if (!foreign.has(key)) survey(value[key], found);
    }
  return found;
}
