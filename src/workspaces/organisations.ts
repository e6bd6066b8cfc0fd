import { and, eq, notInArray } from "drizzle-orm";
import { workspacePeer } from "../../db/index.ts";
import { sharedWith } from "../agreements/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { onlyManagers } from "./operations.ts";
import { standing } from "./queries.ts";
import { mayManage } from "./rules.ts";
import { severWorkspace } from "./severing.ts";

/**
 * Names the organisations to which a confidential workspace may go: of those only with which there is an agreement that
 * covers it. People of one that is no longer named leave.
 */
export async function nameOrganisations(
  ctx: Context,
  { workspaceId, hosts }: { workspaceId: Id; hosts: string[] },
): Promise<void> {
  const manager = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const found = await standing(tx, workspaceId, manager.id);
    if (!mayManage(found) || !found.local) throw onlyManagers();
    const { level } = found;
    if (level !== "confidential")
      throw new Refusal("conflict", "Only for a confidential workspace organisations are named.");
    const possible = await sharedWith(tx, at, { workspaceId, level });
    const named = possible.map(({ host }) => host).filter((host) => hosts.includes(host));
    await tx
      .delete(workspacePeer)
      .where(
        and(
          eq(workspacePeer.workspaceId, workspaceId),
          notInArray(workspacePeer.host, named.length > 0 ? named : [""]),
        ),
      );
    for (const host of named)
      await tx
        .insert(workspacePeer)
        .values({ id: newId(at), workspaceId, host, namedById: manager.id, created: at })
        .onConflictDoNothing();
    await severWorkspace(made, { workspaceId, level });
    await record({ kind: "workspace.changed", workspaceId, data: {} });
  });
}
