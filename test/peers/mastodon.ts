import type { JsonObject } from "../../federation/wire/json.ts";
import { client } from "../rig.ts";
import type { Rules, Simulator } from "./simulator.ts";

/** Types that Mastodon shows as they are, and those of which it shows title and address. */
const shown = ["Note", "Question"];
const converted = ["Image", "Audio", "Video", "Article", "Page", "Event"];

/** What Mastodon 4 keeps of a post, and what its people see of it. */
export interface Status {
  actor: string;
  text: string;
  boostedBy: Set<string>;
}

const statuses = new WeakMap<Simulator, Map<string, Status>>();

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
  const before = timeline(at).get(id);
  timeline(at).set(id, { actor, text, boostedBy: before?.boostedBy ?? new Set() });
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

/** Mastodon answers 202 to all that is signed, and drops what does not concern anybody there. */
export const mastodon: Rules = {
  hostname: "masto.localhost",
  software: "mastodon",
  refusesUnsigned: true,
  async take(activity, at) {
    const [type, actor] = [String(activity.type), String(activity.actor)];
    const about = activity.object as JsonObject | string;
    const id = typeof about === "string" ? about : String(about.id);
    await account(actor, at);
    if (type === "Announce") {
      const status = await fetched(id, at);
      timeline(at).get(status)!.boostedBy.add(actor);
      return;
    }
    if (type === "Accept" || type === "Reject") return;
    if (typeof about === "object" && type === "Create") {
      const tags = (about.tag ?? []) as JsonObject[];
      const here = (iri: unknown) => String(iri).startsWith(at.origin);
      if (!tags.some((tag) => tag.type === "Mention" && here(tag.href)) && !here(about.inReplyTo))
        throw new Error("It concerns nobody here");
      await keep(about, actor, at);
      return;
    }
    const known = timeline(at).get(id);
    if (type === "Update" && typeof about === "object" && known?.actor === actor) {
      await keep(about, actor, at);
      return;
    }
    if (type === "Delete" && known?.actor === actor) {
      timeline(at).delete(id);
      return;
    }
    if (type === "Like" && at.documents.has(new URL(id).pathname)) return;
    throw new Error(`${type} is dropped`);
  },
};
