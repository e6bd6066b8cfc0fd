import { and, eq } from "drizzle-orm";
import { follow, membership } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { notify, settleRequest } from "../notifications/index.ts";
import { alone, recount } from "./membership.ts";
import { askToDecide } from "./offered.ts";
import { offerStands, settleOffers } from "./offering.ts";
import { onlyManagers } from "./operations.ts";
import { standing } from "./queries.ts";
import { mayManage } from "./rules.ts";

const nobodyAsks = () => new Refusal("conflict", "There is no request to join from this person any more.");

export interface Decision {
  workspaceId: Id;
  memberId: Id;
  approve: boolean;
  /** What the manager says with it. */
  answer?: string;
  /** Address of the Offer that is answered, where the manager is a member of another server. */
  offerIri?: string;
}

/**
 * A manager approves or declines a request to join; or the home of the workspace has (`ctx.settled`). Of a
 * workspace elsewhere its home is asked to, and the first decision counts.
 *
 * @throws {Refusal} `forbidden`; `conflict` where nobody waits any more
 */
export async function decide(
  ctx: Context,
  { workspaceId, memberId, approve, answer = "", offerIri }: Decision,
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx } = made;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, ctx.actor?.id ?? null);
    if (!ctx.settled) {
      const manager = signedIn(ctx);
      if (!mayManage(found) || !(found.local || manager.local)) throw onlyManagers();
      if (manager.id === memberId) throw onlyManagers();
      if (!found.local) return askToDecide(ctx, made, { workspaceId, memberId, approve, answer });
      if (offerIri !== undefined) {
        const managerId = manager.id;
        const state = await offerStands(made, { workspaceId, memberId, managerId, offerIri });
        if (state === "decided") return;
        if (state === "withdrawn") throw nobodyAsks();
      }
    }
    const asked = await standing(tx, workspaceId, memberId);
    // Two managers decide at once, or an Accept comes twice: the first one counted.
    if (asked.state === (approve ? "active" : "declined")) return;
    if (asked.state !== "requested" && !(approve && asked.state === "declined")) {
      throw nobodyAsks();
    }
    const decidedById = ctx.settled ? null : ctx.actor!.id;
    await conclude(made, { workspaceId, memberId, approve, answer, decidedById, local: found.local });
  });
}

interface Conclusion {
  workspaceId: Id;
  memberId: Id;
  approve: boolean;
  answer: string;
  decidedById: Id | null;
  local: boolean;
}

/** A request has its answer: whoever asked, whoever was asked, and their servers hear of it. */
async function conclude(made: Change, { local, decidedById, ...decision }: Conclusion): Promise<void> {
  const { tx, at, record } = made;
  const { workspaceId, memberId, approve, answer } = decision;
  await tx
    .update(membership)
    .set({ state: approve ? "active" : "declined", answer: answer || null, decided: at, decidedById })
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, memberId)));
  const [following] = await tx
    .update(follow)
    .set({ state: approve ? "accepted" : "rejected" })
    .where(and(eq(follow.followerId, memberId), eq(follow.followedId, workspaceId)))
    .returning({ iri: follow.iri });
  await recount(tx, workspaceId, local);
  if (local) await settleOffers(made, { workspaceId, memberId, approved: approve });
  const data = { followIri: following?.iri ?? "", memberId, answer };
  await record({ kind: approve ? "member.approved" : "member.declined", workspaceId, data });
  await settleRequest(made, workspaceId, memberId);
  await notify(made, {
    kind: approve ? "approved" : "declined",
    personId: memberId,
    actorId: decidedById,
    workspaceId,
    text: answer || null,
  });
}

/** Who is blocked does not go on waiting for a decision: a request of theirs is declined. Of our own workspaces only. */
export async function declineWaiting(
  made: Change,
  { workspaceId, memberId, byId }: { workspaceId: Id; memberId: Id; byId: Id | null },
): Promise<void> {
  const { state, local } = await standing(made.tx, workspaceId, memberId);
  if (!local || state !== "requested") return;
  await conclude(made, { workspaceId, memberId, approve: false, answer: "", decidedById: byId, local });
}
