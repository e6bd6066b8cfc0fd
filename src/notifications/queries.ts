import { and, desc, eq, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, membership, notification, peer, prepared, workspace } from "../../db/index.ts";
import { ownPostHref, pictureHref, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { heard, nowPlaceholder } from "../ties/index.ts";
import { shortText } from "./short-text.ts";
import { seenBy } from "../visibility/index.ts";
import { mayKnow, mayRead, postHref } from "../workspaces/index.ts";
import type { NotificationKind } from "./operations.ts";

/** Something a member is told. What they may not read any more is not shown. */
export interface Told {
  id: Id;
  kind: NotificationKind;
  /** Opens what it is about, and marks it as read. */
  href: string;
  unread: boolean;
  created: Date;
  /** Who did it; null where no person did, or is not known. */
  who: { name: string; picture: string | null } | null;
  workspace: { name: string; organisation: string; elsewhere: boolean } | null;
  /** Title of the discussion. */
  title: string | null;
  /** What was written, a manager's answer, why somebody wants to join. */
  words: string | null;
}

const place = alias(actor, "place_actor");
const root = alias(content, "root");
const author = alias(actor, "author");

const columns = {
  id: notification.id,
  kind: notification.kind,
  text: notification.text,
  created: notification.created,
  read: notification.read,
  contentId: notification.contentId,
  whoName: actor.name,
  whoHandle: actor.handle,
  whoHost: actor.host,
  whoLocal: actor.local,
  whoGone: actor.gone,
  pictureId: actor.pictureId,
  pictureUrl: actor.pictureUrl,
  placeName: place.name,
  handle: place.handle,
  host: place.host,
  local: place.local,
  peerName: peer.name,
  level: workspace.level,
  managersPost: workspace.managersPost,
  workspaceId: workspace.actorId,
  role: membership.role,
  state: membership.state,
  rootId: content.rootId,
  kindOfPost: content.kind,
  authorHandle: author.handle,
  authorHost: author.host,
  authorLocal: author.local,
  html: content.html,
  hidden: content.hidden,
  rootHidden: root.hidden,
  title: root.title,
};

const query = (name: string, which: "all" | "waiting" | "one") =>
  prepared(name, (db) =>
    db
      .select(columns)
      .from(notification)
      .leftJoin(actor, eq(actor.id, notification.actorId))
      .leftJoin(workspace, eq(workspace.actorId, notification.workspaceId))
      .leftJoin(place, eq(place.id, notification.workspaceId))
      .leftJoin(peer, eq(peer.host, place.host))
      .leftJoin(
        membership,
        and(
          eq(membership.workspaceId, notification.workspaceId),
          eq(membership.actorId, notification.personId),
        ),
      )
      .leftJoin(content, eq(content.id, notification.contentId))
      .leftJoin(root, eq(root.id, content.rootId))
      .leftJoin(author, eq(author.id, content.authorId))
      .where(
        and(
          eq(notification.personId, sql.placeholder("person")),
          which === "one"
            ? eq(notification.id, sql.placeholder("id"))
            : lt(notification.id, sql.placeholder("before")),
          heard(notification, nowPlaceholder()),
          // Who asks to join is shown by workspace, for as long as nobody has decided.
          which === "waiting"
            ? and(isNull(notification.read), ne(notification.kind, "join request"))
            : undefined,
        ),
      )
      .orderBy(desc(notification.id))
      .limit(sql.placeholder("limit")),
  );

const queries = {
  all: query("notifications", "all"),
  waiting: query("notifications waiting", "waiting"),
  one: query("notification", "one"),
};

type Row = Awaited<ReturnType<typeof queries.all>>[number];

/** The workspace's standing of whom it is told to, where there is one. */
const standing = (row: Row) =>
  row.workspaceId === null || row.level === null
    ? null
    : {
        workspaceId: row.workspaceId,
        level: row.level,
        local: row.local ?? false,
        managersPost: row.managersPost ?? false,
        role: row.role,
        state: row.state,
      };

/** Which of these posts of people's own somebody may see. */
async function seenAmong({ store }: Context, rows: Row[], reader: Id): Promise<Set<Id>> {
  const ids = rows.flatMap(({ contentId, kindOfPost }) => (kindOfPost === "post" ? (contentId ?? []) : []));
  if (ids.length === 0) return new Set();
  const seen = await store.db
    .select({ id: content.id })
    .from(content)
    .where(and(inArray(content.id, ids), seenBy(store.db, reader)));
  return new Set(seen.map(({ id }) => id));
}

function told(row: Row, ours: string, seen: Set<Id>): Told {
  const found = standing(row);
  const readable =
    row.contentId !== null && seen.has(row.contentId) ? true : found !== null && mayRead(found);
  const words = row.text ?? (readable && row.html && !row.hidden ? shortText(row.html, 140) : null);
  return {
    id: row.id,
    kind: row.kind,
    href: `/notifications/${row.id}`,
    unread: row.read === null,
    created: row.created,
    who: row.whoName === null ? null : person(row),
    workspace:
      found && mayKnow(found)
        ? {
            name: row.placeName || row.handle || "",
            organisation: row.local ? ours : (row.peerName ?? row.host ?? ""),
            elsewhere: !row.local,
          }
        : null,
    title: readable && !row.rootHidden ? row.title || null : null,
    words: words || null,
  };
}

const person = (row: Row) => ({
  name: row.whoGone ? "Former member" : (row.whoName ?? ""),
  picture: row.whoGone ? null : pictureHref(row),
});

const afterAll = Number.MAX_SAFE_INTEGER;
export const notificationsPageSize = 30;

/** What somebody is told, the newest first. `waiting`: only what is unread, without requests to join. */
export async function notificationsOf(
  ctx: Context,
  ours: string,
  { before = afterAll, limit = notificationsPageSize, waiting = false } = {},
): Promise<{ items: Told[]; more: boolean }> {
  const { id: reader } = signedIn(ctx);
  const ask = waiting ? queries.waiting : queries.all;
  const rows = await ask(ctx.store, { person: reader, before, limit: limit + 1, now: ctx.clock() });
  const seen = await seenAmong(ctx, rows, reader);
  return { items: rows.slice(0, limit).map((row) => told(row, ours, seen)), more: rows.length > limit };
}

/**
 * Where one of one's own notifications leads.
 *
 * @throws {Refusal} `not found` for another's
 */
export async function targetOf(ctx: Context, id: Id): Promise<string> {
  const [row] = await queries.one(ctx.store, { person: signedIn(ctx).id, id, limit: 1, now: ctx.clock() });
  if (!row) throw notFound();
  if (row.kind === "agreement") return "/admin/agreements";
  const found = standing(row);
  if (row.kind === "report to administrators") return "/admin/reports";
  if (row.kindOfPost === "post" && row.contentId !== null && row.authorHandle !== null) {
    const { authorHandle: handle, authorHost: host, authorLocal: local } = row;
    return ownPostHref(slug({ handle, host: host ?? "", local: local ?? false }), row.contentId);
  }
  if (row.kind === "follow request") return "/me/followers";
  if (row.kind === "follow" && row.whoHandle !== null)
    return `/people/${slug({ handle: row.whoHandle, host: row.whoHost ?? "", local: row.whoLocal ?? false })}`;
  if (!found || row.handle === null || row.host === null) return "/notifications";
  const path = slug({ handle: row.handle, host: row.host, local: row.local ?? false });
  if (row.kind === "join request") return `/workspaces/${path}/manage/requests`;
  if (row.kind === "report") return `/workspaces/${path}/moderation`;
  if (row.contentId === null || row.rootId === null) return `/workspaces/${path}`;
  return postHref(path, { id: row.contentId, rootId: row.rootId });
}
