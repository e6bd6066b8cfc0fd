import { and, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, follow, membership, reblog } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import {
  boostPost,
  deletePost,
  editPost,
  likePost,
  openPost,
  type SaidElsewhere,
} from "../../src/posts/index.ts";
import { isOpen, type Visibility } from "../../src/visibility/index.ts";
import type { ActorRow } from "../actors/rows.ts";
import { publicAddress, sameOrigin, withoutNote } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { objects } from "../objects/index.ts";
import type { Post } from "../read.ts";
import { resolveAuthor } from "../remote/actors.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { fetchPost } from "../remote/posts.ts";
import { actingContext, type Arrived, done, ignored, later, type Outcome, refused } from "./arrived.ts";
import { rememberUndone, wasUndone } from "./before.ts";

const workspaceActor = alias(actor, "workspace_actor");

/** So many posts that a thread answered are fetched, at most, where they are not here. */
const longestThread = 10;

export interface KnownPost {
  id: Id;
  iri: string;
  authorId: Id;
  deleted: Date | null;
  visibility: Visibility;
}

/** A post of somebody's own. What stands in a workspace is not found by this. */
export async function ownPostByIri(deps: Deps, iri: string): Promise<KnownPost | null> {
  const [row] = await deps.store.db
    .select({
      id: content.id,
      iri: content.iri,
      authorId: content.authorId,
      deleted: content.deleted,
      visibility: content.visibility,
    })
    .from(content)
    .where(and(eq(content.iri, iri), eq(content.kind, "post")));
  return row?.visibility ? { ...row, visibility: row.visibility } : null;
}

/** Whether something here is a post of somebody's own. */
export async function isOwnPost(deps: Deps, id: Id): Promise<boolean> {
  const [row] = await deps.store.db.select({ kind: content.kind }).from(content).where(eq(content.id, id));
  return row?.kind === "post";
}

/** Whom a post is for, as Mastodon and its like write it: by where the public and the followers are named. */
export function visibilityOf({ to, cc }: Pick<Post, "to" | "cc">, author: ActorRow): Visibility {
  if (to.includes(publicAddress)) return "public";
  if (cc.includes(publicAddress)) return "unlisted";
  const followers = author.followers;
  return followers !== null && [...to, ...cc].includes(followers) ? "followers" : "direct";
}

/** Members here among the addresses. */
async function membersAmong(deps: Deps, iris: string[]): Promise<Id[]> {
  const ours = iris.filter((iri) => iri.startsWith(`${deps.env.origin}/`)).slice(0, 50);
  if (ours.length === 0) return [];
  const rows = await deps.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(and(inArray(actor.iri, ours), eq(actor.local, true), eq(actor.kind, "person")));
  return rows.map(({ id }) => id);
}

/** A folder lies in a workspace. Elsewhere a collection has no words, and is listed by whoever reads it. */
const isFolder = ({ type }: Post): boolean => type === "OrderedCollection";

async function isFollowedHere(deps: Deps, id: Id): Promise<boolean> {
  const [row] = await deps.store.db
    .select({ id: follow.id })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(and(eq(follow.followedId, id), eq(follow.state, "accepted"), eq(actor.local, true)))
    .limit(1);
  return !!row;
}

/** Whether a post stands in a workspace that somebody here belongs to: it comes from there. */
async function isForWorkspace(deps: Deps, { to, cc, audience, mentions, inReplyTo }: Post): Promise<boolean> {
  const named = [...audience, ...to, ...cc, ...mentions.map(({ href }) => href)].slice(0, 50);
  const [place] = await deps.store.db
    .select({ id: membership.id })
    .from(membership)
    .innerJoin(workspaceActor, eq(workspaceActor.id, membership.workspaceId))
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(inArray(workspaceActor.iri, named), eq(membership.state, "active"), eq(actor.local, true)))
    .limit(1);
  if (place || !inReplyTo) return !!place;
  const [answered] = await deps.store.db
    .select({ kind: content.kind })
    .from(content)
    .where(inArray(content.iri, [inReplyTo, withoutNote(inReplyTo)]))
    .limit(1);
  return !!answered && answered.kind !== "post";
}

/** Who is told that a post is for them: in a message without everybody, whoever is addressed has to be able to read it. */
const namedBy = (post: Post, visibility: Visibility): string[] => {
  const mentioned = post.mentions.map(({ href }) => href);
  return isOpen(visibility) ? mentioned : [...new Set([...mentioned, ...post.to, ...post.cc])];
};

/** Of a message to very many people only so many are kept: those who are meant here must be among them. */
const hereFirst = (deps: Deps, iris: string[]): string[] => {
  const here = (iri: string) => iri.startsWith(`${deps.env.origin}/`);
  return [...iris.filter(here), ...iris.filter((iri) => !here(iri))];
};

/**
 * A post of somebody's own elsewhere: kept where it concerns somebody here, who follows its author, is named in it, or
 * wrote what it answers. Everything else is nobody's business here.
 */
export async function onOwnPost(deps: Deps, arrived: Arrived, post: Post): Promise<Outcome> {
  const { activity, sender } = arrived;
  if (isFolder(post)) return ignored("A collection is none of anybody's posts");
  const visibility = visibilityOf(post, sender);
  const named = namedBy(post, visibility);
  const parent = post.inReplyTo ? await ownPostByIri(deps, post.inReplyTo) : null;
  const concerned =
    (visibility !== "direct" && (await isFollowedHere(deps, sender.id))) ||
    (await membersAmong(deps, named)).length > 0 ||
    (parent !== null && sameOrigin(parent.iri, deps.env.origin));
  if (!concerned) return ignored("Nobody here is concerned");
  if (await isForWorkspace(deps, post)) return ignored("A workspace passes it on");
  if (await wasUndone(deps, post.id, null)) return ignored("It was deleted before it came");
  const offer = withoutNote(post.id);
  if (offer !== post.id && (await anyContent(deps, offer))) return ignored("What it is a note of is here");
  await put(deps, arrived, { post, visibility, activityIri: activity.id, depth: 0 });
  return done;
}

interface Put {
  post: Post;
  visibility: Visibility;
  activityIri: string;
  /** How many answers lie between it and the post that arrived. */
  depth: number;
}

async function put(deps: Deps, arrived: Arrived, { post, visibility, activityIri, depth }: Put): Promise<Id> {
  const parentId = post.inReplyTo ? await answered(deps, post.inReplyTo, depth) : null;
  return objects.post.fromWire(actingContext(deps, arrived), post, {
    workspaceId: null,
    parentId,
    visibility,
    from: {
      iri: post.id,
      html: post.html,
      published: post.published ?? deps.clock(),
      edited: post.updated && post.published && post.updated > post.published ? post.updated : null,
      url: post.url,
      context: post.context,
      activityIri,
      mentions: hereFirst(deps, namedBy(post, visibility)),
      files: post.files,
      poll: post.poll,
      tags: post.hashtags,
      emojis: post.emojis,
    },
  });
}

/** The post that one answers, fetched where it is not here and everybody may read it; null where there is none to be had. */
async function answered(deps: Deps, iri: string, depth: number): Promise<Id | null> {
  const known = await ownPostByIri(deps, iri);
  if (known) return known.id;
  return depth < longestThread ? fetchOwnPost(deps, iri, depth + 1) : null;
}

/**
 * A post of somebody's own from its server, where everybody may read it. What is for a workspace is none.
 *
 * @returns null where there is none to be had
 */
export async function fetchOwnPost(deps: Deps, iri: string, depth = 0): Promise<Id | null> {
  if (sameOrigin(iri, deps.env.origin) || (await anyContent(deps, iri))) return null;
  const fetched = await fetchPost(deps, iri);
  if (!fetched.ok || fetched.value.deleted || fetched.value.audience.length > 0) return null;
  const post = fetched.value;
  if (isFolder(post)) return null;
  const known = await ownPostByIri(deps, post.id);
  if (known) return known.id;
  const author = await resolveAuthor(deps, post.attributedTo);
  if (!author || author.gone || author.local || author.kind !== "person") return null;
  const visibility = visibilityOf(post, author);
  if (!isOpen(visibility)) return null;
  const arrived = { sender: author, group: null } as Pick<Arrived, "sender" | "group"> as Arrived;
  return put(deps, arrived, { post, visibility, activityIri: post.id, depth });
}

/** Whether something stands here under that address already, of whatever kind. */
async function anyContent(deps: Deps, iri: string): Promise<{ id: Id } | null> {
  const [row] = await deps.store.db
    .select({ id: content.id })
    .from(content)
    .where(inArray(content.iri, [iri, withoutNote(iri)]));
  return row ?? null;
}

/** Another wording of a post of somebody's own. */
export async function editOwnPost(
  deps: Deps,
  arrived: Arrived,
  known: KnownPost,
  post: Post,
): Promise<Outcome> {
  const { summary: warning, source, sensitive, language } = post;
  await editPost(actingContext(deps, arrived), {
    contentId: known.id,
    warning,
    source,
    sensitive,
    language,
    from: {
      iri: post.id,
      html: post.html,
      published: post.updated ?? arrived.activity.published ?? deps.clock(),
      activityIri: arrived.activity.id,
      mentions: hereFirst(deps, namedBy(post, known.visibility)),
      files: post.files,
      poll: post.poll,
      tags: post.hashtags,
      emojis: post.emojis,
    },
  });
  return done;
}

/** A post of somebody's own is deleted: by its author, or as its server shows (FEP-4f05). */
export async function deleteOwnPost(deps: Deps, arrived: Arrived, known: KnownPost): Promise<Outcome> {
  const { activity, sender } = arrived;
  const from = { activityIri: activity.id };
  if (known.authorId === sender.id) {
    await deletePost(actingContext(deps, arrived), { contentId: known.id, from });
    return done;
  }
  if (!sameOrigin(sender.iri, known.iri)) return refused("Only its author can delete this");
  const answer = await fetchDocument(deps, known.iri);
  const gone = answer.ok ? answer.value.document.type === "Tombstone" : answer.kind === "gone";
  if (!gone) return answer.ok ? ignored("It still stands at its address") : later(answer.problem);
  const [author] = await deps.store.db.select().from(actor).where(eq(actor.id, known.authorId));
  await deletePost(actingContext(deps, { ...arrived, sender: author! }), { contentId: known.id, from });
  return done;
}

const said = ({ activity }: Arrived): SaidElsewhere => ({
  activityIri: activity.id,
  said: activity.published,
});

/** Somebody elsewhere likes a post of somebody's own, which they may see. */
export async function likeOwnPost(deps: Deps, arrived: Arrived, known: KnownPost): Promise<Outcome> {
  const { activity } = arrived;
  if (await wasUndone(deps, activity.id, null)) return ignored("It was taken back before it came");
  const like = { contentId: known.id, liked: true, likeIri: activity.id, from: said(arrived) };
  await likePost(actingContext(deps, arrived), like);
  return done;
}

/** Takes a like of a post of somebody's own back. */
export async function unlikeOwnPost(
  deps: Deps,
  arrived: Arrived,
  { contentId, likeIri }: { contentId: Id; likeIri: string },
): Promise<Outcome> {
  const back = { contentId, liked: false, likeIri, from: said(arrived) };
  await likePost(actingContext(deps, arrived), back);
  return done;
}

/** A person boosts what everybody may read: something that is here, or of somebody whom somebody here follows. */
export async function onBoost(deps: Deps, arrived: Arrived): Promise<Outcome> {
  const { activity, sender } = arrived;
  const [one, ...others] = activity.objects;
  const iri = typeof one === "string" ? one : typeof one?.id === "string" ? one.id : null;
  if (!iri || others.length > 0) return ignored("A person boosts one post at a time");
  if (await wasUndone(deps, activity.id, null)) return ignored("It was taken back before it came");
  const known = await anyContent(deps, iri);
  const followed = known ? false : await isFollowedHere(deps, sender.id);
  if (!known && !followed) return ignored("It is not here, and nobody here follows who boosts it");
  const contentId = known?.id ?? (await fetchOwnPost(deps, iri));
  if (contentId === null) return ignored("What is boosted cannot be had");
  // Of what is for members only, or gone, nobody is told by a refusal that it is here.
  await openPost(deps.store.db, contentId);
  const boost = { contentId, boosted: true, boostIri: activity.id, from: said(arrived) };
  await boostPost(actingContext(deps, arrived), boost);
  return done;
}

/** Takes a boost back, by its address or by what was boosted. */
export async function undoBoost(deps: Deps, arrived: Arrived, iri: string): Promise<Outcome | null> {
  const { sender } = arrived;
  const [row] = await deps.store.db
    .select({ contentId: reblog.contentId })
    .from(reblog)
    .where(and(eq(reblog.iri, iri), eq(reblog.actorId, sender.id)));
  if (!row) return null;
  const back = { contentId: row.contentId, boosted: false, boostIri: iri, from: said(arrived) };
  await boostPost(actingContext(deps, arrived), back);
  if (sameOrigin(iri, sender.iri)) await rememberUndone(deps, iri, sender.iri);
  return done;
}
