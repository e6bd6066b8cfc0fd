import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";

const file = join(import.meta.dirname, "..", "..", "..", "shared", "contracts", "mastodon-openapi.json");

/** Whether Mastodon's own description of its API lies beside the project. It is not part of it. */
export const isPresent = existsSync(file);

interface Description {
  paths: Record<string, Record<string, { responses?: Record<string, { content?: Record<string, object> }> }>>;
}

/** An address with its method, and where in the description stands what it answers; null where it says nothing. */
interface Operation {
  method: string;
  pattern: RegExp;
  fixed: number;
  schema: string | null;
}

let ajv: Ajv2020 | undefined;
let operations: Operation[] = [];
const validators = new Map<string, ValidateFunction>();

const pointer = (...parts: string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");

function load(): Ajv2020 {
  if (ajv) return ajv;
  const made = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (to: Ajv2020) => void)(made);
  made.addFormat("iso-639-1", /^[a-z]{2}$/);
  const description = JSON.parse(readFileSync(file, "utf8")) as Description & object;
  made.addSchema(description, "mastodon");
  const json = "application/json";
  operations = Object.entries(description.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
        fixed: path.split("/").filter((part) => part && !part.startsWith("{")).length,
        schema:
          responses?.["200"]?.content?.[json] === undefined
            ? null
            : `mastodon#/${pointer("paths", path, method, "responses", "200", "content", json, "schema")}`,
      })),
    )
    .sort((a, b) => b.fixed - a.fixed);
  return (ajv = made);
}

/** Where it says of a list what one of it is, and what is older than it and fits another address of it by chance. */
const wrong = new Set(["GET /api/v1/filters", "GET /api/v1/notifications/policy"]);

/** Fails when an answer is not what Mastodon's description says of its address, where that is there. */
export function agrees(method: string, path: string, body: unknown): void {
  if (!isPresent || wrong.has(`${method} ${path}`)) return;
  const compiler = load();
  const found = operations.find((one) => one.method === method && one.pattern.test(path));
  if (!found?.schema) return;
  const { schema } = found;
  const validate = validators.get(schema) ?? compiler.compile({ $ref: schema });
  validators.set(schema, validate);
  validate(body);
  expect(
    validate.errors?.map(({ instancePath, message }) => `${method} ${path} ${instancePath}: ${message}`) ??
      [],
  ).toEqual([]);
}
