import { isObject, type JsonObject } from "../json.ts";
import { isIri, list, objects, time } from "./primitives.ts";

/** What a Question asks. */
export interface Poll {
  /** Whether one may choose several. */
  several: boolean;
  options: { name: string; votes: number }[];
  endTime: Date | null;
  closed: Date | null;
  voters: number | null;
  /** It says nothing of how many chose what: its author has them wait until the end. */
  withoutTotals: boolean;
}

/** What an Event is beside words (FEP-8a8e, and Mobilizon's). */
export interface EventDetails {
  startTime: Date | null;
  endTime: Date | null;
  timezone: string | null;
  /** The place: its name and address. */
  location: string | null;
  online: boolean;
  /** Where one takes part from a distance. */
  link: string | null;
  /** How one takes part: `free`, `restricted`, `external`, `none`, `invite`. */
  joinMode: string | null;
  organizers: string[];
}

const mostOptions = 100;
const count = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;
const words = (value: unknown): string | null => (typeof value === "string" ? value.slice(0, 500) : null);

export function pollOf(document: JsonObject): Poll {
  const several = document.anyOf !== undefined && document.anyOf !== null;
  const options = objects(several ? document.anyOf : document.oneOf).slice(0, mostOptions);
  return {
    several,
    options: options.map(({ name, replies }) => ({
      name: words(name) ?? "",
      votes: isObject(replies) ? count(replies.totalItems) : 0,
    })),
    withoutTotals:
      options.length > 0 &&
      !options.some(({ replies }) => isObject(replies) && Number.isSafeInteger(replies.totalItems)),
    endTime: time.parse(document.endTime),
    closed: time.parse(document.closed),
    voters: Number.isSafeInteger(document.votersCount) ? count(document.votersCount) : null,
  };
}

/** A place as one writes it: what it is called, and its address, written in one text or in parts (schema.org). */
function placeOf({ name, address }: JsonObject): string | null {
  const parts = isObject(address)
    ? [address.streetAddress, address.addressLocality, address.postalCode]
    : [address];
  const known = [name, ...parts].flatMap((one) =>
    typeof one === "string" && one.trim() ? [one.trim()] : [],
  );
  return words([...new Set(known)].join(", ")) || null;
}

/** Where one takes part from a distance: FEP-8a8e's virtual place, or the link that Mobilizon and Gancio attach. */
function linkOf(document: JsonObject, virtual: JsonObject | undefined): string | null {
  if (isIri(virtual?.url)) return virtual.url;
  const link = objects(document.attachment).find(({ type }) => type === "Link");
  const href = link?.href ?? link?.url;
  return isIri(href)
    ? href
    : isIri(document.externalParticipationUrl)
      ? document.externalParticipationUrl
      : null;
}

const isVirtual = ({ type }: JsonObject): boolean => list(type).includes("VirtualLocation");

export function eventOf(document: JsonObject): EventDetails {
  const places = objects(document.location);
  const place = places.find((one) => !isVirtual(one));
  const virtual = places.find(isVirtual);
  const organizers = isObject(document.organizers)
    ? [document.organizers.items ?? document.organizers.orderedItems].flat()
    : list(document.organizers);
  return {
    startTime: time.parse(document.startTime),
    endTime: time.parse(document.endTime),
    timezone: words(document.timezone),
    location: place ? placeOf(place) : words(document.location),
    online: document.isOnline === true || !!virtual,
    link: linkOf(document, virtual),
    joinMode: words(document.joinMode),
    organizers: organizers
      .map((one) => (isObject(one) ? one.id : one))
      .filter(isIri)
      .slice(0, 100),
  };
}
