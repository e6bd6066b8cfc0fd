/** What a check found: fine, wrong, or not to be checked here. */
export interface Finding {
  state: "fine" | "wrong" | "unknown";
  subject: string;
  text: string;
  /** What to do about it. */
  remedy?: string;
}

export const fine = (subject: string, text: string): Finding => ({ state: "fine", subject, text });
export const wrong = (subject: string, text: string, remedy: string): Finding => ({
  state: "wrong",
  subject,
  text,
  remedy,
});
export const unknown = (subject: string, text: string, remedy?: string): Finding => ({
  state: "unknown",
  subject,
  text,
  ...(remedy ? { remedy } : {}),
});

export const reason = (error: unknown): string => {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
};

const marks = { fine: "✓", wrong: "✗", unknown: "–" };

export function line({ state, subject, text, remedy }: Finding): string {
  const first = `${marks[state]} ${subject}: ${text}`;
  return remedy ? `${first}\n    ${remedy}` : first;
}
