import { eq, gt, ne, notInArray } from "drizzle-orm";
import { event, history, inbox, peer } from "../../../db/index.ts";
import { chance } from "../../rig/chance.ts";
import { prepareApart } from "./apart.ts";
import { beginning, settingOf, settings } from "./begun.ts";
import { type Doing, pick } from "./doing.ts";
import { anew, byChance } from "./replay.ts";
import type { Site } from "./site.ts";
import { act } from "./steps.ts";

const minute = 60_000;
/** In one run of so many, a server runs in a process of its own that is killed with `-9`. */
const apartEvery = 20;

export interface World extends Doing {
  /** All that a host was told. */
  heard: Map<string, string[]>;
  /** Everything works again; time passes until nothing is on its way. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

/** Instances that do and suffer what chance says, the same for the same seed. */
export async function play(seed: number, steps: number, apart = seed % apartEvery === 0): Promise<World> {
  const random = chance(seed);
  const setting = settingOf(seed);
  random();
  const nth = Math.floor(random() * settings[setting]!.sites);
  if (apart) await prepareApart();
  const begun = await beginning(setting, seed, apart ? nth : undefined);
  const { sites, wires, time } = begun;
  const doing: Doing = { ...begun.doing, random, sites };
  const { log, counts } = doing;
  const note = (what: string, how: string) => {
    log.push(`${what} ${how}`);
    counts[how] = (counts[how] ?? 0) + 1;
  };

  /** What a server's workers do is cut short where it dies, and fails where it cannot write. */
  const work = (site: Site) => site.federation.idle().catch(() => 0);

  const death = (within: number) => ({ commits: Math.floor(random() * within), committed: random() < 0.5 });
  const armed = new Set<Site>();

  async function kill(site: Site): Promise<void> {
    site.process.killAfter(death(6));
    await work(site);
    note(site.host, site.apart ? "is killed with -9" : "is killed");
    site.restart();
    armed.delete(site);
  }

  /** Who died over what it was told or asked is started again, sooner or later. */
  function revive(always: boolean): void {
    for (const site of armed) {
      if (!always && (!site.process.dead || random() < 0.6)) continue;
      note(site.host, site.process.dead ? "died, and is there again" : "is restarted");
      site.restart();
      armed.delete(site);
    }
  }

  async function happen(): Promise<void> {
    const site = pick(random, sites)!;
    const dice = random();
    time.now += Math.floor(random() * 20_000);
    revive(false);
    if (dice < 0.62) await act(doing);
    else if (dice < 0.87) await work(site);
    else if (dice < 0.9) await kill(site);
    else if (dice < 0.92) {
      site.process.killAfter(death(15));
      armed.add(site);
    } else if (dice < 0.94) {
      site.cutOff = !site.cutOff;
      note(site.host, site.cutOff ? "is cut off" : "is reached again");
    } else if (dice < 0.96) {
      site.process.full = !site.process.full;
      note(site.host, site.process.full ? "has a full disk" : "has room on its disk");
    } else if (dice < 0.98) await wires.arrive();
    else time.now += Math.floor(random() * 60 * minute);
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

  /** That a request without an answer is sent again is nothing new. */
  async function happenings(): Promise<number> {
    const news = notInArray(event.kind, ["member.requested", "follow.requested"]);
    let sum = 0;
    for (const { store } of sites)
      sum += (await store.db.$count(event, news)) + (await store.db.$count(inbox));
    return sum;
  }

  /** Until nobody finds anything to do. */
  async function settle(): Promise<void> {
    for (let round = 0, did = 1; did > 0; round++) {
      if (round > 60) throw new Error(`They do not come to rest:\n${await waiting()}`);
      did = 0;
      for (const site of sites) did += await site.federation.idle();
    }
  }

  async function heal(): Promise<void> {
    wires.faulty = false;
    revive(true);
    for (const site of sites) {
      site.cutOff = false;
      site.process.full = false;
    }
    await wires.arrive();
    await settle();
    // Half an hour later what failed is tried again.
    time.now += 30 * minute;
    await settle();
    // Until there was a day and more in which nothing was new: what is done by a schedule has been done in it.
    let happened = await happenings();
    for (let round = 0, quiet = false; !quiet; round++) {
      if (round > 40) throw new Error(`Something waits for ever:\n${await waiting()}`);
      time.now += 26 * 60 * minute;
      for (const site of sites) await site.federation.mend();
      await settle();
      const since = await happenings();
      quiet = since === happened && (await waiting()) === "";
      happened = since;
    }
  }

  anew();
  const { random: before } = Math;
  Math.random = chance(seed + 2);
  wires.faulty = true;
  try {
    const third = Math.floor(steps / 3);
    for (let step = 0; step < steps; step++) {
      if (apart && step > 0 && step % third === 0) await kill(sites[nth]!);
      await happen();
    }
    return {
      ...doing,
      heard: wires.heard,
      heal: () => byChance(seed + 3, heal),
      stop: async () => void (await Promise.all(sites.map((site) => site.stop()))),
    };
  } finally {
    Math.random = before;
  }
}
