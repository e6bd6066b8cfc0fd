import type { Context, Elsewhere } from "../../src/context.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Store } from "../../db/index.ts";

/** A clock that only the test moves, but for one millisecond at each look, so that what comes later is later. */
export interface TestClock extends Clock {
  /** Looks without moving it. */
  now(): Date;
  /** Moves it on: `clock.tick({ minutes: 5 })`. */
  tick(by: { ms?: number; seconds?: number; minutes?: number; hours?: number; days?: number }): void;
}

export function testClock(start = "2026-11-02T09:00:00Z"): TestClock {
  let time = Date.parse(start);
  const clock = () => new Date(time++);
  return Object.assign(clock, {
    now: () => new Date(time),
    tick({ ms = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }: Parameters<TestClock["tick"]>[0]) {
      time += ms + 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)));
    },
  });
}

/** The clock on the wall, for instances that work by themselves. */
export const wallClock = (): TestClock =>
  Object.assign(() => new Date(), {
    now: () => new Date(),
    tick() {
      throw new Error("Nobody moves the clock on the wall");
    },
  });

/** No other server can be reached. */
export const nowhere: Elsewhere = {
  find: async () => ({ ok: false, problem: "No other server is reachable in this test." }),
  instance: async () => ({ ok: false, problem: "No other server is reachable in this test." }),
  answers: async () => false,
  offers: async () => ({ ok: false, problem: "No other server is reachable in this test." }),
  file: async () => ({ ok: false, problem: "No other server is reachable in this test." }),
};

/** What an operation needs, for `north.localhost` unless said otherwise. */
export function testContext(store: Store, given: Partial<Omit<Context, "store">> = {}): Context {
  const origin = given.origin ?? "http://north.localhost:3000";
  return {
    store,
    clock: testClock(),
    actor: null,
    origin,
    host: new URL(origin).host,
    elsewhere: nowhere,
    ...given,
  };
}
