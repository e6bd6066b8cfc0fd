import type { Web } from "../web/index.ts";
import { discussionRoutes } from "./routes-discussion.ts";
import { listRoutes } from "./routes-list.ts";
import { liveRoutes } from "./routes-live.ts";
import { moveRoutes } from "./routes-move.ts";
import { postRoutes } from "./routes-posts.ts";
import { restoreRoutes } from "./routes-restore.ts";

/** The forum's pages. */
export function routes(app: Web): void {
  listRoutes(app);
  discussionRoutes(app);
  liveRoutes(app);
  postRoutes(app);
  restoreRoutes(app);
  moveRoutes(app);
}
