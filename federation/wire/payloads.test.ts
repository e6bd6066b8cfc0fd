import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import { normalise } from "./normalise.ts";
import {
  activityTypes,
  actorTypes,
  parseActivity,
  parseActor,
  parseCollection,
  parsePost,
  postTypes,
  tombstoneOf,
  typesOf,
} from "./shapes/index.ts";

/** What seven programs send and serve, and what three were seen to exchange. */
const folder = "../shared/payloads";
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no payloads of other programs to read, as ${folder} is not there.`);

const collectionTypes = ["Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"];

/** Kinds that have no meaning for a workspace. Everything else has to be understood. */
const notUnderstood = {
  "lemmy/activities/community/warn.json": "This kind of activity is not understood: Warn.",
  "lemmy/activities/create_or_update/create_private_message_0.19.json":
    "This kind of post is not understood: ChatMessage.",
};

/** Every ActivityStreams document in a file: the file itself, or the two bodies of a captured exchange. */
function documentsIn(file: string): JsonObject[] {
  const json = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  const all = json.request ? [JSON.parse(json.request.bodyRaw ?? "null"), json.response.bodyJson] : [json];
  return all.filter((one) => isObject(one) && typeof one.type === "string");
}

/** The problem with a document or with what it carries; `null` if all of it is understood. */
async function problemWith(document: JsonObject): Promise<string | null> {
  const normal = await normalise(document);
  if (!normal.ok) return normal.problem;
  const type = typesOf(document)[0] as never;
  if (tombstoneOf(normal.value)) return null;
  const [parse] = [
    ...(actorTypes.includes(type) ? [parseActor] : []),
    // A folder is both.
    ...(collectionTypes.includes(type) ? [parseCollection] : []),
    ...(postTypes.includes(type) ? [parsePost] : []),
    parseActivity,
  ];
  const parsed = parse!(normal.value);
  if (!parsed.ok) return parsed.problem;
  const activity = activityTypes.includes(type) ? parseActivity(normal.value) : undefined;
  if (!activity?.ok || !["Create", "Update"].includes(activity.value.type) || !activity.value.object)
    return null;
  const [inner] = [activity.value.object].map((object) =>
    actorTypes.includes(typesOf(object)[0] as never) ? parseActor(object) : parsePost(object),
  );
  return inner!.ok ? null : inner!.problem;
}

describe.skipIf(!present)("payloads of other programs", () => {
  const files = present
    ? globSync("**/*.json", { cwd: folder }).filter((name) => !name.endsWith("keys.json"))
    : [];
  const readable = files.filter((file) => documentsIn(file).length);

  test("there are some of each program", () => {
    for (const program of [
      "discourse",
      "lemmy",
      "mastodon",
      "mbin",
      "mobilizon",
      "nodebb",
      "smithereen",
      "wire",
    ])
      expect(readable.filter((file) => file.startsWith(`${program}/`)).length).toBeGreaterThan(1);
  });

  test.each(readable.filter((file) => !(file in notUnderstood)))("%s is understood", async (file) => {
    for (const document of documentsIn(file)) expect(await problemWith(document)).toBeNull();
  });

  test.each(Object.entries(notUnderstood))("%s is not: %s", async (file, problem) => {
    for (const document of documentsIn(file)) expect(await problemWith(document)).toBe(problem);
  });
});
