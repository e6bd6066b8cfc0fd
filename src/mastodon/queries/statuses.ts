import { and, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, discussion, like, membership, mention, workspace } from "../../../db/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { isShown } from "../../forums/index.ts";
import { mayRead } from "../../workspaces/index.ts";
import { type Api, readerOf } from "../api.ts";
import type { Account } from "../entities/account.ts";
import { boost, status, type Status } from "../entities/status.ts";
import { accountsById } from "./accounts.ts";
import { facetsOf } from "./facets/index.ts";

const parent = alias(content, "parent");
const root = alias(content, "root");
const place = alias(actor, "place_actor");
const answer = alias(content, "answer");

const columns = {
  id: content.id,
  kind: content.kind,
  iri: content.iri,
  url: content.url,
  workspaceId: discussion.workspaceId,
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
    sql<number>`case when ${content.kind} = 'comment' then (select count(*) from ${content} as ${sql.identifier("answer")}
    where ${answer.parentId} = ${content.id} and ${answer.deleted} is null and ${answer.refused} is null) else 0 end`.mapWith(
      Number,
    ),
};

const select = ({ ctx }: Api, ids: Id[]) => {
  const reader = ctx.actor?.id ?? 0;
  return (
    ctx.store.db
      .select(columns)
      .from(content)
      // Of a comment, the discussion it stands in.
      .innerJoin(discussion, eq(discussion.contentId, content.rootId))
      .innerJoin(root, eq(root.id, content.rootId))
      .innerJoin(workspace, eq(workspace.actorId, content.workspaceId))
      .innerJoin(place, eq(place.id, content.workspaceId))
      .leftJoin(parent, eq(parent.id, content.parentId))
      .leftJoin(like, and(eq(like.contentId, content.id), eq(like.actorId, reader)))
      .leftJoin(
        membership,
        and(eq(membership.workspaceId, content.workspaceId), eq(membership.actorId, reader)),
      )
      .where(
        or(
          inArray(content.id, ids),
          inArray(
            content.id,
            ctx.store.db
              .select({ id: discussion.contentId })
              .from(discussion)
              .where(inArray(discussion.boostId, ids)),
          ),
        ),
      )
  );
};

export type StatusRow = Awaited<ReturnType<typeof select>>[number];

/** Whether the asker may see it: the pages ask the same. */
const isVisible = (api: Api, row: StatusRow): boolean =>
  row.deleted === null && row.hidden === null && isShown(row, readerOf(api)) && mayRead(row);

async function mentionsOf({ ctx }: Api, ids: Id[]): Promise<Map<Id, Id[]>> {
  const found = new Map<Id, Id[]>();
  const rows = await ctx.store.db.select().from(mention).where(inArray(mention.contentId, ids));
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
  const rows = (await select(api, ids)).filter((row) => isVisible(api, row));
  if (rows.length === 0) return [];
  const shown = rows.map(({ id }) => id);
  const [mentions, facets] = await Promise.all([mentionsOf(api, shown), facetsOf(api, shown)]);
  const accounts = await accountsById(
    api,
    rows.flatMap((row) => [
      row.authorId,
      row.workspaceId,
      ...(row.parentAuthorId === null ? [] : [row.parentAuthorId]),
      ...(mentions.get(row.id) ?? []),
    ]),
  );
  const byId = new Map<Id, Status>();
  for (const row of rows) {
    const author = accounts.get(row.authorId);
    const workspaceAccount = accounts.get(row.workspaceId);
    if (!author || !workspaceAccount) continue;
    const named = [row.parentAuthorId, ...(mentions.get(row.id) ?? [])];
    const mentioned = named
      .map((id) => (id === null ? undefined : accounts.get(id)))
      .filter((one): one is Account => one !== undefined && !one.suspended);
    const plain = status(api, row, { author, workspace: workspaceAccount, mentioned });
    const made = { ...plain, ...facets.get(row.id) };
    byId.set(row.id, made);
    if (row.kind === "discussion") byId.set(row.boostId, boost(made, row.boostId, workspaceAccount));
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
