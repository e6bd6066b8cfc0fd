import { type Check, says } from "./decoder-checks.ts";

export const text: Check = (value, at) => says(typeof value === "string", at, "is no text");
export const yesNo: Check = (value, at) => says(typeof value === "boolean", at, "is neither true nor false");
export const count: Check = (value, at) =>
  says(typeof value === "number" && Number.isInteger(value) && value >= 0, at, "is no count");
export const id: Check = (value, at) =>
  says(
    typeof value === "string" && /^[1-9]\d{0,18}$/.test(value) && BigInt(value) < 2n ** 63n,
    at,
    `is no id: ${JSON.stringify(value)}`,
  );
export const moment: Check = (value, at) =>
  says(
    typeof value === "string" &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
    at,
    `is no date with milliseconds: ${JSON.stringify(value)}`,
  );
export const day: Check = (value, at) =>
  says(
    typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value),
    at,
    `is no day: ${JSON.stringify(value)}`,
  );
export const address: Check = (value, at) =>
  says(
    typeof value === "string" && /^https?:\/\/\S+$/.test(value) && URL.canParse(value),
    at,
    `is no whole address: ${JSON.stringify(value)}`,
  );
export const html: Check = (value, at) => {
  if (typeof value !== "string") return [`${at}: is no text`];
  const tags = [...value.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name!.toLowerCase());
  const drawn = "p br a span del s pre code em strong b i u ul ol li blockquote".split(" ");
  return says(
    tags.every((name) => drawn.includes(name)),
    at,
    `has tags that apps do not draw: ${tags.filter((name) => !drawn.includes(name)).join(" ")}`,
  );
};
