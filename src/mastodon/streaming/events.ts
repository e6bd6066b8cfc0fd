import { and, eq, inArray } from "drizzle-orm";
import { content, discussion, membership, workspace, actor } from "../../../db/index.ts";
import type { ContentKind } from "../../content.ts";
import type { Heard } from "../../context.ts";
import type { Id } from "../../core/id.ts";
import { covers } from "../../apps/index.ts";
import { type Api, readerOf } from "../api.ts";
import { notificationsById } from "../queries/notifications.ts";
import { statusesById } from "../queries/statuses.ts";
import type { Listener, Message } from "./streams.ts";

/** What happened to a post, as it is told to everybody who may hear of it. */
export interface News {
  event: "update" | "status.update" | "delete";
  contentId: Id;
  kind: ContentKind;
  boostId: Id;
  workspaceId: Id;
  open: boolean;
  local: boolean;
  /** Who belongs, with the list that stands for their membership. */
  members: Map<Id, { listId: Id; followed: boolean }>;
}

const events: Partial<Record<Heard["kind"], News["event"]>> = {
  "discussion.opened": "update",
  "content.edited": "status.update",
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
  const { level, ...place } = row;
  return {
    ...place,
    event,
    contentId: heard.contentId,
    open: level === "open",
    members: new Map(rows.map(({ id, ...member }) => [id, member])),
  };
}

/** The streams of one listener that the news belongs to: `passedOn` as the workspace's, the others as the author's. */
function placesOf({ streams, personId }: Listener, { members, open, local, kind }: News) {
  const member = members.get(personId);
  const discussion = kind === "discussion";
  const passedOn = [...streams.values()].filter(
    ([name, of]) =>
      member && ((name === "user" && member.followed) || (name === "list" && of === String(member.listId))),
  );
  const asWritten = [...streams.values()].filter(
    ([name]) =>
      open && discussion && (name === "public" || name === (local ? "public:local" : "public:remote")),
  );
  return { passedOn, asWritten };
}

/** What one listener is sent. What they may see is asked anew, at each event. */
export async function messagesFor(api: Api, listener: Listener, news: News): Promise<Message[]> {
  const { passedOn, asWritten } = placesOf(listener, news);
  const places = [...passedOn, ...asWritten];
  const { event, contentId, boostId, kind } = news;
  if (places.length === 0) return [];
  if (event === "delete") {
    const ids = kind === "discussion" ? [boostId, contentId] : [contentId];
    return places.flatMap((stream) => ids.map((id) => ({ stream, event, payload: String(id) })));
  }
  const [inner] = await statusesById(api, [contentId]);
  if (!inner) return [];
  const asBoost = event === "update" && passedOn.length > 0 ? (await statusesById(api, [boostId]))[0] : inner;
  return [
    ...passedOn.map((stream) => ({ stream, event, payload: JSON.stringify(asBoost ?? inner) })),
    ...asWritten.map((stream) => ({ stream, event, payload: JSON.stringify(inner) })),
  ];
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
