import { defineConfig } from "vitest/config";

const postgres = process.env.TEST_ENGINE === "postgres";

export default defineConfig({
  test: {
    include: ["{db,src,views,federation,test}/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/bench/**"],
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
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
