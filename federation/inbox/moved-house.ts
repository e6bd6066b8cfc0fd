import { eq } from "drizzle-orm";
import { actor, workspaceMove } from "../../db/index.ts";
import { change } from "../../src/context.ts";
import type { Id } from "../../src/core/id.ts";
import {
  type Handover,
  handoverInput,
  receiveMembers,
  takeOver,
  takeTies,
} from "../../src/workspaces/index.ts";
import { readerIn } from "../access.ts";
import { actorById, type ActorRow } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { takeHistory } from "../history/take-over.ts";
import { readAgain, resolveActor } from "../remote/actors.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { type Arrived, done, later, type Outcome, refused, settledContext } from "./arrived.ts";
import { hasMemberHere } from "./announce.ts";

/**
 * Somebody, or a workspace, lives elsewhere from now on. Both have to say so: the old one by this, and the new one in
 * `alsoKnownAs`, read anew where it lives. Otherwise anybody could take over a name.
 */
export async function movedHouse(deps: Deps, arrived: Arrived): Promise<Outcome> {
  const { activity, sender, group } = arrived;
  if (group) return refused("Nobody moves house in another's name");
  if (!activity.target || activity.target === sender.iri)
    return refused("It says nothing of where it is moved");
  const ours = await deps.store.db.select().from(actor).where(eq(actor.iri, activity.target));
  const reader = sender.kind === "group" ? await readerIn(deps, sender.id) : undefined;
  const to = ours[0]?.local
    ? ours[0]
    : await readAgain(deps, activity.target, typeof reader === "number" ? reader : undefined);
  if (!to) return later("Where it is moved cannot be had");
  if (to.kind !== sender.kind) return refused("It is something else there");
  if (!to.alsoKnownAs?.includes(sender.iri))
    return refused("The new one does not say that it was the old one");
  if (sender.movedTo === to.iri && sender.kind === "group" && !(await hasMemberHere(deps, sender.id)))
    return done;
  if (sender.kind === "person") {
    // Who they are now is shown. What they belong to stays with the account that joined: the new one joins by itself.
    // What others have for themselves about them goes along: who blocked them has blocked the new account too.
    await change(settledContext(deps, null), async (made) => {
      await made.tx.update(actor).set({ movedTo: to.iri }).where(eq(actor.id, sender.id));
      await takeTies(made, { fromId: sender.id, toId: to.id });
    });
    return done;
  }
  return to.local ? toUs(deps, sender, to) : along(deps, sender, to);
}

/** Members here go along. */
async function along(deps: Deps, from: ActorRow, to: ActorRow): Promise<Outcome> {
  const ctx = settledContext(deps, null);
  await change(ctx, async (made) => {
    await takeOver(ctx, made, { fromId: from.id, toId: to.id });
  });
  return done;
}

/** A workspace that was prepared here comes, with its history, its members and who is blocked. */
async function toUs(deps: Deps, from: ActorRow, to: ActorRow): Promise<Outcome> {
  const [prepared] = await deps.store.db
    .select()
    .from(workspaceMove)
    .where(eq(workspaceMove.workspaceId, from.id));
  if (prepared?.toId !== to.id) return refused("Nobody here has prepared that");
  if (prepared.state === "done") return done;
  const answer = await fetchDocument(deps, `${from.iri}/handover`, to.id);
  if (!answer.ok) return answer.kind === "unreachable" ? later(answer.problem) : refused(answer.problem);
  const problem = await takeHistory(deps, from, to);
  if (problem) return later(problem);
  const read = handoverInput.safeParse(answer.value.document);
  if (!read.success) return refused("What its home hands over cannot be read");
  const { blocks } = read.data;
  // Who of ours belongs is known here: nobody is put into it by another server.
  const members = read.data.members.filter(({ iri }) => !sameOrigin(iri, deps.env.origin));
  const handover: Handover = { members, blocks };
  const ids = new Map<string, Id>();
  for (const iri of [...handover.members, ...handover.blocks].map((one) => one.iri)) {
    const who = ids.has(iri) ? null : await resolveActor(deps, iri, to.id);
    if (who?.kind === "person") ids.set(iri, who.id);
  }
  const ctx = settledContext(deps, null);
  await receiveMembers(ctx, { toId: to.id, handover, ids });
  await change(ctx, async (made) => {
    await takeOver(ctx, made, { fromId: from.id, toId: to.id });
  });
  return done;
}

/** Where a workspace of ours has moved; null where it has not. */
export const movedFrom = async (deps: Deps, workspaceId: Id): Promise<string | null> =>
  (await actorById(deps.store.db, workspaceId))?.movedTo ?? null;
