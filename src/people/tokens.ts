import { hash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { actor, emailToken, person, type Reader } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { times } from "./rules.ts";

/** 256 bits that nobody can guess; only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString("base64url");
export const hashToken = (token: string): string => hash("sha256", token);

export type Purpose = "verify" | "reset" | "invite";
const holds = { verify: times.verifyLink, reset: times.resetLink, invite: times.inviteLink } as const;

/** Makes the secret part of a link to be sent by mail. */
export async function issueLink({ tx, at }: Change, purpose: Purpose, personId: Id): Promise<string> {
  const token = newToken();
  await tx.insert(emailToken).values({
    tokenHash: hashToken(token),
    purpose,
    personId,
    created: at,
    expires: new Date(at.getTime() + holds[purpose]),
  });
  return token;
}

export interface Link {
  purpose: Purpose;
  personId: Id;
  email: string;
  name: string;
  job: string | null;
  organisation: string | null;
  place: string | null;
  personState: "unverified" | "waiting" | "active" | "closed";
  state: "valid" | "expired" | "used";
}

/** What a link is about; null where there never was one. Looking does not use it: programs that check mail look too. */
export async function readLink(
  db: Reader,
  purposes: readonly Purpose[],
  token: string,
  now: Date,
): Promise<Link | null> {
  const [row] = await db
    .select({
      purpose: emailToken.purpose,
      personId: emailToken.personId,
      expires: emailToken.expires,
      used: emailToken.used,
      email: person.email,
      personState: person.state,
      name: actor.name,
      job: actor.job,
      organisation: actor.organisation,
      place: actor.place,
    })
    .from(emailToken)
    .innerJoin(person, eq(person.actorId, emailToken.personId))
    .innerJoin(actor, eq(actor.id, emailToken.personId))
    .where(eq(emailToken.tokenHash, hashToken(token)));
  if (!row || !purposes.includes(row.purpose)) return null;
  const { expires, used, ...rest } = row;
  return { ...rest, state: used ? "used" : expires <= now ? "expired" : "valid" };
}

/** The refusal for a link that opens nothing any more. */
export const spent = (): Refusal =>
  new Refusal("gone", "This link was used already, or it has expired. Ask for a new one.");

/**
 * Uses a link, once.
 *
 * @throws {Refusal} `gone`, when it was used, has expired or never was
 */
export async function useLink(
  { tx, at }: Change,
  purposes: readonly Purpose[],
  token: string,
): Promise<Link> {
  const link = await readLink(tx, purposes, token, at);
  if (link?.state !== "valid") throw spent();
  const used = await tx
    .update(emailToken)
    .set({ used: at })
    .where(and(eq(emailToken.tokenHash, hashToken(token)), isNull(emailToken.used)))
    .returning({ personId: emailToken.personId });
  if (used.length === 0) throw spent();
  return link;
}
