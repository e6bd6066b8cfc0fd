import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { eq, inArray, isNotNull, like } from "drizzle-orm";
import { kv, peer, type Store } from "../db/index.ts";

/** Where process ids can be compared: one start of one machine, and on Linux one container. */
function place(): string {
  try {
    const start = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${start}:${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

const alive = new Set<string>();

/** A name for whoever in this process holds leases: who it is can be told from it after the process is gone. */
export function newHolder(): string {
  const holder = `${place()} ${process.pid} ${randomUUID()}`;
  alive.add(holder);
  return holder;
}

/** Whether a holder's process is certainly gone. Of another machine nobody can tell. */
export function isGone(holder: string): boolean {
  const [where, id] = holder.split(" ");
  const pid = Number(id);
  if (where !== place() || !Number.isInteger(pid)) return false;
  if (pid === process.pid) return !alive.has(holder);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Frees what processes held that were killed: a restart goes on at once, and does not wait for leases to run out. */
export async function freeLeases(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    const jobs = await tx.select({ key: kv.key, holder: kv.value }).from(kv).where(like(kv.key, "lease:%"));
    const freed = jobs.filter(({ holder }) => isGone(String(holder))).map(({ key }) => key);
    if (freed.length > 0) await tx.delete(kv).where(inArray(kv.key, freed));
    const holders = await tx.selectDistinct({ lease: peer.lease }).from(peer).where(isNotNull(peer.lease));
    for (const { lease } of holders) {
      if (!lease || !isGone(lease)) continue;
      await tx.update(peer).set({ lease: null, leasedUntil: null }).where(eq(peer.lease, lease));
    }
  });
}
