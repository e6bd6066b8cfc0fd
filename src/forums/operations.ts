import { eq, sql } from "drizzle-orm";
import { content, discussion, draft, type notification, prepared } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import type { AttachedFile } from "../attachments/index.ts";
import { notify } from "../notifications/index.ts";
import type { PollInput } from "../polls/index.ts";
import { needsFolder } from "../resources/index.ts";
import { blockedHere, mayRead, mayStart, standing } from "../workspaces/index.ts";
import { postFor, readersAmong } from "./facts.ts";
import { type Form, type FormFacts, isResource, mayNotStart, setFacts } from "./forms.ts";
import { hiddenFor } from "./hidden-query.ts";
import { commentInput, fileComment, inputFor } from "./input.ts";
import { mayComment } from "./rules.ts";
import { bringAlong, countComment, insertContent, touch } from "./new-content.ts";
import { draftPlace } from "./drafts.ts";
import { sentBefore } from "./sent-once.ts";
import { freeId, type FromElsewhere, isNews, knownActors, placeInTime, timeSaid, write } from "./writing.ts";

export interface OpenDiscussion extends FormFacts {
  workspaceId: Id;
  /** A discussion unless told. */
  form?: Form;
  title: string;
  source?: string | null;
  /** Uploaded by the author before. */
  files?: AttachedFile[];
  /** What it asks its readers. */
  poll?: PollInput | null;
  /** For history that is brought in by a shell: never later than now. */
  published?: Date;
  /** The id of the form: the same words sent twice in it are one discussion. */
  once?: string;
  from?: FromElsewhere;
}

/** Of a form of which nothing more was said. */
const noFacts: FormFacts = { folder: null, proposal: { quantity: null, until: null, place: null } };

/** Starts a discussion, of whatever form; for an author elsewhere under the same rules. The same one twice is one. */
export async function openDiscussion(ctx: Context, input: OpenDiscussion): Promise<Id> {
  const author = signedIn(ctx);
  const { from, workspaceId } = input;
  const form = input.form ?? from?.form ?? "discussion";
  const { title, source } = from
    ? { title: input.title.slice(0, 200), source: input.source ?? null }
    : inputFor(form).parse(input);
  if (!from && form === "file" && input.files?.length !== 1) throw invalid("files", "Choose one file");
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    if (from) {
      const known = await byIri(made, from.iri);
      if (known) return known;
    }
    const found = await standing(tx, workspaceId, author.id);
    if (!ctx.settled) {
      if (!mayRead(found)) throw notFound();
      if (found.blocked) throw blockedHere();
      if (!mayStart(found, author)) throw mayNotStart(form, found.managersPost);
    }
    if (!from && isResource(form)) await needsFolder(tx, workspaceId, input.folder ?? null);
    const { id, published } = await placeInTime(made, from?.published ?? input.published);
    const words = [workspaceId, title, source, ...(form === "discussion" ? [] : [form])];
    const known = await sentBefore(made, { personId: author.id, once: input.once, words }, id);
    if (known) return known;
    const { html, mentioned } = from
      ? { html: from.html, mentioned: await knownActors(tx, from.mentions ?? []) }
      : await write(ctx, tx, source ?? "");
    const hidden = await hiddenFor(tx, author.id, at);
    await insertContent(tx, {
      id,
      iri: from?.iri ?? `${ctx.origin}/content/${id}`,
      kind: "discussion",
      workspaceId,
      authorId: author.id,
      rootId: id,
      title: from?.deleted ? "" : title,
      html,
      source,
      url: from?.url ?? null,
      // Of a discussion from a server that names no collection, its workspace's home does.
      context: from?.context ?? (!from || found.local ? `${ctx.origin}/content/${id}/context` : null),
      published,
      edited: from?.edited ? timeSaid(from.edited, at) : null,
      accepted: found.local || ctx.settled ? at : null,
      deleted: from?.deleted ? at : null,
      hidden,
    });
    await tx.insert(discussion).values({
      contentId: id,
      workspaceId,
      form,
      boostId: await freeId(tx, published),
      lastActivity: published,
      lastActorId: author.id,
      shown: hidden === null,
    });
    if (from?.deleted) return id;
    await bringAlong(made, { id, authorId: author.id }, { ...input, title, source }, mentioned);
    await setFacts(made, id, form, from ?? { ...noFacts, ...input });
    await touch(tx, workspaceId, published);
    if (!from) await tx.delete(draft).where(draftPlace(author.id, { workspaceId, form }));
    for (const personId of isNews(made, published) && !hidden
      ? await readersAmong(tx, workspaceId, mentioned)
      : []) {
      await notify(made, { kind: "mention", personId, actorId: author.id, workspaceId, contentId: id });
    }
    await record({ kind: "discussion.opened", workspaceId, contentId: id, data: inner(from) });
    return id;
  });
}

export interface AddComment {
  /** The discussion, or the comment it answers. */
  parentId: Id;
  source?: string | null;
  /** Uploaded by the author before. */
  files?: AttachedFile[];
  poll?: PollInput | null;
  published?: Date;
  /** The id of the form: the same words sent twice in it are one comment. */
  once?: string;
  from?: FromElsewhere;
}

/** Comments on a discussion or replies to a comment. The same one twice is one. */
export async function addComment(ctx: Context, input: AddComment): Promise<Id> {
  const author = signedIn(ctx);
  const { from, parentId } = input;
  const { source } = from
    ? { source: input.source ?? null }
    : (input.files?.length ? fileComment : commentInput).parse(input);
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    if (from) {
      const known = await byIri(made, from.iri);
      if (known) return known;
    }
    const { post: parent, standing: found } = await postFor(ctx, tx, parentId);
    const { workspaceId, rootId } = parent;
    if (!ctx.settled && !mayComment(found, author, parent)) {
      if (found.blocked) throw blockedHere();
      if (parent.deleted) throw new Refusal("gone", "What you reply to has been deleted.");
      if (parent.locked)
        throw new Refusal("forbidden", "This discussion is locked: no more comments can be added.");
      throw new Refusal("forbidden", "Join this workspace to comment.");
    }
    const { id, published } = await placeInTime(made, from?.published ?? input.published);
    const form = { personId: author.id, once: input.once, words: [parentId, source] };
    const known = await sentBefore(made, form, id);
    if (known) return known;
    const { html, mentioned } = from
      ? { html: from.html, mentioned: await knownActors(tx, from.mentions ?? []) }
      : await write(ctx, tx, source ?? "");
    const hidden = await hiddenFor(tx, author.id, at);
    await insertContent(tx, {
      id,
      iri: from?.iri ?? `${ctx.origin}/content/${id}`,
      kind: "comment",
      workspaceId,
      authorId: author.id,
      rootId,
      parentId,
      html,
      source,
      url: from?.url ?? null,
      context: from?.context ?? null,
      published,
      edited: from?.edited ? timeSaid(from.edited, at) : null,
      accepted: found.local || ctx.settled ? at : null,
      deleted: from?.deleted ? at : null,
      hidden,
    });
    if (from?.deleted) return id;
    await countComment(tx, { root: rootId, author: author.id, published });
    await bringAlong(made, { id, authorId: author.id }, { ...input, source }, mentioned);
    await touch(tx, workspaceId, published);
    if (!from) await tx.delete(draft).where(draftPlace(author.id, { parentId }));
    if (isNews(made, published) && !hidden) {
      const said = {
        id,
        workspaceId,
        authorId: author.id,
        parentAuthorId: parent.authorId,
        starterId: parent.starterId,
        mentioned,
      };
      await tellOfComment(made, said);
    }
    await record({ kind: "comment.added", workspaceId, contentId: id, data: { ...inner(from), parentId } });
    return id;
  });
}

const iriQuery = prepared("post by address", (db) =>
  db
    .select({ id: content.id })
    .from(content)
    .where(eq(content.iri, sql.placeholder("iri"))),
);

async function byIri({ tx }: Change, iri: string): Promise<Id | null> {
  const [known] = await iriQuery(tx, { iri });
  return known?.id ?? null;
}

/** A reply is told to whom it answers and to who started the discussion; a mention to who is named; each once. */
async function tellOfComment(
  made: Change,
  said: { id: Id; workspaceId: Id; authorId: Id; parentAuthorId: Id; starterId: Id; mentioned: Id[] },
): Promise<void> {
  const { id: contentId, workspaceId, authorId, parentAuthorId, starterId, mentioned } = said;
  const told = new Map<Id, (typeof notification.$inferInsert)["kind"]>();
  for (const id of mentioned) told.set(id, "mention");
  told.set(starterId, "reply");
  told.set(parentAuthorId, "reply");
  for (const personId of await readersAmong(made.tx, workspaceId, [...told.keys()])) {
    const kind = told.get(personId)!;
    await notify(made, { kind, personId, actorId: authorId, workspaceId, contentId });
  }
}

/** The activity that brought something, for those who pass it on. */
export const inner = (from: { activityIri: string } | undefined): { activityIri?: string } =>
  from ? { activityIri: from.activityIri } : {};
