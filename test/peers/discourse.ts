import type { TestClock } from "../rig.ts";
import type { Rules } from "./simulator.ts";

/** Discourse with its plugin: ten deliveries a minute, and then 429 for the rest of it. */
export const discourse = (clock: () => TestClock): Rules => {
  let until = 0;
  let count = 0;
  return {
    hostname: "discourse.localhost",
    software: "discourse",
    door() {
      const now = clock().now().getTime();
      if (now >= until) {
        until = now + 60_000;
        count = 0;
      }
      if (++count <= 10) return null;
      return { status: 429, headers: { "retry-after": String(Math.ceil((until - now) / 1000)) } };
    },
    take() {},
  };
};
