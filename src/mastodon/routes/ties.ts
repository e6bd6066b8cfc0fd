import { and, eq, isNull } from "drizzle-orm";
import { actor, follow, membership } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import type { Request } from "../../web/index.ts";
import { type Api, readerOf } from "../api.ts";
import { between, direction, newestFirst, pagingOf, type Paging } from "../paging.ts";
import { accountList } from "../queries/accounts.ts";
import { answer } from "./timelines.ts";

/** Whose followers, or whom somebody follows. */
type Ties = { followerId: Id } | { followedId: Id } | { workspaceId: Id };

interface Tie {
  id: Id;
  other: Id;
}

const members = ({ ctx }: Api, of: { workspaceId: Id } | { memberId: Id }, paging: Paging): Promise<Tie[]> =>
  ctx.store.db
    .select({
      id: membership.id,
      other: "workspaceId" in of ? membership.actorId : membership.workspaceId,
    })
    .from(membership)
    .where(
      and(
        "workspaceId" in of
          ? eq(membership.workspaceId, of.workspaceId)
          : eq(membership.actorId, of.memberId),
        eq(membership.state, "active"),
        between(membership.id, paging),
      ),
    )
    .orderBy(direction(membership.id, paging))
    .limit(paging.limit);

/** Only people: what there is of workspaces their members say. */
async function people(
  { ctx }: Api,
  of: { followerId: Id } | { followedId: Id },
  paging: Paging,
): Promise<Tie[]> {
  const other = "followerId" in of ? follow.followedId : follow.followerId;
  const mine =
    "followerId" in of ? eq(follow.followerId, of.followerId) : eq(follow.followedId, of.followedId);
  return ctx.store.db
    .select({ id: follow.id, other })
    .from(follow)
    .innerJoin(actor, and(eq(actor.id, other), eq(actor.kind, "person"), isNull(actor.gone)))
    .where(and(mine, eq(follow.state, "accepted"), between(follow.id, paging)))
    .orderBy(direction(follow.id, paging))
    .limit(paging.limit);
}

/** Only of members here: of somebody elsewhere we know those ties alone that lead here, and their own server knows all. */
async function isOurs({ ctx }: Api, id: Id): Promise<boolean> {
  const [row] = await ctx.store.db.select({ local: actor.local }).from(actor).where(eq(actor.id, id));
  return row?.local ?? false;
}

async function tiesOf(api: Api, of: Ties, paging: Paging): Promise<Tie[]> {
  if ("workspaceId" in of) return newestFirst(await members(api, of, paging), paging);
  const whose = "followerId" in of ? of.followerId : of.followedId;
  // Strangers, and people of other organisations, learn the number only.
  if (!api.ctx.actor || !(await isOurs(api, whose))) return [];
  const own = whose === readerOf(api) && "followerId" in of;
  const lists = await Promise.all([
    people(api, of, paging),
    own ? members(api, { memberId: whose }, paging) : [],
  ]);
  const all = lists.flat().sort((a, b) => b.id - a.id);
  return paging.min === null ? all.slice(0, paging.limit) : all.slice(-paging.limit);
}

/**
 * Of a workspace its members; of a person who follows them, or whom they follow, for colleagues; to oneself one's
 * workspaces as well. The newest first.
 */
export async function tiesPage(c: Request, api: Api, of: Ties) {
  const paging = pagingOf(c, { usual: 40, most: 80 });
  const rows = await tiesOf(api, of, paging);
  return answer(c, {
    items: await accountList(
      api,
      rows.map(({ other }) => other),
    ),
    first: rows[0]?.id ?? null,
    last: rows.at(-1)?.id ?? null,
    more: rows.length === paging.limit,
  });
}
