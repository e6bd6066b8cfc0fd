import { dialect } from "./dialect.ts";
import * as postgres from "./columns.postgres.ts";
import * as sqlite from "./columns.sqlite.ts";

/** Both engines speak through SQLite's types; `columns.test.ts` shows that the two modules match. */
type Columns = typeof sqlite;
const columns: Columns = dialect === "postgres" ? (postgres as unknown as Columns) : sqlite;

export const {
  bool,
  bytes,
  check,
  index,
  instant,
  integer,
  json,
  long,
  primaryKey,
  real,
  sequence,
  table,
  text,
  unique,
  uniqueIndex,
} = columns;
