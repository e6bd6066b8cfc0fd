import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import { shapeOf } from "./decoder.ts";

const file = join(import.meta.dirname, "..", "..", "..", "shared", "contracts", "mastodon-openapi.json");

/** Whether Mastodon's own description of its API lies beside the project. It is not part of it. */
export const isPresent = existsSync(file);

const validators = new Map<string, ValidateFunction>();
let ajv: Ajv2020 | undefined;

function validator(schema: string): ValidateFunction {
  let found = validators.get(schema);
  if (!found) {
    if (!ajv) {
      ajv = new Ajv2020({ strict: false, allErrors: true });
      (addFormats as unknown as (to: Ajv2020) => void)(ajv);
      ajv.addFormat("iso-639-1", /^[a-z]{2}$/);
      ajv.addSchema(JSON.parse(readFileSync(file, "utf8")) as object, "mastodon");
    }
    const name = schema.replace(/[[\]]/g, "");
    const one = { $ref: `mastodon#/components/schemas/${name}` };
    found = ajv.compile(schema.startsWith("[") ? { type: "array", items: one } : one);
    validators.set(schema, found);
  }
  return found;
}

/** Fails when an answer is not what Mastodon's description says, where that is there. */
export function agrees(path: string, body: unknown): void {
  const schema = shapeOf(path)?.[2];
  if (!isPresent || !schema) return;
  const several = Array.isArray(body) && !schema.startsWith("[");
  if (!Array.isArray(body) && Object.keys(body as object).length === 0) return;
  const validate = validator(several ? `[${schema}]` : schema);
  validate(body);
  expect(
    validate.errors?.map(({ instancePath, message }) => `${path} ${instancePath}: ${message}`) ?? [],
  ).toEqual([]);
}
