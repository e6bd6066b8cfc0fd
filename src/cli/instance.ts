import { openStore } from "../../db/index.ts";
import type { Context } from "../context.ts";
import { systemClock } from "../core/clock.ts";
import { type Env, readEnv } from "../env.ts";

const unreachable = { ok: false, problem: "Other organisations cannot be asked from the shell." } as const;

/**
 * Opens the database that the environment names, for one command. A server may run on it at the same time: what is
 * written here it finds, and sends what there is to send.
 */
export async function onInstance<T>(work: (ctx: Context, env: Env) => Promise<T>): Promise<T> {
  const env = readEnv();
  const store = await openStore(env.databaseUrl, env.root);
  try {
    return await work(
      {
        store,
        clock: systemClock,
        actor: null,
        origin: env.origin,
        host: env.host,
        elsewhere: {
          find: async () => unreachable,
          instance: async () => unreachable,
          answers: async () => false,
          offers: async () => unreachable,
          file: async () => unreachable,
        },
      },
      env,
    );
  } finally {
    await store.close();
  }
}
