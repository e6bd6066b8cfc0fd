import type { Web } from "../web/index.ts";
import { discussionRoutes } from "./routes-discussion.ts";
import { listRoutes } from "./routes-list.ts";
import { liveRoutes } from "./routes-live.ts";
import { moveRoutes } from "./routes-move.ts";
import { pagesRoutes } from "./routes-pages.ts";
import { postRoutes } from "./routes-posts.ts";
import { restoreRoutes } from "./routes-restore.ts";
import { startRoutes } from "./routes-start.ts";

/** The forum's pages. */
export function routes(app: Web): void {
  listRoutes(app);
  startRoutes(app);
  pagesRoutes(app);
  discussionRoutes(app);
  liveRoutes(app);
  postRoutes(app);
  restoreRoutes(app);
  moveRoutes(app);
}
