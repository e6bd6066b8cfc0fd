import { inArray } from "drizzle-orm";
import { removedContent } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { type AskedAct, mayManage, openActs, type Standing } from "../workspaces/index.ts";

/** What managers see at posts, beside the posts themselves. */
export interface Managing {
  /** What managers removed and can restore, with the reason. */
  removed: Map<Id, { reason: string | null }>;
  /** What waits for the answer of the workspace's home, or was refused there. */
  asked: Map<Id, AskedAct[]>;
}

/** Nothing for those who do not manage the workspace. */
export async function managingOf(ctx: Context, standing: Standing, ids: Id[]): Promise<Managing> {
  const managing: Managing = { removed: new Map(), asked: new Map() };
  if (!mayManage(standing) || ids.length === 0) return managing;
  const removed = await ctx.store.db
    .select({ id: removedContent.contentId, reason: removedContent.reason })
    .from(removedContent)
    .where(inArray(removedContent.contentId, ids));
  for (const { id, reason } of removed) managing.removed.set(id, { reason });
  for (const act of await openActs(ctx, standing, { contentIds: ids })) {
    const at = managing.asked.get(act.contentId!) ?? [];
    managing.asked.set(act.contentId!, [...at, act]);
  }
  return managing;
}
