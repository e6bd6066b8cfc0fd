import type { Reader, Store } from "./store.ts";

interface Prepared<Row> {
  execute(values?: Record<string, unknown>): Promise<Row>;
}

/**
 * A query that is built once for each store: drizzle's builder costs more than SQLite's answer.
 * Values come as `sql.placeholder("name")`.
 *
 * @param name unique in the program; PostgreSQL keeps the statement under it
 */
export function prepared<Row>(
  name: string,
  build: (db: Reader) => { prepare(): { execute(values?: Record<string, unknown>): Promise<Row> } },
): (store: Store, values?: Record<string, unknown>) => Promise<Row> {
  const made = new WeakMap<Store, Prepared<Row>>();
  return (store, values) => {
    let query = made.get(store);
    if (!query) {
      const built = build(store.db) as unknown as { prepare(name?: string): Prepared<Row> };
      made.set(store, (query = built.prepare(store.dialect === "postgres" ? name : undefined)));
    }
    return query.execute(values);
  };
}
