import { and, eq, sql } from "drizzle-orm";
import { actor, amongGiven, given, membership, peer, prepared, workspace } from "../../../db/index.ts";
import { peerOf } from "../../actors/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { mayKnow, mayRead, maySeeHome, type Standing } from "../../workspaces/index.ts";
import { type Api, readerOf } from "../api.ts";
import { type Account, account } from "../entities/account.ts";
import { keeper, share } from "../keeping.ts";
import { type Counts, countsOf } from "./account-counts.ts";

const facts = {
  id: actor.id,
  version: actor.version,
  iri: actor.iri,
  host: actor.host,
  local: actor.local,
  handle: actor.handle,
  name: actor.name,
  summary: actor.summary,
  url: actor.url,
  job: actor.job,
  organisation: actor.organisation,
  place: actor.place,
  fields: actor.fields,
  approves: actor.approves,
  pictureId: actor.pictureId,
  pictureUrl: actor.pictureUrl,
  emojis: actor.emojis,
  discoverable: actor.discoverable,
  indexable: actor.indexable,
  created: actor.created,
  gone: actor.gone,
  peerName: peer.name,
  workspaceVersion: workspace.version,
  level: workspace.level,
  purpose: workspace.purpose,
  members: workspace.members,
  lastActivity: workspace.lastActivity,
};

const factsByIds = prepared("accounts by id", (db) =>
  db
    .select(facts)
    .from(actor)
    .leftJoin(peer, peerOf)
    .leftJoin(workspace, eq(workspace.actorId, actor.id))
    .where(amongGiven(actor.id, "ids")),
);

type Facts = Awaited<ReturnType<typeof factsByIds>>[number];
export type AccountRow = Facts & Counts;

/** What tells whether an account that is kept holds, and what decides how much of it the asker sees. */
const standings = prepared("accounts as they stand", (db) =>
  db
    .select({
      id: actor.id,
      kind: actor.kind,
      version: actor.version,
      local: actor.local,
      pictureId: actor.pictureId,
      peerName: peer.name,
      workspaceVersion: workspace.version,
      level: workspace.level,
      managersPost: workspace.managersPost,
      role: membership.role,
      state: membership.state,
    })
    .from(actor)
    // Of our own the name of the instance counts.
    .leftJoin(peer, and(eq(actor.local, false), peerOf))
    .leftJoin(workspace, eq(workspace.actorId, actor.id))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, actor.id), eq(membership.actorId, sql.placeholder("reader"))),
    )
    .where(amongGiven(actor.id, "ids")),
);

type Row = Awaited<ReturnType<typeof standings>>[number];

const standingIn = (row: Row): Standing | null =>
  row.workspaceVersion === null || row.level === null
    ? null
    : {
        workspaceId: row.id,
        level: row.level,
        local: row.local,
        managersPost: row.managersPost ?? false,
        role: row.role,
        state: row.state,
      };

/** All that `account` asks of the asker, as a number; the name of the instance is beside it. */
function seenAs({ ctx }: Api, standing: Standing | null): number {
  const signedIn = ctx.actor === null ? 0 : 1;
  return standing === null
    ? signedIn
    : 2 + signedIn + (mayRead(standing) ? 4 : 0) + (maySeeHome(standing) ? 8 : 0);
}

/** An account as it was made from the same facts, for those who see as much of it. */
interface Made {
  seen: number;
  ours: string;
  counts: Counts;
  account: Account;
}

interface KeptAccount {
  facts: Facts;
  made: Made[];
}

const keptAccounts = keeper<KeptAccount>(4_000_000);
const mostMade = 4;

const holds = (facts: Facts, row: Row): boolean =>
  facts.version === row.version &&
  facts.workspaceVersion === row.workspaceVersion &&
  facts.pictureId === row.pictureId &&
  (row.local || facts.peerName === row.peerName);

/** What is known of these: kept, where that holds, or read. */
async function know({ ctx }: Api, rows: readonly Row[]): Promise<Map<Id, KeptAccount>> {
  const keeping = keptAccounts(ctx.store);
  const known = new Map<Id, KeptAccount>();
  const asked: Id[] = [];
  for (const row of rows) {
    const before = keeping.get(row.id);
    if (before && holds(before.facts, row)) known.set(row.id, before);
    else asked.push(row.id);
  }
  if (asked.length === 0) return known;
  for (const facts of await factsByIds(ctx.store, { ids: given(asked) })) {
    const { id, summary, purpose } = facts;
    const read: KeptAccount = { facts, made: [] };
    known.set(id, read);
    keeping.set(id, read, 2_000 + 4 * (summary.length + (purpose?.length ?? 0)));
  }
  return known;
}

function accountOf(api: Api, known: KeptAccount, standing: Standing | null, counts: Counts): Account {
  const seen = seenAs(api, standing);
  const { ours } = api;
  const found = known.made.find((one) => one.seen === seen && one.counts === counts && one.ours === ours);
  if (found) return found.account;
  const made = share(account(api, { ...known.facts, ...counts }, standing));
  known.made = [{ seen, ours, counts, account: made }, ...known.made].slice(0, mostMade);
  return made;
}

/** An account, and how the one who asks stands in it, where it is a workspace. */
export interface Known {
  account: Account;
  standing: Standing | null;
}

/** Accounts by id, with standings. What is not there for the asker is left out. */
export async function knownById(api: Api, ids: Iterable<Id>): Promise<Map<Id, Known>> {
  const found = new Map<Id, Known>();
  const wanted = new Set(ids);
  if (wanted.size === 0) return found;
  const rows = await standings(api.ctx.store, { ids: given(wanted), reader: readerOf(api) });
  const there: { row: Row; standing: Standing | null }[] = [];
  for (const row of rows) {
    const standing = standingIn(row);
    if (row.kind === "application" || (row.kind === "group" && (!standing || !mayKnow(standing)))) continue;
    there.push({ row, standing });
  }
  const known = await know(
    api,
    there.map(({ row }) => row),
  );
  const asked = there.map(({ row }) => countsOf(api.ctx.store, row));
  const counts = asked.some((one) => one instanceof Promise)
    ? await Promise.all(asked.map(async (one) => one))
    : (asked as Counts[]);
  for (const [n, { row, standing }] of there.entries()) {
    // Not there if it was deleted between the two questions.
    const one = known.get(row.id);
    if (one) found.set(row.id, { account: accountOf(api, one, standing, counts[n]!), standing });
  }
  return found;
}

/** Accounts by id. What is not there for the asker is left out. */
export async function accountsById(api: Api, ids: Iterable<Id>): Promise<Map<Id, Account>> {
  const found = await knownById(api, ids);
  return new Map([...found].map(([id, known]) => [id, known.account]));
}

/** The same, in the order of the ids. */
export async function accountList(api: Api, ids: Id[]): Promise<Account[]> {
  const found = await accountsById(api, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** @throws {Refusal} `not found`, also for what the asker may not know of and for who is gone */
export async function accountById(api: Api, id: Id | null): Promise<Account> {
  const found = id === null ? undefined : (await accountsById(api, [id])).get(id);
  if (!found || found.suspended) throw notFound();
  return found;
}
