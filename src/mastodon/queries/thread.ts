import { and, asc, eq, ne } from "drizzle-orm";
import { content } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import type { Api } from "../api.ts";

/** As Mastodon's own limit. */
const most = 4096;

/** The posts before and after one in its discussion: what it answers from the top down, and all that answers it. */
export async function threadAround({ ctx }: Api, id: Id): Promise<{ before: Id[]; after: Id[] }> {
  const [post] = await ctx.store.db
    .select({ rootId: content.rootId })
    .from(content)
    .where(eq(content.id, id));
  if (!post) return { before: [], after: [] };
  const { rootId } = post;
  const rows = await ctx.store.db
    .select({ id: content.id, parentId: content.parentId, deleted: content.deleted, hidden: content.hidden })
    .from(content)
    .where(and(eq(content.rootId, rootId), ne(content.id, rootId)))
    .orderBy(asc(content.id));
  const parents = new Map(rows.map((row) => [row.id, row.parentId ?? rootId]));
  const deleted = new Set(rows.filter((row) => row.deleted ?? row.hidden).map((row) => row.id));

  const before: Id[] = [];
  const seen = new Set<Id>([id]);
  for (let at = parents.get(id); at !== undefined && !seen.has(at); at = parents.get(at)) {
    seen.add(at);
    if (!deleted.has(at)) before.unshift(at);
  }
  const answers = new Map<Id, Id[]>();
  for (const { id: one } of rows) {
    const under = parents.get(one)!;
    const siblings = answers.get(under);
    if (siblings) siblings.push(one);
    else answers.set(under, [one]);
  }
  const after: Id[] = [];
  const waiting = [...(answers.get(id) ?? [])].reverse();
  const visited = new Set<Id>([id]);
  while (waiting.length > 0 && after.length < most) {
    const one = waiting.pop()!;
    if (visited.has(one)) continue;
    visited.add(one);
    if (!deleted.has(one)) after.push(one);
    waiting.push(...[...(answers.get(one) ?? [])].reverse());
  }
  return { before, after };
}
