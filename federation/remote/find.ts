import type { Elsewhere, Found, Offer } from "../../src/context.ts";
import { address, findBySlug } from "../../src/actors/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Result } from "../../src/core/result.ts";
import { excerpt } from "../../src/core/text.ts";
import { instanceHandle } from "../../src/organisations/index.ts";
import { isSeenBy } from "../../src/visibility/index.ts";
import { mayKnow, mayRead, standingOf } from "../../src/workspaces/index.ts";
import { actorByIri, type ActorRow } from "../actors/rows.ts";
import { hostOf, sameOrigin, withoutNote } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { contentByIri } from "../inbox/find-content.ts";
import { fetchOwnPost, ownPostByIri } from "../inbox/own-posts.ts";
import { isActor, readActor, readPost } from "../read.ts";
import { resolveActor, storeActor } from "./actors.ts";
import { fetchDocument, type Json } from "./fetch.ts";
import { fetchAttached } from "./files.ts";
import { putPost } from "./posts.ts";
import { checkPeer, nodeInfo } from "./peers.ts";

const fail = <T>(problem: string): Result<T> => ({ ok: false, problem });

const nothing = "Nothing was found at that address. Check it, and try again.";

/** Looks things up at other instances, on behalf of a member here. */
export function elsewhere(deps: () => Deps): Elsewhere {
  return {
    find: (text, onBehalfOf) => find(deps(), text.trim(), onBehalfOf),
    instance: (host) => instance(deps(), host),
    answers: async (host) => (await nodeInfo(deps(), host)) !== null,
    offers: (host, onBehalfOf) => offers(deps(), host.trim().toLowerCase(), onBehalfOf),
    file: (url, asked) => fetchAttached(deps(), url, asked),
  };
}

/** `@handle@host` or `!handle@host` (as Lemmy writes it), with or without the sign in front. */
const handlePattern = /^[@!]?([\w.-]{1,64})@([\w.-]+(?::\d+)?)$/;

const scheme = (deps: Deps, host: string): string =>
  deps.env.allowPrivateAddresses && /(^|\.)localhost(:\d+)?$/.test(host) ? "http" : "https";

async function find(deps: Deps, text: string, as: Id): Promise<Result<Found>> {
  const handle = handlePattern.exec(text);
  if (handle) {
    const host = handle[2]!.toLowerCase();
    const iri =
      host === deps.env.host ? await localIri(deps, handle[1]!) : await webFinger(deps, handle[1]!, host);
    if (typeof iri !== "string") return iri;
    const found = await resolveActor(deps, iri, as);
    return found ? actorFound(deps, found, as) : fail(nothing);
  }
  const url = URL.parse(/^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(text) ? `https://${text}` : text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return fail(
      "Enter an address such as @sepsis-network@north.example, or copy the web address of a workspace.",
    );
  }
  return byUrl(deps, withoutNote(url.href), as, true);
}

async function localIri(deps: Deps, handle: string): Promise<string | Result<Found>> {
  for (const kind of ["group", "person"] as const) {
    const id = await findBySlug({ store: deps.store, host: deps.env.host }, kind, handle);
    if (id) return `${deps.env.origin}/actors/${id}`;
  }
  return fail(nothing);
}

/** The actor behind a handle (RFC 7033). */
async function webFinger(deps: Deps, handle: string, host: string): Promise<string | Result<Found>> {
  const resource = encodeURIComponent(`acct:${handle}@${host}`);
  const url = `${scheme(deps, host)}://${host}/.well-known/webfinger?resource=${resource}`;
  const answer = await deps.agent.request(url, { accept: "application/jrd+json, application/json" });
  if (!answer.ok) return fail(`${host} could not be reached. ${answer.problem}`);
  if (answer.value.status === 404) return fail(`${host} has nobody and no workspace called ${handle}.`);
  if (answer.value.status !== 200) return fail(`${host} answered ${answer.value.status}.`);
  try {
    const { links } = JSON.parse(Buffer.from(answer.value.body).toString("utf8")) as { links?: Json[] };
    const self = links?.find(
      (link) => link.rel === "self" && /^application\/(activity|ld)\+json/.test(String(link.type)),
    );
    if (typeof self?.href === "string") return self.href;
  } catch {
    // Falls through to the words below.
  }
  return fail(`${host} does not take part in federation.`);
}

/** The actor of a whole instance: ours are all called the same. */
async function instance(deps: Deps, host: string): Promise<Result<{ actorId: Id }>> {
  await checkPeer(deps, host);
  const iri = await webFinger(deps, instanceHandle, host);
  if (typeof iri !== "string") return iri.ok ? fail(nothing) : iri;
  const found = await resolveActor(deps, iri);
  if (found?.kind !== "application" || found.host !== host)
    return fail(`${host} has no actor of its own that could confirm an agreement.`);
  return { ok: true, value: { actorId: found.id } };
}

async function actorFound(deps: Deps, row: ActorRow, as: Id): Promise<Result<Found>> {
  await checkPeer(deps, row.host);
  if (row.kind === "group") {
    const known = mayKnow(await standingOf(deps.store, row.id, as));
    return known ? { ok: true, value: { kind: "workspace", id: row.id } } : fail(nothing);
  }
  if (row.kind === "person") return { ok: true, value: { kind: "person", id: row.id } };
  return fail("That is another instance, not a workspace. Look under Discover for what it offers.");
}

async function byUrl(deps: Deps, url: string, as: Id, mayFollowPage: boolean): Promise<Result<Found>> {
  const knownActor = await actorByIri(deps.store.db, url);
  if (knownActor) return actorFound(deps, knownActor, as);
  const known = await contentByIri(deps, url);
  if (known) {
    const { id, workspaceId } = known;
    const readable = mayRead(await standingOf(deps.store, workspaceId, as));
    return readable ? { ok: true, value: { kind: "content", id, workspaceId } } : fail(nothing);
  }
  const own = await ownPostByIri(deps, url);
  if (own) return ownFound(deps, own.id, as);
  if (hostOf(url) === deps.env.host) return fail(nothing);

  const answer = await fetchDocument(deps, url, as);
  if (!answer.ok) {
    return fail(answer.kind === "gone" ? nothing : `${hostOf(url)}: ${answer.problem}`);
  }
  const { document, url: landed } = answer.value;
  const id = typeof document.id === "string" ? document.id : "";
  // What a page names as its own form may stand at another address of the same server.
  if (id !== landed && id !== url) {
    if (mayFollowPage && hostOf(id) === hostOf(landed)) return byUrl(deps, id, as, false);
    return fail(nothing);
  }
  // An address that leads to another server says nothing in the name of its own.
  if (!sameOrigin(id, landed)) return fail(nothing);
  if (isActor(document)) {
    const stored = await storeActor(deps, document);
    return stored ? actorFound(deps, stored, as) : fail(nothing);
  }
  return postFound(deps, document, as);
}

/** A post of a workspace elsewhere: the workspace is found with it, and the post is here if a member is. */
async function postFound(deps: Deps, document: Json, as: Id): Promise<Result<Found>> {
  const parsed = await readPost(document);
  if (!parsed.ok) return fail("What is there is neither a workspace nor a discussion.");
  const post = parsed.value;
  for (const iri of [...post.audience, ...post.to, ...post.cc].slice(0, 10)) {
    if (!/^https?:/.test(iri) || iri.endsWith("#Public")) continue;
    const group = await resolveActor(deps, iri, as);
    if (group?.kind !== "group" || group.local) continue;
    const author = await resolveActor(deps, post.attributedTo, as);
    // Of what lives at a third server, only the workspace's home can say whether it was taken in.
    const vouched = post.id === document.id && sameOrigin(post.id, group.iri);
    if (!vouched || !author || !sameOrigin(author.iri, post.id)) return actorFound(deps, group, as);
    const put = {
      post,
      author,
      workspace: group,
      activityIri: post.id,
      settled: true,
      ask: null,
      reader: as,
    };
    const outcome = await putPost(deps, put);
    const stored = outcome.state === "done" ? await contentByIri(deps, post.id) : null;
    await checkPeer(deps, group.host);
    if (stored)
      return { ok: true, value: { kind: "content", id: stored.id, workspaceId: stored.workspaceId } };
    return actorFound(deps, group, as);
  }
  const own = await fetchOwnPost(deps, post.id);
  if (own !== null) return ownFound(deps, own, as);
  return fail("That post belongs to no workspace, and is not for everybody.");
}

/** A post of somebody's own, for one who may see it. */
async function ownFound(deps: Deps, id: Id, as: Id): Promise<Result<Found>> {
  return (await isSeenBy(deps.store.db, id, as)) ? { ok: true, value: { kind: "post", id } } : fail(nothing);
}

/** The list of workspaces another instance shows to others. */
async function offers(
  deps: Deps,
  host: string,
  as: Id,
): Promise<Result<{ organisation: string; workspaces: Offer[] }>> {
  const bare = host.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  if (!/^[\w.-]+(:\d+)?$/.test(bare))
    return fail("Enter the address of an organisation, such as north.example.");
  if (bare === deps.env.host) return fail("That is this instance.");
  const organisation = await checkPeer(deps, bare);
  const answer = await fetchDocument(deps, `${scheme(deps, bare)}://${bare}/workspaces`, as);
  if (!answer.ok) {
    return fail(
      answer.kind === "gone" || answer.kind === "invalid"
        ? `${organisation ?? bare} does not list workspaces. Paste the address of one instead.`
        : `${organisation ?? bare} could not be asked. ${answer.problem}`,
    );
  }
  const items = answer.value.document.orderedItems;
  const workspaces: Offer[] = [];
  for (const item of Array.isArray(items) ? items.slice(0, 500) : []) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) continue;
    const parsed = await readActor(item);
    if (!parsed.ok || parsed.value.type !== "Group" || hostOf(parsed.value.id) !== bare) continue;
    const { preferredUsername, name, purpose, summary, manuallyApprovesFollowers, membersCount } =
      parsed.value;
    workspaces.push({
      address: address({ handle: preferredUsername, host: bare }),
      name: name || preferredUsername,
      purpose: purpose ?? excerpt(summary, 200),
      level: manuallyApprovesFollowers ? "restricted" : "open",
      members: membersCount,
    });
  }
  return { ok: true, value: { organisation: organisation ?? bare, workspaces } };
}
