import { PerformanceObserver } from "node:perf_hooks";
import v8 from "node:v8";

/** Bytes that V8's space for what is new may take. By itself it takes up to 128 MB, however little lives on. */
const most = 16 * 1024 * 1024;

/**
 * Keeps V8's space for what is new from growing with the load: what a delivery or a page needs is gone a moment later,
 * and collecting it more often costs little. Its limit is read before a program runs; only how fast it grows is asked
 * each time.
 */
export function boundYoung(): void {
  // Not every engine tells of it.
  if (!PerformanceObserver.supportedEntryTypes?.includes("gc")) return;
  let grows = true;
  new PerformanceObserver(() => {
    const young = v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    const may = !young || young.space_size < most;
    if (may === grows) return;
    grows = may;
    v8.setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  }).observe({ entryTypes: ["gc"] });
}
