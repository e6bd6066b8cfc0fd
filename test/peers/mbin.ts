import type { JsonObject } from "../../federation/wire/json.ts";
import type { Rules } from "./simulator.ts";

const types = [
  "Create",
  "Update",
  "Delete",
  "Like",
  "Dislike",
  "Undo",
  "Add",
  "Remove",
  "Lock",
  "Block",
  "Flag",
];

/** Mbin: an Announce carries an activity whole; who only names one is not understood. */
export const mbin: Rules = {
  hostname: "mbin.localhost",
  software: "mbin",
  take(activity) {
    if (activity.type !== "Announce") return;
    const inner = activity.object as JsonObject;
    if (typeof inner !== "object" || !types.includes(String(inner.type)))
      throw new Error("It cannot be read");
  },
};
