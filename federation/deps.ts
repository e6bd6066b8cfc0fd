import type { Agent } from "../src/agent/index.ts";
import type { Acting, Context, Elsewhere } from "../src/context.ts";
import type { Clock, Stopwatch } from "../src/core/clock.ts";
import type { Id } from "../src/core/id.ts";
import type { Env } from "../src/env.ts";
import type { Store } from "../db/index.ts";
import type { Keys } from "./keys.ts";
import type { PublicKeys } from "./remote/keys.ts";
import type { ActorTokens } from "./remote/tokens.ts";
import type { SpecMemory } from "./wire/signed-request.ts";

/** What every part of federation works with. */
export interface Deps {
  env: Env;
  store: Store;
  clock: Clock;
  /** What has a time limit asks it, so that a test can play the same again. */
  stopwatch: Stopwatch;
  agent: Agent;
  keys: Keys;
  /** Keys of others. */
  publicKeys: PublicKeys;
  specs: SpecMemory;
  /** Tokens for what stands on third servers. */
  actorTokens: ActorTokens;
  elsewhere: Elsewhere;
  /** Our instance's own actor, which signs what no member does; null before the set-up. */
  instanceActor(): Promise<{ id: Id; iri: string } | null>;
}

export const contextFor = (deps: Deps, actor: Acting | null, settled = false): Context => ({
  store: deps.store,
  clock: deps.clock,
  actor,
  origin: deps.env.origin,
  host: deps.env.host,
  elsewhere: deps.elsewhere,
  ...(settled ? { settled } : {}),
});

/** Somebody elsewhere acts here, under the same rules as everybody. */
export const remoteActing = (id: Id): Acting => ({ id, local: false, administrator: false });
