import type { RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { agentWith, serve } from "./test-servers.ts";

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
    const tcp = createTcpServer((socket) =>
      socket
        .on("error", () => {})
        .resume()
        .write("SSH-2.0-OpenSSH_9.2\r\n"),
    );
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
