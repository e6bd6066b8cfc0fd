import { describe, expect, test } from "vitest";
import type { AgentOptions } from "./agent.ts";
import type { Rules } from "./rules.ts";
import { agentWith, serve, text } from "./test-servers.ts";

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
    await serve((_, response) => response.end("public"), "127.0.0.1", secret.port);
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
    await serve(
      (_, response) => response.setHeader("connection", "close").end("public"),
      "127.0.0.1",
      secret.port,
    );
    const agent = agentWith(internet(async () => answers(resolved++ % 2 === 0 ? "127.0.0.1" : "127.0.0.2")));
    const url = `http://rebinding.example:${secret.port}/`;
    expect(await agent.request(url)).toMatchObject({ ok: true });
    // One look-up a connection: what was checked is what was connected to.
    expect(resolved).toBe(1);
    expect(await agent.request(url)).toMatchObject({ ok: false, kind: "refused" });
    expect(secretAsked).toBe(0);
  });
});
