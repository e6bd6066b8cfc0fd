import { eq, inArray, sql } from "drizzle-orm";
import { hiddenPerson, hiddenPost, prepared } from "../../db/index.ts";
import type { Context, Writer } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { PostRow } from "./post-query.ts";

/** Why posts are hidden here: for administrators, and of one's own. Costs nothing where none is. */
export async function hiddenReasons(ctx: Context, posts: readonly PostRow[]): Promise<Map<Id, string>> {
  const may = posts.filter(
    ({ hidden, authorId }) => hidden && (ctx.actor?.administrator || authorId === ctx.actor?.id),
  );
  if (may.length === 0) return new Map();
  const [ids, authors] = [may.map(({ id }) => id), [...new Set(may.map(({ authorId }) => authorId))]];
  const [own, people] = await Promise.all([
    ctx.store.db.select().from(hiddenPost).where(inArray(hiddenPost.contentId, ids)),
    ctx.store.db.select().from(hiddenPerson).where(inArray(hiddenPerson.actorId, authors)),
  ]);
  const byPost = new Map(own.map(({ contentId, reason }) => [contentId, reason]));
  const byPerson = new Map(people.map(({ actorId, reason }) => [actorId, reason]));
  return new Map(may.map(({ id, authorId }) => [id, byPost.get(id) ?? byPerson.get(authorId) ?? ""]));
}

const hiddenQuery = prepared(
  "hidden person",
  (db) =>
    db
      .select({ id: hiddenPerson.actorId })
      .from(hiddenPerson)
      .where(eq(hiddenPerson.actorId, sql.placeholder("author"))),
  true,
);

/** What somebody writes is hidden here from the start, where all of theirs is: then nobody here is told of it. */
export async function hiddenFor(tx: Writer, authorId: Id, at: Date): Promise<Date | null> {
  const [found] = await hiddenQuery(tx, { author: authorId });
  return found ? at : null;
}
