/** Small foreign servers for tests. */
export * from "./actor.ts";
export * from "./note.ts";
export * from "./peer.ts";
export * from "./server.ts";
export * from "./simulator.ts";
