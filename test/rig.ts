/** What tests stand on: real databases, real servers, real requests. */
export * from "./rig/client.ts";
export * from "./rig/context.ts";
export * from "./rig/store.ts";
