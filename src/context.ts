import { event, placeholders, preparedWrite, type Reader, type Store, type Writer } from "../db/index.ts";
import type { Clock } from "./core/clock.ts";
import type { NewEvent } from "./core/events.ts";
import type { Id } from "./core/id.ts";
import { Refusal } from "./core/refusal.ts";
import type { Result } from "./core/result.ts";

/** Who acts: a member of this organisation, or somebody elsewhere whose activity arrived. */
export interface Acting {
  id: Id;
  local: boolean;
  administrator: boolean;
}

/** What a workspace's home, or another instance, can be asked. `federation/` answers; slices do not know how. */
export interface Elsewhere {
  /** Finds an actor or a post by `@handle@host` or web address, stores what is new, and says what it is here. */
  find(address: string, onBehalfOf: Id): Promise<Result<Found>>;
  /** The actor that speaks for another instance, which signs its sharing agreements. */
  instance(host: string): Promise<Result<{ actorId: Id }>>;
  /** Whether a federated server answers there (NodeInfo). Keeps nothing: a stranger may have named it. */
  answers(host: string): Promise<boolean>;
  /** The workspaces another instance offers to join, as it lists them. */
  offers(host: string, onBehalfOf: Id): Promise<Result<{ organisation: string; workspaces: Offer[] }>>;
  /** The bytes of a file that somebody elsewhere attached to a post; a member here asks, where it is for members. */
  file(url: string, asked: { contentId: Id; maxBytes: number }): Promise<Result<Uint8Array>>;
}

export type Found =
  | { kind: "workspace"; id: Id }
  | { kind: "person"; id: Id }
  | { kind: "content"; id: Id; workspaceId: Id }
  /** A post of somebody's own. */
  | { kind: "post"; id: Id };

export interface Offer {
  /** `@handle@host` */
  address: string;
  name: string;
  purpose: string;
  level: "open" | "restricted";
  members: number | null;
}

/** Everything an operation or a query needs, passed in. */
export interface Context {
  store: Store;
  clock: Clock;
  actor: Acting | null;
  /** `https://north.example`, no slash at the end. */
  origin: string;
  /** `north.example` */
  host: string;
  elsewhere: Elsewhere;
  /**
   * Set while what a workspace's home has accepted is carried out here: the home decides who may do what,
   * so membership is not asked again. Who wrote what is still checked before.
   */
  settled?: boolean;
}

/** Somebody who is signed in, or a refusal that leads to signing in. */
export function signedIn(ctx: Context): Acting {
  if (!ctx.actor) throw new Refusal("not signed in", "Sign in to do this.");
  return ctx.actor;
}

export interface Change {
  tx: Writer;
  at: Date;
  /** Writes an event row; listeners hear of it after the commit. */
  record(event: NewEvent): Promise<void>;
  /** Listeners hear after the commit that somebody has a notification. */
  told(personId: Id, notificationId: Id): void;
}

const insertEvent = preparedWrite("event", (tx) =>
  tx.insert(event).values(placeholders("kind", "actorId", "workspaceId", "contentId", "data", "created")),
);

/** One transaction: rules, writes and event rows together or not at all. */
export function change<T>(ctx: Context, work: (change: Change) => Promise<T>): Promise<T> {
  return ctx.store.transaction((tx, signal) => {
    const at = ctx.clock();
    const record = async (happened: NewEvent) => {
      const actorId = happened.actorId ?? ctx.actor?.id ?? null;
      const { kind, workspaceId = null, contentId = null, data } = happened;
      await insertEvent(tx, { kind, actorId, workspaceId, contentId, data: { ...data }, created: at });
      const boost = "boostId" in data ? { boostId: data.boostId } : {};
      signal(JSON.stringify({ kind, actorId, workspaceId, contentId, ...boost } satisfies Heard));
    };
    const told = (actorId: Id, notificationId: Id) =>
      signal(
        JSON.stringify({
          kind: "person.told",
          actorId,
          workspaceId: null,
          contentId: null,
          notificationId,
        } satisfies Heard),
      );
    return work({ tx, at, record, told });
  });
}

/** What is heard after a commit. */
export interface Heard {
  kind: NewEvent["kind"] | "person.told";
  /** Who did it; whom it concerns where the kind begins with `person.`. */
  actorId: Id | null;
  workspaceId: Id | null;
  contentId: Id | null;
  notificationId?: Id;
  /** Of a boost, what apps know it by. */
  boostId?: Id;
}

/** What was signalled last: each listener is told of it, and it is read once for all. */
let last: { signal: string; heard: Readonly<Heard> } | null = null;

function read(signal: string): Readonly<Heard> {
  if (last?.signal !== signal) last = { signal, heard: Object.freeze(JSON.parse(signal) as Heard) };
  return last.heard;
}

/** Hears every event, of this process and, on PostgreSQL, of the others. Returns how to stop. */
export const hear = (store: Store, listener: (heard: Readonly<Heard>) => void): (() => void) =>
  store.listen((signal) => listener(read(signal)));

export type { Reader, Writer };
