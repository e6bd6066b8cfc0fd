import type { JsonObject } from "../../federation/wire/json.ts";
import { client, type TestClock } from "../rig.ts";
import type { PeerActor } from "./actor.ts";
import { type Peer, type PeerOptions, startPeer } from "./peer.ts";
import { problemOf } from "./verify.ts";

/** Thrown by a program that says no with a status of its own; 0 where it hangs up without a word. */
export class Answered extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What a program does with what it is sent. */
export interface Rules extends Partial<Omit<PeerOptions, "clock">> {
  hostname: string;
  software: string;
  /** Carries out an activity that came to an inbox, or throws why the program would not. */
  take(this: void, activity: JsonObject, at: Simulator, path: string): Promise<void> | void;
  /** The status for what it would not take: Lemmy says 400, Mastodon takes everything and drops it. */
  refusal?: number;
  /** Fetches keys without a signature, as NodeBB and Mobilizon do. */
  keysUnsigned?: boolean;
  /** Asked first: a status other than 202 is the answer (a rate limit, a signature it does not read). */
  door?(
    this: void,
    headers: Record<string, string | string[] | undefined>,
  ): { status: number; headers?: Record<string, string> } | null;
}

/** A server that takes what the original takes, and no more. */
export interface Simulator extends Peer {
  /** Somebody there: fetches are signed in their name. */
  person: PeerActor;
  /** What was taken, in order. */
  taken: JsonObject[];
  /** What was not, and why. */
  dropped: { activity: JsonObject; why: string }[];
  /** Posts as they stand there, by address. */
  posts: Map<string, JsonObject>;
  /** A document as the program fetches it: signed, and null where it is not shown. */
  read(iri: string): Promise<JsonObject | null>;
  /** The items of a collection, whole or in pages, in its order. */
  items(iri: string): Promise<(JsonObject | string)[]>;
}

const ldJson = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

async function unsigned(iri: string): Promise<JsonObject | null> {
  const { origin, pathname, search } = new URL(iri);
  const answer = await client(origin).get(pathname + search, { accept: ldJson });
  return answer.status === 200 ? answer.json<JsonObject>() : null;
}

export async function startSimulator(rules: Rules, clock: TestClock): Promise<Simulator> {
  const { take, refusal = 202, door, keysUnsigned = false, ...options } = rules;
  const peer = await startPeer({ ...options, clock });
  const known = new Map<string, Promise<JsonObject | null>>();
  const self: Simulator = Object.assign(peer, {
    person: await peer.addActor("paula"),
    taken: [],
    dropped: [],
    posts: new Map<string, JsonObject>(),
    async read(iri: string) {
      const answer = await self.person.fetch(iri);
      return answer.status === 200 ? answer.json<JsonObject>() : null;
    },
    async items(iri: string) {
      const found: (JsonObject | string)[] = [];
      for (let next: unknown = iri, pages = 0; typeof next === "string" && pages < 20; pages++) {
        const page = await self.read(next);
        found.push(...((page?.orderedItems ?? page?.items ?? []) as (JsonObject | string)[]));
        next = page?.next ?? (pages === 0 ? page?.first : undefined);
      }
      return found;
    },
  });
  const actorOf = (iri: string) => {
    if (!known.has(iri)) known.set(iri, keysUnsigned ? unsigned(iri) : self.read(iri));
    return known.get(iri)!;
  };
  peer.inbox = async (request) => {
    const stopped = door?.(request.headers);
    if (stopped) return stopped;
    const problem = await problemOf(request, actorOf);
    if (problem) return { status: 401, body: problem };
    const activity = JSON.parse(request.body.toString("utf8")) as JsonObject;
    try {
      await take(activity, self, request.path);
      self.taken.push(activity);
      return { status: 202 };
    } catch (error) {
      self.dropped.push({ activity, why: (error as Error).message });
      return { status: error instanceof Answered ? error.status : refusal, body: (error as Error).message };
    }
  };
  return self;
}
