import { Refusal } from "../../src/core/refusal.ts";

/** Said to whoever still speaks to a workspace that lives elsewhere now. */
export const movedAway = (to: string): Refusal =>
  new Refusal("gone", `This workspace has moved. It is now at ${to}`);
