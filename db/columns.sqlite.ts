import {
  check,
  customType,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable as table,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

export { check, index, integer, primaryKey, real, table, text, unique, uniqueIndex };
export const bool = () => integer({ mode: "boolean" });
export const long = () => integer({ mode: "number" });
export const sequence = () => integer({ mode: "number" }).primaryKey({ autoIncrement: true });
export const instant = () => integer({ mode: "timestamp_ms" });
export const json = <T>() => text({ mode: "json" }).$type<T>();
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => "blob" });
