import type { agreement } from "../../db/index.ts";

export type Agreement = Omit<typeof agreement.$inferSelect, "document">;
export type AgreementState = Agreement["state"];

/** The levels that an agreement can cover. Open workspaces need none. */
export const coverable = ["restricted", "private", "confidential"] as const;
export type Coverable = (typeof coverable)[number];

/** Software that is known to show non-public posts to people who are not members: it never gets any. */
export const leaks = (software: string | null): boolean =>
  software !== null && /^(nodebb|discourse|mbin)\b/i.test(software.trim());

/** How an agreement stands today: what was confirmed counts between its dates only. */
export function standingOn(
  { state, starts, ends }: Pick<Agreement, "state" | "starts" | "ends">,
  now: Date,
): AgreementState | "not yet" {
  if (state !== "active") return state;
  if (starts > now) return "not yet";
  return ends !== null && ends <= now ? "lapsed" : "active";
}

/** Bytes of a document that is attached. */
export const largestDocument = 10 * 1024 * 1024;

/** Told by their first bytes, not by their name: a text that both sides sign is one of these. */
export function documentType(data: Uint8Array): string | null {
  const head = Buffer.from(data.subarray(0, 8));
  if (head.toString("latin1", 0, 5) === "%PDF-") return "application/pdf";
  if (head.toString("hex", 0, 4) === "504b0304")
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  return null;
}
