import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const flag = z
  .enum(["", "0", "1", "true", "false", "on", "off", "yes", "no"], { error: "must be on or off" })
  .default("off")
  .transform((text) => ["1", "true", "on", "yes"].includes(text));

/** Also true of what is no address at all: another rule says so. */
function isWholeSite(text: string): boolean {
  const url = URL.parse(text);
  return !url || (url.pathname === "/" && !url.search && !url.hash && !url.username);
}

/** `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

const variables = z.object({
  PORT: z.coerce
    .number({ error: "must be a port number, such as 3000" })
    .int()
    .min(0, "must be a port number, such as 3000")
    .max(65535, "must be a port number, such as 3000")
    .default(3000),
  ORIGIN: z
    .url({ protocol: /^https?$/, error: "must be a web address, such as https://community.example.nhs.uk" })
    .refine(isWholeSite, {
      error: "must be an address without a path, such as https://community.example.nhs.uk",
    })
    .transform((text) => new URL(text).origin)
    .optional(),
  DATA_DIR: z.string().min(1, "must name a folder").default("data"),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres(ql)?:\/\/)./, "must start with file: or postgres://")
    .optional(),
  SECRET_KEY: z.string().min(32, "must have at least 32 characters").optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must start with smtp:// or smtps://" }).optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^@\r\n]*[^@\s<]@[^@\s>]+>?$/,
      "must be an email address, such as no-reply@community.example.nhs.uk",
    )
    .optional(),
  ALLOW_PRIVATE_ADDRESSES: flag,
  INBOX_LIMIT: z.coerce
    .number({ error: "must be a number of activities a minute, or 0 for no limit" })
    .int()
    .min(0, "must be a number of activities a minute, or 0 for no limit")
    .default(6000),
  ROLE: z.enum(["all", "web", "worker"], { error: "must be all, web or worker" }).default("all"),
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((entries) => entries.every(isNetwork), {
      error: "must be addresses or networks with commas between, such as 127.0.0.1, 10.0.0.0/8",
    }),
});

export interface Env {
  port: number;
  origin: string;
  host: string;
  dataDir: string;
  databaseUrl: string;
  secretKey: string;
  smtpUrl: string | null;
  mailFrom: string;
  allowPrivateAddresses: boolean;
  /** Activities a minute that are taken from one server; 0 where there is no limit. */
  inboxLimit: number;
  role: "all" | "web" | "worker";
  trustedProxies: string[];
  /** The folder that holds `db/migrations` and `dist/assets`. */
  root: string;
  version: string;
}

/** The configuration is wrong: the message names each variable. */
export class ConfigurationError extends Error {}

/** Where package.json lies, from the source as well as from the bundle. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const above = dirname(folder);
    if (above === folder) throw new Error("package.json was not found");
    folder = above;
  }
  return folder;
}

/** @throws {ConfigurationError} where the folder cannot be used, or what it keeps is no key */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, "secret-key");
  let secret;
  try {
    mkdirSync(dataDir, { recursive: true });
    if (!existsSync(path)) {
      // `wx`: of two processes that start together, one writes and both read the same.
      try {
        writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
    secret = readFileSync(path, "utf8").trim();
    // The other one has made the file and is about to write it.
    for (let tries = 0; secret.length < 32 && tries < 10; tries++) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      secret = readFileSync(path, "utf8").trim();
    }
  } catch (error) {
    throw new ConfigurationError(`DATA_DIR: ${dataDir} cannot be used (${(error as Error).message})`);
  }
  // A disk that was full kept the name and lost the words: nobody could read any private key again.
  if (secret.length < 32)
    throw new ConfigurationError(`DATA_DIR: ${path} holds no key. Restore it from a backup`);
  return secret;
}

/**
 * Reads the environment, once.
 *
 * @throws {ConfigurationError} naming every variable that is wrong
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigurationError(lines.join("\n"));
  }
  const values = parsed.data;
  const root = projectRoot();
  const dataDir = resolve(values.DATA_DIR);
  const origin = values.ORIGIN ?? `http://localhost:${values.PORT}`;
  if (origin.startsWith("http:") && !/^http:\/\/([\w-]+\.)*localhost(:\d+)?$/.test(origin)) {
    throw new ConfigurationError("ORIGIN: must start with https:// (http:// is for localhost only)");
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return {
    port: values.PORT,
    origin,
    host: new URL(origin).host,
    dataDir,
    databaseUrl: values.DATABASE_URL ?? `file:${join(dataDir, "tombolo.db")}`,
    secretKey: values.SECRET_KEY ?? keptSecret(dataDir),
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM ?? `no-reply@${new URL(origin).hostname}`,
    allowPrivateAddresses: values.ALLOW_PRIVATE_ADDRESSES,
    inboxLimit: values.INBOX_LIMIT,
    role: values.ROLE,
    trustedProxies: values.TRUSTED_PROXIES,
    root,
    version,
  };
}
