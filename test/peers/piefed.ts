import type { JsonObject } from "../../federation/wire/json.ts";
import type { Rules, Simulator } from "./simulator.ts";

const seen = new WeakMap<Simulator, Set<string>>();

/** PieFed: takes each activity once, by the address of what is inside the Announce. */
export const piefed: Rules = {
  hostname: "piefed.localhost",
  software: "piefed",
  take(activity, at) {
    if (activity.type !== "Announce") return;
    if (!seen.has(at)) seen.set(at, new Set());
    const { object } = activity;
    const inner = (Array.isArray(object) ? object : [object]) as (JsonObject | string)[];
    for (const one of inner) {
      const id = typeof one === "string" ? one : String(one.id);
      if (seen.get(at)!.has(id)) throw new Error(`${id} was received before`);
      seen.get(at)!.add(id);
    }
  },
};
