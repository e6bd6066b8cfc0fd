import { isIP } from "node:net";

/** Kinds of organisations, with the words for them. */
export const kinds = {
  trust: "NHS Trust or Foundation Trust",
  ics: "Integrated Care System",
  council: "Council",
  charity: "Charity or community organisation",
  "primary care": "General practice or primary care network",
  supplier: "Supplier",
  national: "National body",
  other: "Something else",
} as const;

export type Kind = keyof typeof kinds;

/** Three to six capitals and figures, as the Organisation Data Service gives them. */
export const odsPattern = /^[A-Z0-9]{3,6}$/;

/** A domain of email addresses, with two labels at least, so that nobody approves all of `uk`. */
export const domainPattern =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Domains as people write them: one a line, with commas or spaces, with an @ in front. */
export const domainsIn = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s,;]+/)
      .map((domain) => domain.replace(/^[\w.+-]*@/, "").replace(/^\*?\./, ""))
      .filter(Boolean),
  ),
];

/** Whether a network address is this machine's own. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, "");
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

/**
 * Whether a visitor sits at this machine, as far as can be told. A proxy's visitors all come from its address, and a
 * page elsewhere can point its own name here (DNS rebinding), so both headers must agree.
 */
export function atThisMachine(visitor: { address: string; host: string; forwarded: boolean }): boolean {
  const name = visitor.host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "");
  const local = name === "localhost" || name.endsWith(".localhost") || isLoopback(name);
  return local && !visitor.forwarded && isLoopback(visitor.address);
}
