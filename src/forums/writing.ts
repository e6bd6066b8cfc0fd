import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { actor, content, discussion, mention, prepared, reblog } from "../../db/index.ts";
import type { FileElsewhere } from "../attachments/index.ts";
import type { Change, Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { mentionsIn, renderMarkdown, tagsIn } from "../core/text.ts";
import { type Emoji, keepEmojis, keepTags } from "../tags/index.ts";
import type { PollElsewhere } from "../polls/index.ts";
import type { FormElsewhere } from "./forms.ts";
import type { Reader, Writer } from "../context.ts";

/** Where a post came from, when not from a form here. Its HTML is sanitised already. */
export interface FromElsewhere extends Partial<FormElsewhere> {
  iri: string;
  html: string;
  published: Date;
  /** When this wording was made, where it is not the first one: an older one that comes later changes nothing. */
  edited?: Date | null;
  url?: string | null;
  context?: string | null;
  /** It was deleted before it came: its place is kept, for what was answered to it. */
  deleted?: boolean;
  /** The activity that brought it, passed on as it came. */
  activityIri: string;
  /** Addresses of the actors it mentions. */
  mentions?: string[];
  files?: FileElsewhere[];
  /** Its hashtags, as they are written. */
  tags?: string[];
  /** The small pictures in its words. */
  emojis?: Emoji[];
  poll?: PollElsewhere | null;
}

export interface Written {
  html: string;
  mentioned: Id[];
}

/** Turns Markdown into HTML, with links to the people it names that are known here. */
export async function write(
  ctx: Pick<Context, "host" | "origin">,
  db: Reader,
  source: string,
): Promise<Written> {
  const named = mentionsIn(source);
  const tagLink = (name: string) => `${ctx.origin}/tags/${encodeURIComponent(name)}`;
  if (named.length === 0) return { html: renderMarkdown(source, undefined, tagLink), mentioned: [] };
  const known = await db
    .select({ id: actor.id, handle: actor.handle, host: actor.host, iri: actor.iri, url: actor.url })
    .from(actor)
    .where(
      and(
        eq(actor.kind, "person"),
        isNull(actor.gone),
        or(
          ...named.map((name) => {
            const [handle = "", host] = name.split("@");
            if (!host || host === ctx.host) return eq(actor.localHandle, handle);
            return and(eq(sql`lower(${actor.handle})`, handle), eq(actor.host, host));
          }),
        ),
      ),
    );
  const links = new Map<string, string>();
  for (const one of known) {
    const handle = one.handle.toLowerCase();
    links.set(`${handle}@${one.host}`, one.url ?? one.iri);
    if (one.host === ctx.host) links.set(handle, one.url ?? one.iri);
  }
  return {
    html: renderMarkdown(source, (handle) => links.get(handle) ?? null, tagLink),
    mentioned: known.map((one) => one.id),
  };
}

/** Those of the named addresses that are known here. */
export async function knownActors(tx: Writer, iris: string[]): Promise<Id[]> {
  if (iris.length === 0) return [];
  const rows = await tx
    .select({ id: actor.id })
    .from(actor)
    .where(inArray(actor.iri, iris.slice(0, 50)));
  return rows.map((row) => row.id);
}

export async function keepMentions(tx: Writer, contentId: Id, mentioned: Id[]): Promise<void> {
  await tx.delete(mention).where(eq(mention.contentId, contentId));
  const direct = sql<boolean>`exists (select 1 from ${content} where ${content.id} = ${contentId} and ${content.visibility} = 'direct')`;
  for (const actorId of new Set(mentioned)) await tx.insert(mention).values({ contentId, actorId, direct });
}

/** What else stands in the words of a post: hashtags, and from elsewhere small pictures. */
export async function keepMarks(
  tx: Writer,
  contentId: Id,
  {
    title,
    source,
    from,
  }: { title?: string | null; source?: string | null | undefined; from?: FromElsewhere | undefined },
): Promise<void> {
  await keepTags(tx, contentId, from ? (from.tags ?? []) : tagsIn(`${title ?? ""}\n\n${source ?? ""}`));
  await keepEmojis(tx, contentId, from?.emojis ?? []);
}

/** How far the clocks of two servers may differ, in ms. */
const clocksDiffer = 60 * 60_000;

/** When something happened, by the clock of the server where it did: every server is to keep the same time of it. */
export const timeSaid = (said: Date, at: Date): Date =>
  said.getTime() <= at.getTime() + clocksDiffer ? said : at;

/** How long after it was written somebody is told of a post, in ms: history that is fetched is no news. */
const newsFor = 14 * 24 * 60 * 60_000;

export const isNews = ({ at }: Change, published: Date): boolean =>
  at.getTime() - published.getTime() < newsFor;

const asked = sql.placeholder("id");
const takenQuery = prepared("taken id", (db) =>
  db
    .select({ id: content.id })
    .from(content)
    .where(eq(content.id, asked))
    .unionAll(db.select({ id: discussion.boostId }).from(discussion).where(eq(discussion.boostId, asked)))
    .unionAll(db.select({ id: reblog.id }).from(reblog).where(eq(reblog.id, asked))),
);

/**
 * An id for that time that neither a post nor a boost has. Where one millisecond has all the ids it
 * can have, the id is of a later one: a server may say of any number of posts that they are of the same time.
 */
export async function freeId(tx: Writer, time: Date): Promise<Id> {
  for (let tries = 0, later = 0; ; tries++) {
    const id = newId(new Date(time.getTime() + later));
    if ((await takenQuery(tx, { id })).length === 0) return id;
    if (tries % 8 === 7) later = later * 2 + 1;
  }
}

/**
 * Id and time for a post: what comes from elsewhere or from history takes its own time of publication, so that it falls
 * into place.
 */
export async function placeInTime(
  { tx, at }: Change,
  published: Date | undefined,
): Promise<{ id: Id; published: Date }> {
  const time = published ? timeSaid(published, at) : at;
  return { id: await freeId(tx, time), published: time };
}
