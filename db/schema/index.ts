export * from "./people.ts";
export * from "./organisations.ts";
export * from "./workspaces.ts";
export * from "./forums.ts";
export * from "./agreements.ts";
export * from "./federation.ts";
export * from "./apps.ts";
export * from "./moderation.ts";
