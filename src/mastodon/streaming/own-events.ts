import { and, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, conversation, follow, followedTag, mention } from "../../../db/index.ts";
import type { Heard } from "../../context.ts";
import { tagName } from "../../core/hashtags.ts";
import { type Id, parseId } from "../../core/id.ts";
import { listById } from "../../shelves/index.ts";
import { tagsOf } from "../../tags/index.ts";
import type { Visibility } from "../../visibility/index.ts";
import { type Api, readerOf } from "../api.ts";
import { conversationsByLast } from "../queries/conversations.ts";
import { isInList } from "../queries/list-timeline.ts";
import { shownIn } from "../queries/shown.ts";
import { statusById } from "../queries/statuses.ts";
import type { Listener, Message, Stream } from "./streams.ts";

/** What happened to a post of somebody's own, or that somebody passed on any post. */
export interface OwnNews {
  event: "update" | "status.update" | "delete";
  /** What apps know it by: the post, or the boost of it. */
  statusId: Id;
  contentId: Id;
  rootId: Id;
  /** Null of a boost. */
  visibility: Visibility | null;
  /** It answers something: then the lists of what is public leave it out. */
  answers: boolean;
  local: boolean;
  /** Whose home timeline it belongs to, of those who listen. */
  home: Set<Id>;
  /** Whose direct message it is. */
  direct: Set<Id>;
  /** Names of its hashtags, where it stands in lists of what is public. */
  tags: Set<string>;
}

const events: Partial<Record<Heard["kind"], OwnNews["event"]>> = {
  "post.published": "update",
  "post.edited": "status.update",
  "post.deleted": "delete",
  "post.restored": "update",
  "post.boosted": "update",
  "post.unboosted": "delete",
};

const parent = alias(content, "parent");

/** Those of the listeners who follow somebody. */
async function followersAmong(api: Api, followedId: Id, listening: readonly Id[], boosts: boolean) {
  const rows = await api.ctx.store.db
    .select({ id: follow.followerId })
    .from(follow)
    .where(
      and(
        eq(follow.followedId, followedId),
        eq(follow.state, "accepted"),
        boosts ? eq(follow.reblogs, true) : undefined,
        inArray(follow.followerId, [...listening]),
      ),
    );
  return rows.map(({ id }) => id);
}

/** What an event about a post of somebody's own means for those who listen; null where it is about no such post. */
export async function ownNewsOf(api: Api, heard: Heard, listening: readonly Id[]): Promise<OwnNews | null> {
  const { kind, contentId, actorId, boostId } = heard;
  const event = events[kind] ?? (kind === "content.hidden" ? ("delete" as const) : undefined);
  if (!event || contentId === null) return null;
  const { db } = api.ctx.store;
  const [row] = await db
    .select({
      rootId: content.rootId,
      authorId: content.authorId,
      visibility: content.visibility,
      parentId: content.parentId,
      parentAuthorId: parent.authorId,
      local: actor.local,
    })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(parent, eq(parent.id, content.parentId))
    .where(eq(content.id, contentId));
  if (!row) return null;
  const { rootId, authorId, local } = row;
  const place = { event, contentId, rootId, local, answers: row.parentId !== null };
  if (boostId !== undefined && actorId !== null) {
    const home = new Set([actorId, ...(await followersAmong(api, actorId, listening, true))]);
    return { ...place, statusId: boostId, visibility: null, home, direct: new Set(), tags: new Set() };
  }
  if (row.visibility === null) return null;
  const named = await db
    .select({ id: mention.actorId })
    .from(mention)
    .where(and(eq(mention.contentId, contentId), inArray(mention.actorId, [...listening])));
  const taking = new Set([authorId, ...named.map(({ id }) => id)]);
  const names =
    row.visibility === "public"
      ? ((await tagsOf(db, [contentId])).get(contentId) ?? []).map(({ name }) => name)
      : [];
  const home = { ...place, statusId: contentId, visibility: row.visibility, tags: new Set(names) };
  if (row.visibility === "direct") return { ...home, home: taking, direct: taking };
  const followers = await followersAmong(api, authorId, listening, false);
  // Answers are for those who follow both, as in the home timeline.
  const answered = row.parentAuthorId;
  const both =
    answered === null || answered === authorId
      ? followers
      : (await followersAmong(api, answered, listening, false)).concat(answered);
  const own = followers
    .filter((id) => both.includes(id))
    .concat(await tagFollowersAmong(api, names, listening));
  return { ...home, home: new Set([authorId, ...own]), direct: new Set() };
}

/** Those of the listeners who follow one of some hashtags. */
async function tagFollowersAmong({ ctx }: Api, names: string[], listening: readonly Id[]): Promise<Id[]> {
  if (names.length === 0) return [];
  const rows = await ctx.store.db
    .select({ id: followedTag.personId })
    .from(followedTag)
    .where(and(inArray(followedTag.name, names), inArray(followedTag.personId, [...listening])));
  return rows.map(({ id }) => id);
}

function placesOf({ streams, personId }: Listener, news: OwnNews): Stream[] {
  const everywhere = news.visibility === "public" && !news.answers;
  // What is deleted has no hashtags any more: whoever heard of it by one hears that too.
  const marked = (of = "") =>
    news.visibility === "public" && (news.event === "delete" || news.tags.has(tagName(of) ?? ""));
  return [...streams.values()].filter(
    ([name, of]) =>
      (name === "user" && news.home.has(personId)) ||
      ((name === "hashtag" || (name === "hashtag:local" && news.local)) && marked(of)) ||
      (everywhere && (name === "public" || name === (news.local ? "public:local" : "public:remote"))),
  );
}

/** The streams that are lists which the listener made, and in which a post is. */
async function ownLists(
  api: Api,
  { streams }: Listener,
  { visibility, statusId }: OwnNews,
): Promise<Stream[]> {
  const found: Stream[] = [];
  for (const stream of visibility === null ? [] : streams.values()) {
    const id = stream[0] === "list" ? parseId(stream[1]) : null;
    const list = id === null ? null : await listById(api.ctx, id);
    if (list && (await isInList(api, list, statusId))) found.push(stream);
  }
  return found;
}

/** What one listener is sent. What they may see is asked anew, at each event. */
export async function ownMessagesFor(api: Api, listener: Listener, news: OwnNews): Promise<Message[]> {
  const { event, statusId, contentId } = news;
  const places = [...placesOf(listener, news), ...(await ownLists(api, listener, news))];
  const talks = [...listener.streams.values()].filter(
    ([name]) => name === "direct" && news.direct.has(listener.personId),
  );
  if (event === "delete") return places.map((stream) => ({ stream, event, payload: String(statusId) }));
  const shown = await Promise.all(
    places.map(async (stream): Promise<Message[]> => {
      const place = stream[0] === "user" ? "home" : stream[0] === "list" ? "list" : "public";
      const [found] = await shownIn(api, place, [statusId]);
      return found ? [{ stream, event, payload: JSON.stringify(found) }] : [];
    }),
  );
  const said = shown.flat();
  if (talks.length === 0 || event !== "update") return said;
  const [own] = await api.ctx.store.db
    .select({ lastId: conversation.lastId })
    .from(conversation)
    .where(and(eq(conversation.personId, readerOf(api)), eq(conversation.rootId, news.rootId)));
  const [talk] = own ? await conversationsByLast(api, [own.lastId]) : [];
  if (!talk) return said;
  const now = own!.lastId === contentId ? talk : { ...talk, last_status: await statusById(api, contentId) };
  const payload = JSON.stringify(now);
  return [...said, ...talks.map((stream): Message => ({ stream, event: "conversation", payload }))];
}
