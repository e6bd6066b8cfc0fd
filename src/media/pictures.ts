import { eq, sql } from "drizzle-orm";
import { media, prepared, remotePicture, type Store } from "../../db/index.ts";
import type { Agent } from "../agent/index.ts";
import type { Clock } from "../core/clock.ts";
import type { Id } from "../core/id.ts";
import { invalid } from "../core/refusal.ts";
import { encodePicture } from "./encode.ts";
import { keepPicture } from "./operations.ts";
import { largestFile, retryAfter } from "./rules.ts";

export interface ServedPicture {
  type: string;
  data: Uint8Array<ArrayBuffer>;
}

export interface Pictures {
  /**
   * Takes in a picture that somebody uploaded.
   *
   * @throws {Refusal} `invalid` on `picture`
   */
  store(bytes: Uint8Array): Promise<Id>;
  byId(id: Id): Promise<ServedPicture | null>;
  /** A picture from elsewhere by the hash of its address; fetched at first. Null for whatever reason there is none. */
  remote(urlHash: string): Promise<ServedPicture | null>;
}

const byId = prepared("media by id", (db) =>
  db
    .select({ type: media.type, data: media.data })
    .from(media)
    .where(eq(media.id, sql.placeholder("id"))),
);

const byHash = prepared("remote picture", (db) =>
  db
    .select()
    .from(remotePicture)
    .where(eq(remotePicture.urlHash, sql.placeholder("urlHash"))),
);

/** Requests to other servers for pictures at one time: a page full of new faces must not become a flood. */
const atOnce = 4;

export function createPictures({
  store,
  clock,
  agent,
}: {
  store: Store;
  clock: Clock;
  agent: Pick<Agent, "request">;
}): Pictures {
  const running = new Map<string, Promise<Id | null>>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function turn<T>(work: () => Promise<T>): Promise<T> {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      return await work();
    } finally {
      // Whoever waits takes this place over; only an empty queue frees it.
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  }

  /** Fetches, checks, encodes and keeps a picture, or keeps why there is none. */
  async function bring(urlHash: string, url: string): Promise<Id | null> {
    const answer = await agent.request(url, { maxBytes: largestFile, accept: "image/*" });
    const good = answer.ok && answer.value.status === 200;
    const encoded = good
      ? await encodePicture(answer.value.body)
      : { ok: false as const, problem: answer.ok ? `status ${answer.value.status}` : answer.problem };
    const at = clock();
    return store.transaction(async (tx) => {
      const mediaId = encoded.ok ? await keepPicture({ tx, at }, encoded.value) : null;
      const problem = encoded.ok ? null : encoded.problem.slice(0, 200);
      await tx
        .update(remotePicture)
        .set({ mediaId, problem, tried: at })
        .where(eq(remotePicture.urlHash, urlHash));
      return mediaId;
    });
  }

  function fetched(urlHash: string, url: string): Promise<Id | null> {
    let current = running.get(urlHash);
    if (!current) {
      current = turn(() => bring(urlHash, url)).finally(() => running.delete(urlHash));
      running.set(urlHash, current);
    }
    return current;
  }

  async function served(id: Id): Promise<ServedPicture | null> {
    const [found] = await byId(store, { id });
    return found ? { type: found.type, data: new Uint8Array(found.data) } : null;
  }

  return {
    byId: served,
    async store(bytes) {
      const encoded = await encodePicture(bytes);
      if (!encoded.ok) throw invalid("picture", encoded.problem);
      const at = clock();
      return store.transaction((tx) => keepPicture({ tx, at }, encoded.value));
    },
    async remote(urlHash) {
      const [noted] = await byHash(store, { urlHash });
      if (!noted) return null;
      if (noted.mediaId) return served(noted.mediaId);
      if (noted.tried && clock().getTime() - noted.tried.getTime() < retryAfter) return null;
      const id = await fetched(urlHash, noted.url);
      return id ? served(id) : null;
    },
  };
}
