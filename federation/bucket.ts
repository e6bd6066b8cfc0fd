import type { Clock } from "../src/core/clock.ts";

/** How often something may be done by each of many: at once up to `burst`, in the long run `each` a second. */
export interface Buckets {
  /** Takes one. False where there is none. */
  take(name: string): boolean;
  /** Whether there is one left. */
  has(name: string): boolean;
  /** Seconds until there is one again, at least 1. */
  wait(name: string): number;
}

/** As many as are kept in memory; whoever comes anew after that finds a full bucket. */
const kept = 20_000;

/** In memory, for each process. */
export function buckets(clock: Clock, { burst, each }: { burst: number; each: number }): Buckets {
  const known = new Map<string, { left: number; at: number }>();
  const now = (name: string): number => {
    const found = known.get(name);
    if (!found) return burst;
    // A clock that was set back gives nothing and takes nothing.
    const passed = Math.max(0, clock().getTime() - found.at);
    return Math.min(burst, found.left + (passed / 1000) * each);
  };
  return {
    has: (name) => now(name) >= 1,
    wait: (name) => Math.max(1, Math.ceil((1 - now(name)) / each)),
    take(name) {
      const left = now(name);
      if (known.size >= kept && !known.has(name)) known.clear();
      known.set(name, { left: left >= 1 ? left - 1 : left, at: clock().getTime() });
      return left >= 1;
    },
  };
}
