import { expect, test } from "vitest";
import { testClock } from "../test/rig.ts";
import { buckets } from "./bucket.ts";

test("each may do so much at once, and then as much as time gives", () => {
  const clock = testClock();
  const all = buckets(clock, { burst: 3, each: 1 });
  expect([1, 2, 3, 4].map(() => all.take("north"))).toEqual([true, true, true, false]);
  expect(all.has("south")).toBe(true);
  expect(all.wait("north")).toBe(1);
  clock.tick({ seconds: 2 });
  expect([1, 2, 3].map(() => all.take("north"))).toEqual([true, true, false]);
  clock.tick({ hours: 1 });
  expect([1, 2, 3, 4].map(() => all.take("north"))).toEqual([true, true, true, false]);
  clock.tick({ hours: -2 });
  expect(all.take("north")).toBe(false);
});
