import { and, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  actor,
  amongGiven,
  content,
  discussion,
  given,
  like,
  membership,
  mention,
  prepared,
  reblog,
  workspace,
} from "../../../db/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { isShown } from "../../forums/index.ts";
import { isOpen, seenBy } from "../../visibility/index.ts";
import { mayRead } from "../../workspaces/index.ts";
import { type Api, readerOf } from "../api.ts";
import type { Account } from "../entities/account.ts";
import { boost, passedOn, status, type Status } from "../entities/status.ts";
import { accountsById } from "./accounts.ts";
import { facetsOf } from "./facets/index.ts";

const parent = alias(content, "parent");
const root = alias(content, "root");
const place = alias(actor, "place_actor");
const answer = alias(content, "answer");
const mine = alias(reblog, "mine");

const columns = {
  id: content.id,
  kind: content.kind,
  iri: content.iri,
  url: content.url,
  /** Null for a post of somebody's own. */
  workspaceId: content.workspaceId,
  visibility: content.visibility,
  warning: content.warning,
  sensitive: content.sensitive,
  language: content.language,
  boosts: content.boosts,
  boosted: mine.created,
  authorId: content.authorId,
  rootId: content.rootId,
  parentId: content.parentId,
  title: content.title,
  html: content.html,
  published: content.published,
  edited: content.edited,
  deleted: content.deleted,
  refused: content.refused,
  hidden: content.hidden,
  likes: content.likes,
  liked: like.created,
  boostId: discussion.boostId,
  pinned: discussion.pinned,
  comments: discussion.comments,
  parentAuthorId: parent.authorId,
  parentDeleted: parent.deleted,
  rootAuthorId: root.authorId,
  rootDeleted: root.deleted,
  level: workspace.level,
  managersPost: workspace.managersPost,
  local: place.local,
  role: membership.role,
  state: membership.state,
  answers:
    sql<number>`case when ${content.kind} <> 'discussion' then (select count(*) from ${content} as ${sql.identifier("answer")}
    where ${answer.parentId} = ${content.id} and ${answer.deleted} is null and ${answer.refused} is null
    and (${answer.visibility} is null or ${answer.visibility} in ('public', 'unlisted'))) else 0 end`.mapWith(
      Number,
    ),
};

const reader = sql.placeholder("reader");

const byIds = prepared("statuses by id", (db) =>
  db
    .select(columns)
    .from(content)
    // Of a comment, the discussion it stands in; a post of somebody's own stands in none.
    .leftJoin(discussion, eq(discussion.contentId, content.rootId))
    .leftJoin(root, eq(root.id, content.rootId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .leftJoin(place, eq(place.id, content.workspaceId))
    .leftJoin(parent, eq(parent.id, content.parentId))
    .leftJoin(like, and(eq(like.contentId, content.id), eq(like.actorId, reader)))
    .leftJoin(mine, and(eq(mine.contentId, content.id), eq(mine.actorId, reader)))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, content.workspaceId), eq(membership.actorId, reader)),
    )
    .where(
      or(
        amongGiven(content.id, "ids"),
        inArray(
          content.id,
          db
            .select({ id: discussion.contentId })
            .from(discussion)
            .where(amongGiven(discussion.boostId, "ids")),
        ),
      ),
    ),
);

const select = ({ ctx }: Api, ids: Id[]) => byIds(ctx.store, { ids: given(ids), reader: ctx.actor?.id ?? 0 });

export type StatusRow = Awaited<ReturnType<typeof select>>[number];

/** Whether the asker may see it: the pages ask the same. `seen`: the posts of people's own that are for them. */
function isVisible(api: Api, row: StatusRow, seen: ReadonlySet<Id>): boolean {
  if (row.deleted !== null || row.hidden !== null) return false;
  const { workspaceId, level, local, managersPost } = row;
  if (workspaceId === null) return api.ctx.actor ? seen.has(row.id) : isOpen(row.visibility);
  if (level === null) return false;
  const standing = { ...row, workspaceId, level, local: local ?? false, managersPost: managersPost ?? false };
  return isShown(row, readerOf(api)) && mayRead(standing);
}

/** Of posts of people's own, those that are for the asker: what is for everybody too is not for whom its author blocked. */
async function meantFor({ ctx }: Api, rows: readonly StatusRow[]): Promise<Set<Id>> {
  const { db } = ctx.store;
  const asked = rows.filter(({ kind }) => kind === "post").map(({ id }) => id);
  if (asked.length === 0 || !ctx.actor) return new Set();
  const seen = await db
    .select({ id: content.id })
    .from(content)
    .where(and(inArray(content.id, asked), seenBy(db, ctx.actor.id)));
  return new Set(seen.map(({ id }) => id));
}

/** Boosts by people, of those ids that no post and no workspace's boost has. */
async function boostsAmong({ ctx }: Api, ids: Id[], rows: readonly StatusRow[]) {
  const known = new Set(rows.flatMap(({ id, boostId }) => [id, boostId]));
  const left = ids.filter((id) => !known.has(id));
  return left.length === 0 ? [] : ctx.store.db.select().from(reblog).where(inArray(reblog.id, left));
}

const named = prepared("mentions in posts", (db) =>
  db
    .select({ contentId: mention.contentId, actorId: mention.actorId })
    .from(mention)
    .where(amongGiven(mention.contentId, "ids")),
);

async function mentionsOf({ ctx }: Api, ids: Id[]): Promise<Map<Id, Id[]>> {
  const found = new Map<Id, Id[]>();
  const rows = await named(ctx.store, { ids: given(ids) });
  for (const { contentId, actorId } of rows) {
    const before = found.get(contentId);
    if (before) before.push(actorId);
    else found.set(contentId, [actorId]);
  }
  return found;
}

/** Posts and boosts by their ids, in that order. What the asker may not see is left out. */
export async function statusesById(api: Api, ids: Id[]): Promise<Status[]> {
  if (ids.length === 0) return [];
  const plain = await select(api, ids);
  const boosts = await boostsAmong(api, ids, plain);
  const inside = boosts.map(({ contentId }) => contentId).filter((id) => !plain.some((row) => row.id === id));
  const all = inside.length > 0 ? [...plain, ...(await select(api, inside))] : plain;
  const seen = await meantFor(api, all);
  const rows = all.filter((row) => isVisible(api, row, seen));
  if (rows.length === 0) return [];
  const shown = rows.map(({ id }) => id);
  const [mentions, facets] = await Promise.all([mentionsOf(api, shown), facetsOf(api, shown)]);
  const accounts = await accountsById(api, [
    ...boosts.map(({ actorId }) => actorId),
    ...rows.flatMap((row) => [
      row.authorId,
      ...(row.workspaceId === null ? [] : [row.workspaceId]),
      ...(row.parentAuthorId === null ? [] : [row.parentAuthorId]),
      ...(mentions.get(row.id) ?? []),
    ]),
  ]);
  const byId = new Map<Id, Status>();
  for (const row of rows) {
    const author = accounts.get(row.authorId);
    const place = row.workspaceId === null ? null : accounts.get(row.workspaceId);
    if (!author || place === undefined) continue;
    const others = [place && row.parentAuthorId, ...(mentions.get(row.id) ?? [])];
    const mentioned = others
      .map((id) => (id === null ? undefined : accounts.get(id)))
      .filter((one): one is Account => one !== undefined && !one.suspended);
    const made = { ...status(api, row, { author, workspace: place, mentioned }), ...facets.get(row.id) };
    byId.set(row.id, made);
    if (place && row.boostId && row.kind === "discussion")
      byId.set(row.boostId, boost(made, row.boostId, place));
  }
  for (const one of boosts) {
    const [inner, by] = [byId.get(one.contentId), accounts.get(one.actorId)];
    if (inner && by && !by.suspended) byId.set(one.id, passedOn(inner, one, by));
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** @throws {Refusal} `not found`, also for what the asker may not see */
export async function statusById(api: Api, text: string | undefined | Id): Promise<Status> {
  const id = typeof text === "number" ? text : parseId(text);
  const [found] = id === null ? [] : await statusesById(api, [id]);
  if (!found) throw notFound();
  return found;
}

/**
 * The post that an id means: of a boost, the discussion inside.
 *
 * @throws {Refusal} `not found`, also for what the asker may not see
 */
export async function postIn(api: Api, text: string | undefined): Promise<{ id: Id; status: Status }> {
  const found = await statusById(api, text);
  const inner = found.reblog ?? found;
  return { id: Number(inner.id), status: inner };
}
