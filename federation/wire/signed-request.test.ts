import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Agent, createAgent } from "../../src/agent/index.ts";
import { generateRsaPair } from "./keys.ts";
import type { SigningKey, Spec } from "./sign-request.ts";
import { signedRequest, type SpecMemory } from "./signed-request.ts";

let key: SigningKey;
beforeAll(async () => {
  key = { keyId: "https://north.example/actor#main-key", privateKey: (await generateRsaPair()).privateKey };
});

const closing: (() => unknown)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

interface Peer {
  agent: Agent;
  origin: string;
  host: string;
  /** The kind of each signature that arrived, with the address. */
  knocks: string[];
}

/** A peer that answers as told to each kind of signature. */
async function peer(
  answer: (spec: Spec, request: IncomingMessage, response: ServerResponse) => void,
): Promise<Peer> {
  const knocks: string[] = [];
  const server = createServer((request, response) => {
    const spec = request.headers["signature-input"] ? "rfc9421" : "draft-cavage";
    knocks.push(`${spec} ${request.method} ${request.url}`);
    answer(spec, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = createAgent({ origin: "https://north.example", version: "1", allowPrivateAddresses: true });
  closing.push(async () => {
    await agent.close();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { agent, origin: `http://${host}`, host, knocks };
}

function memoryOf(known: Record<string, Spec> = {}): SpecMemory & { known: Record<string, Spec> } {
  return {
    known,
    get: (host) => known[host],
    set: (host, spec) => {
      known[host] = spec;
    },
  };
}

const clock = (): Date => new Date("2026-03-01T12:00:00Z");
const body = new TextEncoder().encode("{}");
const post = { method: "POST", body };
const status = (accepted: Spec, otherwise: number) => (spec: Spec, _: unknown, response: ServerResponse) =>
  response.writeHead(spec === accepted ? 202 : otherwise).end();

test("knocks with draft-cavage first, and remembers that it was accepted", async () => {
  const { agent, origin, host, knocks } = await peer(status("draft-cavage", 401));
  const memory = memoryOf();
  const answer = await signedRequest(agent, { url: `${origin}/inbox`, ...post, key, memory, clock });
  expect(answer).toMatchObject({ ok: true, value: { status: 202 } });
  expect(knocks).toEqual(["draft-cavage POST /inbox"]);
  expect(memory.known).toEqual({ [host]: "draft-cavage" });
});

test.each([400, 401, 403])(
  "knocks again with RFC 9421 after %i, and starts with it the next time",
  async (refusal) => {
    const { agent, origin, host, knocks } = await peer(status("rfc9421", refusal));
    const memory = memoryOf();
    for (const url of [`${origin}/inbox`, `${origin}/inbox`])
      expect(await signedRequest(agent, { url, ...post, key, memory, clock })).toMatchObject({
        value: { status: 202 },
      });
    expect(knocks).toEqual(["draft-cavage POST /inbox", "rfc9421 POST /inbox", "rfc9421 POST /inbox"]);
    expect(memory.known).toEqual({ [host]: "rfc9421" });
  },
);

test("falls back to draft-cavage for a peer that no longer reads RFC 9421", async () => {
  const { agent, origin, host, knocks } = await peer(status("draft-cavage", 400));
  const memory = memoryOf({ [host]: "rfc9421" });
  await signedRequest(agent, { url: `${origin}/inbox`, ...post, key, memory, clock });
  expect(knocks).toEqual(["rfc9421 POST /inbox", "draft-cavage POST /inbox"]);
  expect(memory.known).toEqual({ [host]: "draft-cavage" });
});

test("a 403 from a host that has accepted our signature before is an answer, not a knock", async () => {
  const { agent, origin, host, knocks } = await peer((_, __, response) => response.writeHead(403).end());
  const memory = memoryOf({ [host]: "draft-cavage" });
  const answer = await signedRequest(agent, { url: `${origin}/inbox`, ...post, key, memory, clock });
  expect(answer).toMatchObject({ ok: true, value: { status: 403 } });
  expect(knocks).toHaveLength(1);
});

test("a 400 from a host that has accepted draft-cavage before is about the activity, and the first refusal counts", async () => {
  const lemmy = await peer((_, __, response) => response.writeHead(400).end());
  const memory = memoryOf({ [lemmy.host]: "draft-cavage" });
  const answer = await signedRequest(lemmy.agent, {
    url: `${lemmy.origin}/inbox`,
    ...post,
    key,
    memory,
    clock,
  });
  expect(answer).toMatchObject({ ok: true, value: { status: 400 } });
  expect(lemmy.knocks).toHaveLength(1);

  let asked = 0;
  const other = await peer((_, __, response) => response.writeHead(asked++ === 0 ? 400 : 401).end());
  const unknown = { url: `${other.origin}/inbox`, ...post, key, memory: memoryOf(), clock };
  expect(await signedRequest(other.agent, unknown)).toMatchObject({ ok: true, value: { status: 400 } });
  expect(other.knocks).toHaveLength(2);
});

test("nothing is remembered of a refusal, nor of an error on the other side", async () => {
  const memory = memoryOf();
  const refusing = await peer((_, __, response) => response.writeHead(401).end());
  const failing = await peer((_, __, response) => response.writeHead(503).end());
  for (const { agent, origin } of [refusing, failing])
    await signedRequest(agent, { url: `${origin}/inbox`, ...post, key, memory, clock });
  expect(memory.known).toEqual({});
  expect(refusing.knocks).toHaveLength(2);
  expect(failing.knocks).toHaveLength(1);
});

test("starts with RFC 9421 where the peer is said to read it", async () => {
  const { agent, origin, knocks } = await peer(status("rfc9421", 401));
  await signedRequest(agent, {
    url: `${origin}/inbox`,
    ...post,
    key,
    memory: { ...memoryOf(), first: () => "rfc9421" },
    clock,
  });
  expect(knocks).toEqual(["rfc9421 POST /inbox"]);
});

test("what lets us in at one server is not shown to another that it redirects to", async () => {
  const shown: unknown[] = [];
  const other = await peer((_, request, response) => {
    shown.push(request.headers.authorization);
    response.end("{}");
  });
  const { agent, origin } = await peer((_, request, response) => {
    shown.push(request.headers.authorization);
    const location = request.url === "/first" ? "/second" : `${other.origin}/third`;
    response.writeHead(302, { location }).end();
  });
  const headers = { Authorization: "ActivityPubActorToken {}" };
  await signedRequest(agent, { url: `${origin}/first`, key, memory: memoryOf(), clock, headers });
  expect(shown).toEqual([headers.Authorization, headers.Authorization, undefined]);
});

test("a GET with a query string is tried with and without it in the signature", async () => {
  const signatures = new Set<string>();
  const { agent, origin, knocks } = await peer((spec, request, response) => {
    signatures.add(String(request.headers.signature));
    response.writeHead(signatures.size === 2 ? 200 : 401).end("{}");
  });
  const answer = await signedRequest(agent, {
    url: `${origin}/outbox?page=2`,
    key,
    memory: memoryOf(),
    clock,
  });
  expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
  expect(knocks).toEqual(["draft-cavage GET /outbox?page=2", "draft-cavage GET /outbox?page=2"]);
});

test("a redirected GET is signed anew, and a redirected POST is not sent on", async () => {
  const { agent, origin, knocks } = await peer((_, request, response) => {
    if (request.url === "/new") response.end(String(request.headers.signature?.length));
    else response.writeHead(307, { location: "/new" }).end();
  });
  const memory = memoryOf();
  expect(await signedRequest(agent, { url: `${origin}/old`, key, memory, clock })).toMatchObject({
    value: { status: 200, url: `${origin}/new` },
  });
  expect(await signedRequest(agent, { url: `${origin}/old`, ...post, key, memory, clock })).toMatchObject({
    value: { status: 307 },
  });
  expect(knocks).toEqual(["draft-cavage GET /old", "draft-cavage GET /new", "draft-cavage POST /old"]);
});

test("redirects without end, and a server that is away, are ordinary problems", async () => {
  const { agent, origin } = await peer((_, __, response) => response.writeHead(302, { location: "/" }).end());
  const request = { key, memory: memoryOf(), clock };
  expect(await signedRequest(agent, { url: origin, ...request })).toMatchObject({
    ok: false,
    kind: "redirects",
  });
  expect(await signedRequest(agent, { url: "http://127.0.0.1:1/", ...request })).toMatchObject({
    ok: false,
    kind: "unreachable",
  });
  expect(await signedRequest(agent, { url: "nonsense", ...request })).toMatchObject({
    ok: false,
    kind: "invalid",
  });
});
