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
export { routes } from "./routes.ts";
export { knownTo } from "./targets.ts";
