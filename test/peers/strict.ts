import type { Json, JsonObject } from "../../federation/wire/json.ts";

/** A rule about a value, as strict deserialisers have them; throws what is wrong and where. */
export type Rule = (value: Json | undefined, where: string) => void;

const wrong = (where: string, problem: string): never => {
  throw new Error(`${where} ${problem}`);
};

export const text: Rule = (value, where) => {
  if (typeof value !== "string") wrong(where, "is no text");
};

export const yesOrNo: Rule = (value, where) => {
  if (typeof value !== "boolean") wrong(where, "is no boolean");
};

export const whole: Rule = (value, where) => {
  if (!Number.isInteger(value)) wrong(where, "is no whole number");
};

export const url: Rule = (value, where) => {
  if (typeof value !== "string" || !URL.canParse(value)) wrong(where, "is no address");
};

/** RFC 3339, as Rust's chrono reads it. */
export const time: Rule = (value, where) => {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value))
    wrong(where, "is no time");
};

export const kind =
  (...kinds: string[]): Rule =>
  (value, where) => {
    if (!kinds.includes(String(value)))
      wrong(where, `is ${JSON.stringify(value)} and not ${kinds.join(" or ")}`);
  };

/** A list and nothing else: a bare value is refused. */
export const list =
  (rule: Rule): Rule =>
  (value, where) => {
    if (!Array.isArray(value)) return wrong(where, "is no list");
    value.forEach((one, at) => rule(one, `${where}[${at}]`));
  };

export const oneOrMany =
  (rule: Rule): Rule =>
  (value, where) =>
    Array.isArray(value) ? list(rule)(value, where) : rule(value, where);

/** May be missing or null. */
export const maybe =
  (rule: Rule): Rule =>
  (value, where) => {
    if (value !== undefined && value !== null) rule(value, where);
  };

export const absent: Rule = (value, where) => {
  if (value !== undefined && value !== null) wrong(where, "must not be there");
};

export const either =
  (...rules: Rule[]): Rule =>
  (value, where) => {
    const problems: string[] = [];
    for (const rule of rules) {
      try {
        return rule(value, where);
      } catch (error) {
        problems.push((error as Error).message);
      }
    }
    wrong(where, `is neither: ${problems.join("; ")}`);
  };

/** An object with these members; others do not matter. */
export const object =
  (rules: Record<string, Rule>): Rule =>
  (value, where) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return wrong(where, "is no object");
    for (const [name, rule] of Object.entries(rules)) rule((value as JsonObject)[name], `${where}.${name}`);
  };
