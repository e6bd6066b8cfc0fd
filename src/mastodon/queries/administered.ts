import { and, asc, eq, inArray, isNotNull, isNull, ne, type SQL } from "drizzle-orm";
import { actor, hiddenPerson, peerRule, person, report } from "../../../db/index.ts";
import { createHash } from "node:crypto";
import { type Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { administrator } from "../../people/index.ts";
import { absolute, type Api, date } from "../api.ts";
import type { Account } from "../entities/account.ts";
import type { Status } from "../entities/status.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { accountsById } from "./accounts.ts";
import { statusesById } from "./statuses.ts";

/** Mastodon's Role, of which we have two. Permission 1 is that of an administrator. */
export const roleOf = (isAdministrator: boolean) =>
  isAdministrator
    ? { id: "1", name: "Administrator", color: "", permissions: "1", highlighted: true }
    : { id: "-99", name: "", color: "", permissions: "0", highlighted: false };

/** An account as administrators see it (Mastodon's Admin::Account). */
export interface AdminAccount {
  id: string;
  username: string;
  domain: string | null;
  created_at: string;
  email: string | null;
  ip: null;
  ips: never[];
  locale: string | null;
  role: ReturnType<typeof roleOf>;
  confirmed: boolean;
  approved: boolean;
  disabled: boolean;
  silenced: boolean;
  sensitized: boolean;
  suspended: boolean;
  invite_request: string | null;
  account: Account;
}

const columns = {
  id: actor.id,
  handle: actor.handle,
  host: actor.host,
  local: actor.local,
  name: actor.name,
  created: actor.created,
  email: person.email,
  role: person.role,
  state: person.state,
  reason: person.reason,
  hidden: hiddenPerson.created,
};

async function rowsOf(api: Api, where: SQL | undefined, paging: Paging) {
  administrator(api.ctx);
  return newestFirst(
    await api.ctx.store.db
      .select(columns)
      .from(actor)
      .leftJoin(person, eq(person.actorId, actor.id))
      .leftJoin(hiddenPerson, eq(hiddenPerson.actorId, actor.id))
      .where(and(eq(actor.kind, "person"), where, between(actor.id, paging)))
      .orderBy(direction(actor.id, paging))
      .limit(paging.limit),
    paging,
  );
}

async function shaped(api: Api, rows: Awaited<ReturnType<typeof rowsOf>>): Promise<AdminAccount[]> {
  const accounts = await accountsById(
    api,
    rows.map(({ id }) => id),
  );
  return rows.flatMap((row): AdminAccount[] => {
    const account = accounts.get(row.id);
    if (!account) return [];
    const asks = row.state === "unverified" || row.state === "waiting";
    return [
      {
        id: String(row.id),
        username: row.handle,
        domain: row.local ? null : row.host,
        created_at: date(row.created),
        email: row.email,
        ip: null,
        ips: [],
        locale: row.local ? "en" : null,
        role: roleOf(row.role === "administrator"),
        confirmed: row.state !== "unverified",
        approved: !asks,
        disabled: row.state === "closed",
        silenced: false,
        sensitized: false,
        suspended: row.hidden !== null,
        invite_request: row.reason,
        // Who asks to be let in has a name already, which only administrators see.
        account: asks ? { ...account, display_name: row.name } : account,
      },
    ];
  });
}

export interface AdminFilter {
  origin?: string | undefined;
  status?: string | undefined;
  username?: string | undefined;
  email?: string | undefined;
}

const states = new Map<string, SQL | undefined>(
  Object.entries({
    active: and(eq(person.state, "active"), isNull(hiddenPerson.actorId)),
    pending: inArray(person.state, ["waiting", "unverified"]),
    disabled: eq(person.state, "closed"),
    suspended: isNotNull(hiddenPerson.actorId),
    silenced: eq(actor.id, -1),
  }),
);

/** Accounts, the newest first; of this organisation unless told. For administrators. */
export async function administeredAccounts(
  api: Api,
  { origin = "local", status, username, email }: AdminFilter,
  paging: Paging,
): Promise<{ items: AdminAccount[]; first: Id | null; last: Id | null; more: boolean }> {
  const where = and(
    eq(actor.local, origin !== "remote"),
    status === undefined ? undefined : states.get(status),
    username ? eq(actor.handle, username.toLowerCase()) : undefined,
    email ? eq(person.email, email.toLowerCase()) : undefined,
  );
  const rows = await rowsOf(api, where, paging);
  return {
    items: await shaped(api, rows),
    first: rows[0]?.id ?? null,
    last: rows.at(-1)?.id ?? null,
    more: rows.length === paging.limit,
  };
}

const one: Paging = { max: null, since: null, min: null, limit: 1 };

/** One account. For administrators. */
export async function administeredAccount(api: Api, id: Id | null): Promise<AdminAccount> {
  const [found] = await shaped(api, await rowsOf(api, eq(actor.id, id ?? 0), one));
  if (!found) throw notFound();
  return found;
}

/** A report to the administrators (Mastodon's Admin::Report). */
export interface AdminReport {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: "other";
  comment: string;
  forwarded: boolean;
  created_at: string;
  updated_at: string;
  account: AdminAccount;
  target_account: AdminAccount;
  assigned_account: null;
  action_taken_by_account: AdminAccount | null;
  statuses: Status[];
  rules: never[];
}

/** Who reported: somebody, or a server in the name of somebody, as Mastodon does. */
async function reporterOf(api: Api, id: Id): Promise<AdminAccount> {
  const [row] = await api.ctx.store.db.select().from(actor).where(eq(actor.id, id));
  if (!row) throw notFound();
  if (row.kind === "person") return administeredAccount(api, id);
  const picture = absolute(api, "/api/pictures/person.png");
  const header = absolute(api, "/api/pictures/header.png");
  const [created, username] = [date(row.created), row.handle];
  return {
    ...{ id: String(id), username, domain: row.host, created_at: created, email: null, ip: null, ips: [] },
    ...{ locale: null, role: roleOf(false), confirmed: true, approved: true, disabled: false },
    ...{ silenced: false, sensitized: false, suspended: false, invite_request: null },
    account: {
      ...{ id: String(id), username, acct: `${username}@${row.host}`, display_name: row.host },
      ...{ locked: false, bot: false, group: false, discoverable: false, indexable: false, noindex: true },
      ...{ hide_collections: true, created_at: created, note: "", url: row.iri, uri: row.iri },
      ...{ avatar: picture, avatar_static: picture, header, header_static: header },
      ...{ followers_count: 0, following_count: 0, statuses_count: 0, last_status_at: null },
      ...{ emojis: [], fields: [], roles: [] },
    },
  };
}

async function shapedReport(api: Api, row: typeof report.$inferSelect): Promise<AdminReport> {
  return {
    id: String(row.id),
    action_taken: row.state !== "open",
    action_taken_at: row.decided && date(row.decided),
    category: "other",
    comment: row.reason,
    forwarded: false,
    created_at: date(row.created),
    updated_at: date(row.decided ?? row.created),
    account: await reporterOf(api, row.reporterId),
    target_account: await administeredAccount(api, row.personId),
    assigned_account: null,
    action_taken_by_account:
      row.decidedById === null ? null : await administeredAccount(api, row.decidedById),
    statuses: row.contentId === null ? [] : await statusesById(api, [row.contentId]),
    rules: [],
  };
}

/** What the administrators were told, the newest first; nobody sees who reported them. For administrators. */
export async function administeredReports(
  api: Api,
  { resolved, account, target }: { resolved: boolean; account: Id | null; target: Id | null },
  paging: Paging,
): Promise<{ items: AdminReport[]; first: Id | null; last: Id | null; more: boolean }> {
  const { id: me } = administrator(api.ctx);
  const rows = newestFirst(
    await api.ctx.store.db
      .select()
      .from(report)
      .where(
        and(
          visibleTo(me),
          resolved ? inArray(report.state, ["acted", "dismissed"]) : eq(report.state, "open"),
          account === null ? undefined : eq(report.reporterId, account),
          target === null ? undefined : eq(report.personId, target),
          between(report.id, paging),
        ),
      )
      .orderBy(direction(report.id, paging))
      .limit(paging.limit),
    paging,
  );
  return {
    items: await Promise.all(rows.map((row) => shapedReport(api, row))),
    first: rows[0]?.id ?? null,
    last: rows.at(-1)?.id ?? null,
    more: rows.length === paging.limit,
  };
}

/** @param me nobody sees who reported them; a workspace reports as nobody does here */
const visibleTo = (me: Id): SQL | undefined => and(eq(report.queue, "instance"), notAbout(me));
const notAbout = (me: Id): SQL => ne(report.personId, me);

/** One report. For administrators. */
export async function administeredReport(api: Api, id: Id | null): Promise<AdminReport> {
  const { id: me } = administrator(api.ctx);
  const [row] = await api.ctx.store.db
    .select()
    .from(report)
    .where(and(eq(report.id, id ?? 0), visibleTo(me)));
  if (!row) throw notFound();
  return shapedReport(api, row);
}

/** A rule for a server, by a number that is its own: rules have none here. */
export interface NumberedRule {
  id: string;
  host: string;
  rule: "silenced" | "suspended" | "allowed";
  reason: string;
  created: Date;
}

/** 48 bits of a digest: a rule's address for apps. */
const numberOf = (host: string): string =>
  String(Number.parseInt(createHash("sha256").update(host).digest("hex").slice(0, 12), 16));

/** The servers that are blocked, or those that are allowed, by name. For administrators. */
export async function numberedRules(api: Api, allowed: boolean): Promise<NumberedRule[]> {
  administrator(api.ctx);
  const rows = await api.ctx.store.db
    .select()
    .from(peerRule)
    .where(inArray(peerRule.rule, allowed ? ["allowed"] : ["silenced", "suspended"]))
    .orderBy(asc(peerRule.host));
  return rows.map(({ host, rule, reason, created }) => ({ id: numberOf(host), host, rule, reason, created }));
}
