import type { OnProfile } from "../../views/posts/profile.ts";
import type { Id } from "../core/id.ts";
import { unansweredIn } from "../polls/index.ts";
import type { Request, Web } from "../web/index.ts";
import { postsBy } from "./lists.ts";
import { tiesWith } from "./queries.ts";
import { beforeOf, ours } from "./request.ts";
import { followRoutes } from "./routes-following.ts";
import { ownPostRoutes } from "./routes-posts.ts";
import { writingRoutes } from "./routes-writing.ts";

/** What a person's page shows of their posts and of those who follow them. */
export async function onProfile(c: Request, personId: Id): Promise<OnProfile> {
  const { ctx } = c.var;
  const before = beforeOf(c);
  const [posts, ties] = await Promise.all([postsBy(ctx, ours(c), personId, before), tiesWith(ctx, personId)]);
  return { posts, ties, before, now: ctx.clock(), back: c.var.shell.path, unanswered: unansweredIn(c) };
}

/** Posts of people's own, and those who follow them. */
export function routes(app: Web): void {
  writingRoutes(app);
  ownPostRoutes(app);
  followRoutes(app);
}
