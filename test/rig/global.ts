import type { TestProject } from "vitest/node";
// @ts-expect-error a script, without types
import { buildAssets } from "../../scripts/build-assets.mjs";
import { dropTestDatabases, makeTemplate } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Databases of this run begin with it; null on SQLite. */
    databases: string | null;
  }
}

/** What pages load; and on PostgreSQL one migrated database, which the workers copy. */
export default async function setup(project: TestProject) {
  await buildAssets();
  const url = project.config.env.DATABASE_URL ?? "";
  if (!url.startsWith("postgres")) {
    project.provide("databases", null);
    return;
  }
  process.env.DATABASE_URL = url;
  const prefix = `tombolo_test_${process.pid}`;
  await makeTemplate(url, prefix);
  project.provide("databases", prefix);
  return () => dropTestDatabases(url, prefix);
}
