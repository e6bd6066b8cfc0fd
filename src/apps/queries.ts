import { and, desc, eq, sql } from "drizzle-orm";
import { app, appToken, person, prepared, type Reader, type Store } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { hashToken } from "../people/index.ts";
import type { Acting } from "../context.ts";
import type { Grant } from "../web/index.ts";

export type App = typeof app.$inferSelect;

export async function appByClientId(db: Reader, clientId: string): Promise<App | null> {
  const [found] = await db.select().from(app).where(eq(app.clientId, clientId));
  return found ?? null;
}

export async function appById(db: Reader, id: Id): Promise<App | null> {
  const [found] = await db.select().from(app).where(eq(app.id, id));
  return found ?? null;
}

const byToken = prepared("grant by token", (db) =>
  db
    .select({
      appId: appToken.appId,
      tokenHash: appToken.tokenHash,
      scopes: appToken.scopes,
      personId: appToken.personId,
      lastUsed: appToken.lastUsed,
      role: person.role,
      state: person.state,
    })
    .from(appToken)
    .leftJoin(person, eq(person.actorId, appToken.personId))
    .where(eq(appToken.tokenHash, sql.placeholder("tokenHash"))),
);

/** How stale "last used" may become, in milliseconds: it is not written at every request. */
const touchEvery = 60 * 60_000;

/** What a token allows, and for whom; null for one that is unknown, ended, or of an account that is closed. */
export async function grantOf(
  store: Store,
  token: string,
  now: Date,
): Promise<{ grant: Grant; acting: Acting | null } | null> {
  const [row] = await byToken(store, { tokenHash: hashToken(token) });
  if (!row) return null;
  const { appId, tokenHash, scopes, personId, role, state, lastUsed } = row;
  if (personId !== null && state !== "active") return null;
  // A use that could not be noted is no reason to fail; the next request tries again.
  if (now.getTime() - lastUsed.getTime() > touchEvery) touch(store, tokenHash, now).catch(() => {});
  const grant = { appId, tokenHash, scopes };
  if (personId === null) return { grant, acting: null };
  return { grant, acting: { id: personId, local: true, administrator: role === "administrator" } };
}

const touch = (store: Store, tokenHash: string, lastUsed: Date): Promise<void> =>
  store.transaction(async (tx) => {
    await tx.update(appToken).set({ lastUsed }).where(eq(appToken.tokenHash, tokenHash));
  });

/** An app that a member let in. */
export interface OwnApp {
  id: Id;
  name: string;
  website: string | null;
  scopes: string;
  since: Date;
  lastUsed: Date;
}

/** The apps that one let in, the one used last first. */
export async function ownApps(ctx: Context): Promise<OwnApp[]> {
  const { id } = signedIn(ctx);
  const rows = await ctx.store.db
    .select({
      id: app.id,
      name: app.name,
      website: app.website,
      scopes: appToken.scopes,
      since: appToken.created,
      lastUsed: appToken.lastUsed,
    })
    .from(appToken)
    .innerJoin(app, eq(app.id, appToken.appId))
    .where(and(eq(appToken.personId, id)))
    .orderBy(desc(appToken.lastUsed))
    .limit(500);
  // Signed in twice with one app is one app.
  const found = new Map<Id, OwnApp>();
  for (const row of rows) {
    const before = found.get(row.id);
    if (!before) found.set(row.id, row);
    else if (row.since < before.since) before.since = row.since;
  }
  return [...found.values()];
}
