import type { Rule } from "./rules.ts";

export interface Listed {
  host: string;
  rule: Rule;
  reason: string;
}

/** The columns of Mastodon's list of blocked domains. */
const columns = [
  "#domain",
  "#severity",
  "#reject_media",
  "#reject_reports",
  "#public_comment",
  "#obfuscate",
] as const;

/** A cell that a spreadsheet takes for a formula is a text. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Blocked servers as Mastodon exports them. Those that are allowed have no place in such a list. */
export function writeList(all: Listed[]): string {
  const lines = all
    .filter(({ rule }) => rule !== "allowed")
    .map(({ host, rule, reason }) => {
      const suspended = rule === "suspended";
      return [host, suspended ? "suspend" : "silence", String(suspended), String(suspended), reason, "false"];
    });
  return [[...columns], ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** The cells of a CSV text (RFC 4180). */
function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some(Boolean));
}

/**
 * Reads a list of blocked domains, as Mastodon and others export it: with a first line that names its columns, or one
 * domain a line, which are suspended then.
 *
 * @returns what could be read, and how many lines could not
 */
export function readList(text: string): { listed: Listed[]; skipped: number } {
  const rows = cells(text.replace(/^\uFEFF/, ""));
  const names = (rows[0] ?? []).map((name) => name.toLowerCase().replace(/^#/, ""));
  const headed = names.includes("domain");
  const at = (row: string[], name: string) => (headed ? row[names.indexOf(name)] : undefined);
  const listed = new Map<string, Listed>();
  let skipped = 0;
  for (const row of headed ? rows.slice(1) : rows) {
    const host = ((headed ? at(row, "domain") : row[0]) ?? "").toLowerCase();
    const severity = at(row, "severity") || "suspend";
    const rule = severity === "suspend" ? "suspended" : severity === "silence" ? "silenced" : null;
    // Mastodon hides parts of some names with asterisks.
    if (!rule || !/^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(host)) skipped++;
    else listed.set(host, { host, rule, reason: (at(row, "public_comment") ?? "").slice(0, 1000) });
  }
  return { listed: [...listed.values()], skipped };
}
