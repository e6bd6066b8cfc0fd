import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A request as it came over the socket. */
export interface Received {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface Reply {
  /** 0 hangs up without an answer. */
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Recorder {
  origin: string;
  host: string;
  /** All requests, in the order in which they were complete. */
  requests: Received[];
}

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** An HTTP server on this machine that keeps every request it gets, and ends with the test. */
export async function record(
  hostname: string,
  answer: (request: Received) => Reply | Promise<Reply>,
): Promise<Recorder> {
  const requests: Received[] = [];
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const request: Received = { method, path, headers, body: await readAll(incoming) };
    requests.push(request);
    const { status, headers: more = {}, body = "" } = await answer(request);
    if (status === 0) incoming.socket.destroy();
    else outgoing.writeHead(status, more).end(body);
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The server has no port");
  const host = `${hostname}:${address.port}`;
  return { origin: `http://${host}`, host, requests };
}
