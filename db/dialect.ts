export type Dialect = "sqlite" | "postgres";

/**
 * Which engine this process speaks. Columns are made when the schema is first imported, so it is known from
 * the environment, before `src/env.ts` checks the rest of it.
 */
export const dialect: Dialect = /^postgres(ql)?:/.test(process.env.DATABASE_URL ?? "")
  ? "postgres"
  : "sqlite";
