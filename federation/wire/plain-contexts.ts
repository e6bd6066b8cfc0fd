import { preloadedContexts } from "@fedify/fedify/runtime";
import jsonld from "@fedify/vocab-runtime/jsonld";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** Fetches a JSON-LD context: the one way by which one is ever fetched. It caches, and throws if it can't. */
export type LoadContext = (url: string) => Promise<JsonObject>;

const as = "https://www.w3.org/ns/activitystreams";
const sec = "https://w3id.org/security#";
const lemmy = "https://join-lemmy.org/ns#";

/** Terms beyond ActivityStreams on which something depends: they mean this, or nothing. */
const extensions: Record<string, string> = {
  publicKey: `${sec}publicKey`,
  publicKeyPem: `${sec}publicKeyPem`,
  publicKeyMultibase: `${sec}publicKeyMultibase`,
  owner: `${sec}owner`,
  controller: `${sec}controller`,
  assertionMethod: `${sec}assertionMethod`,
  proof: `${sec}proof`,
  sensitive: `${as}#sensitive`,
  Hashtag: `${as}#Hashtag`,
  manuallyApprovesFollowers: `${as}#manuallyApprovesFollowers`,
  movedTo: `${as}#movedTo`,
  moderators: `${lemmy}moderators`,
  postingRestrictedToMods: `${lemmy}postingRestrictedToMods`,
};

/** Differences from ActivityStreams that do no harm: Mobilizon's places, and Lemmy's other name for an end. */
const harmless = { terms: new Set(["location"]), aliases: new Set(["expires"]) };

/** Terms whose definitions have a context of their own, as the security vocabularies write them. */
const scoped = new Set(["DataIntegrityProof", "proofPurpose", "Multikey", "JsonWebKey", "service"]);

/**
 * Contexts that a program serves from each of its instances under the same path: what is in them is known. They add
 * terms and change none, and so they are read as if they were empty.
 */
const perInstance = [/\/schemas\/litepub-[\d.]+\.jsonld$/, /^https:\/\/[^/]+\/contexts(?:\.jsonld)?$/];

interface Term {
  "@id"?: string | null;
  "@context"?: unknown;
  reverse?: boolean;
}

interface ActiveContext {
  mappings: Map<string, Term>;
}

interface RemoteDocument {
  contextUrl: null;
  documentUrl: string;
  document: unknown;
}

/** A loader for the jsonld package: contexts that Fedify brings along, and else `load`. */
export function documentLoader(load?: LoadContext): (url: string) => Promise<RemoteDocument> {
  return async (url) => {
    const document = Object.hasOwn(preloadedContexts, url)
      ? preloadedContexts[url]
      : perInstance.some((form) => form.test(url))
        ? { "@context": {} }
        : await load?.(url);
    if (!isObject(document)) throw new Error("Contexts that are not known are not fetched.");
    return { contextUrl: null, documentUrl: url, document };
  };
}

const process = (
  active: ActiveContext | null,
  context: unknown,
  load?: LoadContext,
): Promise<ActiveContext> => jsonld.processContext(active, context, { documentLoader: documentLoader(load) });

let baseline: Promise<ActiveContext> | undefined;

/** Verdicts by context: a peer writes the same few over and over. */
const verdicts = new Map<string, boolean>();
const mostVerdicts = 1000;
const longestContext = 16_384;

/**
 * Whether a document with this context means what it says when it is read as plain JSON: every term on which something
 * depends keeps its meaning, and none of them has a second name. Rejects if a context cannot be had or is malformed.
 */
export async function isPlain(context: Json, load?: LoadContext): Promise<boolean> {
  const text = JSON.stringify(context);
  if (text.length > longestContext) throw new Error("The context is too long.");
  const known = verdicts.get(text);
  if (known !== undefined) return known;
  baseline ??= process(null, null).then((initial) => process(initial, as));
  const before = await baseline;
  const verdict = context !== null && keepsMeanings(before, await process(before, context, load));
  if (verdicts.size >= mostVerdicts) verdicts.delete(verdicts.keys().next().value!);
  verdicts.set(text, verdict);
  return verdict;
}

function keepsMeanings(before: ActiveContext, after: ActiveContext): boolean {
  const meanings = new Set(Object.values(extensions));
  for (const [term, { "@id": id }] of before.mappings) {
    if (harmless.terms.has(term)) continue;
    const now = after.mappings.get(term);
    if (!now || now["@id"] !== id || now.reverse || now["@context"]) return false;
    if (id) meanings.add(id);
  }
  for (const [term, { "@id": id, "@context": inner, reverse }] of after.mappings) {
    if (before.mappings.has(term) || harmless.aliases.has(term)) continue;
    if (reverse || (inner && !scoped.has(term))) return false;
    const meant = Object.hasOwn(extensions, term) ? extensions[term] : undefined;
    if (meant ? id !== meant : id?.startsWith("@") || (id && meanings.has(id))) return false;
  }
  return true;
}
