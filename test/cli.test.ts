import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { root, startInstance, startProcess, type Served } from "./rig.ts";

/** Runs `tombolo` beside a server, with the same configuration. */
function tombolo(served: Served, words: string[], more: Record<string, string> = {}) {
  const { PATH = "", HOME = "" } = process.env;
  const environment = {
    PATH,
    HOME,
    ORIGIN: served.origin,
    PORT: new URL(served.origin).port,
    DATA_DIR: served.folder,
    DATABASE_URL: served.databaseUrl,
    ALLOW_PRIVATE_ADDRESSES: "on",
    ...more,
  };
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(
      process.execPath,
      ["dist/tombolo.mjs", ...words],
      { cwd: root, env: environment, timeout: 30_000 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ code, output: stdout + stderr });
      },
    );
  });
}

const setup = [
  ["setup", "--name", "Harbour Trust", "--kind", "trust"],
  ["--admin-name", "Priya Nair", "--admin-email", "priya@harbour.example"],
].flat();

test("an instance is set up, filled and examined from a shell while its server runs", async () => {
  const served = await startProcess();
  const early = await tombolo(served, [
    "member",
    "add",
    "--name",
    "Sam Okafor",
    "--email",
    "s@harbour.example",
  ]);
  expect(early).toMatchObject({ code: 1, output: expect.stringContaining("Set this instance up first") });

  const made = await tombolo(served, setup);
  expect(made).toMatchObject({ code: 0, output: expect.stringMatching(/^Password: \S{16,}$/m) });
  expect(await tombolo(served, setup)).toMatchObject({ code: 1 });
  const sam = [
    "--name",
    "Sam Okafor",
    "--email",
    "sam@harbour.example",
    "--password",
    "boats under a low bridge",
  ];
  const added = await tombolo(served, ["member", "add", ...sam]);
  expect(added).toMatchObject({ code: 0, output: expect.stringContaining("@sam-okafor@") });
  const purpose = ["--name", "Sepsis network", "--purpose", "Recognise sepsis sooner, together."];
  const workspace = ["workspace", "add", ...purpose, "--manager", "sam-okafor"];
  expect(await tombolo(served, workspace)).toMatchObject({
    code: 0,
    output: expect.stringContaining(`${served.origin}/workspaces/sepsis-network`),
  });

  // The server finds what the shell wrote.
  const form = { email: "sam@harbour.example", password: "boats under a low bridge" };
  const signedIn = await served.visitor.post("/sign-in", form);
  expect(signedIn.status).toBe(303);
  const page = await served.visitor.get("/workspaces/sepsis-network");
  expect(page.status).toBe(200);
  expect(page.text).toContain("Recognise sepsis sooner, together.");

  const doctor = await tombolo(served, ["doctor"]);
  expect(doctor.output).not.toContain("✗");
  for (const subject of ["Configuration", "Storage", "Database", "Instance", "Address", "Clock"]) {
    expect(doctor.output).toContain(`✓ ${subject}`);
  }
  // What was just written counts, wherever the engine keeps it at first.
  expect(doctor.output).toMatch(/✓ Database: (SQLite, (?!0\.0)\d+\.\d MB|PostgreSQL )/);
  expect(doctor.output).toContain("– Mail: without SMTP_URL");
  expect(doctor.code).toBe(0);

  // Somebody of another organisation, who is there and who is not.
  const south = await startInstance({ hostname: "south.localhost" });
  const { handle } = await south.addMember("Gwen Rees");
  const reached = await tombolo(served, ["doctor", "--federation", `@${handle}@${south.host}`]);
  expect(reached.output).toContain(`✓ Federation: WebFinger at ${south.host} gives ${south.origin}/actors/`);
  expect(reached.output).toContain(
    `✓ Federation: ${south.host} accepted our signed request and sent the person`,
  );
  expect(reached.code).toBe(0);
  const missed = await tombolo(served, ["doctor", "--federation", `@nobody@${south.host}`]);
  expect(missed.output).toContain(`✗ Federation: ${south.host} does not know nobody (HTTP 404)`);
  expect(missed.code).toBe(1);

  const moved = await tombolo(served, ["doctor"], { ORIGIN: "http://elsewhere.localhost:1" });
  expect(moved.code).toBe(1);
  expect(moved.output).toContain(`✗ Instance: it was set up as ${served.origin}`);
  expect(moved.output).toContain("✗ Address");
}, 90_000);

test("a database that cannot be opened is named by its variable, without a trace of the program", async () => {
  const { PATH = "", HOME = "" } = process.env;
  const served = { origin: "http://localhost:3999", folder: root, databaseUrl: "" } as Served;
  for (const databaseUrl of [`file:${root}`, `file:${root}/package.json`, `file:${root}/package.json/x.db`]) {
    const run = await tombolo({ ...served, databaseUrl }, ["migrate"], {
      PATH,
      HOME,
      SECRET_KEY: "x".repeat(32),
    });
    expect(run, databaseUrl).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^DATABASE_URL: [^\n]+\n$/),
    });
  }
});

test("what a shell gets wrong is said in a line, with an exit code of its own", async () => {
  const served = await startProcess();
  const wrong = await tombolo(served, ["serve"], { PORT: "http", ROLE: "king", SECRET_KEY: "short" });
  expect(wrong.code).toBe(78);
  for (const name of ["PORT", "ROLE", "SECRET_KEY"])
    expect(wrong.output).toMatch(new RegExp(`^ +${name}: `, "m"));

  const taken = await tombolo(served, ["serve"]);
  expect(taken).toMatchObject({ code: 1, output: expect.stringMatching(/^PORT: \d+ is used/m) });
  expect(await tombolo(served, ["member", "remove"])).toMatchObject({
    code: 2,
    output: expect.stringContaining("Did you mean member add?"),
  });
  expect(await tombolo(served, ["setup", "--nmae", "x"])).toMatchObject({ code: 2 });
  expect(await tombolo(served, ["setup", "--name", "x"])).toMatchObject({
    code: 2,
    output: expect.stringContaining("--admin-name is missing"),
  });
  const help = await tombolo(served, ["member", "add", "--help"]);
  expect(help).toMatchObject({ code: 0, output: expect.stringContaining("--email") });
}, 90_000);
