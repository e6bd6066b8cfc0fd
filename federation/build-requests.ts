import type { Json } from "./actors/documents.ts";
import type { ActorRow } from "./actors/rows.ts";
import { about } from "./builder.ts";

/** A workspace puts a request to join to a manager who is a member of another server. */
export const offerRequest = (
  id: string,
  at: Date,
  group: ActorRow,
  manager: ActorRow,
  { "@context": _context, ...asked }: Json,
): Json => ({
  ...about(id, "Offer", group.iri, at),
  to: [manager.iri],
  cc: [],
  object: asked,
});

/** What the manager decides on that, and what has become of it. The Offer stands inside, without what it offers. */
export const answerRequest = (
  id: string,
  type: "Accept" | "Reject" | "Undo",
  at: Date,
  {
    by,
    to,
    group,
    offerIri,
    followIri,
    note,
  }: {
    by: ActorRow;
    to: string;
    group: ActorRow;
    offerIri: string;
    followIri: string;
    note: string | null;
  },
): Json => ({
  ...about(id, type, by.iri, at),
  to: [to],
  cc: [],
  ...(note ? { summary: note } : {}),
  object: { id: offerIri, type: "Offer", actor: group.iri, object: followIri },
});
