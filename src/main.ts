import { randomInt } from "node:crypto";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { openStore, type Store } from "../db/index.ts";
import { createFederation, type Federation } from "../federation/index.ts";
import { createAgent } from "./agent/index.ts";
import type { Context } from "./context.ts";
import { createApp } from "./app.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import type { Env } from "./env.ts";
import { acceptSockets, createHub, createPublisher, type Publisher, pushWords } from "./mastodon/index.ts";
import { createPictures } from "./media/index.ts";
import { createMailer } from "./people/index.ts";
import { createPusher, createSealer, type Pusher } from "./push/index.ts";
import { vapidKeys } from "./apps/index.ts";

export interface Running {
  store: Store;
  federation: Federation;
  pusher: Pusher;
  publisher: Publisher;
  /** The port it listens on; differs from the configured one when that was 0. */
  port: number;
  setupCode: string;
  /** Every route there is, as the router has it. */
  routes: { method: string; path: string }[];
  stop(): Promise<void>;
}

export interface ServeOptions {
  clock?: Clock;
  /** An open store, for tests; otherwise the one the environment names. */
  store?: Store;
  /** Do background work (deliveries, inbox, mail). Tests step through it themselves. */
  work?: boolean;
  /** Where a new actor's RSA pair comes from: tests use a few again and again. */
  rsaPair?: () => Promise<CryptoKeyPair>;
}

/** Starts an instance: database, background work, web server. */
export async function serve(env: Env, options: ServeOptions = {}): Promise<Running> {
  const clock = options.clock ?? systemClock;
  const store = options.store ?? (await openStore(env.databaseUrl, env.root));
  const agent = createAgent({
    origin: env.origin,
    version: env.version,
    allowPrivateAddresses: env.allowPrivateAddresses,
  });
  const federation = createFederation({ env, store, clock, agent, rsaPair: options.rsaPair });
  const mailer = createMailer({ env, store, clock });
  const pictures = createPictures({ store, clock, agent });
  const setupCode = String(randomInt(0, 1_000_000)).padStart(6, "0");
  const context = (actor: Context["actor"]): Context => ({
    store,
    clock,
    actor,
    origin: env.origin,
    host: env.host,
    elsewhere: federation.elsewhere,
  });
  const hub = createHub(context);
  const publisher = createPublisher(context);
  const pusher = createPusher({
    store,
    clock,
    agent,
    sender: {
      ...vapidKeys(env.secretKey),
      subject: env.origin.startsWith("https:") ? env.origin : `mailto:push@${env.host.split(":")[0]}`,
    },
    sealer: createSealer(env.secretKey),
    wordsFor: (personId, notificationId) =>
      pushWords(context({ id: personId, local: true, administrator: false }), notificationId),
  });
  const app = createApp({ env, store, clock, federation, context, media: pictures, mailer, hub, setupCode });

  const work = options.work ?? true;
  let port = env.port;
  const server = env.role === "worker" ? null : createAdaptorServer({ fetch: app.fetch });
  const closeSockets = server ? acceptSockets(server as Server, hub, env.origin) : () => {};
  if (server) {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(env.port, () => resolve());
    });
    const address = server.address();
    if (address && typeof address === "object") port = address.port;
  }
  // After the port: what is sent makes others ask back at once.
  if (work && env.role !== "web") {
    federation.start();
    mailer.start();
    pusher.start();
    publisher.start();
  }

  return {
    store,
    federation,
    pusher,
    publisher,
    port,
    setupCode,
    routes: app.routes.map(({ method, path }) => ({ method, path })),
    async stop() {
      hub.stop();
      closeSockets();
      if (server) {
        const closed = new Promise((resolve) => server.close(resolve));
        if ("closeAllConnections" in server) server.closeAllConnections();
        await closed;
      }
      await federation.stop();
      await mailer.stop();
      await pusher.stop();
      await publisher.stop();
      await agent.close();
      await store.close();
    },
  };
}
