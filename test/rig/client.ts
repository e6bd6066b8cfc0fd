import { request } from "node:http";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The whole body, where it is no text. */
  bytes: Buffer;
  /** Where a redirect leads, as path where it stays here. */
  location: string | null;
  json<T = unknown>(): T;
}

type Value = string | number | Blob | File;
export type Form = Record<string, Value | Value[] | null | undefined>;

/** A browser without pictures: it keeps cookies, names its origin, and follows no redirect by itself. */
export interface Client {
  readonly origin: string;
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form, as multipart where it holds a file. */
  post(path: string, form?: Form, headers?: Record<string, string>): Promise<Answer>;
  /** Sends anything. */
  send(
    method: string,
    path: string,
    body: string | Buffer,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Sends a form and opens the page it leads to. */
  submit(path: string, form?: Form): Promise<Answer>;
}

/** Reads a body whole. `*.localhost` is this machine, whatever its resolver says. */
function ask(
  method: string,
  address: URL,
  headers: Record<string, string>,
  body?: Buffer | string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        method,
        host: address.hostname.endsWith("localhost") ? "127.0.0.1" : address.hostname,
        port: address.port || 80,
        path: address.pathname + address.search,
        headers: { host: address.host, ...headers },
        agent: false,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => {
          const bytes = Buffer.concat(parts);
          const text = bytes.toString("utf8");
          const to = answer.headers.location ? new URL(answer.headers.location, address) : null;
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            bytes,
            text,
            location: to && (to.origin === address.origin ? to.pathname + to.search + to.hash : to.href),
            json: <T>() => JSON.parse(text) as T,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

async function encoded(form: Form): Promise<{ type: string; body: Buffer }> {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (one === null || one === undefined ? [] : [[name, one] as const])),
  );
  if (!pairs.some(([, value]) => value instanceof Blob)) {
    const body = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
    return { type: "application/x-www-form-urlencoded", body: Buffer.from(body.toString()) };
  }
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value instanceof Blob ? value : String(value));
  const whole = new Response(data);
  return { type: whole.headers.get("content-type")!, body: Buffer.from(await whole.arrayBuffer()) };
}

/** A visitor of `origin`, signed out. */
export function client(origin: string): Client {
  const cookies = new Map<string, string>();

  async function go(
    method: string,
    path: string,
    extra: Record<string, string> = {},
    body?: Buffer | string,
  ) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { accept: "text/html", ...(cookie ? { cookie } : {}), ...extra };
    const answer = await ask(method, new URL(path, origin), headers, body);
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0\b/i.test(line) || value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  const self: Client = {
    origin,
    cookies,
    get: (path, headers) => go("GET", path, headers),
    send: (method, path, body, headers) => go(method, path, headers, body),
    async post(path, form = {}, headers = {}) {
      const { type, body } = await encoded(form);
      return go("POST", path, { origin, "content-type": type, ...headers }, body);
    },
    async submit(path, form) {
      const answer = await self.post(path, form);
      return answer.location ? self.get(answer.location) : answer;
    },
  };
  return self;
}
