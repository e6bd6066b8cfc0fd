import type { Deps } from "../deps.ts";
import { actOn } from "./acts.ts";
import { onAnnounce } from "./announce.ts";
import { type Arrived, ignored, type Outcome } from "./arrived.ts";

/** What is done with an activity that arrived: acts of people, and what a workspace passes on of them. */
export async function dispatch(deps: Deps, arrived: Arrived): Promise<Outcome> {
  // An account that was closed is closed, whatever is still on its way or comes with its old key.
  if (arrived.sender.gone) return ignored("The sender's account is closed");
  return arrived.activity.type === "Announce" ? onAnnounce(deps, arrived) : actOn(deps, arrived);
}
