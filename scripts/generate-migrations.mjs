// Both migration trees from the one schema. A name for the change may be given: npm run db:generate -- follow-requests
import { spawnSync } from "node:child_process";

const [name = "initial"] = process.argv.slice(2);

for (const url of ["file:unused", "postgres://unused"]) {
  const { status } = spawnSync(
    "drizzle-kit",
    ["generate", "--config", "db/drizzle.config.ts", "--name", name],
    {
      stdio: "inherit",
      env: { ...process.env, DATABASE_URL: url },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}
