export { changeLevel, changeWorkspace, createWorkspace, onlyManagers, setPicture } from "./operations.ts";
export { followWorkspace, unfollowWorkspace } from "./following.ts";
export { declineInvitation, invite, withdrawInvitation, type Invitation } from "./invitations.ts";
export { askAnew } from "./asking-anew.ts";
export { decide, type Decision } from "./deciding.ts";
export {
  join,
  leave,
  leaveEverywhere,
  markVisit,
  memberHosts,
  readmit,
  removeMember,
  type Join,
} from "./membership.ts";
export { offeredTo, receiveRequest, settleRequestElsewhere, type OfferedRequest } from "./offered.ts";
export { setManager, type SetManager } from "./promotion.ts";
export { blockMember, blocksOf, liftEnded, unblockMember, type Blocked, type BlockMember } from "./blocks.ts";
export {
  ask,
  changesNothing,
  decidesHere,
  openActs,
  refuseAsked,
  type Act,
  type ActKind,
  type AskedAct,
} from "./asking.ts";
export {
  localManagerIds,
  managerIds,
  readerStanding,
  standing,
  standingOf,
  visitorStanding,
} from "./queries.ts";
export { nameOrganisations } from "./organisations.ts";
export { prepareMove, receiveMembers, startMove, type Handover } from "./moving-house.ts";
export { takeOver } from "./taking-over.ts";
export { takeTies } from "./taking-ties.ts";
export { purgeAsked } from "./purging.ts";
export { purgeContent } from "./purge-content.ts";
export { askOverdue, settleReceipt } from "./receipts.ts";
export { severHost, severWorkspace } from "./severing.ts";
export {
  blockedHere,
  isMember,
  joining,
  mayContribute,
  mayKnow,
  mayManage,
  mayRead,
  maySeeHome,
  mayStart,
  opensUp,
  type Level,
  type MembershipState,
  type Role,
  type Standing,
} from "./rules.ts";
export { handoverInput, workspaceInput, joinInput, decisionInput, type WorkspaceInput } from "./input.ts";
export { membersOf, type Member } from "./members.ts";
export { inLists, settledAs } from "./in-lists.ts";
export { headOf, type WorkspaceHead } from "./head.ts";
export {
  discussionHref,
  formerMember,
  isUnread,
  lastWriter,
  latestIn,
  listed,
  listedColumns,
  postHref,
  starter,
  type Listed,
  type ListedRow,
} from "./latest.ts";
export { myWorkspaces, workspacesHere, type MyWorkspace, type WorkspaceItem } from "./lists.ts";
export { routes } from "./routes.ts";
