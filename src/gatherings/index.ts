export {
  answerGathering,
  settleAttendance,
  type AnswerGathering,
  type AttendanceAnswer,
} from "./answering.ts";
export {
  noGathering,
  partsOf,
  sentGathering,
  writtenGathering,
  type DayParts,
  type WrittenGathering,
} from "./form.ts";
export { dayFrom, gatheringInput, type Gathering, type GatheringInput } from "./input.ts";
export {
  forgetGatherings,
  fromKept,
  gatheringNow,
  keptGathering,
  setGathering,
  type GatheringElsewhere,
} from "./posting.ts";
export {
  eventsPage,
  gatheringShown,
  storedGatherings,
  type GatheringShown,
  type StoredGathering,
} from "./queries.ts";
export { routes } from "./routes.ts";
export { joinModes } from "./rules.ts";
export { homeZone, momentAt, wallTime } from "./zones.ts";
