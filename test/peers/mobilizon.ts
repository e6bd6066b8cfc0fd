import type { JsonObject } from "../../federation/wire/json.ts";
import type { Rules } from "./simulator.ts";

/** Mobilizon: an answer to a Join has to be about the Join, by its address, and its actor the one that was asked. */
export const mobilizon: Rules = {
  hostname: "mobilizon.localhost",
  software: "mobilizon",
  take(activity, at) {
    if (activity.type !== "Accept" && activity.type !== "Reject") return;
    const { object } = activity;
    const id = typeof object === "string" ? object : String((object as JsonObject).id);
    const asked = at.documents.get(new URL(id).pathname) as JsonObject | undefined;
    if (!asked || !id.startsWith(at.origin)) throw new Error("There is no such request");
    if (asked.object !== activity.actor) throw new Error("Somebody else was asked");
    if (typeof object === "object" && (object as JsonObject).type !== asked.type)
      throw new Error(`It was a ${String(asked.type)}`);
  },
};
