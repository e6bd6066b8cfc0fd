import { notFound } from "../core/refusal.ts";
import type { Web } from "../web/index.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { instanceRoutes, type Own } from "./routes/instance.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { postingRoutes } from "./routes/posting.ts";
import { requestRoutes } from "./routes/requests.ts";
import { searchRoutes } from "./routes/search.ts";
import { settingRoutes } from "./routes/settings.ts";
import { statusRoutes } from "./routes/statuses.ts";
import { timelineRoutes } from "./routes/timelines.ts";
import type { Hub } from "./streaming/hub.ts";
import { sseRoutes } from "./streaming/sse.ts";

export { createHub, type Hub } from "./streaming/hub.ts";
export { acceptSockets } from "./streaming/socket.ts";

/** The API that apps for Mastodon speak, over the same operations and permissions as the pages. */
export function routes(app: Web, own: Own, hub: Hub): void {
  instanceRoutes(app, own);
  sseRoutes(app, hub);
  searchRoutes(app);
  accountRoutes(app);
  postingRoutes(app);
  statusRoutes(app);
  timelineRoutes(app);
  notificationRoutes(app);
  requestRoutes(app);
  settingRoutes(app);
  for (const path of ["/api/v1/*", "/api/v2/*"]) {
    app.all(path, () => {
      throw notFound();
    });
  }
}
