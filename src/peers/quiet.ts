import { and, eq, exists, inArray, not, notExists, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, follow, peerRule, prepared, type Reader } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";

const said = alias(actor, "quiet_actor");
const rule = alias(peerRule, "quiet_rule");
const tie = alias(follow, "quiet_follow");

/** What is kept from those who did not ask for it. */
const kept = inArray(rule.rule, ["silenced", "suspended"]);

/** A rule for a name holds for all below it, and for all its ports. */
const concerns = (host: SQLWrapper, named: SQLWrapper): SQL =>
  or(
    sql`${host} = ${named}`,
    sql`${host} like '%.' || ${named}`,
    sql`${host} like ${named} || ':%'`,
    sql`${host} like '%.' || ${named} || ':%'`,
  )!;

/**
 * Whether a post is left out of what everybody is shown: it was said by somebody, or in a workspace, of a server that is
 * silenced here, and the reader follows neither.
 *
 * @param reader 0 for a stranger
 */
export function quiet(db: Reader, reader: Id): SQL {
  const voices = (id: SQLWrapper) => sql`${id} in (${content.authorId}, ${content.workspaceId})`;
  return and(
    exists(
      db
        .select({ one: sql`1` })
        .from(rule)
        .innerJoin(said, concerns(said.host, rule.host))
        .where(and(kept, voices(said.id))),
    ),
    notExists(
      db
        .select({ one: sql`1` })
        .from(tie)
        .where(and(eq(tie.followerId, reader), eq(tie.state, "accepted"), voices(tie.followedId))),
    ),
  )!;
}

export const notQuiet = (db: Reader, reader: Id): SQL => not(quiet(db, reader));

const anyQuery = prepared("whether a server is silenced", (db) =>
  db.select({ host: rule.host }).from(rule).where(kept).limit(1),
);

/** Those of some posts that are left out of what everybody is shown. */
export async function quietAmong(ctx: Context, ids: Id[]): Promise<Set<Id>> {
  const [any] = ids.length > 0 ? await anyQuery(ctx.store) : [];
  if (!any) return new Set();
  const { db } = ctx.store;
  const rows = await db
    .select({ id: content.id })
    .from(content)
    .where(and(inArray(content.id, ids), quiet(db, ctx.actor?.id ?? 0)));
  return new Set(rows.map(({ id }) => id));
}
