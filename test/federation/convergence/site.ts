import type { Store } from "../../../db/index.ts";
import { createFederation, type Federation } from "../../../federation/index.ts";
import type { Context } from "../../../src/context.ts";
import type { Clock } from "../../../src/core/clock.ts";
import type { Level } from "../../../src/workspaces/index.ts";
import { type About, envOf, found, type Person } from "./founding.ts";
import { type Disk, emptyDisk } from "./images.ts";
import { type Mortal, mortal } from "./mortal.ts";
import { type Apart, runApart } from "./apart.ts";
import { timing } from "./replay.ts";
import { served } from "./served.ts";
import type { Wires } from "./wires.ts";

/** An organisation's server that can be killed, cut off and hindered, and comes back on what it had committed. */
export interface Site extends About {
  host: string;
  origin: string;
  /** What is there in the end, whatever happens to the process. */
  store: Store;
  process: Pick<Mortal, "kill" | "killAfter" | "full" | "dead">;
  federation: Pick<Federation, "elsewhere" | "idle" | "mend">;
  clock: Clock;
  /** It takes in and sends in a process of its own, which is killed with `-9`. */
  apart: boolean;
  fetch(request: Request): Promise<Response>;
  as(person: Person | null): Context;
  /** Nobody reaches it, nor does it reach anybody. */
  cutOff: boolean;
  /** What is there when it was set up. */
  about: About;
  /** A new process on the same database. */
  restart(): void;
  stop(): Promise<void>;
  disk: Disk;
}

export interface Ground {
  wires: Wires;
  clock: Clock;
  disk: Disk;
  about: About;
  /** Its process is one of the system's, on the file of the disk. */
  apart?: Apart;
}

/** A new server, set up in an empty database. */
export async function startSite(
  host: string,
  { wires, clock, levels }: { wires: Wires; clock: Clock; levels: Level[] },
): Promise<Site> {
  const disk = await emptyDisk();
  return openSite(host, { wires, clock, disk, about: await found(disk.store, host, clock, levels) });
}

/** A server on what is there. */
export function openSite(host: string, { wires, clock, disk, about, apart }: Ground): Site {
  const env = envOf(host);
  const { store } = disk;
  function begin(): Pick<Site, "process" | "federation" | "fetch"> {
    const hold = mortal(store);
    const agent = wires.agent(host, () => !site.process.dead && !site.cutOff);
    const federation = createFederation({ env, store: hold, clock, agent, ...timing(clock) });
    const running = apart ? runApart({ ...apart, host, path: disk.path!, agent }) : null;
    const fetch = running?.fetch ?? served(federation);
    wires.listen(host, async (request) => {
      if (site.cutOff || site.process.dead) return null;
      const answer = await fetch(request).catch(() => null);
      // Who dies meanwhile does not answer.
      return site.process.dead ? null : answer;
    });
    current = hold;
    if (!running) return { process: hold, federation, fetch };
    const { idle, mend } = running;
    const both: Site["process"] = {
      kill: () => [hold, running].forEach((one) => one.kill()),
      killAfter: running.killAfter,
      get full() {
        return hold.full;
      },
      set full(full) {
        hold.full = full;
        running.fill(full);
      },
      get dead() {
        return running.dead;
      },
    };
    return { process: both, federation: { elsewhere: federation.elsewhere, idle, mend }, fetch };
  }

  let current: Mortal;
  const site: Site = Object.assign(
    {
      ...about,
      about,
      disk,
      host,
      origin: env.origin,
      store,
      clock,
      apart: apart !== undefined,
      cutOff: false,
      as: (person: Person | null): Context => ({
        store: current,
        clock,
        origin: env.origin,
        host,
        elsewhere: site.federation.elsewhere,
        actor: person
          ? { id: person.id, local: true, administrator: person.id === about.administrator.id }
          : null,
      }),
      restart() {
        const { full } = site.process;
        site.process.kill();
        Object.assign(site, begin());
        site.process.full = full;
      },
      async stop() {
        site.process.kill();
        await disk.release();
      },
    },
    begin(),
  );
  return site;
}
