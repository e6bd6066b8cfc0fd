import { and, asc, desc, eq, inArray, isNull, not, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, follow, like, peer, reblog } from "../../db/index.ts";
import { card, type Card, cardColumns, ownPostHref, peerOf, slug } from "../actors/index.ts";
import { filesOf, fileView, type FileView } from "../attachments/index.ts";
import type { Context } from "../context.ts";
import { signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { pollsOf, type PollShown } from "../polls/index.ts";
import { apart } from "../ties/index.ts";
import { isOpen, seenBy, type Visibility } from "../visibility/index.ts";

/** A post of somebody's own, as pages show it to one reader. */
export interface PostShown {
  id: Id;
  href: string;
  author: Card;
  published: Date;
  edited: Date | null;
  html: string;
  warning: string | null;
  poll: PollShown | null;
  files: FileView[];
  visibility: Visibility;
  likes: number;
  boosts: number;
  liked: boolean;
  boosted: boolean;
  mine: boolean;
  deleted: boolean;
  /** Whom it answers. */
  answers: { name: string; href: string } | null;
  may: { vote: boolean; reply: boolean; like: boolean; boost: boolean };
}

const parent = alias(content, "parent");
const parentAuthor = alias(actor, "parent_author");

const rowsOf = ({ store, actor: reader }: Context, where: SQL | undefined, newest: boolean, limit: number) =>
  store.db
    .select({
      id: content.id,
      rootId: content.rootId,
      authorId: content.authorId,
      published: content.published,
      edited: content.edited,
      deleted: content.deleted,
      html: content.html,
      warning: content.warning,
      visibility: content.visibility,
      likes: content.likes,
      boosts: content.boosts,
      liked: like.created,
      boosted: reblog.created,
      author: cardColumns,
      parentId: parent.id,
      answered: {
        name: parentAuthor.name,
        handle: parentAuthor.handle,
        host: parentAuthor.host,
        local: parentAuthor.local,
        gone: parentAuthor.gone,
      },
    })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .leftJoin(parent, eq(parent.id, content.parentId))
    .leftJoin(parentAuthor, eq(parentAuthor.id, parent.authorId))
    .leftJoin(like, and(eq(like.contentId, content.id), eq(like.actorId, reader?.id ?? 0)))
    .leftJoin(reblog, and(eq(reblog.contentId, content.id), eq(reblog.actorId, reader?.id ?? 0)))
    .where(and(eq(content.kind, "post"), seenBy(store.db, reader?.id ?? null), where))
    .orderBy(newest ? desc(content.id) : asc(content.id))
    .limit(limit);

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

async function allShown(ctx: Context, rows: Row[], ours: string): Promise<PostShown[]> {
  const there = rows.filter(({ deleted }) => deleted === null).map(({ id }) => id);
  const polls = await pollsOf(ctx, there);
  const files = await filesOf(ctx.store.db, there);
  return rows.map((row) =>
    shown(ctx, row, ours, {
      poll: polls.get(row.id) ?? null,
      files: (files.get(row.id) ?? []).map(fileView),
    }),
  );
}

function shown(
  { actor: reader }: Context,
  row: Row,
  ours: string,
  { poll, files }: Pick<PostShown, "poll" | "files">,
): PostShown {
  const author = card(row.author, ours);
  const visibility = row.visibility ?? "direct";
  const { answered, parentId } = row;
  const there = reader !== null && row.deleted === null;
  return {
    id: row.id,
    href: ownPostHref(author.slug, row.id),
    author,
    published: row.published,
    edited: row.edited,
    html: row.html,
    warning: row.warning,
    poll,
    files,
    visibility,
    likes: row.likes,
    boosts: row.boosts,
    liked: row.liked !== null,
    boosted: row.boosted !== null,
    mine: row.authorId === reader?.id,
    deleted: row.deleted !== null,
    answers:
      parentId !== null && answered
        ? {
            name: answered.gone ? "a former member" : answered.name || answered.handle,
            href: ownPostHref(slug(answered), parentId),
          }
        : null,
    may: {
      vote: there && !!poll && !poll.ended && !poll.voted,
      reply: there,
      like: there,
      boost: there && isOpen(visibility),
    },
  };
}

/** Some posts as the reader sees them: of them, those that they may. */
export async function postsShown(ctx: Context, ours: string, ids: Id[]): Promise<Map<Id, PostShown>> {
  if (ids.length === 0) return new Map();
  const rows = await rowsOf(ctx, inArray(content.id, ids), true, ids.length);
  return new Map((await allShown(ctx, rows, ours)).map((post) => [post.id, post]));
}

/** Nothing by those with whom the reader wants nothing to do: in a conversation, who is muted stays. */
const together = ({ actor: reader }: Context): SQL | undefined =>
  reader ? not(apart(reader.id, content.authorId)) : undefined;

/** As many of a thread as one page shows. */
const longest = 400;

/**
 * A post with its thread, the oldest first: of that, what the reader may see.
 *
 * @param authorSlug in the address: under another's it is not found
 */
export async function threadOf(
  ctx: Context,
  ours: string,
  authorSlug: string,
  id: Id,
): Promise<{ post: PostShown; rootId: Id; thread: PostShown[] }> {
  const [row] = await rowsOf(ctx, eq(content.id, id), false, 1);
  if (!row) throw notFound();
  const post = (await allShown(ctx, [row], ours))[0]!;
  const canonical = post.author.slug.toLowerCase();
  if (![canonical, `${canonical}@${ctx.host}`].includes(authorSlug.toLowerCase())) throw notFound();
  const wanted = ctx.actor ? or(eq(content.id, id), together(ctx)) : undefined;
  const rows = await rowsOf(ctx, and(eq(content.rootId, row.rootId), wanted), false, longest);
  return { post, rootId: row.rootId, thread: await allShown(ctx, rows, ours) };
}

/** A person's followers in numbers, and how the reader stands to them. */
export interface Ties {
  followers: number;
  following: number;
  /** Null for oneself and for strangers. */
  mine: "none" | "asked" | "following" | null;
  followsMe: boolean;
  approves: boolean;
}

export async function tiesWith(ctx: Context, personId: Id): Promise<Ties> {
  const { db } = ctx.store;
  const me = ctx.actor?.id ?? null;
  const accepted = eq(follow.state, "accepted");
  const [person] = await db.select({ approves: actor.approves }).from(actor).where(eq(actor.id, personId));
  const [whom] = await db
    .select({ state: follow.state })
    .from(follow)
    .where(and(eq(follow.followerId, me ?? 0), eq(follow.followedId, personId)));
  const people = db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.kind, "person"), isNull(actor.gone)));
  return {
    followers: await db.$count(follow, and(eq(follow.followedId, personId), accepted)),
    following: await db.$count(
      follow,
      and(eq(follow.followerId, personId), accepted, inArray(follow.followedId, people)),
    ),
    mine:
      me === null || me === personId
        ? null
        : whom?.state === "accepted"
          ? "following"
          : whom?.state === "pending"
            ? "asked"
            : "none",
    followsMe:
      me !== null &&
      (await db.$count(follow, and(eq(follow.followerId, personId), eq(follow.followedId, me), accepted))) >
        0,
    approves: person?.approves ?? false,
  };
}

/** Those who follow oneself, and who ask to. The newest first. */
export async function followersOf(
  ctx: Context,
  ours: string,
): Promise<{ asking: Card[]; followers: Card[]; approves: boolean }> {
  const me = signedIn(ctx).id;
  const { db } = ctx.store;
  const rows = await db
    .select({ state: follow.state, who: cardColumns })
    .from(follow)
    .innerJoin(actor, and(eq(actor.id, follow.followerId), isNull(actor.gone)))
    .leftJoin(peer, peerOf)
    .where(and(eq(follow.followedId, me), inArray(follow.state, ["pending", "accepted"])))
    .orderBy(desc(follow.id))
    .limit(500);
  const [own] = await db.select({ approves: actor.approves }).from(actor).where(eq(actor.id, me));
  const of = (state: string) => rows.filter((row) => row.state === state).map(({ who }) => card(who, ours));
  return { asking: of("pending"), followers: of("accepted"), approves: own?.approves ?? false };
}
