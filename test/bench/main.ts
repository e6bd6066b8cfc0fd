// npm run bench            everything
// npm run bench -- pages   one part: start, pages, inbound, outbound, federation (both), mastodon, wire
import { spawnSync } from "node:child_process";
import { type Figure, print, rate } from "./report.ts";
import { root } from "./server.ts";

// Measured on SQLite. Said before the schema is loaded, which asks.
delete process.env.DATABASE_URL;

const parts: Record<string, { title: string; run(): Promise<Figure[]> }> = {
  start: { title: "Start and rest", run: async () => (await import("./start.ts")).benchStart() },
  pages: { title: "Pages", run: async () => (await import("./pages.ts")).benchPages() },
  inbound: {
    title: "Activities that arrive",
    run: async () => (await import("./inbound.ts")).benchInbound(),
  },
  federation: {
    title: "Other servers",
    run: async () => (await import("./federation.ts")).benchFederation(),
  },
  outbound: {
    title: "Activities that are sent",
    run: async () => (await import("./federation.ts")).benchOutbound(),
  },
  mastodon: {
    title: "Home in an app",
    run: async () => (await import("./mastodon.ts")).benchMastodon(),
  },
  wire: {
    title: "Signing, verifying, reading",
    run: async () =>
      (await (await import("./wire.ts")).benchWire()).map(({ what, perSecond, floor }) => ({
        what,
        figure: rate(perSecond),
        ...(floor ? { limit: `${rate(floor)} (cryptography alone)`, share: perSecond / floor } : {}),
      })),
  },
};

const asked = process.argv.slice(2).filter((word) => word in parts);
spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
// What is sent is a part of what there is with other servers.
const whole = Object.keys(parts).filter((name) => name !== "outbound");
for (const name of asked.length > 0 ? asked : whole) {
  const { title, run } = parts[name]!;
  try {
    print(title, await run());
  } catch (error) {
    console.error(`${title}: could not be measured.`, error);
  }
}
console.log(
  "\nFigures of one run, in seconds of processor; compare the ratios, and nothing with another machine.",
);
process.exit(0);
