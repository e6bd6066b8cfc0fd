import { randomInt } from "node:crypto";
import { invalid } from "../core/refusal.ts";
import { passwordProblem } from "./rules.ts";

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of a password nobody knows, of the same cost: an unknown account takes as long as a known one. */
const nobodys =
  "$argon2id$v=19$m=19456,t=2,p=1$g5R/gBxJVUKC90zQ6POJKQ$0qyGJOhG/3iicQ912VtvKtiGc8w9hC/VaPDyw8Jrl54";

/**
 * Hashes a new password (argon2id).
 *
 * @throws {Refusal} `invalid` on `password`, when it is too short or easy to guess
 */
export async function hashPassword(
  password: string,
  about: { name: string; email: string },
): Promise<string> {
  const problem = passwordProblem(password, about);
  if (problem) throw invalid("password", problem);
  const { hash } = await import("@node-rs/argon2");
  return hash(password.normalize("NFKC"), cost);
}

/** Whether a password is the one that was hashed; takes the same time where there is no account. */
export async function verifyPassword(kept: string | null, password: string): Promise<boolean> {
  const { verify } = await import("@node-rs/argon2");
  const matches = await verify(kept ?? nobodys, password.normalize("NFKC"));
  return kept !== null && matches;
}

const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to read out or copy: five groups of four characters without look-alikes, 99 bits. */
export const generatePassword = (): string =>
  Array.from({ length: 5 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(""),
  ).join("-");
