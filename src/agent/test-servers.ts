import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { type Agent, type AgentOptions, createAgent } from "./agent.ts";

/** Servers and agents of one test file; what a test opens is closed after it. */
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export const afterwards = (close: () => unknown): unknown => closing.push(close);

export function agentWith(options: Partial<AgentOptions> = {}): Agent {
  const agent = createAgent({
    origin: "https://north.example",
    version: "1.2.3",
    allowPrivateAddresses: true,
    ...options,
  });
  afterwards(() => agent.close());
  return agent;
}

/** A server on a port of its own, or on `port` of another address of this machine. */
export async function serve(
  listener: RequestListener,
  host = "127.0.0.1",
  port = 0,
): Promise<{ port: number; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  afterwards(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

export const text = (body: Uint8Array): string => new TextDecoder().decode(body);
