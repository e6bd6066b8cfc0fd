import type { WorkspaceHead } from "../workspaces/index.ts";

/** What a single post needs to know of the page around it. */
export const aroundOf = (
  { head, discussionId }: { head: WorkspaceHead; discussionId: number },
  now: Date,
) => ({ base: head.href, discussionId, organisation: head.organisation, now });
