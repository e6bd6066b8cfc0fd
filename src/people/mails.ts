import { eq } from "drizzle-orm";
import { instance, mail, type Reader } from "../../db/index.ts";
import type { Change, Context } from "../context.ts";
import { duration, times } from "./rules.ts";

export interface Letter {
  subject: string;
  body: string;
}

/** Writes a mail in the transaction of what caused it; the mailer sends it. */
export async function queueMail({ tx, at }: Change, recipient: string, { subject, body }: Letter) {
  await tx.insert(mail).values({ recipient, subject, body, created: at, nextAttempt: at });
}

export interface Ours {
  name: string;
  emailDomains: string[];
}

/** What registration needs to know of this instance's organisation. */
export async function ours(db: Reader): Promise<Ours> {
  const [row] = await db
    .select({ name: instance.name, emailDomains: instance.emailDomains })
    .from(instance)
    .where(eq(instance.id, 1));
  return row ?? { name: "Tombolo", emailDomains: [] };
}

const letter = (subject: string, organisation: string, ...paragraphs: string[]): Letter => ({
  subject: `${subject} (${organisation})`.replace(/[\r\n]+/g, " "),
  body: `Hello,\n\n${paragraphs.join("\n\n")}\n\n${organisation}\n`,
});

const notYou = "If you did not ask for this, you can ignore this email. Nothing happens without the link.";

// A name is typed by whoever registers, so none of these repeats it: nobody can have words of theirs sent to others.

export const verifyMail = ({ origin }: Context, organisation: string, token: string): Letter =>
  letter(
    "Confirm your email address",
    organisation,
    `Someone, probably you, asked to join ${organisation}'s community with this email address. Open this link to choose a password:`,
    `${origin}/register/${token}`,
    `The link works for ${duration(times.verifyLink)}, once.`,
    notYou,
  );

export const inviteMail = ({ origin }: Context, organisation: string, token: string): Letter =>
  letter(
    "You are invited",
    organisation,
    `An administrator of ${organisation} invites you to its community. Open this link to choose a password:`,
    `${origin}/register/${token}`,
    `The link works for ${duration(times.inviteLink)}, once.`,
  );

export const knownMail = ({ origin }: Context, organisation: string): Letter =>
  letter(
    "You have an account already",
    organisation,
    `Someone, probably you, asked to join ${organisation}'s community with this email address. You have an account already. Sign in here:`,
    `${origin}/sign-in`,
    `If you forgot your password, choose a new one:`,
    `${origin}/reset-password`,
  );

export const stillWaitingMail = (_: Context, organisation: string): Letter =>
  letter(
    "Your request is waiting",
    organisation,
    `We have your request to join ${organisation}'s community. An administrator has to approve it. We will write to you when that is done.`,
  );

export const closedMail = ({ origin }: Context, organisation: string): Letter =>
  letter(
    "Your account is closed",
    organisation,
    `Someone, probably you, asked to join ${organisation}'s community with this email address. Your account there is closed. An administrator can help you:`,
    `${origin}/contact`,
  );

export const waitingMail = ({ origin }: Context, organisation: string): Letter =>
  letter(
    "Someone asks to join",
    organisation,
    `Someone whose email address is not of an approved domain asks to join ${organisation}'s community. Decide here:`,
    `${origin}/admin/people`,
  );

const said = (answer: string): string[] => (answer ? ["The administrator wrote:", answer] : []);

export const approvedMail = ({ origin }: Context, organisation: string, answer: string): Letter =>
  letter(
    "You can sign in now",
    organisation,
    `Your request to join ${organisation}'s community was approved. Sign in here:`,
    `${origin}/sign-in`,
    ...said(answer),
  );

export const declinedMail = (_: Context, organisation: string, answer: string): Letter =>
  letter(
    "Your request was declined",
    organisation,
    `Your request to join ${organisation}'s community was declined.`,
    ...said(answer),
  );

export const addedMail = ({ origin }: Context, organisation: string): Letter =>
  letter(
    "You have an account",
    organisation,
    `An administrator of ${organisation} added you to its community and will tell you your password. Sign in here:`,
    `${origin}/sign-in`,
    `To choose a password of your own:`,
    `${origin}/reset-password`,
  );

export const resetMail = ({ origin }: Context, organisation: string, token: string): Letter =>
  letter(
    "Choose a new password",
    organisation,
    `Open this link to choose a new password for ${organisation}'s community:`,
    `${origin}/reset-password/${token}`,
    `The link works for ${duration(times.resetLink)}, once.`,
    notYou,
  );

export const passwordChangedMail = ({ origin }: Context, organisation: string): Letter =>
  letter(
    "Your password was changed",
    organisation,
    `The password of your account was changed, and you were signed out everywhere else.`,
    `If that was not you, choose a new password now and tell an administrator:`,
    `${origin}/reset-password`,
  );
