import { and, asc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { content, prepared, type Store } from "../../db/index.ts";
import { type Context, hear, type Heard } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { rootOf } from "./post-query.ts";

/** An open page of a discussion, which hears what happens in it. */
export interface Listener {
  discussionId: Id;
  workspaceId: Id;
  personId: Id | null;
  /** Who is counted: a person, or a stranger's address. */
  counted: string;
  /** Something happened in the discussion. */
  happened(heard: Heard): void;
  /** Whether one may still read has to be asked again: memberships or levels changed. */
  recheck(): void;
  /** The person signed out somewhere: the stream ends, and the page asks again with what session it has. */
  signedOut(): void;
}

export const mostForOne = 20;
export const mostInAll = 2000;

interface Hub {
  listeners: Set<Listener>;
  stop: () => void;
}

const hubs = new WeakMap<Store, Hub>();

function dispatch(store: Store, hub: Hub): (heard: Heard) => void {
  // One after another, so that what happened first is heard first.
  let turn: Promise<void> = Promise.resolve();
  return (heard) => {
    const { kind, actorId, workspaceId, contentId } = heard;
    if (kind === "person.signed out" || kind === "person.closed" || kind === "person.password changed") {
      for (const listener of hub.listeners) if (listener.personId === actorId) listener.signedOut();
      return;
    }
    if (workspaceId === null) return;
    const there = [...hub.listeners].filter((listener) => listener.workspaceId === workspaceId);
    if (there.length === 0) return;
    if (contentId === null) {
      for (const listener of there) listener.recheck();
      return;
    }
    turn = turn
      .then(async () => {
        const rootId = await rootOf(store, contentId);
        for (const listener of there) {
          if (listener.discussionId === rootId && hub.listeners.has(listener)) listener.happened(heard);
        }
      })
      .catch((error: unknown) => console.error(error));
  };
}

/**
 * Listens to a discussion until the returned function is called. Whoever listens asks the database anew, at each
 * event, what they may see.
 *
 * @throws {Refusal} `too many` streams of one person, or in all
 */
export function listen(store: Store, listener: Listener): () => void {
  let hub = hubs.get(store);
  if (!hub) {
    const made: Hub = { listeners: new Set(), stop: () => {} };
    made.stop = hear(store, dispatch(store, made));
    hubs.set(store, (hub = made));
  }
  const mine = [...hub.listeners].filter(({ counted }) => counted === listener.counted).length;
  if (mine >= mostForOne || hub.listeners.size >= mostInAll) {
    throw new Refusal(
      "too many",
      "Too many pages of yours are open. Close some, or reload this one to see what is new.",
    );
  }
  const { listeners } = hub;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || hubs.get(store)?.listeners !== listeners) return;
    hubs.get(store)!.stop();
    hubs.delete(store);
  };
}

const missedQuery = prepared("comments that came after", (db) =>
  db
    .select({ id: content.id })
    .from(content)
    .where(
      and(
        eq(content.rootId, sql.placeholder("root")),
        // A placeholder alone would not become what the engine stores for a time.
        gt(content.accepted, sql.param(sql.placeholder("after"), content.accepted)),
        ne(content.id, sql.placeholder("root")),
        ne(content.authorId, sql.placeholder("reader")),
        isNull(content.deleted),
      ),
    )
    .orderBy(asc(content.accepted), asc(content.id))
    .limit(50),
);

const confirmedQuery = prepared("own comments confirmed after", (db) =>
  db
    .select({ id: content.id })
    .from(content)
    .where(
      and(
        eq(content.rootId, sql.placeholder("root")),
        eq(content.authorId, sql.placeholder("reader")),
        gt(content.accepted, sql.param(sql.placeholder("after"), content.accepted)),
        // What is said in a workspace that lives here is taken in at once.
        gt(content.accepted, content.published),
        isNull(content.deleted),
      ),
    )
    .limit(50),
);

/** Comments of one's own that the workspace's home confirmed after a moment: the page may say that they wait. */
export async function confirmedSince(ctx: Context, discussionId: Id, after: Date): Promise<Id[]> {
  if (!ctx.actor) return [];
  const rows = await confirmedQuery(ctx.store, { root: discussionId, after, reader: ctx.actor.id });
  return rows.map(({ id }) => id);
}

/** Comments of others that came here after a moment: what a page missed while it was not listening. */
export async function missedSince(ctx: Context, discussionId: Id, after: Date): Promise<Id[]> {
  const rows = await missedQuery(ctx.store, {
    root: discussionId,
    after,
    reader: ctx.actor?.id ?? 0,
  });
  return rows.map(({ id }) => id);
}
