import { eq } from "drizzle-orm";
import { content, mention, revision } from "../../db/index.ts";
import { type AttachedFile, filesNow, setFiles } from "../attachments/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import {
  bringAlong,
  type FromElsewhere,
  hiddenFor,
  hiddenHere,
  isNews,
  insertContent,
  keepMarks,
  keepMentions,
  knownActors,
  placeInTime,
  sentBefore,
  timeSaid,
  write,
} from "../forums/index.ts";
import { type GivenPoll, type PollInput, setPoll } from "../polls/index.ts";
import { placeInConversations } from "./conversations.ts";
import { personalPosts, postFor } from "./facts.ts";
import { filePostInput, postInput, type PostInput } from "./input.ts";
import { findNamed } from "./named.ts";
import { switchedOff } from "./rules.ts";
import { tellOfPost } from "./telling.ts";

export interface PublishPost extends Partial<Omit<PostInput, "source">> {
  source?: string | null;
  visibility: PostInput["visibility"];
  /** The post it answers. */
  parentId?: Id | null;
  /** People it is for besides those whom its text names: whoever took part in what it answers. */
  alsoNamed?: Id[];
  /** For history that is brought in by a shell: never later than now. */
  published?: Date;
  /** Uploaded by the author before. */
  files?: AttachedFile[];
  /** What it asks its readers. */
  poll?: PollInput | null;
  /** The id of the form: the same words sent twice in it are one post. */
  once?: string;
  /** Where it was written elsewhere; its words then stand in `from.html`. */
  from?: FromElsewhere;
}

/** What a post says besides its words; of one from elsewhere it is taken as it is. */
function about(input: Omit<PublishPost, "files"> & { files?: readonly unknown[] }) {
  if (!input.from) return (input.files?.length ? filePostInput : postInput).parse(input);
  const { visibility, source = null, warning, sensitive = false, language } = input;
  return {
    visibility,
    source,
    warning: warning?.trim().slice(0, 500) || null,
    sensitive,
    language: language?.slice(0, 35) ?? null,
  };
}

/**
 * Publishes a post of one's own, or an answer to one; for an author elsewhere under the same rules. The same one twice
 * is one.
 *
 * @throws {Refusal} `forbidden` where the administrators have switched this off; `not found` for an answer to what the
 *   author may not see; `gone` for one to what is deleted
 */
export async function publishPost(ctx: Context, input: PublishPost): Promise<Id> {
  const author = signedIn(ctx);
  const { from, parentId = null } = input;
  const { source, ...said } = about(input);
  if (!from) await findNamed(ctx, source ?? "");
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    if (from) {
      const [known] = await tx.select({ id: content.id }).from(content).where(eq(content.iri, from.iri));
      if (known) return known.id;
    }
    if (!(await personalPosts(tx))) throw switchedOff();
    const parent = parentId === null ? null : await postFor(ctx, tx, parentId);
    if (parent?.hidden && author.local) throw hiddenHere();
    if (parent?.deleted && !from) throw new Refusal("gone", "What you reply to has been deleted.");
    const { id, published } = await placeInTime(made, from?.published ?? input.published);
    const form = { personId: author.id, once: input.once, words: [parentId, said.visibility, source] };
    const known = await sentBefore(made, form, id);
    if (known) return known;
    const { html, mentioned: inText } = from
      ? { html: from.html, mentioned: await knownActors(tx, from.mentions ?? []) }
      : await write(ctx, tx, source ?? "");
    const mentioned = [...new Set([...inText, ...(input.alsoNamed ?? [])])].filter(
      (one) => one !== author.id,
    );
    const rootId = parent?.rootId ?? id;
    const hidden = await hiddenFor(tx, author.id, at);
    await insertContent(tx, {
      id,
      iri: from?.iri ?? `${ctx.origin}/content/${id}`,
      kind: "post",
      authorId: author.id,
      rootId,
      parentId,
      html: from?.deleted ? "" : html,
      source: from?.deleted ? null : source,
      url: from?.url ?? null,
      context: from ? (from.context ?? null) : rootId === id ? `${ctx.origin}/content/${id}/context` : null,
      ...said,
      published,
      edited: from?.edited ? timeSaid(from.edited, at) : null,
      accepted: at,
      deleted: from?.deleted ? at : null,
      hidden,
    });
    if (from?.deleted) {
      await keepMentions(tx, id, mentioned);
      return id;
    }
    await bringAlong(made, { id, authorId: author.id }, { ...input, source }, mentioned);
    if (said.visibility === "direct")
      await placeInConversations(made, { id, rootId, authorId: author.id, mentioned });
    if (isNews(made, published) && !hidden)
      await tellOfPost(made, { id, authorId: author.id, parentId, visibility: said.visibility, mentioned });
    const data = from ? { activityIri: from.activityIri } : {};
    await record({
      kind: "post.published",
      contentId: id,
      data: { ...data, ...(parentId ? { parentId } : {}) },
    });
    return id;
  });
}

export interface EditPost extends Partial<Omit<PostInput, "visibility" | "source">> {
  source?: string | null;
  contentId: Id;
  /** All files it is to have; those it has stay where this is left out. */
  files?: AttachedFile[];
  /** The poll it is to have, null for none; what it has stays where this is left out. */
  poll?: PollInput | null;
  /** `published` is then the time of the edit. */
  from?: FromElsewhere;
}

/**
 * Replaces the wording and keeps the old one; who may read it stays. An edit that is older than what stands here
 * changes nothing.
 */
export async function editPost(ctx: Context, input: EditPost): Promise<void> {
  const editor = signedIn(ctx);
  const { from } = input;
  if (!from) await findNamed(ctx, input.source ?? "");
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const post = await postFor(ctx, tx, input.contentId);
    if (post.authorId !== editor.id) throw new Refusal("forbidden", "Only its author can edit this.");
    if (post.hidden && editor.local) throw hiddenHere();
    if (post.deleted) {
      if (from) return;
      throw new Refusal("gone", "This has been deleted.");
    }
    const kept = await filesNow(tx, post.id);
    const { source, visibility, ...said } = about({
      ...input,
      files: input.files ?? kept,
      sensitive: input.sensitive ?? post.sensitive,
      language: input.language === undefined ? post.language : input.language,
      visibility: post.visibility,
    });
    const edited = from ? timeSaid(from.published, at) : at;
    if (from && edited <= (post.edited ?? post.published)) return;
    const { html, mentioned } = from
      ? { html: from.html, mentioned: await knownActors(tx, from.mentions ?? []) }
      : await write(ctx, tx, source ?? "");
    const files = from ? { elsewhere: from.files ?? [] } : { here: input.files ?? kept };
    const otherFiles = await setFiles(made, { id: post.id, authorId: editor.id }, files);
    const poll: GivenPoll = from ? { elsewhere: from.poll ?? null } : { here: input.poll ?? null };
    const otherPoll = (from || input.poll !== undefined) && (await setPoll(made, post.id, poll));
    const sameWords =
      !otherFiles &&
      !otherPoll &&
      html === post.html &&
      said.warning === post.warning &&
      said.sensitive === post.sensitive;
    if (sameWords && !from) return;
    if (!sameWords) {
      const { html: before, source: written, warning: title } = post;
      await tx
        .insert(revision)
        .values({ contentId: post.id, replaced: edited, title, html: before, source: written, files: kept })
        .onConflictDoNothing();
    }
    await tx
      .update(content)
      .set({ source, html, edited, ...said })
      .where(eq(content.id, post.id));
    await keepMarks(tx, post.id, { source, from });
    await nameAgain(made, { id: post.id, rootId: post.rootId, authorId: editor.id, visibility }, mentioned);
    await record({
      kind: "post.edited",
      contentId: post.id,
      data: from ? { activityIri: from.activityIri } : {},
    });
  });
}

/** Whoever was sent a direct message, or a post as a follower, had it: nobody is taken out of it by an edit. */
async function nameAgain(
  made: Change,
  { visibility, ...post }: { id: Id; rootId: Id; authorId: Id; visibility: string },
  mentioned: Id[],
): Promise<void> {
  const before = await made.tx
    .select({ id: mention.actorId })
    .from(mention)
    .where(eq(mention.contentId, post.id));
  const all = [...new Set([...before.map(({ id }) => id), ...mentioned])].filter(
    (id) => id !== post.authorId,
  );
  const added = all.filter((id) => !before.some((one) => one.id === id));
  await keepMentions(made.tx, post.id, all);
  if (visibility === "direct" && added.length > 0)
    await placeInConversations(made, { ...post, mentioned: added });
}
