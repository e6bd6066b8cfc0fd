import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { actor, content, discussion, follow, prepared, type Store, workspace } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";

/** What is counted of an account. Of a workspace, its members follow it. */
export interface Counts {
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
/** How much may be counted of one account a minute, on the average: who wrote ten times as much is counted ten times as seldom. */
const aMinute = 500;
const mostKept = 20_000;
interface Kept {
  /** Those that are being counted: whoever asks meanwhile waits for the same. */
  counts: Counts | Promise<Counts>;
  until: number;
}
const kept = new WeakMap<Store, Map<Id, Kept>>();

/**
 * How many posts and followers an account has, counted once a minute at most, and more seldom where there is much to
 * count: each answer names it for every account.
 */
export function countsOf(store: Store, { kind, id }: { id: Id; kind: string }): Counts | Promise<Counts> {
  let all = kept.get(store);
  if (!all) kept.set(store, (all = new Map()));
  const before = all.get(id);
  if (before && before.until > performance.now()) return before.counts;
  if (all.size > mostKept) all.clear();
  const counts = recount(all, store, { kind, id }, before);
  all.set(id, { counts, until: Infinity });
  return counts;
}

async function recount(
  all: Map<Id, Kept>,
  store: Store,
  { kind, id }: { id: Id; kind: string },
  before: Kept | undefined,
): Promise<Counts> {
  try {
    const was = await before?.counts;
    const found = await count(store, kind === "group", id);
    const same =
      was?.posts === found.posts && was.followers === found.followers && was.following === found.following;
    // What was made with the same numbers holds on.
    const counts = same ? was : found;
    const much = Object.values(found).reduce((sum, one) => sum + one, 0);
    all.set(id, { counts, until: performance.now() + keepFor * Math.max(1, much / aMinute) });
    return counts;
  } catch (error) {
    all.delete(id);
    throw error;
  }
}

async function count(store: Store, group: boolean, id: Id): Promise<Counts> {
  const [posts, theirs, whom] = await Promise.all([
    (group ? started : written)(store, { id }),
    group ? [] : followers(store, { id }),
    group ? [] : following(store, { id }),
  ]);
  return {
    posts: posts[0]?.count ?? 0,
    followers: theirs[0]?.count ?? 0,
    following: whom[0]?.count ?? 0,
  };
}
