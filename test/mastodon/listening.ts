import { request } from "node:http";
import { WebSocket } from "ws";
import { decodes } from "./decoder.ts";
import type { Thing } from "./app.ts";

export interface Event {
  stream: string[];
  event: string;
  payload: string;
}

/** An app that listens, over a socket or as server-sent events. */
export interface Ear {
  /** The address of the stream, of server-sent events. */
  name: string;
  heard: Event[];
  /** What was said no to. */
  refused: { error: string; status: number }[];
  /** Until all that was said has been taken in. */
  agreed(): Promise<void>;
  /** What was agreed as the subprotocol. */
  protocol: string;
  say(message: object): void;
  /** Until something is there among what was heard. */
  until(what: (event: Event) => boolean): Promise<Event>;
  closed: Promise<number>;
  close(): void;
}

const paths: Record<string, string> = {
  update: "/api/v1/statuses/1",
  "status.update": "/api/v1/statuses/1",
  notification: "/api/v1/notifications/1",
  conversation: "/api/v1/conversations/1/read",
};

/** What an event holds, once it is known to be as apps take it. */
export function payloadOf({ event, payload }: Event): Thing {
  if (event === "delete") return payload;
  const body = JSON.parse(payload) as Thing;
  decodes(paths[event]!, body);
  return body;
}

function ear(rest: Pick<Ear, "say" | "close"> & { closed: Promise<number> }) {
  const heard: Event[] = [];
  const refused: Ear["refused"] = [];
  const waiting = new Set<() => void>();
  return {
    ...rest,
    heard,
    refused,
    async agreed() {
      const before = refused.length;
      rest.say({ type: "subscribe", stream: "nothing of that name" });
      while (refused.length === before) await new Promise((resolve) => setTimeout(resolve, 2));
    },
    protocol: "",
    name: "",
    hears(event: Event) {
      heard.push(event);
      for (const look of waiting) look();
    },
    until: (what: (event: Event) => boolean) =>
      new Promise<Event>((resolve) => {
        const look = () => {
          const found = heard.find(what);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Opens a socket as an app does; fails with the status where it is refused. */
export function listenBySocket(
  origin: string,
  { query = "", protocol, token }: { query?: string; protocol?: string; token?: string } = {},
): Promise<Ear> {
  const { host, port } = new URL(origin);
  const headers: Record<string, string> = { host };
  if (token) headers.authorization = `Bearer ${token}`;
  const ws = new WebSocket(`ws://127.0.0.1:${port}/api/v1/streaming${query}`, protocol ? [protocol] : [], {
    headers,
  });
  const closed = new Promise<number>((resolve) => ws.once("close", resolve));
  const one = ear({ say: (message) => ws.send(JSON.stringify(message)), close: () => ws.close(), closed });
  ws.on("message", (data) => {
    const said = JSON.parse(String(data as Buffer)) as Event | Ear["refused"][number];
    if ("error" in said) one.refused.push(said);
    else one.hears(said);
  });
  return new Promise((resolve, reject) => {
    ws.once("open", () => resolve(Object.assign(one, { protocol: ws.protocol })));
    ws.once("unexpected-response", (_, answer) => reject(new Error(String(answer.statusCode))));
    ws.once("error", reject);
  });
}

/** Opens server-sent events. */
export function listenBySse(origin: string, path: string, token: string): Promise<Ear> {
  const { host, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        path: `/api/v1/streaming/${path}`,
        headers: { host, authorization: `Bearer ${token}` },
      },
      (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(String(answer.statusCode)));
        const closed = new Promise<number>((done) => answer.once("close", () => done(0)));
        const one = ear({ say: () => {}, close: () => sent.destroy(), closed });
        one.name = path;
        let text = "";
        answer.on("error", () => {});
        answer.setEncoding("utf8").on("data", (part: string) => {
          text += part;
          const blocks = text.split("\n\n");
          text = blocks.pop()!;
          for (const block of blocks) {
            const [, event] = /^event: (.+)$/m.exec(block) ?? [];
            const [, payload] = /^data: (.+)$/m.exec(block) ?? [];
            if (event && payload) one.hears({ stream: [path], event, payload });
          }
          resolve(one);
        });
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}
