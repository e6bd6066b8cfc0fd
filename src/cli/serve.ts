import { readEnv } from "../env.ts";
import { serve, type Running } from "../main.ts";
import { current } from "../organisations/index.ts";
import { tidyAfterStart } from "./after-start.ts";
import { boundYoung } from "./bound-young.ts";
import type { Command } from "./command.ts";

/** How long requests and deliveries that have begun may take to end, in milliseconds. */
const patience = 8000;

/** Until somebody asks it to stop. */
function stopped(running: Running): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      const late = setTimeout(() => process.exit(1), patience);
      late.unref();
      running.stop().then(
        () => resolve(0),
        (error: unknown) => {
          console.error(error);
          resolve(1);
        },
      );
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}

export const command: Command = {
  usage: "serve",
  about:
    "Starts the server. It is configured by environment: ORIGIN, PORT, DATABASE_URL, DATA_DIR, SECRET_KEY, SMTP_URL,\n" +
    "MAIL_FROM, ALLOW_PRIVATE_ADDRESSES, ROLE, TRUSTED_PROXIES.",
  options: {},
  explained: {},
  async run() {
    const env = readEnv();
    const running = await serve(env);
    const isSetUp = (await current(running.store)) !== null;
    const ready = `(ready in ${(performance.now() / 1000).toFixed(2)} s)`;
    const lines =
      env.role === "worker"
        ? [`Tombolo ${env.version} works in the background ${ready}`]
        : [
            `Tombolo ${env.version} is at ${env.origin} ${ready}`,
            ...(isSetUp
              ? []
              : [
                  `Set it up at ${env.origin}/setup`,
                  `The set-up code, for other machines: ${running.setupCode}`,
                ]),
          ];
    console.log(lines.join("\n"));
    tidyAfterStart();
    boundYoung();
    return stopped(running);
  },
};
