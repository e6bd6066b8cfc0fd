import { generateKeyPairSync, sign } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sessionCookie } from "../../src/people/index.ts";
import { takenIn } from "./inbound.ts";
import { type Figure, mb, ms, rate } from "./report.ts";
import { atRest } from "./rest.ts";
import { type Receivers, startReceivers, subscribe } from "./receivers.ts";
import { load, ownRate, type Server, start } from "./server.ts";
import { makeWorld, type World } from "./world.ts";

const megabyte = 1024 * 1024;
const targets = {
  inbound: 0.2,
  outbound: 0.4,
  last: 10_000,
  resting: 120 * megabyte,
  loaded: 220 * megabyte,
};

/** RSA signatures over so much as a delivery signs, in a second of this process's own processor. */
function signing(): Promise<number> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const text = Buffer.alloc(250, "signed header: value\n");
  return ownRate(() => sign("sha256", text, privateKey), 0.2, 10);
}

/** Starts a discussion as a member does, in the browser. */
async function post({ origin, port, token, workspaceSlug }: World, title: string): Promise<void> {
  const body = new TextEncoder().encode(
    String(
      new URLSearchParams({ title, source: "What we tried on the ward, and what came of it. ".repeat(40) }),
    ),
  );
  const headers = {
    ...{ host: new URL(origin).host, origin, cookie: `${sessionCookie(false)}=${token}` },
    "content-type": "application/x-www-form-urlencoded",
  };
  await load(port, [{ method: "POST", path: `/workspaces/${workspaceSlug}/forum/new`, headers, body }], 303);
}

/** The most memory a server occupied from now until it is asked. */
function watched(server: Server): () => number {
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, server.memory())), 100);
  return () => {
    clearInterval(look);
    return most;
  };
}

interface Passed {
  deliveries: number;
  /** Milliseconds from the post until the last had it. */
  took: number;
  /** Seconds of the server's processor. */
  cpu: number;
  resting: number;
  loaded: number;
}

async function arrived(receivers: Receivers, count: number): Promise<void> {
  for (let look = 0; look < 6_000; look++) {
    if ((await receivers.taken()) >= count) return;
    await sleep(20);
  }
  throw new Error(`${await receivers.taken()} of ${count} deliveries arrived`);
}

/** So many posts to so many servers, by a server that has rested, or has just sent the first one already. */
async function passedOn(hosts: number, posts: number, { warm }: { warm: boolean }): Promise<Passed> {
  const world = await makeWorld();
  const receivers = await startReceivers();
  const server = await start(world, ["bin/tombolo.mjs"]);
  try {
    // What was written before anybody followed is told to nobody.
    await atRest(world.store);
    await subscribe(world, receivers.port, hosts);
    await sleep(2_000);
    const resting = server.memory();
    if (warm) {
      const first = await receivers.taken();
      await post(world, "The first of all");
      await arrived(receivers, first + hosts);
      await atRest(world.store);
    }
    const before = await receivers.taken();
    const most = watched(server);
    const [used, began] = [server.cpu(), performance.now()];
    for (let n = 0; n < posts; n++) await post(world, `What came of it, the ${n + 1}th time`);
    await arrived(receivers, before + posts * hosts);
    const took = performance.now() - began;
    await atRest(world.store);
    const deliveries = (await receivers.taken()) - before;
    return { deliveries, took, cpu: server.cpu() - used, resting, loaded: most() };
  } finally {
    await server.stop();
    await world.store.close();
    receivers.stop();
    world.remove();
  }
}

const within = (what: string, figure: number, most: number, written: (value: number) => string): Figure => ({
  ...{ what, figure: written(figure), limit: written(most), share: figure / most, good: figure <= most },
});

/** What other servers are sent, beside the signatures that cannot be spared. */
export async function benchOutbound(): Promise<Figure[]> {
  const signed = await signing();
  const many = await passedOn(500, 4, { warm: true });
  const all = await passedOn(5_000, 1, { warm: false });
  const sent = many.deliveries / many.cpu;
  return [
    {
      what: "deliveries, four posts to 500 servers",
      figure: rate(sent),
      limit: `${rate(signed)} (RSA-2048 signatures)`,
      share: sent / signed,
      good: sent / signed >= targets.outbound,
    },
    within("one post to 5,000 servers, until the last has it", all.took, targets.last, ms),
    within("memory at rest, with 5,000 followers", all.resting, targets.resting, mb),
    within("memory while it sends to 5,000", all.loaded, targets.loaded, mb),
  ];
}

/** What other servers send and are sent, beside the cryptography that cannot be spared. */
export async function benchFederation(): Promise<Figure[]> {
  // What is sent for them is measured with what is sent.
  const inbound = await takenIn(false, false);
  return [
    {
      what: `comments taken in and carried out (${(inbound.bytes / 1000).toFixed(1)} KB)`,
      figure: rate(inbound.perSecond),
      limit: `${rate(inbound.floor)} (verify, parse, insert)`,
      share: inbound.perSecond / inbound.floor,
      good: inbound.perSecond / inbound.floor >= targets.inbound,
    },
    ...(await benchOutbound()),
    within("memory while it takes in", inbound.loaded, targets.loaded, mb),
  ];
}
