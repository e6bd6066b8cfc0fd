import type { ProposalElsewhere, StoredProposal } from "../../src/proposals/index.ts";
import type { Form } from "../../src/forums/index.ts";
import type { Json } from "../actors/documents.ts";
import { noteOf } from "../addresses.ts";
import type { Post, ProposalDetails } from "../wire/shapes/index.ts";

/** Things that one counts, as the ontology of units of measure calls them. */
const things = (count: number | null): Json => ({
  hasUnit: "one",
  ...(count === null ? {} : { hasNumericalValue: String(count) }),
});

/**
 * An offer or a request (FEP-0837): a proposal that publishes an intent, with nothing in return. Whether it still stands
 * is what is available of it, which has a time of its own: managers say it too, who do not touch the words.
 */
export function proposalDocument(iri: string, form: Form, found: StoredProposal): Json {
  const { quantity, until, place, closed, said } = found;
  return {
    purpose: form,
    publishes: {
      type: "Intent",
      id: `${iri}#primary`,
      action: "transfer",
      resourceQuantity: things(quantity),
      ...(closed || quantity !== null ? { availableQuantity: things(closed ? 0 : quantity) } : {}),
      updated: said.toISOString(),
    },
    ...(until ? { endTime: until.toISOString() } : {}),
    preview: noteOf(iri),
    ...(place ? { location: { type: "Place", name: place } } : {}),
  };
}

/**
 * An offer or a request as it is kept; null for what is neither.
 *
 * @param heard when its state was said, where it does not say so itself
 */
export function proposalFrom(
  { proposal, updated, published }: Pick<Post, "proposal" | "updated" | "published">,
  heard: Date | null,
): ProposalElsewhere | null {
  if (!proposal) return null;
  const { quantity, until, place, closed } = proposal;
  const said = proposal.said ?? heard ?? updated ?? published ?? new Date(0);
  return { quantity, until, place, closed, said };
}

/**
 * When the words of a post were written. Where it says itself when its state was said, an activity about it that says no
 * other time is about that.
 */
export const wordsTime = ({
  proposal,
  updated,
  published,
}: {
  proposal: ProposalDetails | null;
  updated: Date | null;
  published: Date | null;
}): Date | null => updated ?? (proposal?.said ? published : null);
