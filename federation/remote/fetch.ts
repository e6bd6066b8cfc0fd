import type { Id } from "../../src/core/id.ts";
import type { Result } from "../../src/core/result.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { hostOf } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { type JsonObject, readJson } from "../wire/json.ts";
import { signedRequest } from "../wire/signed-request.ts";

export type Json = JsonObject;

const accept =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

/** A member of ours who reads what is inside a workspace: at a third server with a token of its home (FEP-db0e). */
export interface Reading {
  member: Id;
  workspaceId: Id;
}

/** On whose behalf something is asked for. */
export type Asker = Id | Reading;

/**
 * Fetches an ActivityStreams document, signed: GoToSocial answers nobody else, and what is for members is only
 * served to them.
 *
 * @param as the member of ours on whose behalf it is asked for; else the instance asks
 * @param tombstones whether what a server says of something that it has deleted is an answer
 */
export async function fetchDocument(
  deps: Deps,
  iri: string,
  as?: Asker,
  tombstones = false,
): Promise<Result<{ document: Json; url: string }, "gone" | "refused" | "unreachable" | "invalid">> {
  // What is ours is in the database; an odd spelling of our own name must not have us ask ourselves.
  if (URL.parse(iri)?.origin === deps.env.origin)
    return { ok: false, kind: "invalid", problem: "That is this instance's own address." };
  if ((await verdictFor(deps.store, hostOf(iri))) === "suspended")
    return { ok: false, kind: "refused", problem: "That server is suspended here." };
  const signer = (typeof as === "object" ? as.member : as) ?? (await deps.instanceActor())?.id;
  if (!signer) return { ok: false, kind: "invalid", problem: "This instance is not set up yet." };
  const token = typeof as === "object" ? await deps.actorTokens.header(as, iri) : null;
  if (token && !token.ok) return { ok: false, kind: "unreachable", problem: token.problem };
  const keys = await deps.keys.of(signer);
  const answer = await signedRequest(deps.agent, {
    url: iri.split("#", 1)[0]!,
    accept,
    ...(token?.value ? { headers: { authorization: token.value } } : {}),
    key: { keyId: keys.rsa.keyId, privateKey: keys.rsa.pair.privateKey },
    memory: deps.specs,
    clock: deps.clock,
  });
  if (!answer.ok)
    return {
      ok: false,
      kind: answer.kind === "refused" ? "refused" : "unreachable",
      problem: answer.problem,
    };
  const { status, headers, body, url } = answer.value;
  if (status === 404 || (status === 410 && !tombstones))
    return { ok: false, kind: "gone", problem: "There is nothing at that address." };
  if (status === 401 || status === 403)
    return { ok: false, kind: "refused", problem: "The other server does not show this to us." };
  if (status !== 200 && status !== 410)
    return { ok: false, kind: "unreachable", problem: `The other server answered ${status}.` };
  // A file that somebody uploaded must not pass for what a server itself says.
  const type = headers.get("content-type")?.toLowerCase() ?? "";
  const deleted = { ok: false, kind: "gone", problem: "It has been deleted." } as const;
  if (!/^application\/(activity\+json|ld\+json|json)\b/.test(type)) {
    if (status === 410) return deleted;
    return {
      ok: false,
      kind: "invalid",
      problem: "What is there is a page and not a workspace, a person or a post.",
    };
  }
  const read = readJson(body);
  if (status === 410 && (!read.ok || read.value.type !== "Tombstone")) return deleted;
  if (!read.ok) return { ok: false, kind: "invalid", problem: "What the other server sent cannot be read." };
  return { ok: true, value: { document: read.value, url } };
}

/** Bytes of a file that another server has attached to something. */
const largestFile = 10 * 1024 * 1024;

/** Fetches a file, signed as a document is. What it is has to be judged by its content. */
export async function fetchFile(
  deps: Deps,
  url: string,
  as?: Asker,
  limits: { maxBytes?: number; timeoutMs?: number; redirects?: number } = {},
): Promise<Result<Uint8Array, "refused" | "unreachable">> {
  const signer = (typeof as === "object" ? as.member : as) ?? (await deps.instanceActor())?.id;
  if (!signer) return { ok: false, kind: "unreachable", problem: "This instance is not set up yet." };
  const token = typeof as === "object" ? await deps.actorTokens.header(as, url) : null;
  if (token && !token.ok) return { ok: false, kind: "unreachable", problem: token.problem };
  const keys = await deps.keys.of(signer);
  const answer = await signedRequest(deps.agent, {
    url,
    accept: "*/*",
    maxBytes: largestFile,
    ...limits,
    ...(token?.value ? { headers: { authorization: token.value } } : {}),
    key: { keyId: keys.rsa.keyId, privateKey: keys.rsa.pair.privateKey },
    memory: deps.specs,
    clock: deps.clock,
  });
  if (!answer.ok)
    return {
      ok: false,
      kind: answer.kind === "refused" ? "refused" : "unreachable",
      problem: answer.problem,
    };
  const { status, body } = answer.value;
  if (status === 200) return { ok: true, value: body };
  const kind = status >= 500 || status === 429 ? "unreachable" : "refused";
  return { ok: false, kind, problem: `The other server answered ${status}.` };
}
