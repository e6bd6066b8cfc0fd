import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Child, startChild } from "./child.ts";
import { readEnv } from "../env.ts";
import { assemble } from "./company.ts";
import { keptIn } from "./kept.ts";
import { type Listing, listing, spoken } from "./listing.ts";
import { agree, differences, play } from "./play.ts";
import { freePorts } from "./ports.ts";
import type { Place } from "./script.ts";
import { scenes } from "./scenes/index.ts";
import { people } from "./scenes/people.ts";
import { timeline } from "./timeline.ts";

const places: readonly Place[] = ["north", "south", "lake"];
/** Everything else than the answer, so that the answer stands alone on the output. */
const say = (text: string) => console.error(text);

/** Sets up the organisations and plays what happened in the last weeks. */
async function perform(children: Child[]): Promise<Listing> {
  const now = new Date();
  const [north, south, lake] = children as [Child, Child, Child];
  // Everybody has been here for a while.
  const arrived = now.getTime() - 40 * 24 * 60 * 60_000;
  await Promise.all(children.map((child) => child.ask("clock", { now: arrived })));
  const company = await assemble({ north, south, lake });
  const seconds = () => `${(performance.now() / 1000).toFixed(1)} s`;
  await agree(children);
  say(`${seconds()}: the organisations are set up, three weeks of conversation follow`);
  await play(children, timeline(company, scenes, now), now);
  const differ = await differences(children);
  say(
    differ.length > 0
      ? ["Not all instances hold the same:", ...differ].join("\n  ")
      : `${seconds()}: all instances hold the same`,
  );
  return listing(company);
}

/** Until Ctrl-C, or until one of the instances ends by itself. */
function finished(children: Child[]): Promise<number> {
  return new Promise((done) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        asked = true;
        done(0);
      });
    }
    for (const child of children) {
      void child.ended.then(() => {
        if (!asked) say(`${child.host} has ended by itself; ${child.log} may say why.`);
        done(1);
      });
    }
  });
}

async function run({ json, base, data }: { json: boolean; base: number; data?: string }): Promise<number> {
  const folder = data ? resolve(data) : mkdtempSync(join(tmpdir(), "tombolo-demo-"));
  const migrations = join(readEnv({}).root, "db", "migrations", "sqlite");
  const kept = keptIn(folder, places, migrations);
  const ports = kept?.ports ?? (await freePorts(base, places.length));
  const children: Child[] = [];
  try {
    const starting = places.map(async (place, at) => {
      mkdirSync(join(folder, place), { recursive: true });
      children[at] = await startChild(place, ports[at]!, join(folder, place));
    });
    await Promise.all(starting);
    const ended = finished(children);
    const listed = kept?.listing ?? (await Promise.race([perform(children), ended]));
    if (typeof listed === "number") return listed;
    await Promise.all(children.map((child) => child.ask("curtain", {})));
    if (!kept && data) writeFileSync(join(folder, "demo.json"), JSON.stringify({ ports, listing: listed }));
    console.log(json ? JSON.stringify(listed) : spoken(listed, people.priya.name));
    return await ended;
  } finally {
    await Promise.all(children.filter(Boolean).map((child) => child.stop()));
    if (!data) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The demonstration: `npm run demo`.
 *
 * @returns the exit code, once it has been stopped
 */
export async function demo(rest: string[]): Promise<number> {
  if (rest[0] === "--instance") return (await import("./instance.ts")).playInstance();
  const { values } = parseArgs({
    args: rest,
    options: {
      json: { type: "boolean", default: false },
      port: { type: "string", default: "3001" },
      data: { type: "string" },
    },
  });
  const base = Number(values.port);
  if (!Number.isInteger(base) || base < 1 || base > 65_533) {
    say("--port must be a port number, such as 3001");
    return 2;
  }
  return run({ json: values.json, base, data: values.data });
}
