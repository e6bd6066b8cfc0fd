import { eq } from "drizzle-orm";
import { dialect } from "../../../db/dialect.ts";
import { actor, membership } from "../../../db/index.ts";
import { addComment, openDiscussion } from "../../../src/forums/index.ts";
import { decide, join, type Level } from "../../../src/workspaces/index.ts";
import { chance } from "../../rig/chance.ts";
import type { Apart } from "./apart.ts";
import type { Doing } from "./doing.ts";
import { type About, found, hosts } from "./founding.ts";
import { type Disk, diskOf, emptyDisk, type Image, imageOf } from "./images.ts";
import { openSite, type Site } from "./site.ts";
import { anew, byChance } from "./replay.ts";
import { createWires, type Wires } from "./wires.ts";

const minute = 60_000;

/** What a run begins with. */
export interface Setting {
  sites: number;
  /** The levels of the workspaces of each server; none where there is none. */
  levels: Level[][];
  /** Some belong to workspaces already, and have spoken. */
  peopled: boolean;
}

export const settings: Setting[] = [
  { sites: 3, levels: [["open", "restricted"]], peopled: false },
  { sites: 3, levels: [["open", "restricted"]], peopled: true },
  { sites: 3, levels: [["open", "private"]], peopled: true },
  { sites: 3, levels: [["open", "restricted"], ["open"]], peopled: true },
  { sites: 4, levels: [["open", "restricted"]], peopled: true },
  { sites: 4, levels: [["open", "private"], ["restricted"]], peopled: true },
  { sites: 5, levels: [["open", "restricted"]], peopled: true },
];

/** What a run begins with, as the first throw of its dice says. */
export const settingOf = (seed: number): number => Math.floor(chance(seed)() * settings.length);

/** Whether it is a run of three servers. */
export const few = (seed: number): boolean => settings[settingOf(seed)]!.sites === 3;

/** Servers that nothing is wrong with yet. */
export interface Begun {
  sites: Site[];
  wires: Wires;
  time: { now: number };
  doing: Omit<Doing, "random" | "sites">;
}

/** The same, closed and kept: what is begun once begins many runs. */
interface Kept {
  sites: { image: Image; about: About }[];
  heard: Map<string, string[]>;
  time: number;
  doing: Begun["doing"];
}

interface Hosted {
  disk: Disk;
  about: About;
}

function opened(
  hosted: Hosted[],
  { time, seed, apart }: { time: { now: number }; seed: number; apart?: number },
): Pick<Begun, "sites" | "wires"> {
  const wires = createWires(seed + 1);
  const random = chance(seed + 4);
  const sites = hosted.map(({ disk, about }, nth) => {
    // Their clocks differ by up to ten minutes from the right time.
    const off = Math.round((random() - 0.5) * 20 * minute);
    const clock = () => new Date(time.now++ + off);
    const ground = { wires, clock, disk, about };
    const of: Apart = { time, off, seed: seed + 5 };
    return openSite(hosts[nth]!, nth === apart ? { ...ground, apart: of } : ground);
  });
  return { sites, wires };
}

const images = new Map<string, Promise<{ image: Image; about: About }>>();

/** A new server. On SQLite each is made once, and copied: it is the same whichever run needs it first. */
async function founded(host: string, levels: Level[]): Promise<Hosted> {
  const make = async (disk: Disk) => {
    let time = Date.parse("2026-11-02T08:00:00Z");
    anew();
    return byChance(hosts.indexOf(host), () => found(disk.store, host, () => new Date(time++), levels));
  };
  if (dialect !== "sqlite") {
    const disk = await emptyDisk();
    return { disk, about: await make(disk) };
  }
  const name = [host, ...levels].join(" ");
  const keep = async () => {
    const disk = await emptyDisk();
    const about = await make(disk);
    const image = imageOf(disk);
    await disk.release();
    return { image, about };
  };
  if (!images.has(name)) images.set(name, keep());
  const { image, about } = await images.get(name)!;
  return { disk: await diskOf(image, host), about };
}

/** Somebody joins some of the workspaces, or asks to. */
async function joinSome(sites: Site[], site: Site, random: () => number, log: string[]): Promise<void> {
  for (const person of site.people) {
    for (const place of sites.flatMap((one) => one.workspaces)) {
      if (random() < 0.3) continue;
      const { elsewhere } = site.federation;
      const known = await elsewhere.find(place.address, person.id);
      if (!known.ok) throw new Error(known.problem);
      await join(site.as(person), { workspaceId: known.value.id });
      log.push(`${person.name} joins ${place.level}`);
    }
  }
}

/** A manager lets in everybody who asked. */
async function approveAll(home: Site): Promise<void> {
  const [manager] = home.people;
  const asking = await home.store.db
    .select({ workspaceId: membership.workspaceId, memberId: membership.actorId, iri: actor.iri })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(eq(membership.state, "requested"));
  for (const { iri, ...one } of asking)
    if (iri.startsWith(`${home.origin}/`)) await decide(home.as(manager!), { ...one, approve: true });
}

async function settle(sites: Site[]): Promise<void> {
  for (let did = 1; did > 0;) {
    did = 0;
    for (const site of sites) did += await site.federation.idle();
  }
}

/** Managers say something, and others something to that. */
async function talk(sites: Site[], doing: Begun["doing"]): Promise<void> {
  for (const home of sites) {
    for (const { id, iri, level } of home.workspaces) {
      const text = `Words ${++doing.words}.`;
      const said = await openDiscussion(home.as(home.people[0]!), {
        workspaceId: id,
        title: text,
        source: text,
      });
      const comment = `Words ${++doing.words}.`;
      await addComment(home.as(home.people[0]!), { parentId: said, source: comment });
      if (level === "open") continue;
      const root = `${home.origin}/content/${said}`;
      for (const one of [text, comment]) doing.secrets.push({ host: home.host, text: one, root });
      doing.log.push(`${home.host} talks in ${iri}`);
    }
  }
}

async function begin({ sites: count, levels, peopled }: Setting, nth: number): Promise<Begun> {
  const time = { now: Date.parse("2026-11-02T09:00:00Z") };
  const hosted: Hosted[] = [];
  for (const [at, host] of hosts.slice(0, count).entries())
    hosted.push(await founded(host, levels[at] ?? []));
  anew();
  const begun = opened(hosted, { time, seed: 1_000 + nth });
  const { sites } = begun;
  const doing: Begun["doing"] = {
    written: [],
    secrets: [],
    opened: new Set(),
    hidden: [],
    log: [],
    counts: {},
    words: 0,
  };
  if (peopled) {
    const random = chance(1_000 + nth);
    for (const site of sites) await joinSome(sites, site, random, doing.log);
    await settle(sites);
    for (const site of sites) await approveAll(site);
    await settle(sites);
    await talk(sites, doing);
    await settle(sites);
  }
  return { ...begun, time, doing };
}

const kept = new Map<number, Promise<Kept>>();

async function keep(nth: number): Promise<Kept> {
  // The same for every run that begins with it.
  const { sites, wires, time, doing } = await byChance(2_000 + nth, () => begin(settings[nth]!, nth));
  const images: Kept["sites"] = sites.map(({ disk, about }) => ({ image: imageOf(disk), about }));
  for (const site of sites) await site.stop();
  return { sites: images, heard: wires.heard, time: time.now, doing };
}

/**
 * Servers in one of the settings. On SQLite each setting is begun once in a worker, and copied for each run.
 *
 * @param apart which of the servers runs in a process of its own
 */
export async function beginning(nth: number, seed: number, apart?: number): Promise<Begun> {
  if (dialect !== "sqlite") return byChance(2_000 + nth, () => begin(settings[nth]!, nth));
  if (!kept.has(nth)) kept.set(nth, keep(nth));
  const found = await kept.get(nth)!;
  // An hour later no clock shows an earlier time than it did.
  const time = { now: found.time + 60 * minute };
  const hosted: Hosted[] = [];
  for (const { image, about } of found.sites)
    hosted.push({ disk: await diskOf(image, hosts[hosted.length]!), about });
  const begun = opened(hosted, { time, seed, ...(apart === undefined ? {} : { apart }) });
  for (const [host, texts] of found.heard) begun.wires.heard.set(host, [...texts]);
  const { doing } = found;
  return {
    ...begun,
    time,
    doing: {
      ...doing,
      written: [...doing.written],
      secrets: [...doing.secrets],
      opened: new Set(),
      hidden: [],
      log: [],
      counts: {},
    },
  };
}
