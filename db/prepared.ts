import { type Column, is, Param, Placeholder, sql, type SQL } from "drizzle-orm";
import { type Ask, compiled, textOf } from "./compiled.ts";
import type { Kept } from "./kept.ts";
import type { Reader, Store, Writer } from "./store.ts";

type Values = Record<string, unknown>;

/** Places for the values of these columns, each under its column's name. */
export const placeholders = <Name extends string>(...names: Name[]): Record<Name, Placeholder> =>
  Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as unknown as Record<
    Name,
    Placeholder
  >;

type Execute<Row> = (values?: Values) => Promise<Row>;
interface Prepared<Row> {
  execute: Execute<Row>;
}

/** The value that is given by `name`, translated as the column stores it. */
export const givenAs = (column: Column, name: string): SQL =>
  sql`${new Param(sql.placeholder(name), column)}`;

/** Drizzle translates what is given later even where it is null, which a column's translation does not expect. */
function nullIsNull(query: unknown): void {
  const asked = query as { params: unknown[] };
  asked.params = asked.params.map((param) => {
    if (!is(param, Param) || !is(param.value, Placeholder)) return param;
    const { encoder } = param;
    const mapToDriverValue = (value: unknown) => (value === null ? null : encoder.mapToDriverValue(value));
    return new Param(param.value, { mapToDriverValue });
  });
}

/** How a handle's statements are answered without drizzle; of a transaction's, with what was read in it before. */
interface Answers {
  ask: Ask;
  kept: Kept | undefined;
}
const answers = new WeakMap<Reader, Answers>();

/** Says how a handle's statements are answered without drizzle. SQLite only. */
export const answersBy = (db: Reader, how: Answers): unknown => answers.set(db, how);

/** What was given, as a key: of one value that value, or else all of them as text. */
function keyOf(values: Values): unknown {
  const [first, ...more] = Object.values(values);
  const alone = more.length === 0 && (typeof first === "number" || typeof first === "string");
  return alone ? first : JSON.stringify(values);
}

/** Asks once for the same, as long as nothing is written that the query reads. Nobody changes what they are given. */
function onlyOnce<Row>(execute: Execute<Row>, rows: Map<unknown, Promise<unknown>>): Execute<Row> {
  return (values = {}) => {
    const given = keyOf(values);
    let answer = rows.get(given) as Promise<Row> | undefined;
    if (!answer) rows.set(given, (answer = execute(values)));
    return answer;
  };
}

/**
 * A query that is built once for each handle: drizzle's builder costs more than SQLite's answer. It is asked with a
 * store, outside of transactions, or with the handle that is at hand; what writes, with a transaction's.
 *
 * Values come as `sql.placeholder("name")`. In `values()` and `set()` they are ours (a Date, an object for a column of
 * JSON); beside an operator (`eq`, `lt`) drizzle does not translate them, and `givenAs(column, "name")` does.
 *
 * @param name unique in the program; PostgreSQL keeps the statement under it
 * @param keeps whether a transaction on SQLite reads the same only once, until something is written that this reads
 */
export function prepared<Row, Db extends Reader = Reader>(
  name: string,
  build: (db: Db) => { prepare(): Prepared<Row> },
  keeps = false,
): (at: Store | Db, values?: Values) => Promise<Row> {
  const made = new WeakMap<Reader, Execute<Row>>();
  return (at, values) => {
    const db = ("listen" in at ? at.db : at) as Db;
    let execute = made.get(db);
    if (!execute) {
      const { ask, kept } = answers.get(db) ?? {};
      const built = build(db) as unknown as { prepare(name?: string): Prepared<Row> };
      const query = built.prepare(ask ? undefined : name);
      const quick = ask && (compiled(query, ask) as Execute<Row> | null);
      if (!ask) nullIsNull(query);
      execute = quick ?? ((values) => query.execute(values));
      if (keeps && quick && kept) execute = onlyOnce(quick, kept.of(textOf(query)));
      made.set(db, execute);
    }
    return execute(values);
  };
}

/** A statement that writes, prepared in the same way; only a transaction's handle carries it out. */
export const preparedWrite = <Row>(
  name: string,
  build: (tx: Writer) => { prepare(): Prepared<Row> },
): ((tx: Writer, values?: Values) => Promise<Row>) => prepared<Row, Writer>(name, build);
