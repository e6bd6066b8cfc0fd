import type { Deps } from "../../federation/deps.ts";
import { createNotes } from "../../federation/delivery/notes.ts";
import { createKeys } from "../../federation/keys.ts";
import { publicKeys } from "../../federation/remote/keys.ts";
import { actorTokens } from "../../federation/remote/tokens.ts";
import { specMemory } from "../../federation/remote/specs.ts";
import { createVault } from "../../federation/vault.ts";
import { createAgent } from "../../src/agent/index.ts";
import { systemStopwatch } from "../../src/core/clock.ts";
import { readEnv } from "../../src/env.ts";
import type { Instance } from "../rig.ts";

/** What an instance's federation works with, for tests of single parts of it. */
export function depsOf({ store, clock, origin, running }: Instance): Deps {
  const secret = "a secret of thirty-two characters or more";
  const env = readEnv({
    ORIGIN: origin,
    SECRET_KEY: secret,
    ALLOW_PRIVATE_ADDRESSES: "on",
    DATABASE_URL: "file::memory:",
  });
  const agent = createAgent({ origin, version: env.version, allowPrivateAddresses: true });
  const deps: Deps = {
    env,
    store,
    clock,
    stopwatch: systemStopwatch,
    agent,
    keys: createKeys({ store, clock, vault: createVault(secret) }),
    publicKeys: publicKeys(() => deps),
    specs: specMemory(store, createNotes(store)),
    actorTokens: actorTokens(() => deps),
    elsewhere: running.federation.elsewhere,
    instanceActor: async () => null,
  };
  return deps;
}
