import type { Form } from "../../src/forums/index.ts";

/** What each form of a discussion is called on the wire. */
export const wireTypes = {
  discussion: "Page",
  event: "Event",
  page: "Article",
  file: "Document",
  folder: "OrderedCollection",
  offer: "Proposal",
  request: "Proposal",
} satisfies Record<Form, string>;
