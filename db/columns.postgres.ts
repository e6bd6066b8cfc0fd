import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  doublePrecision as real,
  index,
  integer,
  jsonb,
  pgTable as table,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";

export { check, index, integer, primaryKey, real, table, text, unique, uniqueIndex };
export const bool = () => boolean();
export const long = () => bigint({ mode: "number" });
export const sequence = () => bigserial({ mode: "number" }).primaryKey();
export const instant = () => timestamp({ precision: 3, withTimezone: true, mode: "date" });
export const json = <T>() => jsonb().$type<T>();
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => "bytea" });
