import type { ActorRow } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { passedOn } from "../inbox/announce.ts";
import type { Json } from "../remote/fetch.ts";
import { readActivity } from "../read.ts";

/** The items of a page, oldest first, and the page that comes after them in time. */
export function readPage(page: Json, group: ActorRow): { items: (string | Json)[]; next: string | null } {
  const items = [...listOf(page)].reverse();
  const prev = linkOf(page.prev);
  return { items, next: prev && sameOrigin(prev, group.iri) ? prev : null };
}

export const linkOf = (value: unknown): string | null => {
  const link = typeof value === "object" && value !== null ? (value as Json).id : value;
  return typeof link === "string" ? link : null;
};

export function listOf(document: Json): (string | Json)[] {
  const items = document.orderedItems ?? document.items ?? [];
  return (Array.isArray(items) ? items : [items]).slice(0, 1000) as (string | Json)[];
}

/** When the newest of them was passed on, as it says itself. */
export function newestOf(items: (string | Json)[]): Date | null {
  const times = items.map((one) => (typeof one === "object" ? Date.parse(String(one.published)) : NaN));
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length > 0 ? new Date(Math.max(...known)) : null;
}

/** @returns a problem that may pass, or null */
export async function takeIn(deps: Deps, group: ActorRow, items: (string | Json)[]): Promise<string | null> {
  for (const item of items) {
    const parsed = typeof item === "string" ? null : await readActivity(item);
    if (parsed?.ok && (parsed.value.type !== "Announce" || parsed.value.actor !== group.iri)) continue;
    const carried = parsed?.ok ? parsed.value.objects : [item];
    for (const one of carried) {
      try {
        const outcome = await passedOn(deps, group, one);
        if (outcome.state === "later") return outcome.problem;
      } catch (error) {
        // One that cannot be taken in does not keep the others out.
        console.warn(JSON.stringify({ level: "warn", history: group.iri, problem: String(error) }));
      }
    }
  }
  return null;
}
