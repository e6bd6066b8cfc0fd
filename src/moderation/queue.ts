import { and, desc, eq, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, peer, removedContent, report } from "../../db/index.ts";
import { card, type Card, cardColumns, ownPostHref, peerOf, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { administrator } from "../people/index.ts";
import { mayManage, onlyManagers, postHref, standingOf } from "../workspaces/index.ts";

/** A report, for those who decide on it. */
export interface QueuedReport {
  id: Id;
  state: "open" | "acted" | "dismissed";
  /** Whom it is about. */
  author: Card;
  /** The post, where it is about one; `own`: it stands in no workspace. */
  post: {
    id: Id;
    href: string;
    title: string;
    excerpt: string;
    gone: boolean;
    hidden: boolean;
    own: boolean;
  } | null;
  workspace: string | null;
  /** Who said it: a person, or the organisation that passed it on. */
  reporter: string;
  reason: string;
  note: string | null;
  created: Date;
}

const reporter = alias(actor, "reporter");
const place = alias(actor, "place");
const root = alias(content, "root");

/** Nobody sees who reported them. */
const notAbout = (viewer: Id) => ne(report.personId, viewer);

const openFirst = sql`case when ${report.state} = 'open' then 0 else 1 end`;

/**
 * What was reported and is not decided, and after it what was, the newest first.
 *
 * @param workspaceId for its managers; null for the administrators' own queue
 */
export async function queueOf(ctx: Context, workspaceId: Id | null, ours: string): Promise<QueuedReport[]> {
  const viewer = signedIn(ctx);
  if (workspaceId === null) administrator(ctx);
  else if (!mayManage(await standingOf(ctx.store, workspaceId, viewer.id))) throw onlyManagers();
  const rows = await ctx.store.db
    .select({
      id: report.id,
      state: report.state,
      reason: report.reason,
      note: report.note,
      created: report.created,
      contentId: report.contentId,
      author: cardColumns,
      reporterName: reporter.name,
      place: { name: place.name, handle: place.handle, host: place.host, local: place.local },
      rootId: content.rootId,
      html: content.html,
      deleted: content.deleted,
      hidden: content.hidden,
      rootHidden: root.hidden,
      kept: removedContent.html,
      title: root.title,
    })
    .from(report)
    .innerJoin(actor, eq(actor.id, report.personId))
    .leftJoin(peer, peerOf)
    .leftJoin(reporter, eq(reporter.id, report.reporterId))
    .leftJoin(place, eq(place.id, report.workspaceId))
    .leftJoin(content, eq(content.id, report.contentId))
    .leftJoin(removedContent, eq(removedContent.contentId, report.contentId))
    .leftJoin(root, eq(root.id, content.rootId))
    .where(
      and(
        workspaceId === null
          ? eq(report.queue, "instance")
          : and(eq(report.queue, "workspace"), eq(report.workspaceId, workspaceId)),
        notAbout(viewer.id),
      ),
    )
    .orderBy(openFirst, desc(report.id))
    .limit(200);
  // What administrators hide, they alone see.
  const shown = (hidden: Date | null) => workspaceId === null || hidden === null;
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    author: card(row.author, ours),
    post:
      row.contentId && row.rootId
        ? {
            id: row.contentId,
            href: row.place
              ? postHref(slug(row.place), { id: row.contentId, rootId: row.rootId })
              : ownPostHref(slug(row.author), row.contentId),
            own: row.place === null,
            title: (shown(row.rootHidden) && row.title) || "A post",
            excerpt: shown(row.hidden) ? excerpt(row.deleted ? (row.kept ?? "") : (row.html ?? ""), 400) : "",
            gone: row.deleted !== null,
            hidden: row.hidden !== null,
          }
        : null,
    workspace: row.place?.name ?? null,
    reporter: row.reporterName || "Another server",
    reason: row.reason,
    note: row.note,
    created: row.created,
  }));
}
