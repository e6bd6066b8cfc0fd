import type { Json, JsonObject } from "../../../federation/wire/json.ts";

type Chance = () => number;

const pick = <T>(random: Chance, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** A place in a document: what holds it, and under which name. */
type Place = [holder: Record<string, Json>, name: string];

function places(value: Json, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const name of Object.keys(value)) {
    found.push([value as Record<string, Json>, name]);
    places((value as Record<string, Json>)[name]!, found);
  }
  return found;
}

/** Values that nobody expects, `known` addresses among them. */
const odd = (random: Chance, known: readonly string[]): Json =>
  pick<() => Json>(random, [
    () => null,
    () => [],
    () => ({}),
    () => random() < 0.5,
    () => pick(random, [0, -1, 1e308, 2 ** 53, 0.1, -0]),
    () => "",
    () => "x".repeat(pick(random, [10, 3_000, 60_000])),
    () =>
      pick(random, ["\u202e\u200b\ufeff", "\ud800", "\u0007\u001b[2J", "🧪".repeat(500), "NaN", "__proto__"]),
    () =>
      pick(random, [
        "javascript:alert(1)",
        "data:text/html,<script>1</script>",
        "file:///etc/passwd",
        "//x",
        "http://",
      ]),
    () =>
      "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href='javascript:1'>x</a>",
    () => `<svg><foreignObject><iframe srcdoc="x"></iframe></foreignObject></svg>${"<b>".repeat(2_000)}`,
    () => "0000-00-00T00:00:00Z",
    () => pick(random, known),
    () => pick(random, known).toUpperCase(),
    () => encodeURI(pick(random, known)).replace(/[a-z]/, (one) => `%${one.charCodeAt(0).toString(16)}`),
    () => ({
      id: pick(random, known),
      type: pick(random, ["Note", "Person", "Group", "Tombstone", "Collection"]),
    }),
    () => Array.from({ length: pick(random, [2, 200, 1_200]) }, () => pick(random, known)),
    () =>
      pick(random, [
        "Create",
        "Update",
        "Delete",
        "Undo",
        "Announce",
        "Follow",
        "Accept",
        "Add",
        "Block",
        "Move",
      ]),
  ])();

const nested = (depth: number): Json => {
  let inner: Json = "x";
  for (let at = 0; at < depth; at++) inner = at % 2 ? [inner] : { object: inner };
  return inner;
};

const atTheDoor = new Set(["@context", "id", "type", "actor"]);

/** One change of a document, in place. */
function change(random: Chance, document: JsonObject, known: readonly string[]): void {
  const all = places(document);
  // The change before may have left nothing.
  if (all.length === 0) return;
  // What every door asks for first is spared most of the time: behind it there is more to find.
  const inside = Object.keys(document)
    .filter((name) => !atTheDoor.has(name))
    .flatMap((name) => places(document[name]!, [[document as Record<string, Json>, name]]));
  const [holder, name] = pick(random, random() < 0.8 && inside.length > 0 ? inside : all);
  const value = holder[name]!;
  pick<() => void>(random, [
    () => void delete holder[name],
    () => void (holder[name] = odd(random, known)),
    () => void (holder[name] = odd(random, known)),
    () => void (holder[name] = [value]),
    () => void (holder[name] = [value, odd(random, known)]),
    () => void (holder[name] = Array.isArray(value) && value.length ? value[0]! : { "@value": value }),
    () => void (holder[name] = structuredClone(pick(random, all).reduce((_, at) => at as never) as Json)),
    () => {
      const [other, its] = pick(random, all);
      holder[name] = structuredClone(other[its] ?? null);
    },
    () => void (holder[name] = nested(pick(random, [5, 31, 40, 300]))),
    () =>
      void (holder[pick(random, ["__proto__x", "constructor", "@graph", "@reverse", "@id", "id", "proof"])] =
        odd(random, known)),
    () =>
      void (holder["@context"] = pick<Json>(random, [
        null,
        {},
        "https://else.localhost/ns",
        { actor: "as:object" },
        [[[]]],
      ])),
    () => void (holder[name] = pick(random, known)),
  ])();
}

/** The text of a document after some changes: of what it says, or of the text itself. */
export function mutated(random: Chance, document: JsonObject, known: readonly string[]): string {
  const copy = structuredClone(document);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) change(random, copy, known);
  const text = JSON.stringify(copy);
  if (random() > 0.1) return text;
  const at = Math.floor(random() * text.length);
  return pick(random, [
    () => text.slice(0, at),
    () => text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x3000)) + text.slice(at + 1),
    () => text + text,
    () => text.replaceAll('"', "'"),
    () => text.replace(/"type":"/, '"type":"Delete","type":"'),
  ])();
}
