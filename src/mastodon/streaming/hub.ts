import { grantOf } from "../../apps/index.ts";
import { type Acting, type Context, hear, type Heard } from "../../context.ts";
import { described } from "../../core/described.ts";
import type { Id } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import { apiFor } from "../api.ts";
import { messagesFor, newsOf, notificationFor } from "./events.ts";
import { ownMessagesFor, ownNewsOf } from "./own-events.ts";
import type { Listener } from "./streams.ts";

/** Streams of one person at a time, and in all. */
const mostForOne = 30;
const mostInAll = 5000;

export interface Hub {
  /**
   * Sends a listener what happens, until the returned function is called.
   *
   * @throws {Refusal} `too many` streams of one person, or in all
   */
  listen(listener: Listener): () => void;
  /** Who a token stands for; null for nobody. */
  admit(token: string): Promise<{ personId: Id; scopes: string } | null>;
  stop(): void;
}

/** Hears what happens, here and in the other processes, and sends it to whom it concerns. */
export function createHub(contextFor: (acting: Acting | null) => Context): Hub {
  const { store, clock } = contextFor(null);
  const listeners = new Set<Listener>();
  // One after another, so that what happened first is heard first.
  let turn: Promise<void> = Promise.resolve();
  let deaf: (() => void) | null = null;

  const admit: Hub["admit"] = async (token) => {
    const found = await grantOf(store, token, clock());
    return found?.acting ? { personId: found.acting.id, scopes: found.grant.scopes } : null;
  };

  const apiOf = (id: Id) => apiFor(contextFor({ id, local: true, administrator: false }));

  async function recheck(personId: Id | null): Promise<void> {
    for (const listener of [...listeners]) {
      if (listener.personId === personId && !(await admit(listener.token))) listener.end();
    }
  }

  async function dispatch(heard: Heard): Promise<void> {
    if (listeners.size === 0) return;
    const { kind, actorId, notificationId } = heard;
    if (kind === "app.ended" || kind === "person.closed" || kind === "person.password changed")
      return recheck(actorId);
    if (kind === "person.told" && notificationId !== undefined) {
      for (const listener of [...listeners].filter(({ personId }) => personId === actorId)) {
        for (const message of await notificationFor(await apiOf(listener.personId), listener, notificationId))
          listener.send(message);
      }
      return;
    }
    const everybody = [...listeners];
    const api = await apiFor(contextFor(null));
    const listening = [...new Set(everybody.map(({ personId }) => personId))];
    const [news, own] = [await newsOf(api, heard, listening), await ownNewsOf(api, heard, listening)];
    if (!news && !own) return;
    for (const listener of everybody) {
      const theirs = await apiOf(listener.personId);
      for (const message of [
        ...(news ? await messagesFor(theirs, listener, news) : []),
        ...(own ? await ownMessagesFor(theirs, listener, own) : []),
      ])
        if (listeners.has(listener)) listener.send(message);
    }
  }

  return {
    admit,
    listen(listener) {
      const mine = [...listeners].filter(({ personId }) => personId === listener.personId).length;
      if (mine >= mostForOne || listeners.size >= mostInAll) {
        throw new Refusal("too many", "Too many apps of yours are listening.");
      }
      listeners.add(listener);
      deaf ??= hear(store, (heard) => {
        turn = turn
          .then(() => dispatch(heard))
          .catch((error: unknown) =>
            console.error(JSON.stringify({ level: "error", work: "streaming", error: described(error) })),
          );
      });
      return () => listeners.delete(listener);
    },
    stop() {
      deaf?.();
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
