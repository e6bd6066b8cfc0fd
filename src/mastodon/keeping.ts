import type { Store } from "../../db/index.ts";
import type { Id } from "../core/id.ts";
import { Written } from "../web/index.ts";

/** What was made for one answer and may be in another, by id. It holds for a version of a row, which the asker reads. */
export interface Kept<Value> {
  get(id: Id): Value | undefined;
  /** @param weight how much it takes, in letters or so */
  set(id: Id, value: Value, weight: number): void;
}

interface Entry<Value> {
  value: Value;
  weight: number;
}

/** Two generations: when the newer one is full, the older is forgotten, without what was asked for meanwhile. */
function generations<Value>(most: number): Kept<Value> {
  let newer = new Map<Id, Entry<Value>>();
  let older = new Map<Id, Entry<Value>>();
  let full = 0;
  const set = (id: Id, value: Value, weight: number) => {
    if (full + weight > most) {
      older = newer;
      newer = new Map();
      full = 0;
    }
    full += weight;
    newer.set(id, { value, weight });
  };
  return {
    set,
    get(id) {
      const found = newer.get(id);
      if (found) return found.value;
      const before = older.get(id);
      if (before) set(id, before.value, before.weight);
      return before?.value;
    },
  };
}

/** Something to keep in, for each database. */
export function keeper<Value>(most: number): (store: Store) => Kept<Value> {
  const stores = new WeakMap<Store, Kept<Value>>();
  return (store) => {
    let kept = stores.get(store);
    if (!kept) stores.set(store, (kept = generations<Value>(most)));
    return kept;
  };
}

const kept = new WeakMap<object, Buffer>();
const shared = new WeakSet<object>();

/** An object that many answers have in them: it does not change, and is written as JSON once. */
export function share<Value extends object>(value: Value): Value {
  shared.add(Object.freeze(value));
  return value;
}

const asJson = (item: object | string): Buffer => Buffer.from(JSON.stringify(item));

function bytesOf(item: object | string): Buffer {
  if (typeof item === "string" || !shared.has(item)) return asJson(item);
  let bytes = kept.get(item);
  if (!bytes) kept.set(item, (bytes = asJson(item)));
  return bytes;
}

const [opens, comma, closes] = Buffer.from("[,]") as unknown as [number, number, number];

/** A list as JSON. What is written of its items already is copied, and not gone through again. */
export function written(items: readonly (object | string)[]): Written {
  const parts = items.map(bytesOf);
  const size = parts.reduce((sum, { byteLength }) => sum + byteLength, Math.max(2, parts.length + 1));
  const whole = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    whole[at] = at === 0 ? opens : comma;
    whole.set(part, at + 1);
    at += 1 + part.byteLength;
  }
  if (at === 0) whole[at++] = opens;
  whole[at] = closes;
  return new Written(whole);
}
