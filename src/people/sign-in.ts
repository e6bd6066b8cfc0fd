import { eq } from "drizzle-orm";
import { actor, emailToken, person } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { networkOf } from "../core/network.ts";
import type { Id } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import { countAttempt, hidden } from "./attempts.ts";
import {
  type ChangePasswordInput,
  changePasswordInput,
  newPasswordInput,
  resetInput,
  type SignInInput,
  signInInput,
} from "./input.ts";
import { ours, passwordChangedMail, queueMail, resetMail } from "./mails.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { endAllSessions, startSession } from "./sessions.ts";
import { issueLink, readLink, spent, useLink } from "./tokens.ts";

/** From where somebody signs in. */
export interface Visitor {
  /** The network address, for the rate limit. */
  address: string;
  userAgent: string | null;
}

// A hospital shares one address, so that limit is wide: it stops lists of accounts, the other stops lists of passwords.
const signInLimits = (address: string, email: string) => [
  { key: `sign-in from ${networkOf(address)}`, max: 50, minutes: 15 },
  { key: `sign-in as ${hidden(email)}`, max: 10, minutes: 15 },
];

const states = {
  unverified: "Open the link in the email we sent you first",
  waiting: "An administrator has to approve your account first. We will write to you.",
  closed: "This account is closed. An administrator can help you.",
} as const;

/**
 * Signs in with email address and password, and returns the new session's token.
 * An unknown address and a wrong password look the same, and take as long.
 *
 * @throws {Refusal} `invalid`, or `too many`
 */
export async function signIn(ctx: Context, input: SignInInput, visitor: Visitor): Promise<string> {
  const { email, password } = signInInput.parse(input);
  const rightful = await countAttempt(ctx, signInLimits(visitor.address, email));
  const [found] = await ctx.store.db.select().from(person).where(eq(person.email, email));
  if (!(await verifyPassword(found?.passwordHash ?? null, password)) || !found) {
    await change(ctx, ({ record }) =>
      record({
        kind: "person.sign-in failed",
        actorId: found?.actorId,
        data: { why: found ? "wrong password" : "unknown address" },
      }),
    );
    throw invalid("password", "The email address or the password is not right");
  }
  await rightful();
  if (found.state !== "active") throw invalid("email", states[found.state]);
  return change(ctx, async (made) => {
    await made.record({ kind: "person.signed in", actorId: found.actorId, data: {} });
    return startSession(made, found.actorId, visitor.userAgent);
  });
}

/** Sends a link to choose a new password, where the address has an account; nobody can tell whether it has. */
export async function askReset(ctx: Context, input: { email: string }, from: string): Promise<void> {
  const { email } = resetInput.parse(input);
  await countAttempt(ctx, [
    { key: `resets from ${networkOf(from)}`, max: 30, minutes: 60 },
    { key: `resets of ${hidden(email)}`, max: 5, minutes: 60 },
  ]);
  await change(ctx, async (made) => {
    const [found] = await made.tx.select().from(person).where(eq(person.email, email));
    if (found?.state !== "active") return;
    const token = await issueLink(made, "reset", found.actorId);
    await queueMail(made, email, resetMail(ctx, (await ours(made.tx)).name, token));
  });
}

/** Sets the password, ends every session, spends every link, tells the owner, and starts one new session. */
async function setPassword(
  ctx: Context,
  made: Change,
  id: Id,
  email: string,
  passwordHash: string,
  userAgent: string | null,
): Promise<string> {
  const { tx, record } = made;
  await tx.update(person).set({ passwordHash }).where(eq(person.actorId, id));
  await tx.delete(emailToken).where(eq(emailToken.personId, id));
  await endAllSessions(made, id);
  await queueMail(made, email, passwordChangedMail(ctx, (await ours(tx)).name));
  await record({ kind: "person.password changed", actorId: id, data: {} });
  return startSession(made, id, userAgent);
}

/**
 * Uses the link from the mail to choose a new password; returns the token of the one session there is then.
 *
 * @throws {Refusal} `gone`, when the link is spent
 */
export async function resetPassword(
  ctx: Context,
  link: string,
  input: { password: string },
  userAgent: string | null,
): Promise<string> {
  const { password } = newPasswordInput.parse(input);
  const seen = await readLink(ctx.store.db, ["reset"], link, ctx.clock());
  if (seen?.state !== "valid") throw spent();
  const passwordHash = await hashPassword(password, { name: seen.name, email: seen.email });
  return change(ctx, async (made) => {
    const { personId, email, personState } = await useLink(made, ["reset"], link);
    if (personState !== "active") throw notFound();
    return setPassword(ctx, made, personId, email, passwordHash, userAgent);
  });
}

/** Changes one's own password; returns the token of the one session there is then. */
export async function changePassword(
  ctx: Context,
  input: ChangePasswordInput,
  visitor: Visitor,
): Promise<string> {
  const { id } = signedIn(ctx);
  const { current, password } = changePasswordInput.parse(input);
  const [found] = await ctx.store.db
    .select({ email: person.email, passwordHash: person.passwordHash, name: actor.name })
    .from(person)
    .innerJoin(actor, eq(actor.id, person.actorId))
    .where(eq(person.actorId, id));
  if (!found) throw new Refusal("not signed in", "Sign in to do this.");
  const rightful = await countAttempt(ctx, signInLimits(visitor.address, found.email));
  if (!(await verifyPassword(found.passwordHash, current))) {
    throw invalid("current", "That is not your current password");
  }
  await rightful();
  const passwordHash = await hashPassword(password, found);
  return change(ctx, (made) => setPassword(ctx, made, id, found.email, passwordHash, visitor.userAgent));
}
