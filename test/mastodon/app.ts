import { expect } from "vitest";
import { type Answer, client, type Form, type Instance, type Member } from "../rig.ts";
import { agrees } from "./contract.ts";
import { decodes } from "./decoder.ts";
import "./decoder-more.ts";
import { oauthError } from "./decoder-sign-in.ts";
import { tokenFor } from "./sign-in.ts";

/** An app of somebody's, or of nobody's. Each good answer is held against the decoder and the contract. */
export interface App {
  token: string | null;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form, as multipart where it holds a file. */
  send(path: string, form: Form): Promise<Answer>;
  /** What a good answer holds; anything else than 200 fails. */
  get<T = Thing>(path: string): Promise<T>;
  post<T = Thing>(path: string, body?: unknown): Promise<T>;
  put<T = Thing>(path: string, body?: unknown): Promise<T>;
  patch<T = Thing>(path: string, body?: unknown): Promise<T>;
  delete<T = Thing>(path: string, body?: unknown): Promise<T>;
  /** All of a list, by its Link headers. */
  all<T = Thing>(path: string): Promise<T[]>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- The decoder has looked at it.
export type Thing = any;

export const ids = (items: Thing[]): string[] => items.map((one: Thing) => String(one.id));
/** The ids of what is inside, where something was passed on. */
export const inner = (items: Thing[]): string[] =>
  items.map((one: Thing) => String((one.reblog as Thing | null)?.id ?? one.id));

export function appOf(origin: string, token: string | null): App {
  const visitor = client(origin);
  async function ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const headers: Record<string, string> = { accept: "application/json", ...more };
    if (token) headers.authorization = `Bearer ${token}`;
    const sent = body === undefined ? "" : JSON.stringify(body);
    if (sent) {
      headers["content-type"] = "application/json";
      // A DELETE with a body says how long it is, or is none.
      headers["content-length"] = String(Buffer.byteLength(sent));
    }
    return looked(method, path, await visitor.send(method, path, sent, headers));
  }
  function looked(method: string, path: string, answer: Answer): Answer {
    const { pathname } = new URL(path, origin);
    if (!/json/.test(String(answer.headers["content-type"]))) return answer;
    if (answer.status === 200) {
      const waits = pathname === "/api/v1/statuses" && "scheduled_at" in answer.json<object>();
      decodes(waits ? "/api/v1/scheduled_statuses/1" : pathname, answer.json());
      agrees(method, pathname, answer.json());
    } else if (/^\/oauth\/(token|revoke)/.test(pathname))
      expect(oauthError(answer.json(), pathname)).toEqual([]);
    else expect(answer.json(), `${method} ${path}`).toEqual({ error: expect.any(String) });
    return answer;
  }
  async function good<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await ask(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.json<T>();
  }
  return {
    token,
    ask,
    async send(path, form) {
      const headers: Record<string, string> = { accept: "application/json" };
      if (token) headers.authorization = `Bearer ${token}`;
      return looked("POST", path, await visitor.post(path, form, headers));
    },
    get: (path) => good("GET", path),
    post: (path, body) => good("POST", path, body),
    put: (path, body) => good("PUT", path, body),
    patch: (path, body) => good("PATCH", path, body),
    delete: (path, body) => good("DELETE", path, body),
    async all<T>(path: string) {
      const found: T[] = [];
      for (let next: string | null = path; next;) {
        const answer: Answer = await ask("GET", next);
        if (answer.status !== 200) throw new Error(`${next} answered ${answer.status}: ${answer.text}`);
        found.push(...answer.json<T[]>());
        const link = String(answer.headers.link ?? "");
        const [, to] = /<([^>]+)>; rel="next"/.exec(link) ?? [];
        if (to) expect(to.startsWith(origin)).toBe(true);
        next = to ?? null;
        expect(found.length).toBeLessThan(2000);
      }
      return found;
    },
  };
}

export const appFor = async (instance: Instance, member: Member, scopes?: string): Promise<App> =>
  appOf(instance.origin, await tokenFor(instance, member, scopes));
