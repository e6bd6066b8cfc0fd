const minutes = 60_000;
const days = 24 * 60 * minutes;

/** Times in milliseconds. */
export const times = {
  /** A session ends after so long without a visit. */
  sessionIdle: 30 * days,
  /** How stale "last seen" may become: it is not written at every request. */
  touchEvery: 5 * minutes,
  /** After so long away, coming back is a new visit. */
  visitGap: 30 * minutes,
  verifyLink: 1 * days,
  inviteLink: 28 * days,
  resetLink: 60 * minutes,
} as const;

/** "1 hour", "24 hours", "28 days": how long a link holds. */
export function duration(ms: number): string {
  const hours = Math.round(ms / (60 * minutes));
  if (hours > 48) return `${Math.round(hours / 24)} days`;
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

/** Whether an address belongs to one of the approved domains or to a subdomain of one. */
export function domainApproved(email: string, domains: readonly string[]): boolean {
  const host = email.toLowerCase().split("@").at(-1) ?? "";
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

export const shortestPassword = 12;
export const longestPassword = 200;

/** The commonest of those long enough to pass otherwise. */
const commonest = new Set(
  `passwordpassword password1234 password12345 password123456 123456789012 1234567890123 12345678901234
   1234567890ab qwertyuiopas qwertyuiop12 qwertyuiop123 qwerty123456 qwerty1234567 1q2w3e4r5t6y 1qaz2wsx3edc
   q1w2e3r4t5y6 iloveyou1234 abcdefghijkl abcdefghijklm letmeinletmein welcome12345 welcome123456 admin1234567
   administrator administrator1 changemeplease changeme12345 unbelievable footballfootball liverpool1234
   manchesterunited monkey123456 sunshine1234 princess1234 hospital1234 nhspassword1 nhspassword123
   correcthorsebatterystaple thisisapassword mypassword123 trustno1trustno1 p@ssw0rd1234 passw0rd1234`.split(
    /\s+/,
  ),
);

function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!);
  const step = codes[1]! - codes[0]!;
  return Math.abs(step) <= 1 && codes.every((code, n) => n === 0 || code - codes[n - 1]! === step);
}

/**
 * What is wrong with a new password, or null. Length counts, composition does not (NIST SP 800-63B, 5.1.1.2).
 *
 * @param about the person's name and email address, which must not be in it
 */
export function passwordProblem(password: string, about: { name: string; email: string }): string | null {
  if ([...password].length < shortestPassword) {
    return `Your password must have ${shortestPassword} characters or more. Three or four words work well.`;
  }
  if (password.length > longestPassword)
    return `Your password must be ${longestPassword} characters or fewer`;
  const plain = password.toLowerCase();
  if (commonest.has(plain) || isRun(plain)) return "That password is too easy to guess. Choose another.";
  const [local = ""] = about.email.toLowerCase().split("@");
  const words = about.name.toLowerCase().split(/\s+/);
  const parts = [local, words.join(""), ...words.filter((word) => word.length >= 5)];
  const squeezed = plain.replace(/[^\p{L}\p{N}]+/gu, "");
  if (parts.some((part) => part.length >= 4 && (plain.includes(part) || squeezed.includes(part)))) {
    return "Your password must not contain your name or email address";
  }
  return null;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const unescapes = Object.fromEntries(Object.entries(escapes).map(([plain, entity]) => [entity, plain]));

/** A summary as other servers and the pages take it. */
export function summaryHtml(text: string): string {
  const paragraphs = text.split(/\n{2,}/).filter((part) => part.trim() !== "");
  const lines = paragraphs.map((part) =>
    part.replace(/[&<>"]/g, (character) => escapes[character]!).replaceAll("\n", "<br>"),
  );
  return lines.map((part) => `<p>${part}</p>`).join("");
}

/** The text that `summaryHtml` was made from, for editing. */
export function summaryText(html: string): string {
  return html
    .replaceAll("</p><p>", "\n\n")
    .replaceAll("<br>", "\n")
    .replace(/<\/?p>/g, "")
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => unescapes[entity]!);
}

/** "Firefox on Windows": enough to know one's own session again. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return "Unknown device";
  const browser = [
    [/\bEdg/, "Edge"],
    [/\bFirefox\//, "Firefox"],
    [/\bOPR\//, "Opera"],
    [/\bChrome\/|\bCriOS\//, "Chrome"],
    [/\bSafari\//, "Safari"],
  ].find(([pattern]) => (pattern as RegExp).test(userAgent))?.[1];
  const system = [
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
  ].find(([pattern]) => (pattern as RegExp).test(userAgent))?.[1];
  return [browser ?? "A browser", system].filter(Boolean).join(" on ");
}
