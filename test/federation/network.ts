import type { Instance, Member } from "../rig.ts";
import { startInstance, testClock } from "../rig.ts";

/** Several instances on hostnames of their own, with one clock, whose background work is done when it is asked for. */
export interface Network {
  a: Instance;
  b: Instance;
  c: Instance;
  /** Until nothing is on its way anywhere. */
  settle(): Promise<void>;
}

/** `keep`: they are stopped by hand, after all tests of a file. */
export async function startNetwork({ keep = false } = {}): Promise<Network> {
  const clock = testClock();
  const a = await startInstance({
    hostname: "north.localhost",
    organisation: "North Shore Hospitals Trust",
    clock,
    keep,
  });
  const b = await startInstance({
    hostname: "south.localhost",
    organisation: "Southmere Care System",
    clock,
    keep,
  });
  const c = await startInstance({
    hostname: "lake.localhost",
    organisation: "Lakeside Council",
    clock,
    keep,
  });
  return { a, b, c, settle: () => settle([a, b, c]) };
}

export async function settle(instances: Instance[]): Promise<void> {
  for (let round = 0; round < 50; round++) {
    let did = 0;
    for (const one of instances) did += await one.running.federation.idle();
    if (did === 0) return;
  }
  throw new Error("The instances do not come to rest");
}

/** Joins a workspace of another instance as a member does: looks it up by its address, and asks. */
export async function joinFrom(home: Instance, member: Member, address: string): Promise<number> {
  const { join } = await import("../../src/workspaces/index.ts");
  const found = await home.running.federation.elsewhere.find(address, member.id);
  if (!found.ok) throw new Error(found.problem);
  if (found.value.kind !== "workspace") throw new Error(`found a ${found.value.kind}`);
  await join(home.context(member), { workspaceId: found.value.id });
  return found.value.id;
}
