import { Refusal } from "../core/refusal.ts";

/** Said where the administrators have switched posts of people's own off. */
export const switchedOff = (): Refusal =>
  new Refusal(
    "forbidden",
    "Posts outside workspaces are switched off here. Mention a workspace to write in it.",
  );
