import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import type { Listing } from "../src/demo/listing.ts";
import { client, freePort, root } from "./rig.ts";

/** The demonstration, as a shell starts it. It ends with the test. */
async function startDemo(): Promise<{ demo: ChildProcess; lines: string[]; said: () => string }> {
  const { PATH = "", HOME = "" } = process.env;
  const base = await freePort();
  const demo = spawn(
    process.execPath,
    [join(root, "dist", "tombolo.mjs"), "demo", "--json", "--port", String(Math.min(base, 65_000))],
    { cwd: root, env: { PATH, HOME }, stdio: ["ignore", "pipe", "pipe"] },
  );
  onTestFinished(() => void demo.kill("SIGKILL"));
  let said = "";
  demo.stderr!.setEncoding("utf8").on("data", (text: string) => (said += text));
  const lines: string[] = [];
  const first = Promise.withResolvers<void>();
  createInterface({ input: demo.stdout! }).on("line", (line) => {
    lines.push(line);
    first.resolve();
  });
  demo.once("exit", () => first.reject(new Error(`The demonstration ended before it was ready:\n${said}`)));
  await first.promise;
  return { demo, lines, said: () => said };
}

test("the demonstration joins three organisations, says how to sign in, and stops when asked", async () => {
  const { demo, lines, said } = await startDemo();
  const { instances } = JSON.parse(lines[0]!) as Listing;
  expect(said()).toContain("all instances hold the same");
  expect(instances.map(({ organisation }) => organisation)).toEqual([
    "North Shore Hospitals Trust",
    "Southmere Care System",
    "Lakeside Council",
  ]);
  expect(instances.flatMap(({ workspaces }) => workspaces).length).toBe(6);

  // Of each organisation, somebody who belongs to an open workspace of another one sees its discussions at home.
  const seen = [
    ["Helen Ashworth", "champions", 1, "Readers are members too"],
    ["Priya Nair", "sepsis-network", 0, "Night-shift screening: what made it stick?"],
    ["Fiona Mackay", "sepsis-network", 0, "Case study: the 02:00 huddle"],
  ] as const;
  for (const [name, handle, home, title] of seen) {
    const own = instances.find(({ members }) => members.some((member) => member.name === name))!;
    const { email, password } = own.members.find((member) => member.name === name)!;
    const visitor = client(own.origin);
    const signedIn = await visitor.submit("/sign-in", { email, password });
    expect(signedIn.status, name).toBe(200);
    const { host } = new URL(instances[home]!.origin);
    const forum = await visitor.get(`/workspaces/${handle}@${host}/forum`);
    expect(forum.status, `${name} opens ${handle}`).toBe(200);
    expect(forum.text).toContain(title);
    expect(forum.text).toContain(instances[home]!.organisation);
  }

  const ended = new Promise((resolve) => demo.once("exit", resolve));
  demo.kill("SIGINT");
  expect(await ended).toBe(0);
  for (const { origin } of instances) await expect(client(origin).get("/")).rejects.toThrow("ECONNREFUSED");
  expect(lines).toHaveLength(1);
}, 150_000);
