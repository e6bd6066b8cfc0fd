import { createHash, timingSafeEqual } from "node:crypto";
import { and, eq, isNull, lt } from "drizzle-orm";
import { app, appCode, appToken } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { networkOf } from "../core/network.ts";
import { type Id, newId } from "../core/id.ts";
import type { Result } from "../core/result.ts";
import { countAttempt, hashToken, newToken } from "../people/index.ts";
import type { AppInput, TokenInput } from "./input.ts";
import { type App, appByClientId } from "./queries.ts";
import { within } from "./scopes.ts";

/** How long a code waits for its app, in milliseconds. */
const codeHolds = 10 * 60_000;
const day = 24 * 60 * 60_000;

export interface Registered {
  app: App;
  /** For the app only; its hash is kept. */
  secret: string;
}

/**
 * Registers an app. Anybody may: it can do nothing until a member lets it.
 *
 * @param from network address of the asker, for the limit
 * @throws {Refusal} `too many`
 */
export async function registerApp(ctx: Context, input: AppInput, from: string): Promise<Registered> {
  await countAttempt(ctx, [{ key: `apps from ${networkOf(from)}`, max: 300, minutes: 60 }]);
  const secret = newToken();
  return change(ctx, async ({ tx, at }) => {
    const made: App = {
      id: newId(at),
      clientId: newToken(),
      secretHash: hashToken(secret),
      name: input.client_name,
      website: input.website,
      redirectUris: input.redirect_uris,
      scopes: input.scopes.join(" "),
      created: at,
    };
    await tx.insert(app).values(made);
    return { app: made, secret };
  });
}

export interface Allowed {
  app: App;
  redirectUri: string;
  scopes: string[];
  challenge: string | null;
}

/** A member lets an app act for them. Returns the code with which it comes for its token. */
export async function allowApp(ctx: Context, asked: Allowed): Promise<string> {
  const { id: personId } = signedIn(ctx);
  const code = newToken();
  const scopes = asked.scopes.join(" ");
  await change(ctx, async ({ tx, at, record }) => {
    await tx.delete(appCode).where(lt(appCode.expires, new Date(at.getTime() - day)));
    await tx.insert(appCode).values({
      codeHash: hashToken(code),
      appId: asked.app.id,
      personId,
      redirectUri: asked.redirectUri,
      scopes,
      challenge: asked.challenge,
      expires: new Date(at.getTime() + codeHolds),
    });
    await record({ kind: "app.allowed", data: { app: asked.app.name, scopes } });
  });
  return code;
}

/** The names that RFC 6749, 5.2, gives to what goes wrong. */
export type TokenProblem =
  "invalid_client" | "invalid_grant" | "invalid_request" | "invalid_scope" | "unsupported_grant_type";

export interface Token {
  token: string;
  scopes: string;
  created: Date;
}

const sameText = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const fails = (kind: TokenProblem, problem: string) => ({ ok: false as const, kind, problem });

/** The app that says it is one of ours, when its secret is right. */
async function appWithSecret(ctx: Context, clientId: string, secret: string): Promise<App | null> {
  const found = await appByClientId(ctx.store.db, clientId);
  return found && sameText(found.secretHash, hashToken(secret)) ? found : null;
}

/** Whether the verifier is the one that the challenge was made of (RFC 7636, 4.6). */
const verifies = (challenge: string, verifier: string): boolean =>
  sameText(createHash("sha256").update(verifier).digest("base64url"), challenge);

/**
 * A token for a code, or for the app itself. A code counts once; shown again, it ends what was given for it.
 *
 * @param from network address of the asker, for the limit on what needs no member
 * @throws {Refusal} `too many`
 */
export async function giveToken(
  ctx: Context,
  input: TokenInput,
  from: string,
): Promise<Result<Token, TokenProblem>> {
  const found = await appWithSecret(ctx, input.client_id, input.client_secret);
  if (!found) return fails("invalid_client", "The client is unknown, or its secret is wrong.");
  if (input.grant_type === "client_credentials") {
    const scopes = input.scope.length > 0 ? input.scope : ["read"];
    if (!within(found.scopes, scopes)) return fails("invalid_scope", "The app has not registered for that.");
    await countAttempt(ctx, [{ key: `app tokens from ${networkOf(from)}`, max: 300, minutes: 60 }]);
    const given = { appId: found.id, personId: null, scopes: scopes.join(" "), codeHash: null };
    return { ok: true, value: await change(ctx, (made) => insertToken(made, given)) };
  }
  if (input.grant_type !== "authorization_code") {
    return fails("unsupported_grant_type", "Use authorization_code or client_credentials.");
  }
  if (!input.code) return fails("invalid_request", "The code is missing.");
  const codeHash = hashToken(input.code);
  return change(ctx, async (made) => {
    const { tx, at } = made;
    const [row] = await tx.select().from(appCode).where(eq(appCode.codeHash, codeHash));
    const fits =
      row &&
      row.appId === found.id &&
      row.expires > at &&
      row.redirectUri === input.redirect_uri &&
      (row.challenge === null || verifies(row.challenge, input.code_verifier ?? ""));
    if (!fits) return notTheCode;
    const used = await tx
      .update(appCode)
      .set({ used: at })
      .where(and(eq(appCode.codeHash, codeHash), isNull(appCode.used)))
      .returning({ personId: appCode.personId });
    if (used.length === 0) {
      await tx.delete(appToken).where(eq(appToken.codeHash, codeHash));
      return notTheCode;
    }
    const { appId, personId, scopes } = row;
    return { ok: true, value: await insertToken(made, { appId, personId, scopes, codeHash }) };
  });
}

const notTheCode = fails("invalid_grant", "The code is unknown, used or expired, or it is not for this app.");

async function insertToken(
  { tx, at }: Change,
  given: { appId: Id; personId: Id | null; scopes: string; codeHash: string | null },
): Promise<Token> {
  const token = newToken();
  await tx.insert(appToken).values({ ...given, tokenHash: hashToken(token), created: at, lastUsed: at });
  return { token, scopes: given.scopes, created: at };
}

/** Who asks that a token ends, as they say themselves. */
export interface GivenUp {
  clientId: string | undefined;
  secret: string | undefined;
  token: string | undefined;
}

/**
 * A token is given up (RFC 7009). An app that we know shows its secret, and ends its own tokens only. Some apps have
 * forgotten how they registered when somebody signs out: who names no app that we know ends the token that they show,
 * because whoever holds it could do all that it is good for, and it may as well do no more. What is no token changes
 * nothing, and nobody is told which it was.
 *
 * @returns false for an app that we know with a wrong secret: nothing was done
 */
export async function giveUpToken(ctx: Context, { clientId, secret, token }: GivenUp): Promise<boolean> {
  const named = clientId === undefined ? null : await appByClientId(ctx.store.db, clientId);
  if (named && !sameText(named.secretHash, hashToken(secret ?? ""))) return false;
  if (token === undefined) return true;
  await change(ctx, async ({ tx, record }) => {
    const held = eq(appToken.tokenHash, hashToken(token));
    const [ended] = await tx
      .delete(appToken)
      .where(named ? and(held, eq(appToken.appId, named.id)) : held)
      .returning({ appId: appToken.appId, personId: appToken.personId });
    if (!ended?.personId) return;
    const [its] = await tx.select({ name: app.name }).from(app).where(eq(app.id, ended.appId));
    await record({ kind: "app.ended", actorId: ended.personId, data: { app: its?.name ?? "" } });
  });
  return true;
}

/** A member lets an app act for them no longer. */
export async function endApp(ctx: Context, appId: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await change(ctx, async ({ tx, record }) => {
    const [found] = await tx.select({ name: app.name }).from(app).where(eq(app.id, appId));
    await tx.delete(appCode).where(and(eq(appCode.appId, appId), eq(appCode.personId, personId)));
    const ended = await tx
      .delete(appToken)
      .where(and(eq(appToken.appId, appId), eq(appToken.personId, personId)))
      .returning({ appId: appToken.appId });
    if (found && ended.length > 0) await record({ kind: "app.ended", data: { app: found.name } });
  });
}
