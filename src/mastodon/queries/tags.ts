import { and, eq, inArray } from "drizzle-orm";
import { content, featuredTag, followedTag, type Store } from "../../../db/index.ts";
import { type Id, timeOfId } from "../../core/id.ts";
import {
  type Featured,
  openUses,
  spellings,
  taggedIds as idsWith,
  type Use,
  type WithTags,
} from "../../tags/index.ts";
import { type Api, day, readerOf } from "../api.ts";
import { days, historyOf, type Tag, tagId, tagUrl } from "../entities/tag.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";

const since = (now: Date): Date => new Date(now.getTime() - days * 24 * 60 * 60_000);

/** Posts with hashtags that the asker may read. */
export async function taggedIds(
  api: Api,
  tags: WithTags,
  paging: Paging,
  more: Omit<Parameters<typeof idsWith>[2], "bounds" | "limit" | "oldestFirst"> = {},
): Promise<Id[]> {
  const ids = await idsWith(api.ctx, tags, {
    ...more,
    bounds: between(content.id, paging),
    oldestFirst: paging.min !== null,
    limit: paging.limit,
  });
  return newestFirst(ids, paging);
}

async function followedAmong(api: Api, names: string[]): Promise<Set<string>> {
  const rows = await api.ctx.store.db
    .select({ name: followedTag.name })
    .from(followedTag)
    .where(and(eq(followedTag.personId, readerOf(api)), inArray(followedTag.name, names)));
  return new Set(rows.map(({ name }) => name));
}

async function featuredAmong(api: Api, names: string[]): Promise<Set<string>> {
  const rows = await api.ctx.store.db
    .select({ name: featuredTag.name })
    .from(featuredTag)
    .where(and(eq(featuredTag.personId, readerOf(api)), inArray(featuredTag.name, names)));
  return new Set(rows.map(({ name }) => name));
}

/** Hashtags by their names, in that order, with their use in open workspaces of the last days. */
export async function tagsByName(api: Api, names: string[], known?: Use[]): Promise<Tag[]> {
  if (names.length === 0) return [];
  const { store, clock } = api.ctx;
  const now = clock();
  const [uses, written, followed, featured] = await Promise.all([
    known ?? openUses(store.db, since(now), names),
    spellings(store.db, names),
    api.ctx.actor ? followedAmong(api, names) : null,
    api.ctx.actor ? featuredAmong(api, names) : null,
  ]);
  const byName = Map.groupBy(uses, ({ name }) => name);
  return names.map((name) => ({
    id: tagId(name),
    name: written.get(name) ?? name,
    url: tagUrl(api, name),
    history: historyOf(byName.get(name) ?? [], now),
    ...(followed ? { following: followed.has(name) } : {}),
    ...(featured ? { featuring: featured.has(name) } : {}),
  }));
}

/** One's followed hashtags, the newest first, by the ids of the rows. */
export async function followedTags(api: Api, paging: Paging): Promise<{ id: Id; name: string }[]> {
  const rows = await api.ctx.store.db
    .select({ id: followedTag.id, name: followedTag.name })
    .from(followedTag)
    .where(and(eq(followedTag.personId, readerOf(api)), between(followedTag.id, paging)))
    .orderBy(direction(followedTag.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging);
}

/** Mastodon's FeaturedTag, of whosever they are, counted in the open only. */
export async function featuredTags(api: Api, personId: Id, only?: Featured) {
  const rows = only
    ? [only]
    : await api.ctx.store.db
        .select()
        .from(featuredTag)
        .where(eq(featuredTag.personId, personId))
        .orderBy(featuredTag.id);
  return Promise.all(
    rows.map(async ({ id, name, written }) => {
      const posts = await idsWith(
        api.ctx,
        { any: [name] },
        { limit: 1000, openOnly: true, more: eq(content.authorId, personId), ofOne: true },
      );
      return {
        id: String(id),
        name: written,
        url: tagUrl(api, name),
        statuses_count: String(posts.length),
        last_status_at: posts[0] === undefined ? null : day(timeOfId(posts[0])),
      };
    }),
  );
}

/** How long a list of what is used much is kept, in ms: it is calm, and the same for everybody. */
const calm = 10 * 60_000;
const kept = new WeakMap<Store, { until: number; uses: Use[] }>();

async function lately({ ctx: { store, clock } }: Api): Promise<Use[]> {
  const now = clock();
  const before = kept.get(store);
  if (before && before.until > now.getTime()) return before.uses;
  const uses = await openUses(store.db, since(now));
  kept.set(store, { until: now.getTime() + calm, uses });
  return uses;
}

/** What most people used in open workspaces in the last days. One person alone makes no trend. */
export async function trendingTags(api: Api, limit: number, offset: number): Promise<Tag[]> {
  const uses = await lately(api);
  const byName = Map.groupBy(uses, ({ name }) => name);
  const weight = (some: Use[]) => new Set(some.map(({ authorId }) => authorId)).size;
  const names = [...byName]
    .map(([name, some]) => ({ name, people: weight(some), uses: some.length }))
    .filter(({ people }) => people > 1)
    .sort((a, b) => b.people - a.people || b.uses - a.uses || a.name.localeCompare(b.name))
    .slice(offset, offset + limit)
    .map(({ name }) => name);
  return tagsByName(api, names, uses);
}

/** Hashtags that the asker wrote in the open and does not show yet. */
export async function ownTags(api: Api): Promise<Tag[]> {
  const { store, clock } = api.ctx;
  const month = new Date(clock().getTime() - 90 * 24 * 60 * 60_000);
  const mine = (await openUses(store.db, month)).filter(({ authorId }) => authorId === readerOf(api));
  const names = [...new Set(mine.map(({ name }) => name))];
  const featured = names.length > 0 ? await featuredAmong(api, names) : new Set<string>();
  return tagsByName(api, names.filter((name) => !featured.has(name)).slice(0, 10));
}
