import type { FileElsewhere } from "../src/attachments/index.ts";
import { escapeHtml } from "../src/core/escape.ts";
import type { Result } from "../src/core/result.ts";
import { sanitise } from "../src/core/text.ts";
import { sameOrigin } from "./addresses.ts";
import { filesIn } from "./objects/file.ts";
import { isObject, type Json, type JsonObject } from "./wire/json.ts";
import { normalise } from "./wire/normalise.ts";
import {
  type Activity,
  actorTypes,
  type Attachment,
  parseActivity,
  parseActor,
  parsePost,
  type Post as Parsed,
  type RemoteActor,
  typesOf,
} from "./wire/shapes/index.ts";

export { isVote } from "./wire/shapes/index.ts";
export type { Activity, RemoteActor };

/** A post of any server, safe to show, with the files that come with it. */
export type Post = Parsed & { files: FileElsewhere[] };

const list = (value: Json | undefined): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Reads an activity as it came. */
export async function readActivity(document: JsonObject): Promise<Result<Activity>> {
  const normal = await normalise(document);
  if (!normal.ok) return normal;
  const parsed = parseActivity(normal.value);
  if (!parsed.ok || parsed.value.type !== "Announce") return parsed;
  // What is passed on is taken from the document as it came: a proof is verified over that.
  const objects = list(document.object).flatMap((one) => {
    const isBatch = isObject(one) && /^(Ordered)?Collection$/.test(String(one.type));
    return isBatch ? list(one.orderedItems ?? one.items) : [one];
  });
  return {
    ok: true,
    value: { ...parsed.value, objects: objects.filter((one) => typeof one === "string" || isObject(one)) },
  };
}

/** Reads a discussion or comment of any server, its HTML made safe to show. */
export async function readPost(document: JsonObject): Promise<Result<Post>> {
  const normal = await normalise(document);
  if (!normal.ok) return normal;
  const parsed = parsePost(normal.value);
  if (!parsed.ok) return parsed;
  const post = parsed.value;
  const { files, others } = filesIn(post.attachments);
  return {
    ok: true,
    value: {
      ...post,
      files,
      html: sanitise(post.html + linksBelow(post, others)),
      source: post.source?.slice(0, 60_000) ?? null,
    },
  };
}

/** Shown whole here; of everything else there is more where it comes from, unless its author's own words came along. */
const whole = ["Note", "Page", "Question", "Document", "OrderedCollection"];

/**
 * Links that come beside the text, and files that are not kept here, become links below it. So does the address of what
 * is more than text.
 */
function linksBelow({ html, type, url, source, event }: Parsed, attachments: Attachment[]): string {
  const isWhole = whole.includes(type) || source !== null;
  const original = url && !isWhole ? [{ url, name: url, summary: null }] : [];
  const items = [...attachments, ...original]
    // Where one takes part stands above, with the dates.
    .filter(({ url }) => url && !html.includes(url) && !(event?.startTime && url === event.link))
    .map(
      ({ url, name, summary }) =>
        `<li><a href="${escapeHtml(url)}">${escapeHtml((name || summary || url).slice(0, 200))}</a></li>`,
    );
  return items.length > 0 ? `<ul>${items.join("")}</ul>` : "";
}

/** Whether a document says it is an actor. */
export const isActor = (document: JsonObject): boolean =>
  typesOf(document).some((type) => (actorTypes as readonly unknown[]).includes(type));

/** Reads an actor. Everything it names is on its own server: nobody has us fetch from or send to a third. */
export async function readActor(document: JsonObject): Promise<Result<RemoteActor>> {
  const normal = await normalise(document);
  if (!normal.ok) return normal;
  const parsed = parseActor(normal.value);
  if (!parsed.ok) return parsed;
  const said = parsed.value;
  if (!said.preferredUsername || !/^[^\s@/<>"']{1,200}$/.test(said.preferredUsername)) {
    return { ok: false, problem: "The actor's name cannot be read." };
  }
  if (!sameOrigin(said.inbox, said.id))
    return { ok: false, problem: "The actor's inbox is on another server." };
  const own = (iri: string | null) => (iri && sameOrigin(iri, said.id) ? iri : null);
  return {
    ok: true,
    value: {
      ...said,
      sharedInbox: own(said.sharedInbox),
      outbox: own(said.outbox),
      followers: own(said.followers),
      featured: own(said.featured),
      moderators: own(said.moderators),
      actorToken: own(said.actorToken),
      fields: said.fields.map(({ name, value }) => ({
        name,
        value: sanitise(value).replace(/<[^>]*>/g, ""),
      })),
    },
  };
}
