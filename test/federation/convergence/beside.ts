import { onTestFinished } from "vitest";
import { join, type Level } from "../../../src/workspaces/index.ts";
import { hosts } from "./founding.ts";
import { type Site, startSite } from "./site.ts";
import { createWires } from "./wires.ts";

/** Several servers on wires that lose nothing, the first of them with workspaces, and one clock that tests put forward. */
export async function beside(count: number, levels: Level[]) {
  let time = Date.parse("2026-11-02T09:00:00Z");
  const clock = () => new Date(time++);
  const wires = createWires(1);
  const sites: Site[] = [];
  for (const [nth, host] of hosts.slice(0, count).entries())
    sites.push(await startSite(host, { wires, clock, levels: nth === 0 ? levels : [] }));
  onTestFinished(async () => void (await Promise.all(sites.map((site) => site.stop()))));
  return {
    sites,
    wires,
    /** Until nothing is on its way anywhere. */
    async settle() {
      for (let did = 1; did > 0;) {
        did = 0;
        for (const site of sites) did += await site.federation.idle();
      }
    },
    pass: (minutes: number) => void (time += minutes * 60_000),
  };
}

/** Somebody joins a workspace of another server, or asks to. Answers its id there. */
export async function joins(site: Site, nth: number, address: string): Promise<number> {
  const ctx = site.as(site.people[nth]!);
  const found = await ctx.elsewhere.find(address, site.people[nth]!.id);
  if (!found.ok) throw new Error(found.problem);
  await join(ctx, { workspaceId: found.value.id });
  return found.value.id;
}
