import { type Ask, compiled } from "./compiled.ts";
import type { Reader, Store } from "./store.ts";

type Execute<Row> = (values?: Record<string, unknown>) => Promise<Row>;
interface Prepared<Row> {
  execute: Execute<Row>;
}

const asks = new WeakMap<Reader, Ask>();

/** Says how a handle's statements are answered without drizzle. SQLite only. */
export const answersBy = (db: Reader, ask: Ask): unknown => asks.set(db, ask);

/**
 * A query that is built once for each store: drizzle's builder costs more than SQLite's answer.
 * Values come as `sql.placeholder("name")`.
 *
 * @param name unique in the program; PostgreSQL keeps the statement under it
 */
export function prepared<Row>(
  name: string,
  build: (db: Reader) => { prepare(): Prepared<Row> },
): (store: Store, values?: Record<string, unknown>) => Promise<Row> {
  const made = new WeakMap<Store, Execute<Row>>();
  return (store, values) => {
    let execute = made.get(store);
    if (!execute) {
      const built = build(store.db) as unknown as { prepare(name?: string): Prepared<Row> };
      const query = built.prepare(store.dialect === "postgres" ? name : undefined);
      const ask = asks.get(store.db);
      execute = (ask && (compiled(query, ask) as Execute<Row> | null)) || ((given) => query.execute(given));
      made.set(store, execute);
    }
    return execute(values);
  };
}
