import { and, desc, eq, gte, inArray, isNull, like, lt, ne, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, event, membership, workspace } from "../../db/index.ts";
import { address, slug } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { administrator } from "../people/index.ts";
import { mayManage, onlyManagers, postHref, standingOf } from "../workspaces/index.ts";

/** What is looked for in the log. */
export interface LogFilter {
  /** The first word of its kinds: "member", "discussion"; all without. */
  about: string;
  /** Part of the name of whoever did it. */
  who: string;
  from: Date | null;
  until: Date | null;
}

interface Named {
  name: string;
  /** `@handle@host` */
  address: string;
}

/** Something that happened, as the log tells it. */
export interface LogEntry {
  id: Id;
  at: Date;
  kind: string;
  /** Who did it; null where nobody in particular did. */
  by: Named | null;
  /** Whom it was done to. */
  person: Named | null;
  workspace: (Named & { href: string }) | null;
  /** The post it is about. */
  post: { title: string; href: string; iri: string } | null;
  /** What was asked for, and a reason or an answer that was given. */
  words: string;
}

const doer = alias(actor, "doer");
const place = alias(actor, "place");
const root = alias(content, "root");

const person = (table: typeof actor) => ({
  name: table.name,
  handle: table.handle,
  host: table.host,
  local: table.local,
});

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

const rowsOf = (ctx: Context, workspaceId: Id | null, filter: LogFilter, before: Id | null, limit: number) =>
  ctx.store.db
    .select({
      id: event.id,
      at: event.created,
      kind: event.kind,
      data: event.data,
      by: person(doer as unknown as typeof actor),
      workspace: person(place as unknown as typeof actor),
      contentId: event.contentId,
      workspaceId: event.workspaceId,
      iri: content.iri,
      rootId: content.rootId,
      standsIn: content.workspaceId,
      title: sql<string | null>`case when ${root.hidden} is null then ${root.title} end`,
      level: workspace.level,
      state: membership.state,
    })
    .from(event)
    .leftJoin(doer, eq(doer.id, event.actorId))
    .leftJoin(place, eq(place.id, event.workspaceId))
    .leftJoin(content, eq(content.id, event.contentId))
    .leftJoin(root, eq(root.id, content.rootId))
    .leftJoin(workspace, eq(workspace.actorId, event.workspaceId))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, event.workspaceId), eq(membership.actorId, ctx.actor?.id ?? 0)),
    )
    .where(
      and(
        workspaceId === null ? undefined : eq(event.workspaceId, workspaceId),
        before === null ? undefined : lt(event.id, before),
        or(
          not(like(event.kind, "report.%")),
          isNull(content.authorId),
          ne(content.authorId, ctx.actor?.id ?? 0),
        ),
        // What administrators hide here stands in their own log.
        workspaceId === null ? undefined : not(like(event.kind, "content.%hidden")),
        // Nobody finds out by looking for somebody's deeds.
        filter.who ? ne(event.kind, "report.made") : undefined,
        filter.about ? like(event.kind, `${filter.about}.%`) : undefined,
        filter.who
          ? sql`lower(${doer.name}) like ${`%${filter.who.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`
          : undefined,
        filter.from ? gte(event.created, filter.from) : undefined,
        filter.until ? lt(event.created, filter.until) : undefined,
      ),
    )
    .orderBy(desc(event.id))
    .limit(limit);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const memberOf = ({ data }: Row): Id | null => (typeof data.memberId === "number" ? data.memberId : null);

function entry(row: Row, people: Map<Id, Named>): LogEntry {
  const { data } = row;
  const member = memberOf(row);
  // Who runs the instance is no member of each workspace, least of all of another organisation's.
  const reads = row.level === null || row.level === "open" || row.state === "active";
  const knows = reads || row.level !== "confidential";
  const workspace = knows ? row.workspace : null;
  const where = workspace && slug(workspace);
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    // Who reported is shown in the queue, and never to whom it is about.
    by: row.kind === "report.made" ? null : row.by && { name: row.by.name, address: address(row.by) },
    person: member === null ? null : (people.get(member) ?? null),
    workspace: workspace && {
      name: workspace.name,
      address: address(workspace),
      href: `/workspaces/${where}`,
    },
    post:
      row.contentId && row.rootId && where && reads && row.standsIn === row.workspaceId
        ? {
            title: row.title || "A post",
            iri: row.iri ?? "",
            href: postHref(where, { id: row.contentId, rootId: row.rootId }),
          }
        : null,
    words: [
      text(data.act),
      ...(reads && row.kind !== "report.made" ? [data.reason, data.answer, data.note].map(text) : []),
    ]
      .filter(Boolean)
      .join(": "),
  };
}

export const logPageSize = 50;
/** As many as one file of the export has. */
export const exportSize = 50_000;

/**
 * What happened, the newest first.
 *
 * @param workspaceId for its managers; null for the whole instance, for administrators
 * @param before only what happened before this one
 * @throws {Refusal} `not found`, `forbidden`
 */
export async function logOf(
  ctx: Context,
  workspaceId: Id | null,
  filter: LogFilter,
  { before = null, limit = logPageSize }: { before?: Id | null; limit?: number } = {},
): Promise<{ entries: LogEntry[]; more: boolean }> {
  if (workspaceId === null) administrator(ctx);
  else if (!mayManage(await standingOf(ctx.store, workspaceId, ctx.actor?.id ?? null))) throw onlyManagers();
  const rows = await rowsOf(ctx, workspaceId, filter, before, limit + 1);
  const shown = rows.slice(0, limit);
  const ids = [...new Set(shown.map(memberOf).filter((id): id is Id => id !== null))];
  const people = new Map<Id, Named>();
  for (let at = 0; at < ids.length; at += 500) {
    const found = await ctx.store.db
      .select({ id: actor.id, ...person(actor) })
      .from(actor)
      .where(inArray(actor.id, ids.slice(at, at + 500)));
    for (const one of found) people.set(one.id, { name: one.name, address: address(one) });
  }
  return { entries: shown.map((row) => entry(row, people)), more: rows.length > limit };
}

/** What a spreadsheet would take for a formula is text. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const headings = ["Time", "What", "Who", "Address", "To whom", "Their address", "Workspace", "Post", "Words"];

/** The entries as CSV (RFC 4180), times in UTC. */
export function csvOf(entries: readonly LogEntry[]): string {
  const rows = entries.map(({ at, kind, by, person: to, workspace, post, words }) => [
    at.toISOString(),
    kind,
    by?.name ?? "",
    by?.address ?? "",
    to?.name ?? "",
    to?.address ?? "",
    workspace?.address ?? "",
    post?.iri ?? "",
    words,
  ]);
  return [headings, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
