import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { actor, content, discussion, peer, proposal } from "../../db/index.ts";
import { card, cardColumns, peerOf } from "../actors/index.ts";
import type { Context } from "../context.ts";
import { type Id, parseId } from "../core/id.ts";
import { discussionHref, inLists, settledAs, type WorkspaceHead } from "../workspaces/index.ts";
import { lastDay } from "./form.ts";
import type { Proposal } from "./input.ts";
import { proposalNow } from "./posting.ts";
import { isPast, type Purpose, purposes } from "./rules.ts";

/** What one says besides words. */
export interface ProposalFacts extends Omit<Proposal, "until"> {
  /** On which it stands; null for no end. */
  lastDay: Date | null;
}

/** An offer or a request as readers see it. */
export interface ProposalShown extends ProposalFacts {
  closed: boolean;
  /** Its last day is over. */
  past: boolean;
}

export const factsShown = ({ quantity, until, place }: Proposal): ProposalFacts => ({
  quantity,
  lastDay: until && lastDay(until),
  place,
});

/** Ask before whether the visitor may read it. */
export async function proposalShown(ctx: Context, id: Id): Promise<ProposalShown | null> {
  const found = await proposalNow(ctx.store.db, id);
  if (!found) return null;
  return { ...factsShown(found), closed: found.closed, past: isPast(found, ctx.clock()) };
}

/** An offer or a request in a list. */
export interface ProposalItem {
  id: Id;
  href: string;
  purpose: Purpose;
  title: string;
  author: string;
  post: string | null;
  published: Date;
  quantity: number | null;
  lastDay: Date | null;
  place: string | null;
  comments: number;
  waiting: boolean;
  refused: boolean;
}

export interface ProposalsPage {
  items: ProposalItem[];
  /** Null for both. */
  purpose: Purpose | null;
  closed: boolean;
  /** Where the next page begins; null on the last. */
  next: Id | null;
  first: boolean;
}

const pageSize = 30;

/**
 * The offers and requests of a workspace, the newest first: those that stand, or those that do not any more. Ask before
 * whether the visitor may read it (`head.mayRead`).
 *
 * @param ours name of this instance's organisation
 */
export async function proposalsPage(
  ctx: Context,
  head: WorkspaceHead,
  ours: string,
  { purpose, closed, after }: { purpose: Purpose | null; closed: boolean; after?: string },
): Promise<ProposalsPage> {
  const reader = ctx.actor?.id ?? 0;
  const cursor = parseId(after);
  const stands = and(
    eq(proposal.closed, false),
    or(isNull(proposal.until), gt(proposal.until, ctx.clock())),
  )!;
  const rows = await ctx.store.db
    .select({
      id: content.id,
      form: discussion.form,
      title: content.title,
      published: content.published,
      quantity: proposal.quantity,
      until: proposal.until,
      place: proposal.place,
      comments: discussion.comments,
      accepted: content.accepted,
      refused: content.refused,
      author: cardColumns,
    })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(proposal, eq(proposal.contentId, discussion.contentId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .where(
      and(
        eq(discussion.workspaceId, head.id),
        inArray(discussion.form, purpose ? [purpose] : [...purposes]),
        inLists(reader),
        closed ? sql`not (${stands})` : stands,
        cursor === null ? undefined : lt(content.id, cursor),
      ),
    )
    .orderBy(desc(content.id))
    .limit(pageSize + 1);
  const shown = rows.slice(0, pageSize);
  return {
    items: shown.map(({ form, title, accepted, refused, author, until, ...row }): ProposalItem => {
      const { name, post } = card(author, ours);
      return {
        ...row,
        href: discussionHref(head.slug, row.id),
        purpose: form === "request" ? "request" : "offer",
        title: title || "Untitled",
        author: name,
        post,
        lastDay: until && lastDay(until),
        ...settledAs({ accepted, refused }),
      };
    }),
    purpose,
    closed,
    next: rows.length > pageSize ? shown.at(-1)!.id : null,
    first: cursor === null,
  };
}
