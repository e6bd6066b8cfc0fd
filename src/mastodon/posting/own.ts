import { and, eq, isNull } from "drizzle-orm";
import { actor, content } from "../../../db/index.ts";
import type { AttachedFile } from "../../attachments/index.ts";
import type { Id } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import { preferencesOf } from "../../people/index.ts";
import type { PollInput } from "../../polls/index.ts";
import { editPost, publishPost } from "../../posts/index.ts";
import type { Visibility } from "../../visibility/index.ts";
import type { Api } from "../api.ts";
import { visibilityFor } from "../entities/status.ts";
import { inWords, inWordsOfApps } from "./refusals.ts";

/** What an app says of a post besides its text. */
export interface Manner {
  warning: string;
  visibility: Visibility | null;
  sensitive: boolean;
  language: string | null;
  files?: AttachedFile[];
  /** The same words sent twice with it are one post. */
  once?: string;
  poll?: PollInput | null;
}

/** Whether a post is somebody's own, and stands in no workspace. */
export async function isOwnPost({ ctx }: Api, id: Id): Promise<boolean> {
  const [row] = await ctx.store.db.select({ kind: content.kind }).from(content).where(eq(content.id, id));
  return row?.kind === "post";
}

/**
 * A text that begins with the name of nobody was meant for somebody: a workspace whose name is misspelt, or that its
 * author does not belong to. It is not to become a post for everybody.
 */
async function refuseUnknown({ ctx }: Api, text: string): Promise<void> {
  const [, name] = /^\s*@([\w-]+)(?![\w.@-])/.exec(text) ?? [];
  if (!name) return;
  const [known] = await ctx.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.localHandle, name.toLowerCase()), eq(actor.kind, "person"), isNull(actor.gone)))
    .limit(1);
  if (!known) throw new Refusal("invalid", `There is no @${name} here that you can write to.`);
}

/** Publishes a post of one's own; an answer to one is not for more people than that was, unless its app says so. */
export async function writeOwn(
  api: Api,
  text: string,
  { warning, visibility, sensitive, language, files, once, poll }: Manner,
  parentId: Id | null,
): Promise<Id> {
  await refuseUnknown(api, text);
  const [parent] =
    parentId === null
      ? []
      : await api.ctx.store.db
          .select({ visibility: content.visibility })
          .from(content)
          .where(eq(content.id, parentId));
  const preferred = visibilityFor((await preferencesOf(api.ctx)).visibility) ?? "public";
  return inWordsOfApps("What you reply to is no longer there.", () =>
    publishPost(api.ctx, {
      source: text,
      warning,
      visibility: visibility ?? parent?.visibility ?? preferred,
      sensitive,
      language,
      files,
      once,
      poll,
      parentId,
    }),
  );
}

/** Replaces the words of a post of one's own. Who may read it stays. */
export const rewriteOwn = (
  { ctx }: Api,
  contentId: Id,
  text: string,
  { warning, sensitive, language, files, poll }: Omit<Manner, "visibility" | "once">,
): Promise<void> =>
  inWords(() => editPost(ctx, { contentId, source: text, warning, sensitive, language, files, poll }));
