import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { actor, membership, workspace } from "../../db/index.ts";
import { obstacle } from "../agreements/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notify } from "../notifications/index.ts";
import { alone, end } from "./membership.ts";
import { managerIds } from "./queries.ts";
import type { Level } from "./rules.ts";

const standingIn = inArray(membership.state, ["active", "requested", "invited"]);

/**
 * Ends what people of other organisations have in a workspace of ours where it may not go to their server: after the
 * level was changed, or an agreement ended.
 *
 * @param only one host; all of them unless told
 */
export async function severWorkspace(
  made: Change,
  { workspaceId, level }: { workspaceId: Id; level: Level },
  only?: string,
): Promise<void> {
  if (level === "open") return;
  const { tx, at } = made;
  const theirs = await tx
    .select({ memberId: membership.actorId, host: actor.host })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(actor.local, false),
        standingIn,
        only === undefined ? undefined : eq(actor.host, only),
      ),
    )
    .orderBy(asc(membership.id));
  const hosts = new Map<string, boolean>();
  for (const { memberId, host } of theirs) {
    if (!hosts.has(host)) hosts.set(host, (await obstacle(tx, at, { workspaceId, level, host })) !== null);
    if (!hosts.get(host)) continue;
    await alone(tx, workspaceId);
    const text = "This workspace is not shared with your organisation any more.";
    await end(made, workspaceId, memberId, "severed", true, text);
  }
  await keepManaged(made, workspaceId);
}

/** Where everybody who managed it was elsewhere, whoever of ours has belonged longest looks after it. */
async function keepManaged({ tx, record }: Change, workspaceId: Id): Promise<void> {
  if ((await managerIds(tx, workspaceId)).length > 0) return;
  const [heir] = await tx
    .select({ id: membership.id, memberId: membership.actorId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(eq(membership.workspaceId, workspaceId), eq(membership.state, "active"), eq(actor.local, true)),
    )
    .orderBy(asc(membership.decided))
    .limit(1);
  if (!heir) return;
  await tx.update(membership).set({ role: "manager" }).where(eq(membership.id, heir.id));
  await record({ kind: "manager.added", workspaceId, data: { memberId: heir.memberId } });
}

/**
 * Sharing with a whole organisation has ended: its people leave what is not open here, and ours what is not open there.
 * What another agreement with them still covers stays.
 */
export async function severHost(made: Change, host: string, reason: string): Promise<void> {
  const { tx, at } = made;
  const concerned = await tx
    .selectDistinct({ workspaceId: workspace.actorId, level: workspace.level, local: actor.local })
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .where(and(ne(workspace.level, "open"), eq(actor.local, true)));
  for (const one of concerned) await severWorkspace(made, one, host);

  const there = await tx
    .select({ workspaceId: membership.workspaceId, level: workspace.level, memberId: membership.actorId })
    .from(membership)
    .innerJoin(workspace, eq(workspace.actorId, membership.workspaceId))
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(and(eq(actor.host, host), eq(actor.local, false), ne(workspace.level, "open"), standingIn));
  for (const { workspaceId, level, memberId } of there) {
    if ((await obstacle(tx, at, { workspaceId, level, host })) === null) continue;
    await end(made, workspaceId, memberId, "severed", false, reason);
    await notify(made, { kind: "removed", personId: memberId, workspaceId, text: reason });
  }
}
