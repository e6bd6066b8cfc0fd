import { and, eq } from "drizzle-orm";
import { membership } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { join, leave } from "./membership.ts";
import { visitorStanding } from "./queries.ts";
import { isMember, mayManage } from "./rules.ts";

/** Follows a workspace in an app: joins it or asks to, or has its discussions in the home timeline again. */
export async function followWorkspace(ctx: Context, workspaceId: Id): Promise<void> {
  signedIn(ctx);
  const standing = await visitorStanding(ctx, workspaceId);
  if (standing.state !== "requested" && !isMember(standing)) await join(ctx, { workspaceId });
  await setFollowed(ctx, workspaceId, true);
}

/**
 * Follows it no longer: that leaves an open workspace, and takes a request back. Whoever was let in, or manages it,
 * stays a member, and only has its discussions no more in the home timeline.
 */
export async function unfollowWorkspace(ctx: Context, workspaceId: Id): Promise<void> {
  signedIn(ctx);
  const standing = await visitorStanding(ctx, workspaceId);
  const stays = isMember(standing) && (standing.level !== "open" || mayManage(standing));
  if (stays) await setFollowed(ctx, workspaceId, false);
  else await leave(ctx, { workspaceId });
}

async function setFollowed(ctx: Context, workspaceId: Id, followed: boolean): Promise<void> {
  const { id } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx
      .update(membership)
      .set({ followed })
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, id)));
  });
}
