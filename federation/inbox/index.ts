import type { Deps } from "../deps.ts";
import { actOn } from "./acts.ts";
import { onAnnounce } from "./announce.ts";
import type { Arrived, Outcome } from "./arrived.ts";

/** What is done with an activity that arrived: acts of people, and what a workspace passes on of them. */
export const dispatch = (deps: Deps, arrived: Arrived): Promise<Outcome> =>
  arrived.activity.type === "Announce" ? onAnnounce(deps, arrived) : actOn(deps, arrived);
