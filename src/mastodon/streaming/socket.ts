import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { Refusal } from "../../core/refusal.ts";
import type { Hub } from "./hub.ts";
import { keyOf, type Listener, mayListen, type Message, streamOf } from "./streams.ts";

/** Milliseconds between signs of life. */
const heartbeat = 30_000;
/** Bytes that wait for an app that does not take them. */
const mostWaiting = 4 * 1024 * 1024;
const largestRequest = 16 * 1024;
const mostStreams = 100;

const written = ({ stream, event, payload }: Message): string => JSON.stringify({ stream, event, payload });

/** The token, wherever an app shows it. As a subprotocol it is the one thing a browser can send along. */
function tokenOf(request: IncomingMessage, url: URL): string | null {
  const [, shown] = /^bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const [offered] = (request.headers["sec-websocket-protocol"] ?? "").split(",");
  return shown ?? url.searchParams.get("access_token") ?? (offered?.trim() || null);
}

function refuse(socket: Duplex, status: string): void {
  const body = JSON.stringify({ error: status.slice(4) });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** What one connection says and hears. */
function converse(
  ws: WebSocket,
  hub: Hub,
  who: { personId: number; scopes: string; token: string },
  first: URL,
) {
  let alive = true;
  const listener: Listener = {
    ...who,
    streams: new Map(),
    send(message) {
      if (ws.bufferedAmount > mostWaiting) ws.terminate();
      else ws.send(written(message));
    },
    end: () => ws.close(4401, "The access token is invalid"),
  };
  const change = (asked: { type?: unknown; stream?: unknown; list?: unknown; tag?: unknown }) => {
    const stream = streamOf(asked);
    if (!stream) return ws.send(JSON.stringify({ error: "Unknown stream type", status: 400 }));
    if (asked.type === "unsubscribe") listener.streams.delete(keyOf(stream));
    else if (!mayListen(who.scopes, stream))
      ws.send(JSON.stringify({ error: "Access token does not have the required scopes", status: 401 }));
    else if (listener.streams.size < mostStreams) listener.streams.set(keyOf(stream), stream);
  };
  let leave: () => void;
  try {
    leave = hub.listen(listener);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return ws.close(4429, error.message);
  }
  const beat = setInterval(() => {
    if (!alive) return ws.terminate();
    alive = false;
    ws.ping();
  }, heartbeat);
  beat.unref();
  ws.on("pong", () => (alive = true));
  ws.on("error", () => ws.terminate());
  ws.on("close", () => {
    clearInterval(beat);
    leave();
  });
  ws.on("message", (data) => {
    let asked: unknown;
    try {
      asked = JSON.parse(String(data as Buffer));
    } catch {
      return ws.send(JSON.stringify({ error: "That is not JSON", status: 400 }));
    }
    const { type } = (asked ?? {}) as { type?: unknown };
    if (type === "subscribe" || type === "unsubscribe") change(asked as { type: string });
  });
  if (first.searchParams.has("stream")) change(Object.fromEntries(first.searchParams));
}

/** Streaming over WebSockets, at `/api/v1/streaming`. Returns how to stop. */
export function acceptSockets(server: Server, hub: Hub, origin: string): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestRequest,
    // Echoed, or browsers close what they opened.
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const url = URL.parse(request.url ?? "", origin);
    if (!url || !/^\/api\/v1\/streaming\/?$/.test(url.pathname)) return refuse(socket, "404 Not Found");
    const token = tokenOf(request, url);
    const who = token ? await hub.admit(token) : null;
    if (!who || !token) return refuse(socket, "401 Unauthorized");
    sockets.handleUpgrade(request, socket, head, (ws) => converse(ws, hub, { ...who, token }, url));
  };
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(request, socket, head).catch(() => socket.destroy());
  });
  return () => {
    for (const ws of sockets.clients) ws.terminate();
    sockets.close();
  };
}
