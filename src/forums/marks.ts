import { eq } from "drizzle-orm";
import { discussion } from "../../db/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { changesNothing, decidesHere } from "../workspaces/index.ts";
import { postFor } from "./facts.ts";
import { inner } from "./operations.ts";

export interface Marking {
  contentId: Id;
  on: boolean;
  from?: { activityIri: string };
}

const acts = {
  pinned: { on: ["pin", "discussion.pinned"], off: ["unpin", "discussion.unpinned"] },
  locked: { on: ["lock", "discussion.locked"], off: ["unlock", "discussion.unlocked"] },
} as const;

async function mark(
  ctx: Context,
  column: "pinned" | "locked",
  { contentId, on, from }: Marking,
): Promise<void> {
  const [kind, happened] = acts[column][on ? "on" : "off"];
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const { post, standing } = await postFor(ctx, tx, contentId);
    const { workspaceId } = post;
    if (!(await decidesHere(ctx, made, standing, { kind, workspaceId, contentId }))) return;
    if (post.kind !== "discussion" || post.deleted || !!post[column] === on) return changesNothing(ctx, from);
    await tx
      .update(discussion)
      .set({ [column]: on ? at : null })
      .where(eq(discussion.contentId, contentId));
    await record({ kind: happened, workspaceId, contentId, data: inner(from) });
  });
}

/** Keeps a discussion at the top of the forum, or lets it go. */
export const setPinned = (ctx: Context, marking: Marking) => mark(ctx, "pinned", marking);

/** Ends comments on a discussion, or allows them again. */
export const setLocked = (ctx: Context, marking: Marking) => mark(ctx, "locked", marking);
