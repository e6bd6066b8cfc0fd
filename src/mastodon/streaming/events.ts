import { and, eq, inArray } from "drizzle-orm";
import type { ContentKind } from "../../content.ts";
import { actor, content, discussion, followedTag, membership, workspace } from "../../../db/index.ts";
import type { Heard } from "../../context.ts";
import { tagName } from "../../core/hashtags.ts";
import { type Id, parseId } from "../../core/id.ts";
import { listById } from "../../shelves/index.ts";
import { tagsOf } from "../../tags/index.ts";
import { covers } from "../../apps/index.ts";
import { type Api, readerOf } from "../api.ts";
import { notificationsById } from "../queries/notifications.ts";
import { isInList } from "../queries/list-timeline.ts";
import { shownIn } from "../queries/shown.ts";
import type { Listener, Message, Stream } from "./streams.ts";

/** What happened to a post, as it is told to everybody who may hear of it. */
export interface News {
  event: "update" | "status.update" | "delete";
  contentId: Id;
  kind: ContentKind;
  boostId: Id;
  workspaceId: Id;
  open: boolean;
  local: boolean;
  /** Names of its hashtags. */
  tags: Set<string>;
  /** Who follows one of them. */
  followers: Set<Id>;
  /** Who belongs, with the list that stands for their membership. */
  members: Map<Id, { listId: Id; followed: boolean }>;
}

const events: Partial<Record<Heard["kind"], News["event"]>> = {
  "discussion.opened": "update",
  "comment.added": "update",
  "content.edited": "status.update",
  "proposal.closed": "status.update",
  "proposal.reopened": "status.update",
  "content.deleted": "delete",
  "content.hidden": "delete",
};

/** What an event means for those who listen; null where it means nothing to apps. */
export async function newsOf(api: Api, heard: Heard, listening: readonly Id[]): Promise<News | null> {
  const event = events[heard.kind];
  if (!event || heard.contentId === null) return null;
  const { db } = api.ctx.store;
  const [row] = await db
    .select({
      kind: content.kind,
      workspaceId: discussion.workspaceId,
      boostId: discussion.boostId,
      level: workspace.level,
      local: actor.local,
    })
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.rootId))
    .innerJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .innerJoin(actor, eq(actor.id, content.workspaceId))
    .where(eq(content.id, heard.contentId));
  if (!row) return null;
  const rows = await db
    .select({ id: membership.actorId, listId: membership.id, followed: membership.followed })
    .from(membership)
    .where(
      and(
        eq(membership.workspaceId, row.workspaceId),
        eq(membership.state, "active"),
        inArray(membership.actorId, [...new Set(listening)]),
      ),
    );
  const tags = (await tagsOf(db, [heard.contentId])).get(heard.contentId) ?? [];
  if (heard.kind === "comment.added" && tags.length === 0) return null;
  const names = tags.map(({ name }) => name);
  const { level, ...place } = row;
  return {
    ...place,
    event,
    contentId: heard.contentId,
    open: level === "open",
    tags: new Set(names),
    followers: level === "open" ? await followersAmong(api, names, listening) : new Set(),
    members: new Map(rows.map(({ id, ...member }) => [id, member])),
  };
}

async function followersAmong({ ctx }: Api, names: string[], listening: readonly Id[]): Promise<Set<Id>> {
  if (names.length === 0) return new Set();
  const rows = await ctx.store.db
    .select({ id: followedTag.personId })
    .from(followedTag)
    .where(and(inArray(followedTag.name, names), inArray(followedTag.personId, [...new Set(listening)])));
  return new Set(rows.map(({ id }) => id));
}

/** The streams of one listener that the news belongs to: `passedOn` as the workspace's, the others as the author's. */
function placesOf({ streams, personId }: Listener, news: News) {
  const { members, open, local, kind, event, tags, followers } = news;
  const member = members.get(personId);
  const discussion = kind === "discussion";
  // Nobody passes comments on: what is new reaches those who look for its hashtags.
  const goesRound = discussion || event !== "update";
  const passedOn = [...streams.values()].filter(
    ([name, of]) =>
      goesRound &&
      member &&
      ((name === "user" && member.followed) || (name === "list" && of === String(member.listId))),
  );
  const follows = discussion && followers.has(personId) && !member?.followed;
  const marked = (name: string, of = "") =>
    (name === "hashtag" || (name === "hashtag:local" && local)) &&
    (event === "delete" || tags.has(tagName(of) ?? ""));
  const asWritten = [...streams.values()].filter(
    ([name, of]) =>
      open &&
      ((discussion && (name === "public" || name === (local ? "public:local" : "public:remote"))) ||
        (name === "user" && follows) ||
        marked(name, of)),
  );
  return { passedOn, asWritten };
}

/** The streams that are lists which the listener made. */
async function ownLists(api: Api, { streams }: Listener, { contentId, boostId, kind }: News) {
  const found: { stream: Stream; passedOn: boolean }[] = [];
  for (const stream of streams.values()) {
    const id = stream[0] === "list" ? parseId(stream[1]) : null;
    const list = id === null ? null : await listById(api.ctx, id);
    if (!list) continue;
    if (kind === "discussion" && (await isInList(api, list, boostId))) found.push({ stream, passedOn: true });
    else if (await isInList(api, list, contentId)) found.push({ stream, passedOn: false });
  }
  return found;
}

/** What one listener is sent. What they may see is asked anew, at each event. */
export async function messagesFor(api: Api, listener: Listener, news: News): Promise<Message[]> {
  const { passedOn, asWritten } = placesOf(listener, news);
  const { event, contentId, boostId, kind } = news;
  for (const stream of await ownLists(api, listener, news)) {
    if (stream.passedOn) passedOn.push(stream.stream);
    else asWritten.push(stream.stream);
  }
  const places = [...passedOn, ...asWritten];
  if (places.length === 0) return [];
  if (event === "delete") {
    const ids = kind === "discussion" ? [boostId, contentId] : [contentId];
    return places.flatMap((stream) => ids.map((id) => ({ stream, event, payload: String(id) })));
  }
  const found = await Promise.all(
    places.map(async (stream): Promise<Message[]> => {
      const boosted = event === "update" && passedOn.includes(stream);
      const place = passedOn.includes(stream) ? (stream[0] === "list" ? "list" : "home") : "public";
      const [shown] = await shownIn(api, place, [boosted ? boostId : contentId]);
      return shown ? [{ stream, event, payload: JSON.stringify(shown) }] : [];
    }),
  );
  return found.flat();
}

/** A notification, for the streams that carry them. */
export async function notificationFor(api: Api, listener: Listener, id: Id): Promise<Message[]> {
  if (!covers(listener.scopes, "read:notifications") || readerOf(api) !== listener.personId) return [];
  const places = [...listener.streams.values()].filter(
    ([name]) => name === "user" || name === "user:notification",
  );
  const [found] = places.length > 0 ? await notificationsById(api, [id]) : [];
  if (!found) return [];
  const payload = JSON.stringify(found);
  return places.map((stream) => ({ stream, event: "notification", payload }));
}
