import { and, asc, count, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { actor, mail, person } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { administrator } from "./members.ts";
import { type Listed, lower, matching, pageOf, perPage, searched } from "./queries.ts";

export interface Managed {
  id: Id;
  name: string;
  handle: string;
  email: string;
  post: string;
  role: "member" | "administrator";
  state: "unverified" | "waiting" | "active" | "closed";
  reason: string | null;
  created: Date;
  lastSeen: Date | null;
}

const managedColumns = {
  id: person.actorId,
  name: actor.name,
  handle: actor.handle,
  email: person.email,
  job: actor.job,
  organisation: actor.organisation,
  role: person.role,
  state: person.state,
  reason: person.reason,
  created: person.created,
  lastSeen: person.lastSeen,
};

const managed = <Row extends { job: string | null; organisation: string | null }>({
  job,
  organisation,
  ...row
}: Row) => ({ ...row, post: [job, organisation].filter(Boolean).join(", ") });

/** Who waits for approval, the first to ask first. For administrators. */
export async function waiting(ctx: Context): Promise<Managed[]> {
  administrator(ctx);
  const rows = await ctx.store.db
    .select(managedColumns)
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(eq(person.state, "waiting"))
    .orderBy(asc(person.created))
    .limit(200);
  return rows.map(managed);
}

/** Everyone with an account, by name. For administrators. */
export async function accounts(
  ctx: Context,
  { query, page }: { query: string; page: number },
): Promise<Listed<Managed>> {
  administrator(ctx);
  const db = ctx.store.db;
  const where = matching(query, [...searched, lower(person.email)]);
  const [counted] = await db
    .select({ total: count() })
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(where);
  const { offset, ...pages } = pageOf(page, counted?.total ?? 0);
  const rows = await db
    .select(managedColumns)
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(where)
    .orderBy(asc(sql`lower(${actor.name})`), asc(actor.id))
    .limit(perPage)
    .offset(offset);
  return { ...pages, items: rows.map(managed) };
}

/** One account. For administrators. */
export async function account(ctx: Context, id: Id): Promise<Managed> {
  administrator(ctx);
  const [row] = await ctx.store.db
    .select(managedColumns)
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(eq(person.actorId, id));
  if (!row) throw notFound();
  return managed(row);
}

export type SentMail = typeof mail.$inferSelect;

/** The newest mails. For administrators. */
export async function mails(ctx: Context): Promise<SentMail[]> {
  administrator(ctx);
  return ctx.store.db.select().from(mail).orderBy(desc(mail.id)).limit(100);
}

export interface Numbers {
  active: number;
  waiting: number;
  mailsUnsent: number;
  mailsFailed: number;
}

/** What needs an administrator's eye. For administrators. */
export async function numbers(ctx: Context): Promise<Numbers> {
  administrator(ctx);
  const db = ctx.store.db;
  const unsent = and(isNull(mail.sent), isNotNull(mail.nextAttempt));
  return {
    active: await db.$count(person, eq(person.state, "active")),
    waiting: await db.$count(person, eq(person.state, "waiting")),
    mailsUnsent: await db.$count(mail, unsent),
    mailsFailed: await db.$count(mail, and(isNull(mail.sent), isNull(mail.nextAttempt))),
  };
}
