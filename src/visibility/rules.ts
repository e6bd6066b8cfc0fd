import { and, eq, exists, inArray, isNull, not, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { content, follow, mention, personBlock, type Reader } from "../../db/index.ts";
import type { Id } from "../core/id.ts";

export const visibilities = ["public", "unlisted", "followers", "direct"] as const;
/** Who reads a post of somebody's own. `direct`: its author and whoever is named in it. */
export type Visibility = (typeof visibilities)[number];

/** What decides who may see a post, for one who asks. */
export interface Seen {
  authorId: Id;
  /** Null in a workspace, which decides by itself. */
  visibility: Visibility | null;
  /** The one who asks is named in it. */
  named: boolean;
  /** The one who asks follows its author, who has accepted that. */
  follows: boolean;
}

/** Everybody may read it, wherever it is shown. */
export const isOpen = (visibility: Visibility | null): boolean =>
  visibility === "public" || visibility === "unlisted";

/** Whether the one who asks may see a post of somebody's own. Every route asks this, or `seenBy`. */
export function maySee(post: Seen, readerId: Id | null): boolean {
  if (post.visibility === null) return false;
  if (isOpen(post.visibility)) return true;
  if (readerId === null) return false;
  if (post.authorId === readerId || post.named) return true;
  return post.visibility === "followers" && post.follows;
}

const names = alias(mention, "names");
const followed = alias(follow, "followed");

/** Whether the one who asks is named in the post of the row. */
export const namesReader = (db: Reader, readerId: Id): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(names)
      .where(and(eq(names.contentId, content.id), eq(names.actorId, readerId))),
  );

/** Whether the one who asks follows the author of the post of the row. */
export const followsAuthor = (db: Reader, readerId: Id): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(followed)
      .where(
        and(
          eq(followed.followedId, content.authorId),
          eq(followed.followerId, readerId),
          eq(followed.state, "accepted"),
        ),
      ),
  );

/** `maySee` as a condition on `content`: true for no post that stands in a workspace. */
export const seenBy = (db: Reader, readerId: Id | null): SQL =>
  and(
    isNull(content.hidden),
    readerId === null ? undefined : not(blocksReader(db, readerId)),
    meantFor(db, readerId),
  )!;

/** Whether the author of the post of the row blocked the one who asks. */
export const blocksReader = (db: Reader, readerId: Id): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(personBlock)
      .where(and(eq(personBlock.actorId, content.authorId), eq(personBlock.targetId, readerId))),
  );

/** The same as other organisations see it: what administrators hide here is as it was for them. */
export const meantFor = (db: Reader, readerId: Id | null): SQL =>
  readerId === null
    ? inArray(content.visibility, ["public", "unlisted"])
    : and(
        eq(content.kind, "post"),
        or(
          inArray(content.visibility, ["public", "unlisted"]),
          eq(content.authorId, readerId),
          namesReader(db, readerId),
          and(eq(content.visibility, "followers"), followsAuthor(db, readerId)),
        ),
      )!;

/** Whether somebody may see a post of somebody's own here. */
export const isSeenBy = async (db: Reader, id: Id, readerId: Id | null): Promise<boolean> =>
  (await db.$count(content, and(eq(content.id, id), seenBy(db, readerId)))) > 0;
