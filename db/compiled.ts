import { Column, is, Param, Placeholder, SQL } from "drizzle-orm";

/** Rows as arrays of the driver's values, the columns in the order of the statement. */
export type Ask = (sql: string, params: unknown[], method: string) => Promise<{ rows: unknown[] }>;

/** What drizzle keeps of a query that it prepared for SQLite. */
interface Prepared {
  execute(values?: Record<string, unknown>): Promise<unknown>;
  getQuery(): { sql: string; params: unknown[]; method: string };
  fields?: { path: string[]; field: unknown }[];
}

type Values = Record<string, unknown>;

function filled(values: Values, { name }: Placeholder): unknown {
  const value = values[name];
  if (value === undefined) throw new Error(`No value was given for "${name}"`);
  return value;
}

function parameter(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => filled(values, param);
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { value: place, encoder } = param;
  return (values) => {
    const value = filled(values, place);
    return value === null ? null : encoder.mapToDriverValue(value);
  };
}

/** How a value of the driver becomes one of ours; null where they are the same. */
function decoder(field: unknown): ((value: unknown) => unknown) | null {
  const inner = is(field, Column) || is(field, SQL) ? field : (field as { sql: SQL }).sql;
  const decodes = is(inner, Column) ? inner : (inner as unknown as { decoder: Column }).decoder;
  if (decodes.mapFromDriverValue === Column.prototype.mapFromDriverValue) return null;
  return (value) => decodes.mapFromDriverValue(value);
}

/**
 * Does what drizzle's own prepared query does, without asking anew for each value of each row what it is: that takes
 * longer than SQLite does to find it. Null where rows are not flat, which drizzle then answers itself.
 */
export function compiled(prepared: unknown, ask: Ask): ((values?: Values) => Promise<unknown>) | null {
  const { fields, getQuery } = prepared as Prepared;
  const { sql, params, method } = getQuery.call(prepared);
  if (!fields || method !== "all" || fields.some(({ path }) => path.length !== 1)) return null;
  const parameters = params.map(parameter);
  const names = fields.map(({ path }) => path[0]!);
  const decoders = fields.map(({ field }) => decoder(field));
  return async (values = {}) => {
    const { rows } = await ask(
      sql,
      parameters.map((fill) => fill(values)),
      method,
    );
    return (rows as unknown[][]).map((row) => {
      const read: Record<string, unknown> = {};
      for (let n = 0; n < names.length; n++) {
        const value = row[n];
        const decode = decoders[n];
        read[names[n]!] = value === null || !decode ? value : decode(value);
      }
      return read;
    });
  };
}
