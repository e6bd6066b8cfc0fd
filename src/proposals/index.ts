export {
  lastDay,
  noProposal,
  pastProblem,
  sentProposal,
  writtenProposal,
  type WrittenProposal,
} from "./form.ts";
export { proposalInput, type Proposal } from "./input.ts";
export {
  forgetProposals,
  fromKeptProposal,
  keptProposal,
  proposalNow,
  setProposal,
  settle,
  storedProposals,
  type ProposalElsewhere,
  type StoredProposal,
} from "./posting.ts";
export { factsShown, proposalShown, type ProposalFacts, type ProposalShown } from "./queries.ts";
export { routes } from "./routes.ts";
export { maySettle, purposes, type Purpose } from "./rules.ts";
export { settleProposal, takeBackSettling, type SettleProposal } from "./settling.ts";
