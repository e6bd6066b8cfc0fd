export { bearer, forAnyone, forMembers, tokenIn } from "./bearer.ts";
export { appById, grantOf } from "./queries.ts";
export { apiRoutes, fromAnywhere, opensForApps, routes } from "./routes.ts";
export { covers } from "./scopes.ts";
export { vapidKeys } from "./vapid.ts";
