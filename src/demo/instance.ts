import type { Context } from "../context.ts";
import { readEnv } from "../env.ts";
import { serve } from "../main.ts";
import { deeds } from "./deeds.ts";
import type { Reply, Request } from "./messages.ts";

/** The time on this instance: that of the scene being played, and in the end the time it is. */
function stageClock() {
  let ahead = 0;
  return {
    clock: () => new Date(Date.now() + ahead),
    set(now: number | null) {
      ahead = now === null ? 0 : now - Date.now();
    },
  };
}

/** One of the three instances: the program as it is, and a channel on which the demonstration says who does what. */
export async function playInstance(): Promise<number> {
  const env = readEnv();
  const { clock, set } = stageClock();
  const running = await serve(env, { clock });
  const stage = {
    context: (actor: Context["actor"]): Context => ({
      store: running.store,
      clock,
      actor,
      origin: env.origin,
      host: env.host,
      elsewhere: running.federation.elsewhere,
    }),
    setClock: set,
  };
  const reply = (message: Reply) => process.connected && process.send?.(message);

  process.on("message", ({ id, deed, ask }: Request) => {
    const perform = deeds[deed] as (on: typeof stage, asked: typeof ask) => Promise<never>;
    perform(stage, ask).then(
      (answer) => reply({ id, answer }),
      (error: unknown) => reply({ id, problem: error instanceof Error ? error.message : String(error) }),
    );
  });
  // Ctrl-C reaches the whole group of processes: the one that was started ends the others, in order.
  process.on("SIGINT", () => {});
  const left = new Promise<void>((resolve) => process.once("disconnect", resolve));
  reply({ ready: true });
  await left;
  setTimeout(() => process.exit(1), 5000).unref();
  await running.stop();
  return 0;
}
