import type { TestProject } from "vitest/node";
import { dropTestDatabases, makeTemplate } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Databases of this run begin with it; null on SQLite. */
    databases: string | null;
  }
}

/** On PostgreSQL: one migrated database, which the workers copy. */
export default async function setup(project: TestProject) {
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
