import { and, eq, isNull, or, type Placeholder, type SQL } from "drizzle-orm";
import { content } from "../../db/index.ts";
import type { Id } from "../core/id.ts";

/**
 * What stands in the lists of a workspace that somebody may read: nothing that was deleted or is hidden here, and what its
 * home would not have only before its author.
 */
export const inLists = (reader: Id | Placeholder): SQL =>
  and(
    isNull(content.deleted),
    isNull(content.hidden),
    or(isNull(content.refused), eq(content.authorId, reader)),
  )!;

/** Whether the workspace's home has still to confirm it, or would not have it. */
export const settledAs = ({
  accepted,
  refused,
}: Pick<typeof content.$inferSelect, "accepted" | "refused">): { waiting: boolean; refused: boolean } => ({
  waiting: accepted === null && refused === null,
  refused: refused !== null,
});
