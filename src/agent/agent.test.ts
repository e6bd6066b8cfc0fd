import type { RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { agentWith, serve, text } from "./test-servers.ts";

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

describe("connections that are kept", () => {
  test("are used again, and opened anew where their server closed them meanwhile", async () => {
    const sockets: unknown[] = [];
    const { port } = await serve((request, response) => {
      // The third one on a connection meets a server that is just giving it up.
      if (sockets.filter((one) => one === request.socket).length === 2) return request.socket.destroy();
      sockets.push(request.socket);
      response.end("ok");
    });
    const agent = agentWith();
    for (let n = 0; n < 5; n++)
      expect(await agent.request(`http://127.0.0.1:${port}/`)).toMatchObject({ ok: true });
    expect(new Set(sockets).size).toBe(3);
  });

  test("are few, however many servers there are", async () => {
    const open = new Set<unknown>();
    const { port, server } = await serve((_, response) => response.end("ok"));
    server.on("connection", (socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    });
    const agent = agentWith();
    for (let n = 0; n < 200; n++) await agent.request(`http://peer-${n}.localhost:${port}/`);
    await expect.poll(() => open.size).toBe(128);
  });

  test("that an error breaks are an ordinary problem", async () => {
    const { port } = await serve((request) => request.socket.destroy());
    expect(await agentWith().request(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "unreachable" });
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
