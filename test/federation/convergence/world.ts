import { eq, gt, ne } from "drizzle-orm";
import { event, history, inbox, peer } from "../../../db/index.ts";
import { chance } from "../../rig.ts";
import { hosts, type Site, startSite } from "./site.ts";
import { act, approveAll, type Doing, joinSome, pick } from "./steps.ts";
import { createWires } from "./wires.ts";

const minute = 60_000;

export interface World extends Doing {
  /** All that a host was told. */
  heard: Map<string, string[]>;
  /** Everything works again; time passes until nothing is on its way. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

/** Instances of one process that do and suffer what chance says, the same for the same seed. */
export async function play(seed: number, steps: number): Promise<World> {
  const random = chance(seed);
  const wires = createWires(chance(seed + 1));
  let time = Date.parse("2026-11-02T09:00:00Z");
  const sites: Site[] = [];
  const count = 3 + Math.floor(random() ** 2 * 3);
  for (const [nth, host] of hosts.slice(0, count).entries()) {
    // Their clocks differ by up to ten minutes.
    const off = Math.round((random() - 0.5) * 20 * minute);
    const clock = () => new Date(time++ + off);
    sites.push(await startSite(host, { wires, clock, home: nth === 0 }));
  }
  const doing: Doing = { random, sites, written: [], secrets: [], log: [] };

  /** What a server's workers do is cut short where it dies, and fails where it cannot write. */
  const work = (site: Site) => site.federation.idle().catch(() => 0);

  async function happen(): Promise<void> {
    const site = pick(random, sites)!;
    const dice = random();
    time += Math.floor(random() * 20_000);
    if (dice < 0.6) await act(doing);
    else if (dice < 0.9) await work(site);
    else if (dice < 0.93) {
      site.process.killAfter(Math.floor(random() * 6));
      await work(site);
      doing.log.push(`${site.host} is killed`);
      site.restart();
    } else if (dice < 0.95) {
      site.cutOff = !site.cutOff;
      doing.log.push(`${site.host} is ${site.cutOff ? "cut off" : "there again"}`);
    } else if (dice < 0.96) {
      site.process.full = !site.process.full;
      doing.log.push(`the disk of ${site.host} is ${site.process.full ? "full" : "free again"}`);
    } else if (dice < 0.98) await wires.arrive();
    else time += Math.floor(random() * 60 * minute);
  }

  /** What waits where, in words. */
  async function waiting(): Promise<string> {
    const lines: string[] = [];
    for (const { store, host } of sites) {
      for (const { iri, problem } of await store.db.select().from(inbox).where(eq(inbox.state, "new")))
        lines.push(`${host} cannot deal with ${iri}: ${problem}`);
      for (const one of await store.db.select().from(peer).where(gt(peer.head, peer.cursor)))
        lines.push(`${host} cannot send to ${one.host}: ${one.problem}`);
      for (const { state, problem } of await store.db.select().from(history).where(ne(history.state, "done")))
        lines.push(`${host} cannot fetch a history (${state}): ${problem}`);
    }
    return lines.join("\n");
  }

  async function happenings(): Promise<number> {
    let sum = 0;
    for (const { store } of sites) sum += (await store.db.$count(event)) + (await store.db.$count(inbox));
    return sum;
  }

  async function heal(): Promise<void> {
    wires.faulty = false;
    for (const site of sites) {
      site.cutOff = false;
      site.process.full = false;
    }
    await wires.arrive();
    let quiet = 0;
    let before = 0;
    for (let round = 0; quiet < 2; round++) {
      if (round > 60) throw new Error(`Something waits for ever:\n${await waiting()}`);
      let did = 0;
      for (const site of sites) {
        did += await site.federation.idle();
        await site.federation.mend();
      }
      // That servers ask each other what they are happens every day.
      const happened = await happenings();
      quiet = happened === before && (await waiting()) === "" ? quiet + 1 : 0;
      before = happened;
      if (did === 0) time += Math.min(13 * 60, 20 * 4 ** round) * minute;
    }
  }

  // Some belong to workspaces when it begins.
  for (const site of sites) {
    for (const person of site.people) if (random() < 0.5) await joinSome(doing, site, person);
  }
  for (const site of [...sites.slice(1), ...sites]) await site.federation.idle();
  await approveAll(sites[0]!);

  wires.faulty = true;
  const { random: before } = Math;
  Math.random = chance(seed + 2);
  try {
    for (let step = 0; step < steps; step++) await happen();
    return {
      ...doing,
      heard: wires.heard,
      async heal() {
        Math.random = chance(seed + 3);
        await heal().finally(() => (Math.random = before));
      },
      stop: async () => void (await Promise.all(sites.map((site) => site.stop()))),
    };
  } finally {
    Math.random = before;
  }
}
