import type { JsonObject } from "../../federation/wire/json.ts";
import { client } from "../rig.ts";
import { everyone } from "./note.ts";
import type { Rules, Simulator } from "./simulator.ts";

/** Types that Mastodon shows as they are, and those of which it shows title and address. */
const shown = ["Note", "Question"];
const converted = ["Image", "Audio", "Video", "Article", "Page", "Event"];

/** What Mastodon 4 keeps of a post, and what its people see of it. */
export interface Status {
  actor: string;
  text: string;
  /** When it was last worded, as its author says. */
  updated: number | null;
  boostedBy: Set<string>;
}

const statuses = new WeakMap<Simulator, Map<string, Status>>();
/** What was deleted does not come back under its address. */
const tombstones = new WeakMap<Simulator, Set<string>>();

const deleted = (at: Simulator): Set<string> => {
  if (!tombstones.has(at)) tombstones.set(at, new Set());
  return tombstones.get(at)!;
};

const day = 24 * 60 * 60 * 1000;

/** The posts as people on Mastodon see them, by address. */
export function timeline(at: Simulator): Map<string, Status> {
  if (!statuses.has(at)) statuses.set(at, new Map());
  return statuses.get(at)!;
}

/** An account is taken on when the name that its document says leads back to it (ResolveAccountService). */
async function account(iri: string, at: Simulator): Promise<void> {
  const actor = await at.read(iri);
  if (!actor) throw new Error(`${iri} cannot be had`);
  const { origin, host } = new URL(iri);
  const acct = `acct:${String(actor.preferredUsername)}@${host}`;
  const answer = await client(origin).get(`/.well-known/webfinger?resource=${encodeURIComponent(acct)}`);
  const { subject, links } = answer.json<{ subject: string; links: { rel: string; href: string }[] }>();
  if (subject !== acct || links.find(({ rel }) => rel === "self")?.href !== iri)
    throw new Error(`${acct} does not lead back`);
}

async function keep(post: JsonObject, actor: string, at: Simulator): Promise<string> {
  const [id, type] = [String(post.id), String(post.type)];
  if (post.attributedTo !== actor || new URL(id).host !== new URL(actor).host)
    throw new Error("untrustworthy");
  await account(actor, at);
  const content = String(post.content ?? "");
  const text = shown.includes(type)
    ? content
    : `<h2>${String(post.name)}</h2>${String(post.summary ?? "")}<a href="${String(post.url ?? id)}"></a>`;
  if (!shown.includes(type) && !converted.includes(type)) throw new Error(`${type} is no status`);
  if (deleted(at).has(id)) throw new Error("It was deleted");
  const before = timeline(at).get(id);
  const updated = typeof post.updated === "string" ? Date.parse(post.updated) : null;
  // ProcessStatusUpdateService: other words count only with a later `updated`.
  if (before && !(updated !== null && (before.updated === null || updated > before.updated)))
    throw new Error("It was not updated since");
  timeline(at).set(id, { actor, text, updated, boostedBy: before?.boostedBy ?? new Set() });
  return id;
}

/** FetchRemoteStatusService: a post, or an activity that carries one. */
async function fetched(iri: string, at: Simulator): Promise<string> {
  if (timeline(at).has(iri)) return iri;
  const document = await at.read(iri);
  if (!document) throw new Error(`${iri} cannot be had`);
  if (document.type === "Create") return keep(document.object as JsonObject, String(document.actor), at);
  return keep(document, String(document.attributedTo), at);
}

/**
 * Mastodon 4.7 alpha (`app/lib/activitypub`, `app/services/activitypub`, `SignedRequest`, as glitch-soc had them in August
 * 2026, file by file): it answers 202 to all that is signed, and drops what does not concern anybody there.
 */
export const mastodon: Rules = {
  hostname: "masto.localhost",
  software: "mastodon",
  refusesUnsigned: true,
  door: (headers) => (Number(headers["content-length"]) > 1024 * 1024 ? { status: 413 } : null),
  async take(activity, at) {
    const [type, actor] = [String(activity.type), String(activity.actor)];
    const about = activity.object as JsonObject | string;
    const id = typeof about === "string" ? about : String(about.id);
    await account(actor, at);
    if (type === "Announce") {
      if (
        ![activity.to, activity.cc].flat().includes(everyone) &&
        at.taken.every((one) => one.type !== "Accept")
      )
        throw new Error("Nobody here follows it");
      const status = await fetched(id, at);
      timeline(at).get(status)!.boostedBy.add(actor);
      return;
    }
    if (type === "Accept" || type === "Reject") return;
    if (typeof about === "object" && type === "Create") {
      const tags = (about.tag ?? []) as JsonObject[];
      const here = (iri: unknown) => String(iri).startsWith(at.origin);
      const followed = at.taken.some((one) => one.type === "Accept" && one.actor === actor);
      const named = tags.some((tag) => tag.type === "Mention" && here(tag.href));
      if (!named && !here(about.inReplyTo) && !followed) throw new Error("It concerns nobody here");
      await keep(about, actor, at);
      return;
    }
    const known = timeline(at).get(id);
    if (type === "Update" && typeof about === "object") {
      if (about.id === actor) return;
      if (
        known
          ? known.actor !== actor
          : Date.parse(String(about.published)) < at.options.clock().getTime() - day
      )
        throw new Error("It is not known here, or another's");
      await keep(about, actor, at);
      return;
    }
    if (type === "Delete") {
      if (new URL(id).host !== new URL(actor).host) throw new Error("It is of another server");
      deleted(at).add(id);
      if (known && known.actor !== actor) throw new Error("It is another's");
      timeline(at).delete(id);
      return;
    }
    if (type === "Like" && at.documents.has(new URL(id).pathname)) return;
    throw new Error(`${type} is dropped`);
  },
};
