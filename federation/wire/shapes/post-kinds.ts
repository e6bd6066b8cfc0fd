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

/** What a Proposal says beside words (FEP-0837): the intent that it publishes. What is wanted in return stays in its words. */
export interface ProposalDetails {
  purpose: "offer" | "request";
  /** Whole things; null for other units, and where it is not said. */
  quantity: number | null;
  until: Date | null;
  place: string | null;
  /** Nothing of it is available any more. */
  closed: boolean;
  /** When its intent was last changed. */
  said: Date | null;
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

const isA = (name: string, { type }: JsonObject): boolean =>
  list(type).some((one) => typeof one === "string" && one.split(/[#:/]/).at(-1) === name);

/** The amount of whole things; null where it is of something else. */
function amountOf(quantity: unknown): number | null {
  if (!isObject(quantity)) return null;
  const { hasUnit, hasNumericalValue: value } = quantity;
  const unit = isObject(hasUnit) ? hasUnit.id : hasUnit;
  if (unit !== undefined && !(typeof unit === "string" && /(^|[/:#])one$/.test(unit))) return null;
  const amount = typeof value === "string" && value.length <= 20 ? Number(value || NaN) : value;
  return Number.isSafeInteger(amount) && (amount as number) >= 0 ? (amount as number) : null;
}

/**
 * An offer or a request: of Mitra and others as FEP-0837 has it, also as a note that publishes an intent, and of Bonfire,
 * whose intent stands within another.
 *
 * @returns null for what is neither
 */
export function proposalOf(document: JsonObject): ProposalDetails | null {
  const published = objects(document.publishes).slice(0, 10);
  const intents = [...published, ...published.flatMap(({ publishes }) => objects(publishes))];
  const intent = intents.find((one) => isA("Intent", one));
  const proper = isA("Proposal", document);
  if (!intent && !proper) return null;
  const said = document.purpose ?? document["vf:purpose"];
  const receiver = list(intent?.receiver)[0];
  const asks = (isObject(receiver) ? receiver.id : receiver) ?? null;
  const author = list(document.attributedTo).map((one) => (isObject(one) ? one.id : one));
  const [place] = objects(document.location ?? document.eligibleLocation);
  const quantity = amountOf(intent?.resourceQuantity);
  return {
    purpose:
      said === "request" || (said !== "offer" && asks !== null && author.includes(asks))
        ? "request"
        : "offer",
    quantity: quantity === 0 ? null : quantity,
    until: time.parse(document.endTime ?? document.hasEnd ?? intent?.hasEnd),
    place: place ? placeOf(place) : words(document.location),
    closed: amountOf(intent?.availableQuantity) === 0 || intent?.finished === true,
    said: time.parse(intent?.updated),
  };
}
