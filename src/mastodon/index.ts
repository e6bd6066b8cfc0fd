import { notFound } from "../core/refusal.ts";
import type { Web } from "../web/index.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { administrationRoutes } from "./routes/administration.ts";
import { conversationRoutes } from "./routes/conversations.ts";
import { filterRoutes } from "./routes/filters.ts";
import { instanceRoutes, type Own } from "./routes/instance.ts";
import { mediaRoutes } from "./routes/media.ts";
import { listRoutes } from "./routes/lists.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { oldFilterRoutes } from "./routes/old-filters.ts";
import { postingRoutes } from "./routes/posting.ts";
import { pollRoutes } from "./routes/polls.ts";
import { profileRoutes } from "./routes/profile.ts";
import { relationRoutes } from "./routes/relations.ts";
import { discoveryRoutes } from "./routes/discovery.ts";
import { policyRoutes } from "./routes/policy.ts";
import { reportRoutes } from "./routes/reports.ts";
import { scheduledRoutes } from "./routes/scheduled.ts";
import { pushRoutes } from "./routes/push.ts";
import { requestRoutes } from "./routes/requests.ts";
import { searchRoutes } from "./routes/search.ts";
import { settingRoutes } from "./routes/settings.ts";
import { shelfRoutes } from "./routes/shelves.ts";
import { statusRoutes } from "./routes/statuses.ts";
import { tagRoutes } from "./routes/tags.ts";
import { timelineRoutes } from "./routes/timelines.ts";
import { userinfoRoutes } from "./routes/userinfo.ts";
import type { Hub } from "./streaming/hub.ts";
import { sseRoutes } from "./streaming/sse.ts";

export { createHub, type Hub } from "./streaming/hub.ts";
export { pushWords } from "./push-words.ts";
export { createPublisher, type Publisher } from "./scheduled/publisher.ts";
export { acceptSockets } from "./streaming/socket.ts";

/** The API that apps for Mastodon speak, over the same operations and permissions as the pages. */
export function routes(app: Web, own: Own, hub: Hub): void {
  instanceRoutes(app, own);
  userinfoRoutes(app);
  sseRoutes(app, hub);
  searchRoutes(app);
  profileRoutes(app);
  relationRoutes(app);
  accountRoutes(app);
  shelfRoutes(app);
  listRoutes(app);
  filterRoutes(app);
  oldFilterRoutes(app);
  postingRoutes(app);
  mediaRoutes(app);
  pollRoutes(app);
  statusRoutes(app);
  timelineRoutes(app);
  conversationRoutes(app);
  policyRoutes(app);
  notificationRoutes(app);
  requestRoutes(app);
  settingRoutes(app);
  tagRoutes(app);
  pushRoutes(app, own);
  scheduledRoutes(app);
  reportRoutes(app);
  discoveryRoutes(app);
  administrationRoutes(app);
  for (const path of ["/api/v1/*", "/api/v2/*"]) {
    app.all(path, () => {
      throw notFound();
    });
  }
}
