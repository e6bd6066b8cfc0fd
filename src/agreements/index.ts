export {
  agreementBy,
  answerOffer,
  confirmInWriting,
  endAgreement,
  lapseAgreements,
  offerAgreement,
  receiveOffer,
  settleEnd,
  settleOffer,
  type AttachedDocument,
  type OfferReceived,
} from "./operations.ts";
export { documentOf, sharedWith } from "./queries.ts";
export { coverable, leaks, standingOn, type Agreement } from "./rules.ts";
export { foreignHosts, obstacle, obstacleText, type Obstacle } from "./trust.ts";
export { routes } from "./routes.ts";
