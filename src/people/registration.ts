import { and, eq } from "drizzle-orm";
import { actor, emailToken, isUniqueViolation, person } from "../../db/index.ts";
import { freeHandle, handleFrom } from "../actors/index.ts";
import { change, type Change, type Context } from "../context.ts";
import { networkOf } from "../core/network.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { countAttempt, hidden } from "./attempts.ts";
import { type ConfirmInput, confirmInput, type RegisterInput, registerInput } from "./input.ts";
import {
  closedMail,
  inviteMail,
  knownMail,
  ours,
  queueMail,
  stillWaitingMail,
  verifyMail,
  waitingMail,
} from "./mails.ts";
import { insertPerson } from "./members.ts";
import { hashPassword } from "./passwords.ts";
import { domainApproved } from "./rules.ts";
import { startSession } from "./sessions.ts";
import { issueLink, readLink, spent, useLink } from "./tokens.ts";

export const joiningLinks = ["verify", "invite"] as const;

const mailLimits = (address: string, email: string) => [
  { key: `mails for ${networkOf(address)}`, max: 30, minutes: 60 },
  { key: `mails to ${hidden(email)}`, max: 5, minutes: 60 },
];

/**
 * Someone asks for an account. Whoever reads that mailbox chooses the password later, so nobody can prepare an account
 * in another's name. The answer is the same whether the address is known or not; only the mail differs.
 *
 * @param from the visitor's address, for the rate limit
 */
export async function register(ctx: Context, input: RegisterInput, from: string): Promise<void> {
  const { name, email, reason } = registerInput.parse(input);
  await countAttempt(ctx, mailLimits(from, email));
  const ask = () =>
    change(ctx, async (made) => {
      const { tx } = made;
      const [known] = await tx.select().from(person).where(eq(person.email, email));
      if (!known) {
        const { id } = await insertPerson(ctx, made, {
          name,
          email,
          reason,
          passwordHash: null,
          role: "member",
          state: "unverified",
        });
        await queueMail(
          made,
          email,
          verifyMail(ctx, (await ours(tx)).name, await issueLink(made, "verify", id)),
        );
        return;
      }
      await answerKnown(ctx, made, known);
    });
  try {
    await ask();
  } catch (error) {
    // Two people of one name, or one person twice, at the same moment: the second finds the first.
    const taken =
      error instanceof Refusal && error.problems.some(({ field }) => /^(handle|email)$/.test(field));
    if (!taken && !isUniqueViolation(error)) throw error;
    await ask();
  }
}

async function answerKnown(ctx: Context, made: Change, known: typeof person.$inferSelect): Promise<void> {
  const { name } = await ours(made.tx);
  if (known.state === "unverified") return sendAgain(ctx, made, known);
  const letters = { waiting: stillWaitingMail, active: knownMail, closed: closedMail };
  await queueMail(made, known.email, letters[known.state](ctx, name));
}

/** A new link for someone who has not used theirs: whoever was invited stays invited. */
async function sendAgain(ctx: Context, made: Change, known: typeof person.$inferSelect): Promise<void> {
  const { name } = await ours(made.tx);
  const [invited] = await made.tx
    .select({ purpose: emailToken.purpose })
    .from(emailToken)
    .where(and(eq(emailToken.personId, known.actorId), eq(emailToken.purpose, "invite")));
  const purpose = invited ? "invite" : "verify";
  const token = await issueLink(made, purpose, known.actorId);
  await queueMail(made, known.email, (invited ? inviteMail : verifyMail)(ctx, name, token));
}

/** Sends a new link to the owner of one that has expired. */
export async function renewLink(ctx: Context, token: string, from: string): Promise<void> {
  const link = await readLink(ctx.store.db, joiningLinks, token, ctx.clock());
  if (!link) throw notFound();
  await countAttempt(ctx, mailLimits(from, link.email));
  await change(ctx, async (made) => {
    const [known] = await made.tx.select().from(person).where(eq(person.actorId, link.personId));
    if (known) await answerKnown(ctx, made, known);
  });
}

/** Now a member with a session, or someone who waits for an administrator. */
export type Joined = { state: "active"; token: string } | { state: "waiting" };

/**
 * Uses the link from the mail: details, a password, and in. Those without an approved domain or an invitation wait.
 *
 * @throws {Refusal} `gone`, when the link is spent
 */
export async function confirm(
  ctx: Context,
  token: string,
  input: ConfirmInput,
  userAgent: string | null,
): Promise<Joined> {
  const { name, job, organisation, place, password } = confirmInput.parse(input);
  const seen = await readLink(ctx.store.db, joiningLinks, token, ctx.clock());
  // A password is hashed for somebody only: it costs far more than to send one.
  if (seen?.state !== "valid") throw spent();
  const passwordHash = await hashPassword(password, { name, email: seen.email });
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    const link = await useLink(made, joiningLinks, token);
    const id = link.personId;
    const { name: organisationName, emailDomains } = await ours(tx);
    const approved = link.purpose === "invite" || domainApproved(link.email, emailDomains);
    const state = approved ? "active" : "waiting";
    await tx.update(person).set({ passwordHash, verified: at, state }).where(eq(person.actorId, id));
    await tx.delete(emailToken).where(eq(emailToken.personId, id));
    const details = { name, job: job || null, organisation: organisation || null, place: place || null };
    await tx
      .update(actor)
      .set({ ...details, ...(await handleFor(ctx, made, link.name, name)), gone: approved ? null : at })
      .where(eq(actor.id, id));
    const how = link.purpose === "invite" ? "added" : approved ? "domain" : "waiting";
    await record({ kind: "person.registered", actorId: id, data: { how } });
    if (approved) return { state: "active", token: await startSession(made, id, userAgent) };
    const administrators = await tx
      .select({ email: person.email })
      .from(person)
      .where(and(eq(person.role, "administrator"), eq(person.state, "active")));
    for (const { email } of administrators) await queueMail(made, email, waitingMail(ctx, organisationName));
    return { state: "waiting" };
  });
}

/** Nobody has seen the handle yet, so it follows a name that its owner put right. */
async function handleFor(ctx: Context, { tx }: Change, asked: string, name: string) {
  if (handleFrom(asked) === handleFrom(name)) return {};
  const handle = await freeHandle(tx, name);
  return { handle, localHandle: handle, url: `${ctx.origin}/people/${handle}` };
}
