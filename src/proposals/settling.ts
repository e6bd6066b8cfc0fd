import { eq } from "drizzle-orm";
import { proposal } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { alone, isRemoved, postFor, timeSaid } from "../forums/index.ts";
import { notify } from "../notifications/index.ts";
import { blockedHere } from "../workspaces/index.ts";
import { proposalNow, settle, type Settled, shownAnew } from "./posting.ts";
import { maySettle, onlyAuthors } from "./rules.ts";

export interface SettleProposal {
  contentId: Id;
  /** Whether it does not stand any more; false when it does again. */
  closed: boolean;
  /** Of a word that came from elsewhere: its address, and when it was said by the clock there. */
  from?: { activityIri: string; said: Date };
}

/**
 * The author of an offer or a request, or a manager, says that it does not stand any more, or does again. The same twice
 * is once.
 *
 * @throws {Refusal} `not found` where there is none, or one that they may not see; `forbidden`; `gone`
 */
export async function settleProposal(
  ctx: Context,
  { contentId, closed, from }: SettleProposal,
): Promise<void> {
  const by = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, contentId);
    const { post, standing } = await postFor(ctx, tx, contentId);
    const found = await proposalNow(tx, contentId);
    if (!found) throw notFound();
    if (post.deleted || (by.local && post.hidden)) {
      if (by.local) throw new Refusal("gone", "This is not there any more.");
      // What a manager removed may come back.
      if (!isRemoved(post)) return;
    }
    if (!ctx.settled && !maySettle(standing, by, post))
      throw standing.blocked ? blockedHere() : onlyAuthors();
    if (!from && found.closed === closed) return;
    // Of two in the same moment, the one that is heard later was said later.
    const said = from?.said ?? new Date(Math.max(at.getTime(), found.said.getTime() + 1));
    if (!(await settle(made, contentId, { closed, said }))) return;
    const data = from ? { activityIri: from.activityIri } : {};
    const kind = closed ? "proposal.closed" : "proposal.reopened";
    await record({ kind, workspaceId: post.workspaceId, contentId, data });
  });
}

/**
 * The home of the workspace does not count what somebody here said of it: it stands again as its author's server has it,
 * or as it did before, and they are told. Whatever is said of it from now on counts.
 *
 * @param said when they said it: something else may have been said since
 * @param there how it stands on its author's server; null where that is not known
 */
export async function takeBackSettling(
  ctx: Context,
  refusal: { contentId: Id; byId: Id; said: Date; there: Settled | null; answer: string },
): Promise<void> {
  const { contentId, byId, said, there, answer } = refusal;
  await change(ctx, async (made) => {
    const { tx, at } = made;
    await alone(tx, contentId);
    const found = await proposalNow(tx, contentId);
    if (found?.said.getTime() !== said.getTime()) return;
    await tx
      .update(proposal)
      .set(
        there
          ? { closed: there.closed, said: timeSaid(there.said, at) }
          : { closed: !found.closed, said: new Date(0) },
      )
      .where(eq(proposal.contentId, contentId));
    await shownAnew(made, contentId);
    const { post } = await postFor(ctx, tx, contentId);
    const told = { personId: byId, workspaceId: post.workspaceId, contentId };
    await notify(made, { kind: "act refused", ...told, text: answer.slice(0, 500) || null });
  });
}
