import { and, asc, eq, inArray } from "drizzle-orm";
import { actor, content, discussion, membership } from "../../db/index.ts";
import { address } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";

/** Every discussion in the workspaces that somebody belongs to. */
export async function readable(ctx: Context): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: discussion.contentId })
    .from(discussion)
    .innerJoin(membership, eq(membership.workspaceId, discussion.workspaceId))
    .where(and(eq(membership.actorId, ctx.actor?.id ?? 0), eq(membership.state, "active")));
  return rows.map(({ id }) => id);
}

/** What is held of the workspaces that members of this organisation belong to. */
export async function holdings({
  store: { db },
}: Context): Promise<{ workspace: string; posts: string[] }[]> {
  const joined = await db
    .selectDistinct({ id: membership.workspaceId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(actor.local, true), eq(membership.state, "active")));
  const groups = await db
    .select({ id: actor.id, handle: actor.handle, host: actor.host })
    .from(actor)
    .where(
      inArray(
        actor.id,
        joined.map(({ id }) => id),
      ),
    );
  return Promise.all(
    groups.map(async (group) => {
      const rows = await db
        .select({
          iri: content.iri,
          likes: content.likes,
          deleted: content.deleted,
          refused: content.refused,
          pinned: discussion.pinned,
          locked: discussion.locked,
          comments: discussion.comments,
        })
        .from(content)
        .leftJoin(discussion, eq(discussion.contentId, content.id))
        .where(eq(content.workspaceId, group.id))
        .orderBy(asc(content.iri));
      const posts = rows.map(({ iri, likes, comments, ...marks }) => {
        const set = Object.entries(marks).flatMap(([mark, value]) => (value === null ? [] : [mark]));
        return [iri, `${likes} likes`, ...(comments === null ? [] : [`${comments} comments`]), ...set].join(
          " ",
        );
      });
      return { workspace: address(group), posts };
    }),
  );
}
