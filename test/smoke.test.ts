import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, startProcess } from "./rig.ts";

const deno = [join(root, "node_modules", ".bin", "deno"), "/usr/local/bin/deno", "/usr/bin/deno"].find(
  existsSync,
);
if (!deno) console.warn("Deno is not installed: that the server runs on it was NOT tested.");

const runtimes = [
  { name: "Node", command: [process.execPath] },
  { name: "Deno", command: deno ? [deno, "run", "--allow-all", "--no-lock"] : null },
];

for (const { name, command } of runtimes) {
  test.skipIf(!command)(
    `${name} starts the bundle on nothing, shows the set-up, and stops when asked`,
    async () => {
      const served = await startProcess({ command: command! });
      expect(served.output()).toContain(`Set it up at ${served.origin}/setup`);
      expect(served.output()).toMatch(/set-up code.*: \d{6}\b/);
      const home = await served.visitor.get("/");
      expect([home.status, home.location]).toEqual([302, "/setup"]);
      const page = await served.visitor.get("/setup");
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/<h1[\s>]/);
      // Written as an escape in the bundle.
      expect(page.text).toMatch(/<title>[^<]+ · Tombolo<\/title>/);
      const style = /href="(\/assets\/[^"]+\.css)"/.exec(page.text)?.[1];
      expect((await served.visitor.get(style!)).status).toBe(200);
      expect(await served.stop()).toBe(0);
      await expect(served.visitor.get("/setup")).rejects.toThrow("ECONNREFUSED");
    },
  );
}
