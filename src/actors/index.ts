export { freeHandle, insertLocalActor, type NewLocalActor } from "./operations.ts";
export { address, handleFrom, handlePattern, ownPostHref, post, slug } from "./rules.ts";
export {
  card,
  cardColumns,
  cardRow,
  findBySlug,
  peerOf,
  pictureHref,
  type Card,
  type CardRow,
} from "./queries.ts";
