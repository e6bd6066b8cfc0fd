import { createServer } from "node:http";
import Database from "better-sqlite3";
import { eq } from "drizzle-orm";
import { actor, actorKey, content, follow, membership, peer } from "../../db/index.ts";
import { activityContext } from "../../federation/wire/context.ts";
import { readJson } from "../../federation/wire/json.ts";
import { generateRsaPair, publicKeyPem, readPem } from "../../federation/wire/keys.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { verifyRequest } from "../../federation/wire/verify-request.ts";
import { newId } from "../../src/core/id.ts";
import { freePort } from "../rig/ports.ts";
import { type Figure, rate } from "./report.ts";
import { atRest } from "./rest.ts";
import { load, type Sent, start } from "./server.ts";
import { makeWorld, type World } from "./world.ts";

/** A server that has been at work for a while: its code is compiled by then. */
const warmUp = 2_000;
/** Others use the machine too: of some rounds the best counts, for the server as for what it is compared with. */
const rounds = 10;
const measured = 400;

/** A member elsewhere, as this instance knows them, with their key. */
interface Sender {
  iri: string;
  host: string;
  keyId: string;
  pair: CryptoKeyPair;
}

/** Puts a member of another server into the workspace, and, where they follow it, tells it all that happens there. */
async function makeSender(world: World, port: number, follows: boolean): Promise<Sender> {
  const host = `bench.localhost:${port}`;
  const iri = `http://${host}/people/bo`;
  const sender = { iri, host, keyId: `${iri}#main-key`, pair: await generateRsaPair() };
  const now = new Date();
  const id = newId(now);
  const publicJwk = readPem(publicKeyPem(sender.pair.publicKey))!.export({ format: "jwk" }) as JsonWebKey;
  await world.store.transaction(async (tx) => {
    await tx.insert(peer).values({ host, created: now, checked: now, software: "bench" });
    await tx.insert(actor).values({
      ...{ id, iri, host, kind: "person", local: false, handle: "bo", name: "Bo Berg" },
      ...{ inbox: `${iri}/inbox`, sharedInbox: `http://${host}/inbox`, created: now, fetched: now },
    });
    await tx
      .insert(actorKey)
      .values({ iri: sender.keyId, actorId: id, kind: "rsa", publicJwk, created: now });
    const when = { requested: now, decided: now };
    const place = { workspaceId: world.workspaceId, actorId: id };
    await tx
      .insert(membership)
      .values({ id: newId(now), ...place, role: "contributor", state: "active", ...when });
    if (!follows) return;
    const follow_ = {
      followerId: id,
      followedId: world.workspaceId,
      state: "accepted",
      created: now,
    } as const;
    await tx.insert(follow).values({ id: newId(now), iri: `${iri}#follow`, ...follow_ });
  });
  return sender;
}

/** A comment of 2.5 to 3 KB in a signed Create, as a server of members sends it. */
async function comment(world: World, { iri, keyId, pair }: Sender, n: number): Promise<Sent> {
  const group = `${world.origin}/actors/${world.workspaceId}`;
  const published = new Date().toISOString();
  const audience = { to: [group, "https://www.w3.org/ns/activitystreams#Public"], cc: [`${iri}/followers`] };
  const sentence = "<p>What we tried on the ward, and what came of it after six weeks.</p>";
  const note = {
    ...{ id: `${iri}/notes/${n}`, type: "Note", attributedTo: iri, ...audience, audience: group },
    inReplyTo: `${world.origin}/content/${world.discussionId}`,
    ...{ content: `<p>The ${n}th.</p>${sentence.repeat(9)}`, mediaType: "text/html", published, tag: [] },
  };
  const create = { "@context": activityContext, id: `${iri}/activities/${n}`, type: "Create", actor: iri };
  const body = new TextEncoder().encode(
    JSON.stringify({ ...create, ...audience, audience: group, published, object: note }),
  );
  const url = `${world.origin}/inbox`;
  const key = { keyId, privateKey: pair.privateKey };
  const signed = await signRequest({ method: "POST", url, body }, key, "draft-cavage", new Date());
  const headers = { ...signed, host: new URL(url).host, "content-type": "application/activity+json" };
  return { method: "POST", path: "/inbox", headers, body };
}

async function settled(world: World, comments: number, sent: boolean): Promise<void> {
  await atRest(world.store, sent);
  const kept = await world.store.db.$count(content, eq(content.rootId, world.discussionId));
  if (kept !== comments) throw new Error(`${kept} posts are there, ${comments} were awaited`);
}

/**
 * Activities in a second of the server's processor: verified, stored, carried out, and written down to be passed on.
 *
 * @param follows whether the sender's server follows the workspace
 * @param sent whether what is passed on is sent too; else the server that is to get it asks to be left alone for an hour
 */
export async function takenIn(
  follows: boolean,
  sent: boolean,
): Promise<{ perSecond: number; floor: number; bytes: number; loaded: number }> {
  const port = await freePort();
  const world = await makeWorld();
  const elsewhere = createServer((request, answer) => {
    request
      .resume()
      .on("end", () => answer.writeHead(sent ? 202 : 429, sent ? {} : { "retry-after": "3600" }).end());
  });
  await new Promise<void>((resolve) => elsewhere.listen(port, resolve));
  const sender = await makeSender(world, port, follows);
  const requests: Sent[] = [];
  for (let n = 0; n < warmUp + rounds * measured; n++) requests.push(await comment(world, sender, n));
  const server = await start(world);
  try {
    const before = await world.store.db.$count(content, eq(content.rootId, world.discussionId));
    await load(world.port, requests.slice(0, warmUp), 202);
    await settled(world, before + warmUp, sent);
    const least = floor(world, sender);
    let [perSecond, limit] = [0, 0];
    for (let round = 1; round <= rounds; round++) {
      const begun = warmUp + (round - 1) * measured;
      const these = requests.slice(begun, begun + measured);
      const used = server.cpu();
      await load(world.port, these, 202);
      await settled(world, before + begun + measured, sent);
      perSecond = Math.max(perSecond, measured / (server.cpu() - used));
      limit = Math.max(limit, await least.round(these));
    }
    least.close();
    const loaded = server.memory();
    const bytes = requests[0]!.body!.byteLength;
    return { perSecond, floor: limit, bytes, loaded };
  } finally {
    await server.stop();
    await world.store.close();
    elsewhere.close();
    world.remove();
  }
}

/**
 * The least that can be done: verify the signature, read the JSON, write one row in a transaction of its own. A round
 * answers how many in a second of this process's processor.
 */
function floor(world: World, sender: Sender): { round(requests: Sent[]): Promise<number>; close(): void } {
  const database = new Database(`${world.folder}/floor.db`);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.exec("create table arrived (iri text primary key, body text not null)");
  const insert = database.prepare("insert into arrived values (?, ?)");
  const publicKey = readPem(publicKeyPem(sender.pair.publicKey))!;
  const keys = { get: async () => ({ actorIri: sender.iri, publicKey }), refetch: async () => null };
  const one = async ({ method, headers, body }: Sent) => {
    const request = { method, url: `${world.origin}/inbox`, headers: new Headers(headers), body: body! };
    const verified = await verifyRequest(request, keys, new Date());
    const read = readJson(body!);
    if (!verified.ok || !read.ok) throw new Error("The floor does not understand what is sent");
    insert.run(String(read.value.id), Buffer.from(body!).toString());
  };
  return {
    async round(requests) {
      const before = process.cpuUsage();
      for (const request of requests) await one(request);
      const { user, system } = process.cpuUsage(before);
      return requests.length / ((user + system) / 1e6);
    },
    close: () => void database.close(),
  };
}

export async function benchInbound(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [follows, sent, what] of [
    [false, false, "comments taken in and carried out"],
    [false, true, "the same, told to their author's server"],
    [true, true, "the same, passed on to one follower's server"],
  ] as const) {
    const { perSecond, floor, bytes } = await takenIn(follows, sent);
    figures.push({
      what: `${what} (${(bytes / 1000).toFixed(1)} KB)`,
      figure: rate(perSecond),
      limit: `${rate(floor)} (verify, parse, insert)`,
      share: perSecond / floor,
    });
  }
  return figures;
}
