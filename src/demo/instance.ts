import type { Context } from "../context.ts";
import { systemClock } from "../core/clock.ts";
import { readEnv } from "../env.ts";
import { serve } from "../main.ts";
import { deeds, type Stage } from "./deeds.ts";
import type { Reply, Request } from "./messages.ts";

/**
 * One of the three instances: the program as it is, and a channel on which the demonstration says who does what.
 * While the past is played, its clock is set from outside, and what goes to others goes when it is asked for.
 */
export async function playInstance(): Promise<number> {
  const env = readEnv();
  let ahead = 0;
  let clock = () => new Date(Date.now() + ahead);
  let running = await serve(env, { clock, work: false });
  const stage: Stage = {
    context: (actor: Context["actor"]): Context => ({
      store: running.store,
      clock,
      actor,
      origin: env.origin,
      host: env.host,
      elsewhere: running.federation.elsewhere,
    }),
    setClock(now) {
      ahead = now - Date.now();
    },
    step: () => running.federation.idle(),
    async curtain() {
      await running.stop();
      clock = systemClock;
      running = await serve(env);
    },
  };
  const reply = (message: Reply) => process.connected && process.send?.(message);

  process.on("message", ({ id, deed, ask }: Request) => {
    const perform = deeds[deed] as (on: Stage, asked: typeof ask) => Promise<never>;
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
