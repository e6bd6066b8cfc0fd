import { eq } from "drizzle-orm";
import { instance, prepared, type Store } from "../../db/index.ts";
import { hear } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { Kind } from "./rules.ts";

/** This instance's organisation, as pages show it. */
export interface Organisation {
  actorId: Id;
  name: string;
  shortName: string;
  kind: Kind;
  odsCode: string | null;
  /** Address of the logo here. */
  logo: string | null;
  emailDomains: string[];
  contact: string;
  /** Members may write posts of their own, outside any workspace. */
  personalPosts: boolean;
}

const row = prepared("this instance", (db) => db.select().from(instance).where(eq(instance.id, 1)));

async function read(store: Store): Promise<Organisation | null> {
  const [found] = await row(store);
  if (!found) return null;
  const { logoId, id: _, created: __, ...rest } = found;
  return { ...rest, logo: logoId ? `/media/${logoId}` : null };
}

interface Kept {
  /** Counts changes heard of, so that what was read before one is not kept after it. */
  changes: number;
  value: Organisation | null;
  /** Milliseconds of the process's own steady clock. */
  readAt: number;
}

const kept = new WeakMap<Store, Kept>();
const keepFor = 60_000;

function keptFor(store: Store): Kept {
  let held = kept.get(store);
  if (!held) {
    const fresh: Kept = { changes: 0, value: null, readAt: 0 };
    hear(store, ({ kind }) => {
      if (!kind.startsWith("instance.")) return;
      fresh.changes++;
      fresh.value = null;
    });
    kept.set(store, (held = fresh));
  }
  return held;
}

/** The organisation, or null before the set-up. Kept in memory until it changes, here or (within a minute) elsewhere. */
export async function current({ whole: store }: Store): Promise<Organisation | null> {
  const held = keptFor(store);
  if (held.value && performance.now() - held.readAt < keepFor) return held.value;
  const { changes } = held;
  const readAt = performance.now();
  const value = await read(store);
  if (changes === held.changes) Object.assign(held, { value, readAt });
  return value;
}
