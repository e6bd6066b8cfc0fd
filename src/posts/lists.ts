import { and, desc, eq, inArray, isNull, lt, ne, not, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, follow, peer, reblog, workspace } from "../../db/index.ts";
import { card, type Card, cardColumns, peerOf, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { unwanted } from "../ties/index.ts";
import { seenBy } from "../visibility/index.ts";
import { postHref } from "../workspaces/index.ts";
import { type PostShown, postsShown } from "./queries.ts";

/** A discussion or a comment of an open workspace, in a list of what somebody passes on. */
export interface PlacedShown {
  id: Id;
  kind: "discussion" | "comment";
  title: string;
  href: string;
  author: Card;
  workspace: { name: string; elsewhere: boolean };
  words: string;
  published: Date;
}

/** What stands in a list of posts: written there, or passed on by somebody. */
export type Listed = { boostedBy: Card | null } & (
  { post: PostShown; placed: null } | { post: null; placed: PlacedShown }
);

export interface PostPage {
  items: Listed[];
  older: Id | null;
}

const pageSize = 20;
const root = alias(content, "root");
const place = alias(actor, "place_actor");

/** What of open workspaces was passed on, as everybody may read it. */
async function placedShown({ store }: Context, ids: Id[], ours: string): Promise<Map<Id, PlacedShown>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .select({
      id: content.id,
      kind: content.kind,
      rootId: content.rootId,
      html: content.html,
      published: content.published,
      title: root.title,
      author: cardColumns,
      place: { name: place.name, handle: place.handle, host: place.host, local: place.local },
    })
    .from(content)
    .innerJoin(root, eq(root.id, content.rootId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .innerJoin(place, eq(place.id, content.workspaceId))
    .leftJoin(peer, peerOf)
    .where(inArray(content.id, ids));
  const found = rows.map((row): [Id, PlacedShown] => [
    row.id,
    {
      id: row.id,
      kind: row.kind === "comment" ? "comment" : "discussion",
      title: row.title || "Untitled",
      href: postHref(slug(row.place), row),
      author: card(row.author, ours),
      workspace: { name: row.place.name || row.place.handle, elsewhere: !row.place.local },
      words: excerpt(row.html, 300),
      published: row.published,
    },
  ]);
  return new Map(found);
}

/** What is passed on and may be shown: it stands, and either it is somebody's own or in an open workspace. */
function boostsFor({ store, actor: reader, clock }: Context, where: SQL | undefined, before: Id | null) {
  const { db } = store;
  const wanted = reader === null ? undefined : not(unwanted(reader.id, content.authorId, clock()));
  const inTheOpen = and(
    eq(workspace.level, "open"),
    isNull(content.refused),
    isNull(content.hidden),
    isNull(place.gone),
  );
  return db
    .select({ at: reblog.id, id: content.id, kind: content.kind, by: cardColumns })
    .from(reblog)
    .innerJoin(actor, eq(actor.id, reblog.actorId))
    .leftJoin(peer, peerOf)
    .innerJoin(content, eq(content.id, reblog.contentId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .leftJoin(place, eq(place.id, content.workspaceId))
    .where(
      and(
        where,
        before === null ? undefined : lt(reblog.id, before),
        isNull(content.deleted),
        // One's own stands in the list already.
        ne(content.authorId, reblog.actorId),
        or(inTheOpen, seenBy(db, reader?.id ?? null)),
        wanted,
      ),
    )
    .orderBy(desc(reblog.id))
    .limit(pageSize + 1);
}

/**
 * A page of posts and of what is passed on, the newest first by when that was. What is in it twice stands where it is
 * newest.
 */
async function page(
  ctx: Context,
  ours: string,
  { posts, boosts }: { posts: SQL | undefined; boosts: SQL | undefined },
  before: Id | null,
): Promise<PostPage> {
  const { db } = ctx.store;
  const written = await db
    .select({ at: content.id, id: content.id, kind: content.kind })
    .from(content)
    .where(
      and(
        eq(content.kind, "post"),
        isNull(content.deleted),
        ne(content.visibility, "direct"),
        seenBy(db, ctx.actor?.id ?? null),
        posts,
        before === null ? undefined : lt(content.id, before),
      ),
    )
    .orderBy(desc(content.id))
    .limit(pageSize + 1);
  const passedOn = await boostsFor(ctx, boosts, before);
  const all = [...written.map((one) => ({ ...one, by: null })), ...passedOn].sort((a, b) => b.at - a.at);
  const shown = all.slice(0, pageSize);
  const seen = new Set<Id>();
  const once = shown.filter(({ id }) => !seen.has(id) && seen.add(id));
  const own = await postsShown(
    ctx,
    ours,
    once.filter(({ kind }) => kind === "post").map(({ id }) => id),
  );
  const placed = await placedShown(
    ctx,
    once.filter(({ kind }) => kind !== "post").map(({ id }) => id),
    ours,
  );
  const items = once.flatMap(({ id, by }): Listed[] => {
    const boostedBy = by && card(by, ours);
    const [post, at] = [own.get(id), placed.get(id)];
    if (post) return [{ boostedBy, post, placed: null }];
    return at ? [{ boostedBy, post: null, placed: at }] : [];
  });
  return { items, older: all.length > pageSize ? shown.at(-1)!.at : null };
}

/**
 * What somebody wrote and passed on, as far as the reader may see it. Messages to some people stand with their thread
 * only.
 */
export const postsBy = (ctx: Context, ours: string, authorId: Id, before: Id | null): Promise<PostPage> =>
  page(ctx, ours, { posts: eq(content.authorId, authorId), boosts: eq(reblog.actorId, authorId) }, before);

/** What those whom one follows write and pass on, and what one writes oneself. */
export async function postsFollowed(ctx: Context, ours: string, before: Id | null): Promise<PostPage> {
  const me = signedIn(ctx).id;
  const followed = (only?: SQL) =>
    ctx.store.db
      .select({ id: follow.followedId })
      .from(follow)
      .where(and(eq(follow.followerId, me), eq(follow.state, "accepted"), only));
  const posts = and(
    or(eq(content.authorId, me), inArray(content.authorId, followed())),
    not(unwanted(me, content.authorId, ctx.clock())),
  );
  const boosts = and(
    inArray(reblog.actorId, followed(eq(follow.reblogs, true))),
    not(unwanted(me, reblog.actorId, ctx.clock())),
  );
  return page(ctx, ours, { posts, boosts }, before);
}
