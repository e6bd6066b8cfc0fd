import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/rig/longest-first.ts";

const browser = process.env.TEST_SUITE === "browser";
const postgres = process.env.TEST_ENGINE === "postgres";
/** What no database has a part in is tested once. */
const sameOnBoth = [
  "test/architecture.test.ts",
  "test/migrations.test.ts",
  "test/smoke*.test.ts",
  "test/federation/snac.test.ts",
  "src/agent/**",
  "federation/wire/**",
  "views/**",
  // Both engines play runs; what happens in them is the same.
  "test/federation/convergence/many-servers.test.ts",
  // PostgreSQL answers when it likes.
  "test/federation/convergence/replay.test.ts",
];

export default defineConfig({
  resolve: { alias: { "@node-rs/argon2": fileURLToPath(new URL("test/rig/argon2.ts", import.meta.url)) } },
  test: {
    include: browser ? ["test/e2e/**/*.test.ts"] : ["{db,src,views,federation,test}/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(browser ? [] : ["test/e2e/**"]), ...(postgres ? sameOnBoth : [])],
    // Never the DATABASE_URL of the shell: tests make and drop databases beside the one named here.
    env: {
      DATABASE_URL: postgres
        ? (process.env.TEST_DATABASE_URL ?? "postgres://tombolo:tombolo@127.0.0.1:5432/tombolo_test")
        : "file::memory:",
    },
    globalSetup: ["test/rig/global.ts"],
    pool: "forks",
    // Each file starts from a database of its own; what modules keep, they keep by store.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A page that takes its time on a busy machine is not wrong.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: browser ? 120_000 : 60_000,
    hookTimeout: 120_000,
  },
});
