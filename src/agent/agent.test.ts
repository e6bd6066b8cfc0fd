import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { type Agent, type AgentOptions, createAgent } from "./agent.ts";
import type { Rules } from "./rules.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function agentWith(options: Partial<AgentOptions> = {}): Agent {
  const agent = createAgent({
    origin: "https://north.example",
    version: "1.2.3",
    allowPrivateAddresses: true,
    ...options,
  });
  closing.push(() => agent.close());
  return agent;
}

async function serve(
  listener: RequestListener,
  host = "127.0.0.1",
): Promise<{ port: number; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

const text = (body: Uint8Array): string => new TextDecoder().decode(body);

describe("an ordinary request", () => {
  test("says who asks, and brings status, headers and body", async () => {
    const { port } = await serve((request, response) => {
      response.writeHead(418, { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] });
      response.end(
        [request.method, request.url, request.headers["user-agent"], request.headers.accept].join(" "),
      );
    });
    const answer = await agentWith().request(`http://127.0.0.1:${port}/a?b=c#d`, { accept: "text/plain" });
    if (!answer.ok) throw new Error(answer.problem);
    expect(answer.value.status).toBe(418);
    expect(answer.value.headers.get("content-type")).toBe("text/plain");
    expect(answer.value.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(text(answer.value.body)).toBe("GET /a?b=c Tombolo/1.2.3 (+https://north.example) text/plain");
  });

  test("names below localhost are this machine in a closed network", async () => {
    const { port } = await serve((request, response) => response.end(request.headers.host));
    const answer = await agentWith().request(`http://north.localhost:${port}/`);
    expect(answer).toMatchObject({ ok: true });
    expect(answer.ok && text(answer.value.body)).toBe(`north.localhost:${port}`);
  });

  test("sends a body as it is, and a caller cannot hide who asks", async () => {
    const { port } = await serve((request, response) => {
      request.setEncoding("utf8");
      let body = "";
      request.on("data", (chunk: string) => (body += chunk));
      request.on("end", () => response.end(`${request.headers["user-agent"]} ${body}`));
    });
    const answer = await agentWith().request(`http://127.0.0.1:${port}/`, {
      method: "POST",
      body: new TextEncoder().encode("ünïcode"),
      headers: { "User-Agent": "someone else" },
    });
    expect(answer.ok && text(answer.value.body)).toBe("Tombolo/1.2.3 (+https://north.example) ünïcode");
  });

  test("keeps connections, and opens no more than eight to one host", async () => {
    let open = 0;
    let opened = 0;
    let most = 0;
    const { port, server } = await serve((_, response) => setTimeout(() => response.end("ok"), 20));
    server.on("connection", (socket) => {
      opened++;
      most = Math.max(most, ++open);
      socket.on("close", () => open--);
    });
    const agent = agentWith();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => agent.request(`http://127.0.0.1:${port}/`)),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(most).toBe(8);
    expect(opened).toBe(8);
  });
});

describe("limits", () => {
  const large = Buffer.alloc(100_000, "a");

  test.each([
    ["gzip", gzipSync(large)],
    ["x-gzip", gzipSync(large)],
    ["deflate", deflateSync(large)],
    ["deflate", deflateRawSync(large)],
    ["br", brotliCompressSync(large)],
    ["identity", large],
  ])("%s is undone", async (encoding, body) => {
    const { port } = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    const answer = await agentWith().request(`http://127.0.0.1:${port}/`);
    expect(answer.ok && Buffer.compare(answer.value.body, large)).toBe(0);
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("a bomb in %s is defused", async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(50 << 20));
    const { port } = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(bomb),
    );
    const answer = await agentWith().request(`http://127.0.0.1:${port}/`, { maxBytes: 200_000 });
    expect(answer).toMatchObject({ ok: false, kind: "too-large" });
  });

  test.each(["gzip, gzip", "compress", "__proto__"])("%s is not undone", async (encoding) => {
    const { port } = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end("x"),
    );
    expect(await agentWith().request(`http://127.0.0.1:${port}/`)).toMatchObject({
      ok: false,
      kind: "invalid",
    });
  });

  test("a damaged body is an ordinary problem", async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("no"),
    );
    expect(await agentWith().request(`http://127.0.0.1:${port}/`)).toMatchObject({
      ok: false,
      kind: "invalid",
    });
  });

  test("an endless body is cut, and its connection with it", async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const { port } = await serve((request, response) => {
      const more = (): void => {
        while (response.write(large));
      };
      response.on("drain", more);
      request.socket.on("close", () => closed());
      more();
    });
    expect(await agentWith().request(`http://127.0.0.1:${port}/`)).toMatchObject({
      ok: false,
      kind: "too-large",
    });
    await gone;
  });

  test.each([
    ["never answers", () => {}],
    [
      "stops in the headers",
      (_: unknown, response: { socket: { write(text: string): void } | null }) =>
        response.socket!.write("HTTP/1.1 200 OK\r\n"),
    ],
  ])("a server that %s runs out of time", async (_, listener) => {
    const { port } = await serve(listener as RequestListener);
    const answer = await agentWith().request(`http://127.0.0.1:${port}/`, { timeoutMs: 150 });
    expect(answer).toMatchObject({ ok: false, kind: "timeout" });
  });

  test("a body that drips runs out of time as a whole", async () => {
    const { port } = await serve((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("a"), 10);
      response.on("close", () => clearInterval(drip));
    });
    const answer = await agentWith().request(`http://127.0.0.1:${port}/`, { timeoutMs: 200 });
    expect(answer).toMatchObject({ ok: false, kind: "timeout" });
  });

  test("headers without end are refused", async () => {
    const { port } = await serve((_, response) => {
      response.setHeader("x-long", "a".repeat(100_000));
      response.end();
    });
    expect(await agentWith().request(`http://127.0.0.1:${port}/`)).toMatchObject({
      ok: false,
      kind: "too-large",
    });
  });

  test("what is no HTTP, and what is not there, are ordinary problems", async () => {
    const tcp = createTcpServer((socket) => socket.on("error", () => {}).write("SSH-2.0-OpenSSH_9.2\r\n"));
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const { port } = tcp.address() as AddressInfo;
    const agent = agentWith();
    expect(await agent.request(`http://127.0.0.1:${port}/`)).toMatchObject({ ok: false, kind: "invalid" });
    await new Promise((resolve) => tcp.close(resolve));
    expect(await agent.request(`http://127.0.0.1:${port}/`)).toMatchObject({
      ok: false,
      kind: "unreachable",
    });
    expect(await agent.request("nonsense")).toMatchObject({ ok: false, kind: "invalid" });
    expect(
      await agent.request(`http://127.0.0.1:${port}/`, { headers: { "x-a": "b\r\nx-c: d" } }),
    ).toMatchObject({ ok: false, kind: "invalid" });
  });

  test("a name that does not exist is an ordinary problem", async () => {
    const missing = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    const agent = agentWith({ rules: { resolve: () => Promise.reject(missing) } });
    const answer = await agent.request("http://nowhere.example/");
    expect(answer).toMatchObject({
      ok: false,
      kind: "unreachable",
      problem: "There is no server of that name.",
    });
  });
});

describe("redirects", () => {
  const redirecting: RequestListener = (request, response) => {
    const left = Number(request.url!.slice(1));
    if (left === 0) response.end(JSON.stringify(request.headers));
    else response.writeHead(302, { location: `/${left - 1}` }).end("moved");
  };

  test("are followed three times, and the final address is told", async () => {
    const { port } = await serve(redirecting);
    const answer = await agentWith().request(`http://127.0.0.1:${port}/3`);
    expect(answer).toMatchObject({ ok: true, value: { status: 200, url: `http://127.0.0.1:${port}/0` } });
  });

  test("end after the third, and a loop with them", async () => {
    const { port } = await serve(redirecting);
    const loop = await serve((_, response) => response.writeHead(301, { location: "/" }).end());
    const agent = agentWith();
    expect(await agent.request(`http://127.0.0.1:${port}/4`)).toMatchObject({ ok: false, kind: "redirects" });
    expect(await agent.request(`http://127.0.0.1:${loop.port}/`)).toMatchObject({
      ok: false,
      kind: "redirects",
    });
  });

  test("are the answer itself for a POST, and where none are wanted", async () => {
    const { port } = await serve(redirecting);
    const agent = agentWith();
    for (const options of [{ method: "POST", body: "x" }, { redirects: 0 }])
      expect(await agent.request(`http://127.0.0.1:${port}/1`, options)).toMatchObject({
        ok: true,
        value: { status: 302 },
      });
  });

  test("to another host don't carry credentials or signatures along", async () => {
    const seen: string[] = [];
    const other = await serve((request, response) => {
      seen.push(...Object.keys(request.headers));
      response.end();
    });
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end(),
    );
    await agentWith().request(`http://127.0.0.1:${port}/`, {
      headers: { Authorization: "Bearer x", Cookie: "a=b", Signature: "s", "X-Kept": "yes" },
    });
    expect(seen).toContain("x-kept");
    expect(seen).not.toContain("authorization");
    expect(seen).not.toContain("cookie");
    expect(seen).not.toContain("signature");
  });
});

/**
 * The rules of the open internet, except that one address of this machine counts as public and plain HTTP will do: so
 * that a test has a "public" server to start from. 127.0.0.2 stands for whatever must not be reached.
 */
const internet = (resolve: Rules["resolve"]): Partial<AgentOptions> => ({
  allowPrivateAddresses: false,
  rules: { plainHttp: true, anyPort: true, mayConnect: (address) => address === "127.0.0.1", resolve },
});

const answers = (...addresses: string[]) => addresses.map((address) => ({ address, family: 4 }));

describe("private addresses", () => {
  test("a name that leads to one is refused, and nothing is opened", async () => {
    let asked = 0;
    const { port } = await serve(() => asked++, "127.0.0.2");
    const agent = agentWith(internet(async () => answers("127.0.0.2")));
    expect(await agent.request(`http://evil.example:${port}/`)).toMatchObject({ ok: false, kind: "refused" });
    expect(asked).toBe(0);
  });

  test("with the real rules, 127.0.0.1 and what resolves to it are refused", async () => {
    const agent = agentWith({
      allowPrivateAddresses: false,
      rules: { plainHttp: true, anyPort: true, resolve: async () => answers("127.0.0.1", "10.0.0.1") },
    });
    const { port } = await serve((_, response) => response.end());
    for (const host of ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "localhost", "rebound.example"])
      expect(await agent.request(`http://${host}:${port}/`)).toMatchObject({ ok: false, kind: "refused" });
  });

  test("of several addresses only the public ones are used", async () => {
    let asked = 0;
    const secret = await serve(() => asked++, "127.0.0.2");
    const server = createServer((_, response) => response.end("public"));
    await new Promise<void>((resolve) => server.listen(secret.port, "127.0.0.1", resolve));
    closing.push(() => server.close());
    const agent = agentWith(internet(async () => answers("127.0.0.2", "127.0.0.1")));
    const answer = await agent.request(`http://mixed.example:${secret.port}/`, {
      headers: { connection: "close" },
    });
    expect(answer.ok && text(answer.value.body)).toBe("public");
    expect(asked).toBe(0);
  });

  test.each(["http://127.0.0.2", "http://evil.example", "http://[::1]", "http://localhost"])(
    "a redirect to %s is refused",
    async (target) => {
      let asked = 0;
      const secret = await serve(() => asked++, "127.0.0.2");
      const { port } = await serve((_, response) =>
        response.writeHead(302, { location: `${target}:${secret.port}/` }).end(),
      );
      const agent = agentWith(
        internet(async (name) => answers(name === "good.example" ? "127.0.0.1" : "127.0.0.2")),
      );
      expect(await agent.request(`http://good.example:${port}/`)).toMatchObject({
        ok: false,
        kind: "refused",
      });
      expect(asked).toBe(0);
    },
  );

  test("a redirect to another scheme is refused", async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    );
    const agent = agentWith(internet(async () => answers("127.0.0.1")));
    expect(await agent.request(`http://good.example:${port}/`)).toMatchObject({ ok: false, kind: "refused" });
  });

  test("a name that changes between check and connection (rebinding) gains nothing", async () => {
    let secretAsked = 0;
    let resolved = 0;
    const secret = await serve(() => secretAsked++, "127.0.0.2");
    const server = createServer((_, response) => response.setHeader("connection", "close").end("public"));
    await new Promise<void>((resolve) => server.listen(secret.port, "127.0.0.1", resolve));
    closing.push(() => server.close());
    const agent = agentWith(internet(async () => answers(resolved++ % 2 === 0 ? "127.0.0.1" : "127.0.0.2")));
    const url = `http://rebinding.example:${secret.port}/`;
    expect(await agent.request(url)).toMatchObject({ ok: true });
    // One look-up a connection: what was checked is what was connected to.
    expect(resolved).toBe(1);
    expect(await agent.request(url)).toMatchObject({ ok: false, kind: "refused" });
    expect(secretAsked).toBe(0);
  });
});
