import { and, asc, count, eq, or, sql, type SQL } from "drizzle-orm";
import { actor, membership, person, type Reader, workspace } from "../../db/index.ts";
import { card, cardColumns, type Card, cardRow } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { ours } from "./mails.ts";

export const perPage = 30;

export interface Listed<Item> {
  items: Item[];
  total: number;
  page: number;
  pages: number;
}

/** A page of a list, from 1; a page that does not exist becomes the nearest that does. */
export const pageOf = (page: number, total: number) => {
  const pages = Math.max(1, Math.ceil(total / perPage));
  const at = Math.min(Math.max(1, Math.floor(page) || 1), pages);
  return { page: at, pages, total, offset: (at - 1) * perPage };
};

/** Matches words anywhere in the columns, every word in one of them. */
export function matching(text: string, columns: SQL[]): SQL | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  return and(
    ...words.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
      return or(...columns.map((column) => sql`${column} like ${pattern} escape '\\'`));
    }),
  );
}

export const lower = (column: unknown) => sql`lower(coalesce(${column}, ''))`;
export const searched = [actor.name, actor.job, actor.organisation, actor.place].map(lower);

/** The members of this instance, by name. For members. */
export async function directory(
  ctx: Context,
  { query, page }: { query: string; page: number },
): Promise<Listed<Card>> {
  const db = ctx.store.db;
  const where = and(eq(person.state, "active"), matching(query, searched));
  const [counted] = await db
    .select({ total: count() })
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(where);
  const { offset, ...pages } = pageOf(page, counted?.total ?? 0);
  const { peerName: _, ...columns } = cardColumns;
  const rows = await db
    .select(columns)
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(where)
    .orderBy(asc(sql`lower(${actor.name})`), asc(actor.id))
    .limit(perPage)
    .offset(offset);
  const { name } = await ours(db);
  return { ...pages, items: rows.map((row) => card({ ...row, peerName: null }, name)) };
}

export interface Profile {
  card: Card;
  iri: string;
  url: string | null;
  local: boolean;
  job: string | null;
  place: string | null;
  /** What else they say of themselves. */
  fields: { name: string; value: string }[];
  /** Sanitised HTML. */
  summary: string;
  since: Date;
  /** `@handle@host` */
  address: string;
  /** The address of the account they use now, where they have moved. */
  movedTo: string | null;
  shared: { name: string; href: string }[];
}

/** Someone's page, for a member; `viewerId` null for a stranger, who sees our own people's posts only. */
export async function profileOf(ctx: Context, id: Id, viewerId: Id | null): Promise<Profile> {
  const db = ctx.store.db;
  const row = await cardRow(db, id);
  if (!row || row.gone || row.kind !== "person") throw notFound();
  const [more] = await db
    .select({
      summary: actor.summary,
      fields: actor.fields,
      url: actor.url,
      created: actor.created,
      movedTo: actor.movedTo,
    })
    .from(actor)
    .where(eq(actor.id, id));
  const { name } = await ours(db);
  return {
    card: card(row, name),
    iri: row.iri,
    url: more?.url ?? null,
    local: row.local,
    job: row.job,
    place: viewerId ? row.place : null,
    summary: viewerId ? (more?.summary ?? "") : "",
    fields: more?.fields ?? [],
    since: more?.created ?? new Date(0),
    address: `@${row.handle}@${row.host}`,
    movedTo: viewerId ? (more?.movedTo ?? null) : null,
    shared: viewerId ? await sharedWorkspaces(db, id, viewerId) : [],
  };
}

/** Workspaces that both are members of: the viewer sees them anyway. */
async function sharedWorkspaces(db: Reader, id: Id, viewerId: Id) {
  const mine = db
    .select({ id: membership.workspaceId })
    .from(membership)
    .where(and(eq(membership.actorId, viewerId), eq(membership.state, "active")));
  const rows = await db
    .select({ name: actor.name, handle: actor.handle, host: actor.host, local: actor.local })
    .from(membership)
    .innerJoin(workspace, eq(workspace.actorId, membership.workspaceId))
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(
      and(
        eq(membership.actorId, id),
        eq(membership.state, "active"),
        sql`${membership.workspaceId} in ${mine}`,
      ),
    )
    .orderBy(asc(actor.name))
    .limit(50);
  return rows.map(({ name, handle, host, local }) => ({
    name,
    href: `/workspaces/${local ? handle : `${handle}@${host}`}`,
  }));
}

export interface Account {
  name: string;
  handle: string;
  email: string;
  job: string | null;
  organisation: string | null;
  place: string | null;
  /** HTML made from the text, see `summaryText`. */
  summary: string;
  pictureId: Id | null;
  role: "member" | "administrator";
}

/** One's own account, for its pages. */
export async function accountOf(db: Reader, id: Id): Promise<Account> {
  const [row] = await db
    .select({
      name: actor.name,
      handle: actor.handle,
      email: person.email,
      job: actor.job,
      organisation: actor.organisation,
      place: actor.place,
      summary: actor.summary,
      pictureId: actor.pictureId,
      role: person.role,
    })
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(eq(person.actorId, id));
  if (!row) throw notFound();
  return row;
}

/** The administrators' names and pages, for the contact page. */
export async function administrators(db: Reader): Promise<{ name: string; href: string; email: string }[]> {
  const rows = await db
    .select({ name: actor.name, handle: actor.handle, email: person.email })
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(and(eq(person.role, "administrator"), eq(person.state, "active")))
    .orderBy(asc(actor.id))
    .limit(20);
  return rows.map(({ name, handle, email }) => ({ name, href: `/people/${handle}`, email }));
}
