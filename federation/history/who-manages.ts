import { and, eq } from "drizzle-orm";
import { actor, membership } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { setManager } from "../../src/workspaces/index.ts";
import type { ActorRow } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { settledContext } from "../inbox/arrived.ts";
import { resolveActor } from "../remote/actors.ts";
import { type Asker, fetchDocument } from "../remote/fetch.ts";
import { linkOf, listOf } from "./pages.ts";

const most = 50;

/**
 * Reads who looks after a workspace elsewhere, as its home says it now. What was passed on does not say it: somebody who
 * leaves is no manager any more, and what is read of the past makes them one again. Where the list goes on elsewhere, who is
 * not on it stays what they are.
 */
export async function readManagers(deps: Deps, group: ActorRow, reader: Asker): Promise<void> {
  if (!group.moderators) return;
  const before = await managersKept(deps, group.id);
  const answer = await fetchDocument(deps, group.moderators, reader);
  if (!answer.ok) return;
  const { document } = answer.value;
  const listed = listOf(document).map(linkOf);
  const whole = (document.orderedItems ?? document.items) !== undefined && !document.first && !document.next;
  const ctx = settledContext(deps, null);
  for (const iri of listed.slice(0, most)) {
    const who = iri && !before.has(iri) ? await resolveActor(deps, iri, reader) : null;
    if (who) await setManager(ctx, { workspaceId: group.id, memberId: who.id, manager: true });
  }
  if (!whole || listed.length > most) return;
  for (const [iri, memberId] of before)
    if (!listed.includes(iri)) await setManager(ctx, { workspaceId: group.id, memberId, manager: false });
}

/** Who is said here to look after it, by address. */
async function managersKept({ store }: Deps, workspaceId: Id): Promise<Map<string, Id>> {
  const rows = await store.db
    .select({ iri: actor.iri, id: actor.id })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
      ),
    );
  return new Map(rows.map(({ iri, id }) => [iri, id]));
}
