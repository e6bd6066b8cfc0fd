import { aliasedTable, and, eq, exists, inArray, not } from "drizzle-orm";
import { actor, notification, report } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { notify } from "../notifications/index.ts";
import { mayManage, standing } from "../workspaces/index.ts";

/**
 * Lemmy has dealt with a report by a member here. It does not say what was done, and names the report by who made it and
 * what it is about. Counts by those who look after the workspace, or by its own server; whoever reported is told once.
 *
 * @returns how many reports it is about
 */
export async function heardResolved(
  ctx: Context,
  { reporterIri, subjects }: { reporterIri: string; subjects: string[] },
): Promise<number> {
  const by = signedIn(ctx);
  if (subjects.length === 0) return 0;
  return change(ctx, async (made) => {
    const { tx } = made;
    const group = aliasedTable(actor, "workspace_actor");
    const told = tx
      .select({ id: notification.id })
      .from(notification)
      .where(
        and(
          eq(notification.kind, "report decided"),
          eq(notification.personId, report.reporterId),
          eq(notification.contentId, report.contentId),
        ),
      );
    const open = await tx
      .select({ row: report, host: group.host, byHost: actor.host })
      .from(report)
      .innerJoin(group, and(eq(group.id, report.workspaceId), eq(group.local, false)))
      .innerJoin(actor, eq(actor.id, by.id))
      .where(
        and(
          eq(report.queue, "instance"),
          inArray(
            report.reporterId,
            tx
              .select({ id: actor.id })
              .from(actor)
              .where(and(eq(actor.iri, reporterIri), eq(actor.local, true))),
          ),
          inArray(report.subject, subjects.slice(0, 20)),
          not(exists(told)),
        ),
      );
    let heard = 0;
    for (const { row, host, byHost } of open) {
      const { workspaceId, contentId, reporterId: personId } = row;
      if (host !== byHost && !mayManage(await standing(tx, workspaceId!, by.id))) continue;
      await notify(made, { kind: "report decided", personId, workspaceId, contentId, text: null });
      heard++;
    }
    return heard;
  });
}
