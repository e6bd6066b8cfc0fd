import { ZodError } from "zod";
import { AnotherVersion } from "../../db/index.ts";
import { Refusal } from "../core/refusal.ts";
import { ConfigurationError } from "../env.ts";

/** A failure that the person at the shell can mend, in words; null for a defect of ours. */
export function explained(error: unknown): { text: string; code: number } | null {
  if (error instanceof ConfigurationError) {
    const lines = error.message.split("\n").map((line) => `  ${line}`);
    return { text: ["The configuration is wrong:", ...lines].join("\n"), code: 78 };
  }
  if (error instanceof AnotherVersion) return { text: `DATABASE_URL: ${error.message}.`, code: 1 };
  if (error instanceof Refusal) {
    const lines = error.problems.filter(({ text }) => text !== error.message).map(({ text }) => `  ${text}`);
    return { text: [error.message, ...lines].join("\n"), code: 1 };
  }
  if (error instanceof ZodError) {
    return {
      text: error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"),
      code: 1,
    };
  }
  const { code, port, syscall } = error as { code?: string; port?: number; syscall?: string };
  if (code === "EADDRINUSE") {
    return { text: `PORT: ${port} is used by another program. Choose another, such as PORT=3001.`, code: 1 };
  }
  if (code === "EACCES" && port) return { text: `PORT: ${port} may not be used by this account.`, code: 1 };
  if (code === "ECONNREFUSED" || code === "CONNECT_TIMEOUT" || code === "28P01" || code === "3D000") {
    return { text: `DATABASE_URL: ${(error as Error).message || "the database does not answer"}`, code: 1 };
  }
  // What `DATABASE_URL` names is a folder, another kind of file, or not to be written.
  if (/^SQLITE_(CANTOPEN|NOTADB|READONLY|PERM|CORRUPT)/.test(code ?? "") || syscall === "mkdir") {
    return { text: `DATABASE_URL: ${(error as Error).message}`, code: 1 };
  }
  return null;
}
