/** What tests stand on: real databases, real servers, real requests. */
export * from "./rig/chance.ts";
export * from "./rig/client.ts";
export * from "./rig/context.ts";
export * from "./rig/store.ts";
export * from "./rig/process.ts";
export { freePort } from "./rig/ports.ts";
export type { Instance, InstanceOptions, Member } from "./rig/instance.ts";

/** An instance in this process. Loaded when asked for: tests of one slice need not load the whole program. */
export const startInstance: (typeof import("./rig/instance.ts"))["startInstance"] = async (options) =>
  (await import("./rig/instance.ts")).startInstance(options);
