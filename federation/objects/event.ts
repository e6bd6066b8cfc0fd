import type { GatheringElsewhere, StoredGathering } from "../../src/gatherings/index.ts";
import { joinModes } from "../../src/gatherings/index.ts";
import type { Json } from "../actors/documents.ts";
import type { EventDetails } from "../wire/shapes/index.ts";

/**
 * When and where an event is (FEP-8a8e): the place and the link to take part are both `location`, which is a list where
 * there are both. `joinMode`, `timezone` and `isOnline` are Mobilizon's too.
 */
export function eventDocument(found: StoredGathering, organiser: string): Json {
  const { starts, ends, timezone, place, online, link, joinMode } = found;
  const places = [
    ...(place ? [{ type: "Place", name: place }] : []),
    ...(link ? [{ type: "VirtualLocation", name: "Take part online", url: link }] : []),
  ];
  return {
    startTime: starts.toISOString(),
    ...(ends ? { endTime: ends.toISOString() } : {}),
    timezone,
    ...(places.length > 0 ? { location: places.length === 1 ? places[0] : places } : {}),
    isOnline: online,
    joinMode,
    organizers: { type: "Collection", totalItems: 1, items: [organiser] },
  };
}

/** An event as it is kept; null for one without a beginning, of which its words are all that one can show. */
export function gatheringFrom(event: EventDetails | null): GatheringElsewhere | null {
  if (!event?.startTime) return null;
  const { startTime: starts, endTime: ends, timezone, location: place, online, link, joinMode } = event;
  const known = joinModes.find((one) => one === joinMode) ?? (joinMode === null ? "free" : "none");
  return { starts, ends, timezone, place, online, link, joinMode: known };
}
