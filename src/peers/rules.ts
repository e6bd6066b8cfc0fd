export type Rule = "silenced" | "suspended" | "allowed";

/** What holds for a server now: nothing goes in or out, or its people ask first; null: nothing special. */
export type Verdict = "suspended" | "silenced" | null;

export interface Ruling {
  rules: ReadonlyMap<string, Rule>;
  /** Only servers that are named, or that have an agreement. */
  allowlistOnly: boolean;
  /** Hosts with an agreement that both sides have confirmed. */
  agreed: ReadonlySet<string>;
}

/** A host and the names above it: `a.b.example:3000`, `a.b.example`, `b.example`, `example`. */
export function namesOf(host: string): string[] {
  const bare = host.toLowerCase().replace(/:\d+$/, "");
  const labels = bare.split(".");
  const above = labels.map((_label, index) => labels.slice(index).join("."));
  return [...new Set([host.toLowerCase(), ...above])];
}

/** A rule for a name holds for all below it. Suspended outweighs silenced, and both outweigh allowed. */
export function verdictOn({ rules, allowlistOnly, agreed }: Ruling, host: string): Verdict {
  if (rules.size === 0 && !allowlistOnly) return null;
  const names = namesOf(host);
  const said = names.map((name) => rules.get(name));
  if (said.includes("suspended")) return "suspended";
  const allowed = said.includes("allowed") || names.some((name) => agreed.has(name));
  if (allowlistOnly && !allowed) return "suspended";
  return said.includes("silenced") ? "silenced" : null;
}
