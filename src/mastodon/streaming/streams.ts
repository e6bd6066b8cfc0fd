import { covers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";

/** What an app listens to: Mastodon's name for it, with the list or the hashtag. */
export type Stream = [name: string, of?: string];

const plain = new Set([
  "user",
  "user:notification",
  "public",
  "public:local",
  "public:remote",
  "public:media",
  "public:local:media",
  "public:remote:media",
  "direct",
]);
const tagged = new Set(["hashtag", "hashtag:local"]);

/** The stream that these parameters name; null for none that there is. */
export function streamOf(given: { stream?: unknown; list?: unknown; tag?: unknown }): Stream | null {
  const name = typeof given.stream === "string" ? given.stream : "";
  if (plain.has(name)) return [name];
  if (tagged.has(name))
    return typeof given.tag === "string" && given.tag ? [name, given.tag.slice(0, 200)] : null;
  if (name !== "list") return null;
  const id = parseId(String(given.list));
  return id === null ? null : [name, String(id)];
}

/** Whether an app that holds these scopes may listen to it. */
export function mayListen(scopes: string, [name]: Stream): boolean {
  if (name === "user:notification") return covers(scopes, "read:notifications");
  return covers(scopes, name === "list" ? "read:lists" : "read:statuses");
}

export const keyOf = (stream: Stream): string => stream.join("\n");

/** Somebody's app, and what it listens to. */
export interface Listener {
  personId: Id;
  token: string;
  scopes: string;
  streams: Map<string, Stream>;
  send(message: Message): void;
  /** Its token holds no more. */
  end(): void;
}

/** An event as apps take it: the payload is a text, also where there is JSON in it. */
export interface Message {
  stream: Stream;
  event: "update" | "status.update" | "delete" | "notification" | "conversation";
  payload: string;
}
