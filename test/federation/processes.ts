import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, type Client, client, type Form, root, type Served, startProcess } from "../rig.ts";

/** An organisation's server as a process of its own, and one of its members at a browser. */
export interface Site {
  served: Served;
  browser: Client;
  /** Ends the server at once and, after so many ms, starts it on what it left behind. */
  crash(away: number): Promise<void>;
  /** What `tombolo` says to some words, run beside the server on the same database. */
  tombolo(...words: string[]): Promise<string>;
  /**
   * Sends a form as the member. Null where no answer came, because the server was away or died meanwhile:
   * then nobody knows whether it was taken in.
   */
  send(path: string, form: Form): Promise<Answer | null>;
  /** Opens a page until it is there and says so. */
  until(path: string, there: (page: Answer) => boolean): Promise<Answer>;
}

const password = "a long way to the lighthouse";

/** Starts a server, sets it up, adds a member and signs them in: the way an administrator does it. */
export async function startSite(hostname: string, organisation: string, member: string): Promise<Site> {
  let served = await startProcess({
    hostname,
    environment: { SECRET_KEY: `the secret of ${hostname} `.repeat(3) },
  });
  const { origin, databaseUrl, folder } = served;
  const browser = client(origin);
  const site: Site = {
    get served() {
      return served;
    },
    browser,
    async crash(away) {
      await served.kill();
      await sleep(away);
      served = await served.restart();
    },
    tombolo: (...words) => command({ ORIGIN: origin, DATABASE_URL: databaseUrl, DATA_DIR: folder }, words),
    send: (path, form) => browser.post(path, form).catch(() => null),
    async until(path, there) {
      for (let look = 0; look < 200; look++) {
        const page = await browser.get(path).catch(() => null);
        if (page && there(page)) return page;
        await sleep(100);
      }
      throw new Error(`${path} never came to be as awaited:\n${served.output().slice(-2000)}`);
    },
  };
  const email = `${member.toLowerCase().replace(/\W+/g, ".")}@${hostname}.example`;
  const admin = ["--admin-name", "Ada Admin", "--admin-email", `ada@${hostname}.example`];
  await site.tombolo("setup", "--name", organisation, "--kind", "trust", ...admin, "--password", password);
  await site.tombolo("member", "add", "--name", member, "--email", email, "--password", password);
  const signedIn = await browser.post("/sign-in", { email, password, then: "/" });
  if (signedIn.status !== 303) throw new Error(`Signing in was answered with ${signedIn.status}`);
  return site;
}

function command(environment: Record<string, string>, words: string[]): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [join(root, "dist", "tombolo.mjs"), ...words], {
    cwd: root,
    env: { PATH, HOME, ...environment },
  });
  let said = "";
  child.stdout.on("data", (text: Buffer) => (said += text));
  child.stderr.on("data", (text: Buffer) => (said += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0
        ? resolve(said)
        : reject(new Error(`tombolo ${words.join(" ")} ended with ${code}:\n${said}`)),
    );
  });
}
