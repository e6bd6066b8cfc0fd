import { isObject, type JsonObject } from "../wire/json.ts";

/** Announce of Undo of Like of a post has four levels. */
const deepest = 4;

const address = (value: unknown): string | null => {
  const found = isObject(value) ? value.id : Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof found === "string" && found.length <= 2000 ? found : null;
};

/**
 * What an activity is about in the end: the post, the actor, or who asks to join what. What one server says about the
 * same thing is dealt with in the order in which it came, also where one of them has to wait.
 *
 * @returns null where it is about several things, or nothing that can be told
 */
export function subjectOf(document: JsonObject): string | null {
  let one: unknown = document;
  for (let level = 0; level < deepest && isObject(one); level++) {
    const { type, object } = one;
    if (type === "Follow" || type === "Join") {
      const [who, what] = [address(one.actor), address(object)];
      return who && what ? `${who} ${what}` : null;
    }
    if (type !== "Announce" && type !== "Undo" && type !== "Accept" && type !== "Reject")
      return address(level === 0 || object !== undefined ? object : one);
    if (!isObject(object)) return address(object);
    one = object;
  }
  return null;
}
