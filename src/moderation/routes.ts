import type { Web } from "../web/index.ts";
import { logRoutes } from "./routes-log.ts";
import { peopleRoutes } from "./routes-people.ts";

/** What managers of a workspace do about what is said in it, and administrators about what is shown here. */
export function routes(app: Web): void {
  peopleRoutes(app);
  logRoutes(app);
}
