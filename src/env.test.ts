import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fileURLToPath } from "node:url";
import { ConfigurationError, readEnv } from "./env.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "tombolo-env-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test("nothing has to be said: a local address, a file, a secret that is made once and kept", () => {
  const data = join(folder(), "data");
  const env = readEnv({ DATA_DIR: data });
  expect(env).toMatchObject({
    port: 3000,
    origin: "http://localhost:3000",
    host: "localhost:3000",
    databaseUrl: `file:${join(data, "tombolo.db")}`,
    allowPrivateAddresses: false,
    role: "all",
    smtpUrl: null,
    mailFrom: "no-reply@localhost",
    trustedProxies: [],
  });
  expect(existsSync(join(env.root, "db", "migrations"))).toBe(true);
  expect(env.secretKey.length).toBeGreaterThanOrEqual(32);
  expect(readFileSync(join(data, "secret-key"), "utf8")).toBe(env.secretKey);
  expect(statSync(join(data, "secret-key")).mode & 0o077).toBe(0);
  expect(readEnv({ DATA_DIR: data }).secretKey).toBe(env.secretKey);
});

test("what is said counts", () => {
  const env = readEnv({
    DATA_DIR: folder(),
    ORIGIN: "https://Community.Example.NHS.uk/",
    PORT: "8080",
    DATABASE_URL: "postgres://tombolo@db/tombolo",
    ALLOW_PRIVATE_ADDRESSES: "yes",
    TRUSTED_PROXIES: "10.0.0.1, 192.168.0.0/16",
    ROLE: "web",
    SMTP_URL: "",
  });
  expect(env).toMatchObject({
    origin: "https://community.example.nhs.uk",
    host: "community.example.nhs.uk",
    port: 8080,
    databaseUrl: "postgres://tombolo@db/tombolo",
    allowPrivateAddresses: true,
    trustedProxies: ["10.0.0.1", "192.168.0.0/16"],
    role: "web",
    smtpUrl: null,
    mailFrom: "no-reply@community.example.nhs.uk",
  });
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["ORIGIN", "north.example"],
  ["ORIGIN", "https://north.example/community"],
  ["ORIGIN", "http://north.example"],
  ["DATABASE_URL", "mysql://db"],
  ["SECRET_KEY", "short"],
  ["SMTP_URL", "mail.example"],
  ["ALLOW_PRIVATE_ADDRESSES", "perhaps"],
  ["ROLE", "everything"],
  ["MAIL_FROM", "the community"],
  ["TRUSTED_PROXIES", "proxy.example"],
  ["TRUSTED_PROXIES", "10.0.0.0/33"],
  ["DATA_DIR", fileURLToPath(import.meta.url)],
])("%s=%s is refused by name", (name, value) => {
  const read = () => readEnv({ DATA_DIR: folder(), [name]: value });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(new RegExp(`^${name}: `));
});

test("a key that was lost is not taken for one", () => {
  const data = folder();
  writeFileSync(join(data, "secret-key"), "");
  expect(() => readEnv({ DATA_DIR: data })).toThrow(/^DATA_DIR: .* holds no key/);
});

test.each(["no-reply@north.example", "Tombolo North <no-reply@north.example>"])(
  "mail comes from %s",
  (from) => {
    expect(readEnv({ DATA_DIR: folder(), MAIL_FROM: from }).mailFrom).toBe(from);
  },
);

test("everything that is wrong is named at once", () => {
  expect(() => readEnv({ PORT: "x", ROLE: "x", SECRET_KEY: "x" })).toThrow(
    /^PORT: .*\nSECRET_KEY: .*\nROLE: .*$/,
  );
});
