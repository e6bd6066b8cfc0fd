import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isOfAnotherVersion } from "../../db/index.ts";
import { Refusal } from "../core/refusal.ts";
import type { Listing } from "./listing.ts";
import type { Place } from "./script.ts";

export interface Kept {
  ports: number[];
  listing: Listing;
}

const elsewhere = "Delete the folder, or name another one with --data.";

/**
 * What an earlier demonstration left in the folder; null where it is new.
 *
 * @param migrations of this version
 * @throws {Refusal} `conflict`, with what to do, where it cannot be gone on with
 */
export function keptIn(folder: string, places: readonly Place[], migrations: string): Kept | null {
  const path = join(folder, "demo.json");
  const held = places.map((place) => join(folder, place, "tombolo.db")).filter((one) => existsSync(one));
  if (held.some((one) => isOfAnotherVersion(one, migrations)))
    throw new Refusal(
      "conflict",
      `${folder} holds a demonstration of another version of Tombolo. ${elsewhere}`,
    );
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Kept;
  if (held.length > 0)
    throw new Refusal("conflict", `${folder} holds a demonstration that was not finished. ${elsewhere}`);
  return null;
}
