import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Answer, type Client, client, type Form, freePort } from "../rig.ts";

/** Somebody with an account on snac, at their browser. */
export interface SnacUser {
  iri: string;
  handle: string;
  /** The page of what they follow, with its forms. */
  timeline(): Promise<string>;
  /** Follows, likes or deletes: what snac's forms call an action. */
  act(action: "Follow" | "Unfollow" | "Like" | "Unlike" | "Delete", on: string): Promise<void>;
  /** Writes; or, where told, answers something, or words anew what they wrote. */
  write(content: string, more?: { in_reply_to?: string; edit_id?: string }): Promise<void>;
  /** How many follow them. */
  followers(): number;
}

export interface Snac {
  host: string;
  version: string;
  addUser(name: string): Promise<SnacUser>;
  /** What it has said so far. */
  log(): string;
}

const program = process.env.SNAC_PATH ?? "/usr/bin/snac";

/** Whether the real program is here: the package snac2 of Debian's backports. */
export const snacIsHere = existsSync(program);

function run(words: string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(program, words, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`snac ${words[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

/** The real snac, on a port and on data of its own; it ends with the test. */
export async function startSnac(hostname = "snac.localhost"): Promise<Snac> {
  const folder = mkdtempSync(join(tmpdir(), "tombolo-snac-"));
  const data = join(folder, "data");
  const port = await freePort();
  const host = `${hostname}:${port}`;
  run(["init", data], `127.0.0.1\n${port}\n${host}\n\n\n`);
  const settings = join(data, "server.json");
  const given = JSON.parse(readFileSync(settings, "utf8")) as object;
  writeFileSync(settings, JSON.stringify({ ...given, host, port, protocol: "http", dbglevel: 2 }));

  let log = "";
  const listening = Promise.withResolvers<void>();
  const child: ChildProcess = spawn(program, ["httpd", data], { stdio: ["ignore", "ignore", "pipe"] });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    log += text;
    if (log.includes("background thread started")) listening.resolve();
  });
  child.once("error", listening.reject);
  child.once("exit", () => listening.reject(new Error(`snac ended:\n${log}`)));
  onTestFinished(async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.kill("SIGKILL")) await gone;
    rmSync(folder, { recursive: true, force: true });
  });
  await listening.promise;

  const origin = `http://${host}`;
  return {
    host,
    version: /snac (\S+)/.exec(spawnSync(program, [], { encoding: "utf8" }).stdout)?.[1] ?? "unknown",
    log: () => log,
    async addUser(name) {
      const password = /password is (\S+)/.exec(run(["adduser", data, name]))![1]!;
      return user(client(origin), join(data, "user", name), name, host, password);
    },
  };
}

function user(browser: Client, folder: string, name: string, host: string, password: string): SnacUser {
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
  const submit = async (form: string, values: Form): Promise<void> => {
    const { status, text }: Answer = await browser.post(`/${name}/admin/${form}`, values, { authorization });
    if (status !== 303) throw new Error(`snac answered ${form} with ${status}: ${text}`);
  };
  return {
    iri: `${browser.origin}/${name}`,
    handle: `@${name}@${host}`,
    timeline: async () => (await browser.get(`/${name}/admin`, { authorization })).text,
    act: (action, on) => submit("action", { action, ...(/ollow/.test(action) ? { actor: on } : { id: on }) }),
    write: (content, more = {}) => submit("note", { content, ...more }),
    followers: () => readdirSync(join(folder, "followers")).filter((file) => file.endsWith(".json")).length,
  };
}
