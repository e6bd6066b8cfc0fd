import { and, eq, isNull, or } from "drizzle-orm";
import { actor, content, follow, membership, reblog } from "../../db/index.ts";
import { notFound, Refusal } from "../../src/core/refusal.ts";
import { deleteContent, editContent, type FromElsewhere, setLike } from "../../src/forums/index.ts";
import { boostPost, deletePost } from "../../src/posts/index.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { managerIds, standingOf } from "../../src/workspaces/index.ts";
import { workspaceById } from "../actors/rows.ts";
import { publicAddress, sameOrigin } from "../addresses.ts";
import { readerIn } from "../access.ts";
import { contextFor, type Deps, remoteActing } from "../deps.ts";
import { storeActor } from "../remote/actors.ts";
import { formOf } from "../objects/discussion.ts";
import { wordsTime } from "../objects/proposal.ts";
import { fetchPost, putPost } from "../remote/posts.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { isVote, readPost, type Post } from "../read.ts";
import {
  actingContext,
  type Arrived,
  contextOfSettled,
  done,
  type Handler,
  ignored,
  later,
  type Outcome,
  refused,
} from "./arrived.ts";
import { rememberUndone, wasUndone } from "./before.ts";
import { cameAlong, contentByIri, type KnownContent, speaksFor, workspaceAmong } from "./find-content.ts";
import { movedAway } from "./moved-away.ts";
import { unknownHere } from "./marks.ts";
import { deleteOwnPost, editOwnPost, likeOwnPost, onOwnPost, ownPostByIri } from "./own-posts.ts";
import { onlyCounts, onVote } from "./polls.ts";
import { pageEdited } from "./pages.ts";
import { settledByManager } from "./proposals.ts";
import { orSayRefused, sayRefused } from "./refuse.ts";

/** The post an activity carries, read and checked: its author is the sender, on the sender's own server. */
async function carried(deps: Deps, { activity, sender, group }: Arrived): Promise<Post | Outcome> {
  if (!activity.object) {
    const reader = group ? await readerIn(deps, group.id) : undefined;
    const fetched = activity.objectId ? await fetchPost(deps, activity.objectId, reader) : null;
    if (!fetched) return refused("The activity carries nothing");
    if (!fetched.ok)
      return fetched.kind === "unreachable" ? later(fetched.problem) : refused(fetched.problem);
    if (fetched.value.deleted) return ignored("It has been deleted");
    return fetched.value.attributedTo === sender.iri ? fetched.value : refused("The post is another's");
  }
  const parsed = await readPost(activity.object);
  if (!parsed.ok) return refused(parsed.problem);
  const post = parsed.value;
  if (post.attributedTo !== sender.iri) return refused("The post is another's");
  if (!sameOrigin(post.id, sender.iri)) return refused("The post claims an address on another server");
  return post;
}

const isOutcome = (value: Post | Outcome): value is Outcome => "state" in value;

/** A discussion or a comment, in a workspace of ours or passed on by its home. */
export const onCreate: Handler = async (deps, arrived) => {
  const post = await carried(deps, arrived);
  if (isOutcome(post)) return post;
  const { activity, sender, group } = arrived;
  if (isVote(post)) return onVote(deps, arrived, post);
  const addressed = [
    ...post.audience,
    ...activity.audience,
    ...post.to,
    ...post.cc,
    ...activity.to,
    ...activity.cc,
  ];
  const named = post.mentions.map((one) => one.href);

  if (group) {
    const audience = [...post.audience, ...activity.audience];
    const meant = audience.length === 0 || audience.includes(group.iri);
    if (!meant && !(await cameAlong(deps, post, group.id)))
      return refused("The post is for another audience");
    return putPost(deps, {
      post,
      activityIri: activity.id,
      author: sender,
      workspace: group,
      settled: true,
      ask: null,
    });
  }
  const parent = post.inReplyTo ? await contentByIri(deps, post.inReplyTo) : null;
  const parents = parent && (await workspaceById(deps.store, parent.workspaceId));
  const meant = async () => workspaceAmong(deps, [...addressed, ...named]);
  const workspaceId = parents?.actor.local ? parents.actorId : await meant();
  if (workspaceId === null) return onOwnPost(deps, arrived, post);
  // Said as of what is here and not to be seen: nobody learns by guessing which it is.
  if (post.inReplyTo && !parent && post.inReplyTo.startsWith(`${deps.env.origin}/`))
    return sayRefused(deps, arrived, workspaceId, notFound());
  const workspace =
    parents?.actorId === workspaceId ? parents : (await workspaceById(deps.store, workspaceId))!;
  try {
    if (workspace.actor.movedTo) throw movedAway(workspace.actor.movedTo);
    // A private message that names a workspace is not said to everybody in it.
    if (workspace.level === "open" && !addressed.includes(publicAddress))
      throw new Refusal("forbidden", "What is said in this workspace is public, and this post is not.");
    if (
      (await verdictFor(deps.store, sender.host)) === "silenced" &&
      (await standingOf(deps.store, workspaceId, sender.id)).state !== "active"
    )
      throw new Refusal("forbidden", "Join this workspace first: its server is silenced here.");
    const outside =
      post.inReplyTo && !parent ? await isOutside(deps, post.inReplyTo, workspace.actor.iri) : false;
    if (typeof outside === "object") return outside;
    return await putPost(deps, {
      post,
      activityIri: activity.id,
      author: sender,
      workspace: workspace.actor,
      settled: false,
      ask: outside ? "discussion" : null,
      parent,
    });
  } catch (error) {
    // Its discussion may have been moved to where its author does not belong: where they said it they are told.
    if (error instanceof Refusal) return sayRefused(deps, arrived, workspaceId, error, await meant());
    throw error;
  }
};

/**
 * Whether a post was said elsewhere: a reply to it, with a mention of the workspace, begins a discussion there. One that
 * is for the workspace itself is on its way, and may be fetched.
 */
async function isOutside(deps: Deps, iri: string, workspaceIri: string): Promise<boolean | Outcome> {
  const fetched = await fetchPost(deps, iri);
  if (!fetched.ok) return fetched.kind === "unreachable" ? later(fetched.problem) : true;
  const { audience, to, cc, mentions } = fetched.value;
  return ![...audience, ...to, ...cc, ...mentions.map((one) => one.href)].includes(workspaceIri);
}

async function localWorkspace(deps: Deps, id: number): Promise<number | null> {
  const [row] = await deps.store.db.select({ local: actor.local }).from(actor).where(eq(actor.id, id));
  return row?.local ? id : null;
}

/** Another wording of a post, or what an actor says of itself now. */
export const onUpdate: Handler = async (deps, arrived) => {
  const { activity, sender, group } = arrived;
  const { object } = activity;
  if (object && ["Person", "Group", "Application", "Service", "Organization"].includes(String(object.type))) {
    if (object.id !== sender.iri) return refused("Nobody changes another actor");
    await storeActor(deps, object);
    deps.publicKeys.forget(sender.iri);
    return done;
  }
  const now = activity.published ?? deps.clock();
  const asEdit = (post: Post): FromElsewhere => ({
    iri: post.id,
    html: post.html,
    published: wordsTime(post) ?? now,
    activityIri: activity.id,
    mentions: post.mentions.map((one) => one.href),
    files: post.files,
    tags: post.hashtags,
    emojis: post.emojis,
    poll: post.poll,
    ...formOf(post, post.updated ?? now),
  });
  const byManager = (await pageEdited(deps, arrived, asEdit)) ?? (await settledByManager(deps, arrived));
  if (byManager) return byManager;
  const post = await carried(deps, arrived);
  if (isOutcome(post)) return post;
  if (await onlyCounts(deps, arrived, post)) return done;
  const own = group ? null : await ownPostByIri(deps, post.id);
  if (own) return editOwnPost(deps, arrived, own, post);
  const known = await contentByIri(deps, post.id);
  // The first wording has not come: this one will do.
  if (!known) return onCreate(deps, arrived);
  if (group && !(await speaksFor(deps, group, known.workspaceId)))
    return refused("The post is not in this workspace");
  const whole = known.iri === post.id ? post : await ofNote(deps, arrived, known);
  if (isOutcome(whole)) return whole;
  return orSayRefused(deps, arrived, known.workspaceId, async () => {
    await editContent(actingContext(deps, arrived), {
      contentId: known.id,
      title: whole.name,
      source: whole.source,
      from: asEdit(whole),
    });
    return done;
  });
};

/** What a note tells of: whoever has the offer itself reads that anew, and keeps no words of the note. */
async function ofNote(deps: Deps, { sender }: Arrived, known: KnownContent): Promise<Post | Outcome> {
  const fetched = await fetchPost(deps, known.iri, await readerIn(deps, known.workspaceId));
  if (!fetched.ok) return fetched.kind === "unreachable" ? later(fetched.problem) : refused(fetched.problem);
  const { deleted, ...post } = fetched.value;
  if (deleted || post.id !== known.iri) return ignored("What it is a note of is not there any more");
  return post.attributedTo === sender.iri ? post : refused("The post is another's");
}

/** A post is deleted by its author, or removed by a manager; or an account is closed. */
export const onDelete: Handler = async (deps, arrived) => {
  const { activity, sender, group } = arrived;
  const iri = activity.objectId ?? "";
  if (iri === sender.iri) return closeAccount(deps, sender.id);
  const own = group ? null : await ownPostByIri(deps, iri);
  if (own) return deleteOwnPost(deps, arrived, own);
  const known = await contentByIri(deps, iri);
  if (!known) {
    const mayDelete = group || sameOrigin(iri, sender.iri);
    if (mayDelete) await rememberUndone(deps, iri, group?.iri ?? sender.iri);
    return mayDelete ? ignored("It is not here") : unknownHere(deps, arrived, "It is not here");
  }
  if (group && !(await speaksFor(deps, group, known.workspaceId)))
    return refused("The post is not in this workspace");
  return orSayRefused(deps, arrived, known.workspaceId, () => deleteKnown(deps, arrived, known));
};

async function deleteKnown(deps: Deps, arrived: Arrived, known: KnownContent): Promise<Outcome> {
  const { activity, sender, group } = arrived;
  const by = {
    contentId: known.id,
    reason: activity.summary ?? undefined,
    from: { activityIri: activity.id },
  };
  // Whoever wrote it may take it back at any time, also after leaving: nobody has to be asked.
  const own = known.authorId === sender.id;
  const manages = own || (await managerIds(deps.store.db, known.workspaceId)).includes(sender.id);
  if (!group && !manages) {
    if (!sameOrigin(sender.iri, known.iri))
      throw new Refusal("forbidden", "Only its author or a manager can delete this.");
    // The server of the post says so, for its author (FEP-4f05): what stands at the address decides.
    const answer = await fetchDocument(deps, known.iri);
    const gone = answer.ok ? answer.value.document.type === "Tombstone" : answer.kind === "gone";
    if (!gone) return answer.ok ? ignored("It still stands at its address") : later(answer.problem);
  }
  const acting = own || !manages ? contextOfSettled(deps, arrived) : actingContext(deps, arrived);
  await deleteContent(acting, by);
  return done;
}

/** What somebody wrote in workspaces stays where it was, without a name. Posts of their own go with them. */
async function closeAccount(deps: Deps, id: number): Promise<Outcome> {
  const own = await deps.store.db
    .select({ contentId: content.id })
    .from(content)
    .where(and(eq(content.authorId, id), eq(content.kind, "post"), isNull(content.deleted)));
  const ctx = contextFor(deps, remoteActing(id), true);
  for (const post of own) await deletePost(ctx, post);
  const boosts = await deps.store.db
    .select({ contentId: reblog.contentId })
    .from(reblog)
    .where(eq(reblog.actorId, id));
  for (const boost of boosts) await boostPost(ctx, { ...boost, boosted: false });
  await deps.store.transaction(async (tx) => {
    const now = deps.clock();
    await tx.update(actor).set({ gone: now, pictureUrl: null, summary: "" }).where(eq(actor.id, id));
    await tx.delete(follow).where(or(eq(follow.followerId, id), eq(follow.followedId, id)));
    await tx
      .update(membership)
      .set({ state: "left", decided: now })
      .where(and(eq(membership.actorId, id), eq(membership.state, "active")));
  });
  return done;
}

export const onLike: Handler = async (deps, arrived) => {
  const { activity, group } = arrived;
  const own = group ? null : await ownPostByIri(deps, activity.objectId ?? "");
  if (own) return likeOwnPost(deps, arrived, own);
  const known = await contentByIri(deps, activity.objectId ?? "");
  if (!known) {
    // Said to a workspace here, of a post that may still be on its way from a third server.
    const here = await workspaceAmong(deps, [...activity.audience, ...activity.to, ...activity.cc]);
    return !group && here !== null && !sameOrigin(activity.objectId ?? "", deps.env.origin)
      ? later("The post has not come yet")
      : ignored("It is not here");
  }
  if (await wasUndone(deps, activity.id, group?.iri ?? null))
    return ignored("It was taken back before it came");
  const speaks = group
    ? await speaksFor(deps, group, known.workspaceId)
    : (await localWorkspace(deps, known.workspaceId)) !== null;
  if (!speaks) {
    return ignored("The post is in another workspace");
  }
  return orSayRefused(deps, arrived, known.workspaceId, async () => {
    await setLike(actingContext(deps, arrived), {
      contentId: known.id,
      liked: true,
      likeIri: activity.id,
      from: { activityIri: activity.id, said: activity.published },
    });
    return done;
  });
};
