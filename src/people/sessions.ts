import { and, desc, eq, isNull, lt, ne, or, sql } from "drizzle-orm";
import {
  actor,
  appCode,
  appToken,
  notification,
  person,
  prepared,
  session,
  type Reader,
  type Store,
} from "../../db/index.ts";
import { pictureHref } from "../actors/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { deviceName, times } from "./rules.ts";
import { hashToken, newToken } from "./tokens.ts";

const before = (now: Date, ms: number): Date => new Date(now.getTime() - ms);
const expiry = (now: Date): Date => new Date(now.getTime() + times.sessionIdle);

/** Opens a session and returns its token, which is for the cookie only. */
export async function startSession(
  { tx, at }: Change,
  personId: Id,
  userAgent: string | null,
): Promise<string> {
  const token = newToken();
  await tx.insert(session).values({
    tokenHash: hashToken(token),
    personId,
    created: at,
    lastSeen: at,
    expires: expiry(at),
    userAgent: userAgent?.slice(0, 300) ?? null,
  });
  await noteVisit(tx, personId, at);
  return token;
}

/** After half an hour away a new visit begins, and the last moment of the old one is kept. */
async function noteVisit(tx: Change["tx"], personId: Id, now: Date): Promise<void> {
  await tx
    .update(person)
    .set({ previousVisit: sql`${person.lastSeen}` })
    .where(and(eq(person.actorId, personId), lt(person.lastSeen, before(now, times.visitGap))));
  await tx
    .update(person)
    .set({ lastSeen: now })
    .where(and(eq(person.actorId, personId), or(isNull(person.lastSeen), lt(person.lastSeen, now))));
}

export interface Viewer {
  id: Id;
  name: string;
  handle: string;
  picture: string | null;
  unread: number;
  administrator: boolean;
}

const bySession = prepared("viewer by session", (db) =>
  db
    .select({
      id: person.actorId,
      name: actor.name,
      handle: actor.handle,
      pictureId: actor.pictureId,
      pictureUrl: actor.pictureUrl,
      role: person.role,
      state: person.state,
      expires: session.expires,
      lastSeen: session.lastSeen,
      unread: sql<number>`(select count(*) from ${notification}
        where ${notification.personId} = ${person.actorId} and ${notification.read} is null)`.mapWith(Number),
    })
    .from(session)
    .innerJoin(person, eq(person.actorId, session.personId))
    .innerJoin(actor, eq(actor.id, session.personId))
    .where(eq(session.tokenHash, sql.placeholder("tokenHash"))),
);

/** Who a session's cookie stands for. That they were here is noted without the answer waiting for it. */
export async function viewerOf(store: Store, token: string, now: Date): Promise<Viewer | null> {
  const tokenHash = hashToken(token);
  const [row] = await bySession(store, { tokenHash });
  if (!row || row.state !== "active" || row.expires <= now) return null;
  if (row.lastSeen <= before(now, times.touchEvery)) {
    // A visit that could not be noted is no reason to fail; the next request tries again.
    touch(store, tokenHash, row.id, now).catch(() => {});
  }
  const { id, name, handle, unread, role } = row;
  return { id, name, handle, unread, picture: pictureHref(row), administrator: role === "administrator" };
}

/** Notes that a session's owner is here, and lets the session live on. */
export function touch(store: Store, tokenHash: string, personId: Id, now: Date): Promise<void> {
  return store.transaction(async (tx) => {
    const touched = await tx
      .update(session)
      .set({ lastSeen: now, expires: expiry(now) })
      .where(and(eq(session.tokenHash, tokenHash), lt(session.lastSeen, now)))
      .returning({ personId: session.personId });
    if (touched.length > 0) await noteVisit(tx, personId, now);
  });
}

/** Signs out of the session with this token. */
export async function signOut(ctx: Context, token: string): Promise<void> {
  const { id } = signedIn(ctx);
  await change(ctx, async ({ tx, record }) => {
    await tx.delete(session).where(and(eq(session.tokenHash, hashToken(token)), eq(session.personId, id)));
    await record({ kind: "person.signed out", actorId: id, data: {} });
  });
}

/** Ends one of one's own sessions elsewhere, or all but the one with `token`. */
export async function endSessions(
  ctx: Context,
  which: { id: string } | { allBut: string | null },
): Promise<void> {
  const { id } = signedIn(ctx);
  await change(ctx, async ({ tx, record }) => {
    const chosen = "id" in which ? eq(session.tokenHash, which.id) : allBut(which.allBut);
    await tx.delete(session).where(and(eq(session.personId, id), chosen));
    await record({ kind: "person.signed out", actorId: id, data: {} });
  });
}

const allBut = (token: string | null) => (token ? ne(session.tokenHash, hashToken(token)) : undefined);

/** Ends every session of a person, and what they let apps do. */
export async function endAllSessions({ tx }: Change, personId: Id): Promise<void> {
  await tx.delete(session).where(eq(session.personId, personId));
  await tx.delete(appToken).where(eq(appToken.personId, personId));
  await tx.delete(appCode).where(eq(appCode.personId, personId));
}

export interface OwnSession {
  id: string;
  device: string;
  created: Date;
  lastSeen: Date;
  current: boolean;
}

/** The sessions of a person, the one used last first. */
export async function sessionsOf(db: Reader, personId: Id, current: string | null): Promise<OwnSession[]> {
  const rows = await db
    .select()
    .from(session)
    .where(eq(session.personId, personId))
    .orderBy(desc(session.lastSeen))
    .limit(50);
  const own = current ? hashToken(current) : null;
  return rows.map(({ tokenHash, userAgent, created, lastSeen }) => ({
    id: tokenHash,
    device: deviceName(userAgent),
    created,
    lastSeen,
    current: tokenHash === own,
  }));
}
