import { z } from "zod";
import type { Result } from "../../../src/core/result.ts";
import { isObject, type JsonObject, type WireProblem } from "../json.ts";
import { malformed, readBy, readOnce, unknownType } from "./outcome.ts";
import {
  addresses,
  anything,
  flag,
  id,
  idOrNull,
  isIri,
  limitedList,
  objects,
  text,
  time,
  typeAmong,
} from "./primitives.ts";

/** The activities that are understood. */
export const activityTypes = [
  "Accept",
  "Add",
  "Announce",
  "Block",
  "Create",
  "Delete",
  "Dislike",
  "Flag",
  "Follow",
  "Ignore",
  "Invite",
  "Join",
  "Leave",
  "Like",
  "Lock",
  "Move",
  "Offer",
  "Reject",
  "Remove",
  "Resolve",
  "TentativeAccept",
  "Undo",
  "Update",
] as const;

export type ActivityType = (typeof activityTypes)[number];

export interface Activity {
  type: ActivityType;
  id: string;
  actor: string;
  /** Address of the object: of the first one, where there are several. */
  objectId: string | null;
  /** The object as it came, if it came along; the first one, where there are several. */
  object: JsonObject | null;
  /** All objects, as they came: a Flag has several, and PieFed announces several at once. */
  objects: (string | JsonObject)[];
  /**
   * The object read, where it is an activity itself: what is undone, accepted, rejected or announced. One that came
   * without an id is named after the activity that carries it.
   */
  inner: Activity | null;
  target: string | null;
  /** Where a Move comes from. */
  origin: string | null;
  /** Of a Move: the first post of the discussion (ours). */
  discussion: string | null;
  to: string[];
  cc: string[];
  audience: string[];
  published: Date | null;
  /** When a Block ends. */
  endTime: Date | null;
  /** The reason for an act of moderation. */
  summary: string | null;
  /** What a Flag or a Follow says. */
  content: string | null;
  /** Block, Delete of an account: with all that they wrote (Lemmy). */
  removeData: boolean;
}

const schema = z.object({
  id: anything,
  actor: id,
  object: anything.transform(carried),
  target: idOrNull,
  origin: idOrNull,
  discussion: idOrNull,
  to: addresses,
  cc: addresses,
  audience: addresses,
  published: time,
  endTime: time,
  expires: time,
  summary: text,
  content: text,
  removeData: flag,
});

/** Characters of a reason or an answer: as many as the forms here take. */
const longestReason = 1000;

/** An Announce of an Undo of a Like has three levels, and nothing that is understood has more. */
const levels = 3;

/** What they carry may come without an id of its own: a transient activity (ActivityPub, section 3). */
const carryTransient = new Set<ActivityType>([
  "Accept",
  "Announce",
  "Ignore",
  "Reject",
  "TentativeAccept",
  "Undo",
]);
const needTarget = new Set<ActivityType>(["Add", "Remove"]);

/**
 * Reads an activity, normalised before. Lenient in how it is written (one or several, address or object, unknown
 * fields), strict about addresses, sizes and depth. Whose addresses they are is for the caller to judge.
 */
export const parseActivity = readOnce((document): Result<Activity, WireProblem> =>
  read(document, levels, null),
);

function read(document: unknown, left: number, nameless: string | null): Result<Activity, WireProblem> {
  const type = isObject(document) && typeAmong(document.type, activityTypes);
  if (!type) return unknownType(document, "activity");
  const fields = readBy(schema, document);
  if (!fields.ok) return fields;
  const { id: own, object: all, endTime, expires, ...rest } = fields.value;
  const iri = own ?? nameless;
  // An object in place of an id would name something else than the activity.
  if (!isIri(iri)) return malformed("id", "has to be a web address");
  for (const one of all)
    if (!isIri(typeof one === "string" ? one : (one.id ?? "https://none.invalid/")))
      return malformed("object", "has to be a web address, or to have one");
  const [first] = all;
  if (first === undefined) return malformed("object", "is missing");
  const object = typeof first === "string" ? null : first;
  const objectId = typeof first === "string" ? first : ((first.id ?? null) as string | null);
  if (objectId === null && !carryTransient.has(type))
    return malformed("object", "has to be a web address, or to have one");
  if (needTarget.has(type) && !rest.target) return malformed("target", "is missing");
  const inner =
    object && all.length === 1 && left > 1
      ? read(object, left - 1, carryTransient.has(type) ? `${iri}#object` : null)
      : null;
  return {
    ok: true,
    value: {
      ...rest,
      summary: rest.summary?.slice(0, longestReason) ?? null,
      type,
      id: iri,
      objectId,
      object,
      objects: all,
      inner: inner?.ok ? inner.value : null,
      // Lemmy's other name for it.
      endTime: endTime ?? expires,
    },
  };
}

/** What an activity carries: one, several, or (PieFed) a collection of several. */
function carried(value: unknown, ctx: z.RefinementCtx): (string | JsonObject)[] {
  const batch = objects(value)[0];
  const isBatch = batch && typeAmong(batch.type, ["OrderedCollection", "Collection"]);
  const within = isBatch ? (batch.orderedItems ?? batch.items) : undefined;
  return limitedList(within ?? value, ctx).filter(
    (one): one is string | JsonObject => typeof one === "string" || isObject(one),
  );
}
