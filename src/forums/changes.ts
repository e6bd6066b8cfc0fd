import { and, eq, sql } from "drizzle-orm";
import { content, discussion, draft, like, notification, readMark, revision } from "../../db/index.ts";
import { type AttachedFile, filesNow, setFiles } from "../attachments/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import { settle } from "../proposals/index.ts";
import { needsFolder } from "../resources/index.ts";
import { type GivenPoll, type PollInput, setPoll } from "../polls/index.ts";
import { blockedHere, mayManage } from "../workspaces/index.ts";
import { draftPlace } from "./drafts.ts";
import { isPage, isRemoved, postFor } from "./facts.ts";
import { factsNow, type FormFacts, setFacts } from "./forms.ts";
import { commentInput, fileComment, inputFor } from "./input.ts";
import { inner } from "./operations.ts";
import { alone } from "./removals.ts";
import { showOrHide } from "./shown.ts";
import { mayEdit, mayLike } from "./rules.ts";
import { type FromElsewhere, keepMarks, keepMentions, knownActors, timeSaid, write } from "./writing.ts";

export interface EditContent extends FormFacts {
  contentId: Id;
  title?: string | null;
  source?: string | null;
  /** All files it is to have; those it has stay where this is left out. */
  files?: AttachedFile[];
  /** The poll it is to have, null for none; what it has stays where this is left out. */
  poll?: PollInput | null;
  /** `published` is then the time of the edit. */
  from?: FromElsewhere;
}

/**
 * Replaces the wording and keeps the old one. An edit that is older than what stands here changes nothing. Of a page the
 * managers of its workspace edit the words too, also of somebody at another organisation; its files are its author's.
 */
export async function editContent(ctx: Context, input: EditContent): Promise<void> {
  const editor = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, input.contentId);
    const { post, standing } = await postFor(ctx, tx, input.contentId);
    const { from } = input;
    const { workspaceId } = post;
    const own = post.authorId === editor.id;
    if (!own && !(isPage(post) && mayManage(standing)))
      throw new Refusal("forbidden", "Only its author can edit this.");
    if (post.deleted) {
      if (from) return;
      throw new Refusal("gone", "This has been deleted.");
    }
    if (!ctx.settled && !mayEdit(standing, editor, { ...post, page: !own })) {
      throw new Refusal(
        "forbidden",
        post.locked ? "This discussion is locked." : "You can no longer edit this here.",
      );
    }
    const kept = await filesNow(tx, post.id);
    if (!from && post.kind === "discussion" && post.form === "file") {
      if ((input.files ?? kept).length !== 1) throw invalid("files", "Choose one file");
      await needsFolder(tx, post.workspaceId, input.folder ?? null);
    }
    const asked = from
      ? { title: input.title?.slice(0, 200) ?? post.title, source: input.source ?? null }
      : post.kind === "discussion"
        ? inputFor(post.form).parse({
            title: input.title,
            source: input.source,
          })
        : { title: null, ...commentFor(input.files ?? kept).parse({ source: input.source }) };
    const edited = from ? timeSaid(from.published, at) : at;
    if (from && edited <= (post.edited ?? post.published)) {
      // The words are no news. Whether an offer still stands may be: that has a time of its own.
      const state = own ? from.proposal : null;
      if (state && (await settle(made, post.id, state))) {
        const kind = state.closed ? "proposal.closed" : "proposal.reopened";
        await record({ kind, workspaceId, contentId: post.id, data: inner(from) });
      }
      return;
    }
    const { html, mentioned } = from
      ? { html: from.html, mentioned: await knownActors(tx, from.mentions ?? []) }
      : await write(ctx, tx, asked.source ?? "");
    const files = from ? { elsewhere: from.files ?? [] } : { here: input.files ?? kept };
    const sameFiles = !own || !(await setFiles(made, post, files));
    const poll: GivenPoll = from ? { elsewhere: from.poll ?? null } : { here: input.poll ?? null };
    const samePoll = !own || (!from && input.poll === undefined) || !(await setPoll(made, post.id, poll));
    const facts = await factsNow(tx, post.id);
    // A folder stays where it was made: two could be put into each other at the same time.
    const fixed = post.kind === "comment" || post.form === "folder";
    const sameFacts = fixed || !(await setFacts(made, post.id, post.form, from ?? input));
    const same = html === post.html && asked.title === post.title && sameFiles && samePoll && sameFacts;
    // From elsewhere the first copy may have had these words already; that they were edited is still to be said.
    if (same && !from) return;
    if (!same) {
      await tx
        .insert(revision)
        .values({
          contentId: post.id,
          replaced: edited,
          title: post.title,
          html: post.html,
          source: post.source,
          files: kept,
          editedById: post.editedById,
          ...facts,
        })
        .onConflictDoNothing();
    }
    await tx
      .update(content)
      .set({
        title: asked.title,
        source: asked.source ?? null,
        html,
        edited,
        editedById: own ? null : editor.id,
      })
      .where(eq(content.id, post.id));
    await keepMentions(tx, post.id, mentioned);
    await keepMarks(tx, post.id, { ...asked, from });
    if (!from) await tx.delete(draft).where(draftPlace(editor.id, { editedId: post.id }));
    await record({
      kind: "content.edited",
      workspaceId: post.workspaceId,
      contentId: post.id,
      data: inner(from),
    });
  });
}

const commentFor = ({ length }: readonly unknown[]) => (length > 0 ? fileComment : commentInput);

export interface SetLike {
  contentId: Id;
  liked: boolean;
  /** Address of the Like that is made or taken back. */
  likeIri?: string;
  /** `said`: when, by the clock of whoever likes. */
  from?: { activityIri: string; said: Date | null };
}

/**
 * Likes a post, or takes the like back. Twice is once. From elsewhere the last word counts, in whatever order they come:
 * taking back an earlier like leaves the one that stands.
 */
export async function setLike(ctx: Context, { contentId, liked, likeIri, from }: SetLike): Promise<void> {
  const liker = signedIn(ctx);
  await change(ctx, async ({ tx, at, record }) => {
    const { post, standing } = await postFor(ctx, tx, contentId);
    // A like that crossed with the deletion has nothing left to be about, unless what it is about may come back.
    if (post.deleted && !liker.local && !isRemoved(post)) return;
    const facts = liker.local ? post : { ...post, deleted: null };
    // Taking back a like from elsewhere is nobody's to refuse: there it is taken back already.
    const mayDo = mayLike(standing, liker, facts) || (!liker.local && !liked);
    if (!ctx.settled && !mayDo) {
      if (standing.blocked) throw blockedHere();
      throw new Refusal("forbidden", "Join this workspace to say that something helped.");
    }
    const mine = and(eq(like.contentId, contentId), eq(like.actorId, liker.id));
    const [had] = await tx.select({ iri: like.iri, created: like.created }).from(like).where(mine);
    const said = from?.said ?? at;
    // Another like of the same post: that the one before was taken back comes later. Others are to know of both.
    const other = !!had && !!from && !!likeIri && had.iri !== likeIri;
    if (other ? had.created >= said : !!had === liked) return;
    const step = liked ? (had ? 0 : 1) : -1;
    const iri = liked ? (likeIri ?? `${ctx.origin}/activities/${newId(at)}`) : (had?.iri ?? "");
    // Sent twice at once, the second one finds it done.
    const changed = !liked
      ? await tx.delete(like).where(mine).returning({ actorId: like.actorId })
      : had
        ? await tx.update(like).set({ iri, created: said }).where(mine).returning({ actorId: like.actorId })
        : await tx
            .insert(like)
            .values({ contentId, actorId: liker.id, iri, created: said })
            .onConflictDoNothing()
            .returning({ actorId: like.actorId });
    if (changed.length === 0) return;
    if (!post.deleted)
      await tx
        .update(content)
        .set({ likes: sql`${content.likes} + ${step}` })
        .where(eq(content.id, contentId));
    const data = { ...inner(from), likeIri: iri };
    await record({
      kind: liked ? "content.liked" : "content.unliked",
      workspaceId: post.workspaceId,
      contentId,
      data,
    });
  });
}

/** The home of the workspace has taken in what a member here wrote, or would not. */
export async function settleContent(
  ctx: Context,
  { contentId, refused }: { contentId: Id; refused?: string },
): Promise<void> {
  await ctx.store.transaction(async (tx, signal) => {
    const at = ctx.clock();
    const [post] = await tx
      .select({
        kind: content.kind,
        rootId: content.rootId,
        workspaceId: content.workspaceId,
        authorId: content.authorId,
        accepted: content.accepted,
        refused: content.refused,
        deleted: content.deleted,
      })
      .from(content)
      .where(eq(content.id, contentId));
    if (!post || post.accepted || (refused !== undefined && post.refused)) return;
    await tx
      .update(content)
      .set(refused === undefined ? { accepted: at, refused: null } : { refused: refused.slice(0, 500) })
      .where(eq(content.id, contentId));
    // What was refused is seen by nobody but its author, and does not count; what was deleted meanwhile did not either.
    const step = post.deleted ? 0 : refused !== undefined ? -1 : post.refused ? 1 : 0;
    if (post.kind === "discussion") await showOrHide(tx, contentId);
    else if (step !== 0) {
      await tx
        .update(discussion)
        .set({ comments: sql`${discussion.comments} + ${step}` })
        .where(eq(discussion.contentId, post.rootId));
    }
    if (refused !== undefined) {
      await tx.insert(notification).values({
        personId: post.authorId,
        kind: "refused",
        workspaceId: post.workspaceId,
        contentId,
        text: refused.slice(0, 500),
        created: at,
      });
    }
    signal(
      JSON.stringify({ kind: "content.edited", actorId: null, workspaceId: post.workspaceId, contentId }),
    );
  });
}

/** Remembers how far a member has read a discussion: until `seen`, or until now. */
export async function markSeen(ctx: Context, discussionId: Id, seen = ctx.clock()): Promise<void> {
  const reader = ctx.actor;
  if (!reader) return;
  await ctx.store.transaction(async (tx) => {
    await tx
      .insert(readMark)
      .values({ personId: reader.id, discussionId, seen })
      .onConflictDoUpdate({ target: [readMark.personId, readMark.discussionId], set: { seen } });
  });
}
