import { pollsOf } from "../../../polls/index.ts";
import { pollEntity } from "../../entities/poll.ts";
import type { Facet } from "./index.ts";

/** What posts ask their readers. */
export const poll: Facet = async ({ ctx }, ids) => {
  const asked = ctx.actor !== null;
  return new Map(
    [...(await pollsOf(ctx, ids))].map(([id, shown]) => [id, { poll: pollEntity(shown, asked) }]),
  );
};
