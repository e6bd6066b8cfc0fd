import { eq } from "drizzle-orm";
import { actor, content } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import { addComment, editContent, openDiscussion } from "../../forums/index.ts";
import { standingOf } from "../../workspaces/index.ts";
import type { Api } from "../api.ts";
import { postIn } from "../queries/statuses.ts";
import { withoutAddress, workspacesNamed } from "./mentions.ts";
import { isOwnPost, type Manner, rewriteOwn, writeOwn } from "./own.ts";
import { inWords, inWordsOfApps } from "./refusals.ts";
import { textOf, wordsOf } from "./words.ts";

export interface NewPost extends Manner {
  text: string;
  /** The post it answers, or a boost of it. */
  parent: string | null;
  /** The same words sent twice with it are one post. */
  once?: string;
}

/** A post goes to one workspace; to several, only where what is said may be known to all of them. */
const several = (): Refusal =>
  new Refusal("invalid", "A post for members of one workspace cannot go to another one as well.");

/**
 * A post by an app: an answer where it has a parent, else a discussion in the workspace that it mentions, else a post of
 * one's own. Whatever the app says of who may see it, a workspace decides.
 *
 * @throws {Refusal} `invalid` also where the author may not post, as Mastodon answers
 */
export async function write(api: Api, { text, parent, files, poll, once, ...manner }: NewPost): Promise<Id> {
  const { warning, visibility } = manner;
  const named = await workspacesNamed(api, text);
  if (parent !== null) {
    const { id: parentId } = await postIn(api, parent);
    if (await isOwnPost(api, parentId)) {
      if (named.some(({ standing }) => notOpen(standing))) throw several();
      return writeOwn(api, text, { ...manner, files, poll, once }, parentId);
    }
    const place = await placeOf(api, parentId);
    const standing = await standingOf(api.ctx.store, place.workspaceId, api.ctx.actor?.id ?? null);
    const others = named.filter(({ id }) => id !== place.workspaceId);
    if (others.length > 0 && [standing, ...others.map((one) => one.standing)].some(notOpen)) throw several();
    const said = withoutAddress(text, place.spellings);
    const source = warning.trim() ? `**${warning.trim()}**\n\n${said}` : said;
    return asInvalid(() => addComment(api.ctx, { parentId, source, files, poll, once }));
  }
  const [place, ...others] = named;
  if (!place) return writeOwn(api, text, { ...manner, files, poll, once }, null);
  // In an open workspace it would be for everybody, whomever it was meant for.
  if (visibility === "direct")
    throw new Refusal("invalid", "A message to some people cannot go to a workspace as well.");
  if (others.length > 0 && named.some(({ standing }) => notOpen(standing))) throw several();
  const { title, source } = wordsOf(withoutAddress(text, place.spellings), warning);
  return asInvalid(() =>
    openDiscussion(api.ctx, { workspaceId: place.id, title, source, files, poll, once }),
  );
}

/** Replaces the words of a post. */
export async function rewrite(
  api: Api,
  id: Id,
  { text, files, poll, ...manner }: Omit<NewPost, "parent" | "visibility">,
): Promise<void> {
  const { warning } = manner;
  if (await isOwnPost(api, id)) return rewriteOwn(api, id, text, { ...manner, files, poll });
  const place = await placeOf(api, id);
  const said = withoutAddress(text, place.spellings);
  const words = place.kind === "discussion" ? wordsOf(said, warning) : { title: null, source: said };
  await inWords(() => editContent(api.ctx, { contentId: id, ...words, files, poll }));
}

/** The words of one's own post as they were written, and its content warning. */
export async function sourceOf(api: Api, id: Id): Promise<{ text: string; warning: string }> {
  const [row] = await api.ctx.store.db
    .select({
      title: content.title,
      source: content.source,
      warning: content.warning,
      authorId: content.authorId,
    })
    .from(content)
    .where(eq(content.id, id));
  if (!row || row.authorId !== api.ctx.actor?.id) throw new Refusal("forbidden", "This is not your post.");
  return { text: textOf(row.title, row.source ?? ""), warning: row.warning ?? "" };
}

const notOpen = ({ level }: { level: string }): boolean => level !== "open";

/** Where a post stands, and how those to whom an answer goes may be written in its text. */
async function placeOf({ ctx }: Api, id: Id) {
  const { db } = ctx.store;
  const [row] = await db
    .select({ kind: content.kind, workspaceId: content.workspaceId, authorId: content.authorId })
    .from(content)
    .where(eq(content.id, id));
  if (!row?.workspaceId) throw notFound();
  const { workspaceId } = row;
  const spellings: string[] = [];
  for (const actorId of [workspaceId, row.authorId]) {
    const [who] = await db
      .select({ handle: actor.handle, host: actor.host })
      .from(actor)
      .where(eq(actor.id, actorId));
    if (!who) continue;
    const plain = who.handle.toLowerCase();
    spellings.push(`${plain}@${who.host}`, ...(who.host === ctx.host ? [plain] : []));
  }
  return { ...row, workspaceId, spellings };
}

const asInvalid = <T>(work: () => Promise<T>): Promise<T> =>
  inWordsOfApps("Join this workspace to write in it.", work);
