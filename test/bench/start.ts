import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../rig/ports.ts";
import { type Figure, mb, ms } from "./report.ts";
import { type Place, root, start } from "./server.ts";

const longest = 2_000;
const most = 120 * 1024 * 1024;

function timed(args: string[]): number {
  const started = performance.now();
  spawnSync(process.execPath, args, { cwd: root, stdio: "ignore" });
  return performance.now() - started;
}

async function newPlace(): Promise<Place> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "tombolo-bench-"));
  return { port, origin: `http://north.localhost:${port}`, folder };
}

/** How long a start takes, on nothing and again, with and without the build; and what it occupies when it rests. */
export async function benchStart(): Promise<Figure[]> {
  const bare = Math.min(...[0, 1, 2].map(() => timed(["-e", "0"])));
  const place = await newPlace();
  const first = await start(place);
  await first.stop();
  const again = await start(place);
  await again.stop();
  rmSync(place.folder, { recursive: true, force: true });

  const building = timed(["scripts/build.mjs", "--force"]);
  const fresh = await newPlace();
  // What `npm start` runs: it looks whether the build is as new as its sources.
  const whole = await start(fresh, ["bin/tombolo.mjs"]);
  await whole.stop();
  // Measured where it is used: what was compiled is kept since the start before.
  const resting = await start(fresh, ["bin/tombolo.mjs"]);
  await sleep(3_000);
  const atRest = resting.memory();
  await resting.stop();
  rmSync(fresh.folder, { recursive: true, force: true });

  const within = (what: string, time: number): Figure => ({
    what,
    figure: ms(time),
    limit: `${ms(longest)} (node -e 0: ${ms(bare)})`,
    share: time / longest,
    good: time <= longest,
  });
  return [
    within("start on an empty folder, until the port answers", first.startedIn),
    within("start on what is there", again.startedIn),
    within("npm start, built already", whole.startedIn),
    within("npm start that builds first", whole.startedIn + building),
    {
      what: "memory at rest",
      figure: mb(atRest),
      limit: mb(most),
      share: atRest / most,
      good: atRest <= most,
    },
  ];
}
