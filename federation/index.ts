import { eq } from "drizzle-orm";
import { actor, instance, type Store } from "../db/index.ts";
import type { Agent } from "../src/agent/index.ts";
import { sweepUploads } from "../src/attachments/index.ts";
import { askOverdue } from "../src/workspaces/index.ts";
import { lapseAgreements } from "../src/agreements/index.ts";
import { hear, type Elsewhere } from "../src/context.ts";
import { type Clock, type Stopwatch, systemStopwatch } from "../src/core/clock.ts";
import type { Env } from "../src/env.ts";
import { eraseRemoved } from "../src/forums/index.ts";
import { tallyPolls } from "../src/polls/index.ts";
import { liftEnded } from "../src/workspaces/index.ts";
import type { Web } from "../src/web/index.ts";
import { agreementRoutes } from "./agreements.ts";
import { bridge } from "./bridge.ts";
import { collectionRoutes } from "./collections.ts";
import { resourceRoutes } from "./resources.ts";
import { createNotes, type Pause } from "./delivery/notes.ts";
import { deliveries } from "./delivery/worker.ts";
import { contextFor, type Deps } from "./deps.ts";
import { documentRoutes } from "./documents.ts";
import { fedify, webFingerPath } from "./fedify.ts";
import { fileRoutes } from "./files.ts";
import { fetchHistory } from "./history/fetch.ts";
import { readOn } from "./history/read-on.ts";
import { sweepUndone } from "./inbox/before.ts";
import { followerRoutes } from "./followers.ts";
import { freeLeases, newHolder } from "./holder.ts";
import { inboxRoutes } from "./inbox/receive.ts";
import { arrivals, sweepInbox } from "./inbox/worker.ts";
import { createKeys, dropRetired } from "./keys.ts";
import { holds, release } from "./lease.ts";
import { loop, type Loop } from "./loop.ts";
import { elsewhere } from "./remote/find.ts";
import { publicKeys } from "./remote/keys.ts";
import { askAgain, refreshWorkspaces, tryAgain } from "./remote/pending.ts";
import { checkPeers } from "./remote/peers.ts";
import { specMemory } from "./remote/specs.ts";
import { actorTokens } from "./remote/tokens.ts";
import { tokenRoutes } from "./tokens.ts";
import type { Turns } from "./turns.ts";
import { createVault } from "./vault.ts";

export interface Federation {
  elsewhere: Elsewhere;
  /** Actors, discovery, documents, collections, inboxes. */
  routes(app: Web): void;
  /** Begins the background work. */
  start(): void;
  /** Ends it, after what is under way. */
  stop(): Promise<void>;
  /** Does what is due now, until nothing is. For tests and shells. Answers how much it did. */
  idle(): Promise<number>;
  /** Mends what got lost on the way and forgets what is over, as is done every ten minutes. */
  mend(): Promise<void>;
}

const leaseFor = 30_000;
/** What comes within this time is dealt with together, in ms: in one transaction where it can be. */
const together = 50;
/** What is asked for by few of those who wake it is looked for this seldom, in ms. */
const seldom = 500;

interface Given {
  env: Env;
  store: Store;
  clock: Clock;
  /** How time passes: the machine's, unless told. */
  stopwatch?: Stopwatch;
  pause?: Pause;
  agent: Agent;
  /** Where a new actor's RSA pair comes from: made, unless told. */
  rsaPair?: () => Promise<CryptoKeyPair>;
}

/** Everything that has to do with other servers, over one store. */
export function createFederation({
  rsaPair,
  stopwatch = systemStopwatch,
  pause,
  ...given
}: Given): Federation {
  const { env, store, clock } = given;
  const holder = newHolder();
  const notes = createNotes(store, pause);
  let ours: { id: number; iri: string } | null = null;
  const deps: Deps = {
    ...given,
    stopwatch,
    keys: createKeys({ store, clock, vault: createVault(env.secretKey), rsaPair }),
    publicKeys: publicKeys(() => deps),
    specs: specMemory(store, notes),
    actorTokens: actorTokens(() => deps),
    elsewhere: elsewhere(() => deps),
    async instanceActor() {
      if (ours) return ours;
      const [row] = await store.db
        .select({ id: actor.id, iri: actor.iri })
        .from(instance)
        .innerJoin(actor, eq(actor.id, instance.actorId));
      return (ours = row ?? null);
    },
  };

  /** In order, by one process at a time: what arrived, what to send for it, what is missing. */
  const alone = async (job: string, work: () => Promise<number>): Promise<number> =>
    (await holds(deps, job, holder, leaseFor)) ? work() : 0;

  const wholly = async (work: Turns): Promise<number> => {
    const did = await work.pump();
    await work.drain();
    return did;
  };

  // What an activity asks for is there when its turn is over, not when it begins.
  const arriving = arrivals(deps, () =>
    [inwards, outwards, outgoing, past, peers].forEach((one) => one.wake()),
  );
  const sending = deliveries(deps, notes, holder, () => outgoing.wake());
  const inwards = loop("inbox", 5_000, () => alone("inbox", arriving.pump), together);
  const outwards = loop("bridge", 2_000, () => alone("bridge", () => bridge(deps)), together);
  const outgoing = loop("delivery", 5_000, sending.pump);
  const past = loop("history", 15_000, () => alone("history", () => fetchHistory(deps)), seldom);
  const peers = loop("peers", 60_000, () => alone("peers", () => checkPeers(deps)), seldom);
  const ending = loop("blocks", 60_000, () => alone("blocks", () => liftEnded(contextFor(deps, null))));
  const voting = loop("polls", 10_000, () => alone("polls", () => tallyPolls(contextFor(deps, null))));
  const mend = async () => {
    await sweepInbox(deps);
    await sweepUndone(deps);
    await dropRetired(deps);
    await eraseRemoved(contextFor(deps, null));
    await sweepUploads(contextFor(deps, null));
    await askAgain(deps);
    await tryAgain(deps);
    await refreshWorkspaces(deps);
    await readOn(deps);
    await lapseAgreements(contextFor(deps, null));
    await askOverdue(contextFor(deps, null));
  };
  const mending = loop("mending", 10 * 60_000, () =>
    alone("mending", async () => {
      await mend();
      return 0;
    }),
  );
  const loops: Loop[] = [inwards, outwards, outgoing, past, peers, ending, voting, mending];
  outwards.then(outgoing);
  let deaf: (() => void) | null = null;
  let starting: Promise<void> | null = null;
  let stopping = false;

  async function begin(): Promise<void> {
    try {
      await freeLeases(store);
    } catch (error) {
      // Then they run out by themselves.
      console.error(JSON.stringify({ level: "error", work: "leases", error: String(error) }));
    }
    if (!stopping) for (const one of loops) one.start();
  }

  return {
    elsewhere: deps.elsewhere,
    routes(app) {
      inboxRoutes(app, deps, { arrived: inwards.wake, heard: outgoing.wake });
      agreementRoutes(app, deps);
      documentRoutes(app, deps);
      fileRoutes(app, deps);
      collectionRoutes(app, deps);
      resourceRoutes(app, deps);
      tokenRoutes(app, deps);
      followerRoutes(app, deps);
      const served = fedify(deps);
      const serve = (path: string) =>
        app.get(path, (c) =>
          served.fetch(
            new Request(env.origin + new URL(c.req.url).pathname + new URL(c.req.url).search, c.req.raw),
            {
              contextData: undefined,
            },
          ),
        );
      serve(webFingerPath);
      serve("/nodeinfo/2.1");
      app.get("/.well-known/nodeinfo", (c) =>
        c.json({
          links: ["2.0", "2.1"].map((version) => ({
            rel: `http://nodeinfo.diaspora.software/ns/schema/${version}`,
            href: `${env.origin}/nodeinfo/${version}`,
          })),
        }),
      );
      // The same for those who know no newer one, such as libraries for Mastodon's API.
      app.get("/nodeinfo/2.0", async (c) => {
        const newer = await served.fetch(new Request(`${env.origin}/nodeinfo/2.1`), {
          contextData: undefined,
        });
        const { software, ...rest } = (await newer.json()) as { software: { name: string; version: string } };
        const { name, version } = software;
        return c.json({ ...rest, version: "2.0", software: { name, version } });
      });
      serve("/actors/:id");
      // Older peers look here first (RFC 6415).
      app.get("/.well-known/host-meta", (c) =>
        c.body(
          `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n  <Link rel="lrdd" type="application/jrd+json" template="${env.origin}/.well-known/webfinger?resource={uri}"/>\n</XRD>\n`,
          200,
          { "content-type": "application/xrd+xml; charset=utf-8", "access-control-allow-origin": "*" },
        ),
      );
    },
    start() {
      deaf = hear(store, () => outwards.wake());
      starting = begin();
    },
    async stop() {
      stopping = true;
      deaf?.();
      await starting;
      await Promise.all(loops.map((one) => one.stop()));
      await Promise.all([arriving.drain(), sending.drain()]);
      for (const job of ["inbox", "bridge", "history", "peers", "mending"]) await release(deps, job, holder);
    },
    mend,
    async idle() {
      let total = 0;
      let busy = true;
      while (busy) {
        busy = false;
        for (const work of [
          () => wholly(arriving),
          () => bridge(deps),
          () => wholly(sending),
          () => fetchHistory(deps),
          () => checkPeers(deps),
          () => liftEnded(contextFor(deps, null)),
          () => tallyPolls(contextFor(deps, null)),
        ]) {
          const did = await work();
          total += did;
          if (did > 0) busy = true;
        }
      }
      return total;
    },
  };
}
