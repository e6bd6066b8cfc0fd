// A PostgreSQL to test on: the one TEST_DATABASE_URL names, the usual local one, or one of our own for this run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import postgres from "postgres";

const usual = "postgres://tombolo:tombolo@127.0.0.1:5432/tombolo_test";

async function answers(url) {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice() {} });
  try {
    const [row] = await sql`select rolcreatedb or rolsuper as may from pg_roles where rolname = current_user`;
    return row.may ? null : "its user may not create databases";
  } catch (error) {
    return error.message || error.code || "it does not answer";
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function programs() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")));
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startOwn(bin) {
  const folder = mkdtempSync(join(tmpdir(), "tombolo-postgres-"));
  // initdb and pg_ctl refuse to run as root.
  const asRoot = process.getuid?.() === 0;
  const run = (program, ...args) => {
    const command = [join(bin, program), ...args];
    const [first, ...rest] = asRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    const { status, error, stderr } = spawnSync(first, rest, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "ignore", program === "pg_ctl" ? "ignore" : "pipe"],
    });
    if (status !== 0) throw new Error(`${program}: ${(error?.message ?? stderr ?? "").trim() || status}`);
  };
  const data = join(folder, "data");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    if (asRoot && spawnSync("chown", ["postgres", folder]).status !== 0) {
      throw new Error("there is no user postgres to run it as");
    }
    const port = await freePort();
    run("initdb", "-D", data, "-A", "trust", "-U", "tombolo", "-E", "UTF8", "--locale=C", "--no-sync");
    // What a power cut would lose does not matter here, and nothing is so much that compiling a query would pay.
    const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c jit=off -c max_connections=200`;
    run("pg_ctl", "-D", data, "-w", "-t", "30", "-l", join(folder, "log"), "-o", settings, "start");
    const stop = () => {
      try {
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
      } catch (error) {
        console.error(error.message);
      }
      remove();
    };
    return { url: `postgres://tombolo@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Where to test on PostgreSQL, or why that is not possible. */
export async function findPostgres() {
  const stop = () => {};
  const named = process.env.TEST_DATABASE_URL;
  if (named) {
    const problem = await answers(named);
    return problem ? { problem: `TEST_DATABASE_URL: ${problem}` } : { url: named, stop };
  }
  if ((await answers(usual)) === null) return { url: usual, stop };
  const bin = programs();
  if (!bin) return { problem: "No PostgreSQL answers or is installed here (set TEST_DATABASE_URL)" };
  try {
    return await startOwn(bin);
  } catch (error) {
    return { problem: `PostgreSQL is installed, but would not start: ${error.message}` };
  }
}
