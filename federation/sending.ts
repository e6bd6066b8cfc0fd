import type { event } from "../db/index.ts";
import type { EventKind, Events } from "../src/core/events.ts";
import { newId } from "../src/core/id.ts";
import type { ActorRow } from "./actors/rows.ts";
import { addresses } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import type { Receiver } from "./delivery/enqueue.ts";

/** An event as it is read to be sent. */
export type Happened<Kind extends EventKind = EventKind> = Omit<
  typeof event.$inferSelect,
  "kind" | "data"
> & {
  kind: Kind;
  data: Events[Kind];
};

/** What is passed on of a post, and of what people said of it. */
export const saying = ["Create", "Update", "Object", "Like", "Join", "Ignore", "Leave"];

export const inboxOf = (row: ActorRow): Receiver => ({ host: row.host, inbox: row.inbox });

/** The address of a new activity. */
export const fresh = (deps: Deps, at: Date): string => addresses(deps.env.origin).activity(newId(at));
