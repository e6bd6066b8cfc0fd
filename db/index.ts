export * from "./schema/index.ts";
export { amongGiven, amongTexts, given, givenIds, givenTexts } from "./among.ts";
export { isUniqueViolation } from "./errors.ts";
export { nearestOf } from "./nearest.ts";
export { openStore } from "./open.ts";
export { givenAs, placeholders, prepared, preparedWrite } from "./prepared.ts";
export type { Reader, Signal, Store, Writer } from "./store.ts";
export { AnotherVersion } from "./versions.ts";
export { isOfAnotherVersion } from "./sqlite.ts";
