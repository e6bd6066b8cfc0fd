import { Agent } from "node:http";
// First: rooms load one another, and the forums begin.
import { makeWorld } from "./world.ts";
import { atRest } from "./rest.ts";
import { load, ownRate, start } from "./server.ts";
import { crowd, grow, type Readers, timed } from "./crowd.ts";
import { type Figure, ms, rate } from "./report.ts";

/** What an app's first page of home is to reach, whatever lies in the database. */
const target = { perSecond: 1_000, slowest: 50 };

const rounds = 20;
const home = "/api/v1/timelines/home";

/** The 95th hundredth of some times. */
const p95 = (times: number[]): number =>
  times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * 0.95) - 1)]!;

/**
 * The home timelines of members of fifty workspaces each, as their apps ask for them in turn: over 100,000 statuses, and
 * over ten times as many.
 */
export async function benchMastodon(): Promise<Figure[]> {
  const world = await makeWorld();
  const figures: Figure[] = [];
  try {
    const readers = await crowd(world);
    for (const statuses of [100_000, 1_000_000]) {
      grow(world, statuses);
      figures.push(...(await measured(world, readers, statuses)));
    }
  } finally {
    await world.store.close();
    world.remove();
  }
  return figures;
}

async function measured(
  world: Awaited<ReturnType<typeof makeWorld>>,
  readers: Readers,
  statuses: number,
): Promise<Figure[]> {
  const server = await start(world);
  try {
    await atRest(world.store);
    const { host } = new URL(world.origin);
    // Another member with each request.
    const headers = (n: number) => ({
      host,
      authorization: `Bearer ${readers.tokens[n % readers.tokens.length]!}`,
      accept: "application/json",
    });
    const served = (count: number, path: string, together = 8, more = {}) =>
      load(
        world.port,
        Array.from({ length: count }, (_, n) => ({
          method: "GET",
          path,
          headers: { ...headers(n), ...more },
        })),
        200,
        together,
      );
    const of = async (count: number, path: string, more = {}) => {
      const before = server.cpu();
      await served(count, path, 8, more);
      return count / (server.cpu() - before);
    };
    // Over the connection that answers, and as long as it takes to come up to speed.
    const text = Buffer.from(await served(1_500, home), "latin1").toString("utf8");
    const page = JSON.parse(text) as { id: string; reblog: object | null }[];
    if (page.length !== 20) throw new Error(`Home has ${page.length} statuses, not 20`);
    const older = `${home}?max_id=${readers.middle}`;
    await served(300, older);
    let [first, deep, packed, limit] = [0, 0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      limit = Math.max(limit, await ownRate(() => Buffer.from(JSON.stringify(page)), 0.1, 1));
      first = Math.max(first, await of(150, home));
      deep = Math.max(deep, await of(150, older));
      packed = Math.max(packed, await of(50, home, { "accept-encoding": "gzip" }));
    }
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const times = [];
    for (let n = 0; n < 500; n++) times.push(await timed(world.port, home, headers(n), agent));
    agent.destroy();
    const slow = p95(times);
    const size = `${Math.round(text.length / 1024)} KB`;
    const all = statuses.toLocaleString("en-GB");
    const cells = (perSecond: number): Omit<Figure, "what"> => ({
      figure: rate(perSecond),
      limit: `${rate(limit)} (writing the JSON alone)`,
      share: perSecond / limit,
      good: perSecond >= target.perSecond,
    });
    return [
      { what: `home (20 of ${all}, ${size})`, ...cells(first) },
      { what: `home from the middle (of ${all})`, ...cells(deep) },
      { what: `home, compressed as browsers ask (of ${all})`, figure: rate(packed) },
      {
        what: `home, 95th percentile (of ${all})`,
        figure: `${slow.toFixed(1)} ms`,
        limit: `${ms(target.slowest)} (asked for)`,
        good: slow < target.slowest,
      },
    ];
  } finally {
    await server.stop();
  }
}
