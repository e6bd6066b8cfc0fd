import { expect, test } from "vitest";
import { readList, writeList } from "./csv.ts";
import { type Rule, verdictOn } from "./rules.ts";

const ruling = (rules: Record<string, Rule>, allowlistOnly = false, agreed: string[] = []) => ({
  rules: new Map(Object.entries(rules)),
  allowlistOnly,
  agreed: new Set(agreed),
});

test.each([
  ["bad.example", "suspended"],
  ["BAD.example", "suspended"],
  ["a.b.bad.example", "suspended"],
  ["a.bad.example:3000", "suspended"],
  ["notbad.example", null],
  ["loud.example", "silenced"],
  ["fine.loud.example", "silenced"],
  ["other.example", null],
])("a rule holds for a name and all below it: %s", (host, verdict) => {
  const rules = ruling({
    "bad.example": "suspended",
    "loud.example": "silenced",
    "other.example": "allowed",
  });
  expect(verdictOn(rules, host)).toBe(verdict);
});

test("where only those that are allowed are dealt with, all others are suspended", () => {
  const rules = ruling({ "good.example": "allowed", "bad.good.example": "suspended" }, true, [
    "agreed.example",
  ]);
  expect(verdictOn(rules, "good.example")).toBeNull();
  expect(verdictOn(rules, "agreed.example")).toBeNull();
  expect(verdictOn(rules, "bad.good.example")).toBe("suspended");
  expect(verdictOn(rules, "other.example")).toBe("suspended");
});

test("a list of blocked servers is read as Mastodon writes it, and written so that it reads it", () => {
  const text = [
    "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate",
    'bad.example,suspend,true,true,"Spam, and ""more""",false',
    "Loud.example,silence,false,false,,false",
    "odd.example,noop,false,false,,false",
    "ob*****ed.example,suspend,true,true,,true",
    "",
  ].join("\r\n");
  const { listed, skipped } = readList(text);
  expect(listed).toEqual([
    { host: "bad.example", rule: "suspended", reason: 'Spam, and "more"' },
    { host: "loud.example", rule: "silenced", reason: "" },
  ]);
  expect(skipped).toBe(2);
  expect(readList(writeList(listed)).listed).toEqual(listed);
  expect(readList("one.example\ntwo.example\n").listed.map(({ host, rule }) => `${host} ${rule}`)).toEqual([
    "one.example suspended",
    "two.example suspended",
  ]);
  expect(writeList([{ host: "x.example", rule: "silenced", reason: "=1+1" }])).toContain(",'=1+1,");
});
