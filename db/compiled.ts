import { Column, getTableName, is, Param, Placeholder, SQL } from "drizzle-orm";

/** Rows as arrays of the driver's values, the columns in the order of the statement. */
export type Ask = (sql: string, params: unknown[], method: string) => Answer | Promise<Answer>;
interface Answer {
  rows: unknown[];
}

/** What drizzle keeps of a query that it prepared for SQLite. */
interface Prepared {
  execute(values?: Record<string, unknown>): Promise<unknown>;
  getQuery(): { sql: string; params: unknown[]; method: string };
  fields?: Field[];
  joinsNotNullableMap?: Record<string, boolean>;
}

interface Field {
  path: string[];
  field: unknown;
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

type Row = Record<string, unknown>;

/** The tables of a joined object's columns: where it was not found, the object as a whole is null, as drizzle has it. */
function absent(fields: Field[], name: string, joined: Record<string, boolean>): boolean {
  const columns = fields.filter(({ path, field }) => path[0] === name && is(field, Column));
  const tables = new Set(columns.map(({ field }) => getTableName((field as Column).table)));
  return tables.size === 1 && !joined[[...tables][0]!];
}

/**
 * Makes an object of each row. Null where objects lie inside objects, which drizzle then answers itself.
 *
 * It is written as one object literal, of the query's own names, and compiled: V8 then makes an object of a known shape,
 * where adding one name after another takes five times as long.
 */
function reader({ fields = [], joinsNotNullableMap: joined }: Prepared): ((row: unknown[]) => Row) | null {
  if (fields.some(({ path }) => path.length > 2)) return null;
  const decoders = fields.map(({ field }) => decoder(field));
  const groups = new Map<string, string[]>();
  const members: { name: string; value: string | null }[] = [];
  for (const [n, { path }] of fields.entries()) {
    const value = decoders[n] ? `row[${n}] === null ? null : decoders[${n}](row[${n}])` : `row[${n}]`;
    const [name, inner] = path as [string, string?];
    if (inner === undefined) members.push({ name, value });
    else {
      if (!groups.has(name)) members.push({ name, value: null });
      groups.set(name, [...(groups.get(name) ?? []), `${JSON.stringify(inner)}: ${value}`]);
    }
  }
  const object = (name: string): string => {
    const whole = `{ ${groups.get(name)!.join(", ")} }`;
    if (!joined || !absent(fields, name, joined)) return whole;
    const first = fields.findIndex(({ path, field }) => path[0] === name && is(field, Column));
    return `row[${first}] === null ? null : ${whole}`;
  };
  const written = members.map(({ name, value }) => `${JSON.stringify(name)}: ${value ?? object(name)}`);
  const make = new Function("decoders", `return (row) => ({ ${written.join(", ")} });`);
  return make(decoders) as (row: unknown[]) => Row;
}

export const textOf = (prepared: unknown): string => (prepared as Prepared).getQuery().sql;

/**
 * Does what drizzle's own prepared query does, without asking anew for each value of each row what it is: that takes
 * longer than SQLite does to find it. Null for what drizzle has to answer itself.
 */
export function compiled(prepared: unknown, ask: Ask): ((values?: Values) => Promise<unknown>) | null {
  const query = prepared as Prepared;
  const { sql, params, method } = query.getQuery();
  const parameters = params.map(parameter);
  if (method === "run")
    return async (values = {}) => {
      const answer = ask(
        sql,
        parameters.map((fill) => fill(values)),
        method,
      );
      if (answer instanceof Promise) await answer;
    };
  const read = reader(query);
  if (!query.fields || method !== "all" || !read) return null;
  return async (values = {}) => {
    const answer = ask(
      sql,
      parameters.map((fill) => fill(values)),
      method,
    );
    const { rows } = answer instanceof Promise ? await answer : answer;
    return (rows as unknown[][]).map(read);
  };
}
