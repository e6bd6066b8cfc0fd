import { and, eq, sql } from "drizzle-orm";
import { content, followedTag, membership, prepared } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { type Api, readerOf } from "../api.ts";
import type { Paging } from "../paging.ts";
import { homeIds } from "./home-ids.ts";
import type { Has } from "./reader-has.ts";
import { taggedIds } from "./tags.ts";

const followed = prepared("followed tags", (db) =>
  db
    .select({ name: followedTag.name })
    .from(followedTag)
    .where(eq(followedTag.personId, sql.placeholder("person"))),
);

/**
 * What one follows, and the open discussions with hashtags that one follows. Those of a workspace that one follows come
 * once, as it passes them on.
 */
export async function homeWithTags(api: Api, paging: Paging, has: Has): Promise<Id[]> {
  const reader = readerOf(api);
  const [passedOn, tags] = await Promise.all([
    homeIds(api, paging, has),
    has.tags ? followed(api.ctx.store, { person: reader }) : [],
  ]);
  if (tags.length === 0) return passedOn;
  const { db } = api.ctx.store;
  const mine = db
    .select({ id: membership.workspaceId })
    .from(membership)
    .where(
      and(eq(membership.actorId, reader), eq(membership.state, "active"), eq(membership.followed, true)),
    );
  const found = await taggedIds(api, { any: tags.map(({ name }) => name) }, paging, {
    openOnly: true,
    noComments: true,
    more: sql`(${content.workspaceId} is null or ${content.workspaceId} not in ${mine})`,
  });
  const all = [...new Set([...passedOn, ...found])].sort((a, b) => b - a);
  return paging.min === null ? all.slice(0, paging.limit) : all.slice(-paging.limit);
}
