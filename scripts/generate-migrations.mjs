// Both migration trees from the one schema.
import { spawnSync } from "node:child_process";

for (const url of ["file:unused", "postgres://unused"]) {
  const { status } = spawnSync("drizzle-kit", ["generate", "--config", "db/drizzle.config.ts"], {
    stdio: "inherit",
    env: { ...process.env, DATABASE_URL: url },
  });
  if (status !== 0) process.exit(status ?? 1);
}
