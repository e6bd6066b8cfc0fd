export { apart, heard, nowPlaceholder, unwanted, untold } from "./conditions.ts";
export type { MuteInput, NoteInput } from "./input.ts";
export {
  blockHost,
  blockPerson,
  endorse,
  muteAccount,
  setNote,
  unblockHost,
  unblockPerson,
  unmuteAccount,
} from "./operations.ts";
export { hasRelations, tiesTo, unwantedAmong, type Ties } from "./queries.ts";
export { isUnwelcome, muteThread } from "./threads.ts";
export { knownTo } from "./targets.ts";
