import { and, eq, sql } from "drizzle-orm";
import { conversation, instance, prepared } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";

const besideQuery = prepared("posts beside home", (db) =>
  db
    .select({
      on: instance.personalPosts,
      unread: sql<number>`(select count(*) from ${conversation} where ${and(
        eq(conversation.personId, sql.placeholder("reader")),
        eq(conversation.unread, true),
      )})`.mapWith(Number),
    })
    .from(instance)
    .where(eq(instance.id, 1)),
);

/** What Home says of posts outside workspaces. */
export interface PostsBeside {
  /** Conversations that hold something one has not read. */
  unread: number;
}

/** The same for the one who asks; null where the administrators have switched such posts off. */
export async function postsBeside(ctx: Context): Promise<PostsBeside | null> {
  const [row] = await besideQuery(ctx.store, { reader: signedIn(ctx).id });
  return row?.on ? { unread: row.unread } : null;
}
