import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import {
  actor,
  amongGiven,
  content,
  discussion,
  follow,
  given,
  membership,
  peer,
  prepared,
  type Store,
  workspace,
} from "../../../db/index.ts";
import { peerOf } from "../../actors/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { mayKnow } from "../../workspaces/index.ts";
import type { Api } from "../api.ts";
import { type Account, account } from "../entities/account.ts";

const columns = {
  id: actor.id,
  kind: actor.kind,
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
  workspaceId: workspace.actorId,
  level: workspace.level,
  purpose: workspace.purpose,
  members: workspace.members,
  managersPost: workspace.managersPost,
  lastActivity: workspace.lastActivity,
  role: membership.role,
  state: membership.state,
};

const byIds = prepared("accounts by id", (db) =>
  db
    .select(columns)
    .from(actor)
    .leftJoin(peer, peerOf)
    .leftJoin(workspace, eq(workspace.actorId, actor.id))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, actor.id), eq(membership.actorId, sql.placeholder("reader"))),
    )
    .where(amongGiven(actor.id, "ids")),
);

const select = ({ ctx }: Api, ids: Id[]) => byIds(ctx.store, { ids: given(ids), reader: ctx.actor?.id ?? 0 });

export type AccountRow = Awaited<ReturnType<typeof select>>[number] & Counts;

/** What is counted of an account. Of a workspace, its members follow it. */
interface Counts {
  posts: number;
  followers: number;
  following: number;
}

const started = prepared("discussions of workspace", (db) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(discussion)
    .where(eq(discussion.workspaceId, sql.placeholder("id"))),
);

/** Only what everybody may read: how much somebody writes elsewhere is nobody's business. */
const written = prepared("open posts of person", (db) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(content)
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .where(
      and(
        eq(content.authorId, sql.placeholder("id")),
        isNull(content.deleted),
        isNull(content.hidden),
        isNull(content.refused),
        or(eq(workspace.level, "open"), inArray(content.visibility, ["public", "unlisted"])),
      ),
    ),
);

const followers = prepared("followers of person", (db) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(follow)
    .where(and(eq(follow.followedId, sql.placeholder("id")), eq(follow.state, "accepted"))),
);

/** Only people: to which workspaces somebody belongs is theirs to say. */
const following = prepared("people followed by person", (db) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(follow)
    .innerJoin(actor, and(eq(actor.id, follow.followedId), eq(actor.kind, "person")))
    .where(and(eq(follow.followerId, sql.placeholder("id")), eq(follow.state, "accepted"))),
);

const keepFor = 60_000;
const mostKept = 20_000;
const kept = new WeakMap<Store, Map<Id, Counts & { until: number }>>();

/** How many posts and followers an account has, counted once a minute at most: each answer names it for every account. */
async function countsOf({ ctx: { store } }: Api, kind: string, id: Id): Promise<Counts> {
  let counts = kept.get(store);
  if (!counts) kept.set(store, (counts = new Map()));
  const now = performance.now();
  const before = counts.get(id);
  if (before && before.until > now) return before;
  const group = kind === "group";
  const [posts, theirs, whom] = await Promise.all([
    (group ? started : written)(store, { id }),
    group ? [] : followers(store, { id }),
    group ? [] : following(store, { id }),
  ]);
  const found = {
    posts: posts[0]?.count ?? 0,
    followers: theirs[0]?.count ?? 0,
    following: whom[0]?.count ?? 0,
  };
  if (counts.size > mostKept) counts.clear();
  counts.set(id, { ...found, until: now + keepFor });
  return found;
}

const standingIn = (row: Awaited<ReturnType<typeof select>>[number]) =>
  row.workspaceId === null || row.level === null
    ? null
    : {
        workspaceId: row.workspaceId,
        level: row.level,
        local: row.local,
        managersPost: row.managersPost ?? false,
        role: row.role,
        state: row.state,
      };

/** Accounts by id. What is not there for the asker is left out. */
export async function accountsById(api: Api, ids: Iterable<Id>): Promise<Map<Id, Account>> {
  const wanted = [...new Set(ids)];
  const found = new Map<Id, Account>();
  if (wanted.length === 0) return found;
  const rows = await select(api, wanted);
  await Promise.all(
    rows.map(async (row) => {
      const standing = standingIn(row);
      if (row.kind === "application" || (row.kind === "group" && (!standing || !mayKnow(standing)))) return;
      const counts = await countsOf(api, row.kind, row.id);
      found.set(row.id, account(api, { ...row, ...counts }, standing));
    }),
  );
  return found;
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
