import type { Web } from "../web/index.ts";
import { hidingRoutes } from "./routes-hiding.ts";
import { logRoutes } from "./routes-log.ts";
import { peopleRoutes } from "./routes-people.ts";
import { reportRoutes } from "./routes-reports.ts";

/** What managers of a workspace do about what is said in it, and administrators about what is shown here. */
export function routes(app: Web): void {
  reportRoutes(app);
  peopleRoutes(app);
  logRoutes(app);
  hidingRoutes(app);
}
