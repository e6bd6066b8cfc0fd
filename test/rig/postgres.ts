import { join } from "node:path";
import postgres from "postgres";
import type { Store } from "../../db/index.ts";

/** The same server, another database. */
export function beside(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

const root = join(import.meta.dirname, "..", "..");
const quiet = { max: 1, onnotice() {} };

/** Makes `<prefix>_template` with the newest schema. Runs where the schema may be loaded for PostgreSQL. */
export async function makeTemplate(url: string, prefix: string): Promise<void> {
  const server = postgres(url, quiet);
  await server`create database ${server(`${prefix}_template`)}`;
  await server.end();
  const { openPostgres } = await import("../../db/postgres.ts");
  const store = await openPostgres(
    beside(url, `${prefix}_template`),
    join(root, "db/migrations/postgres"),
    1,
  );
  await store.close();
}

export async function dropTestDatabases(url: string, prefix: string): Promise<void> {
  const server = postgres(url, quiet);
  const names = await server<{ datname: string }[]>`
    select datname from pg_database where starts_with(datname, ${`${prefix}_`})`;
  for (const { datname } of names) await server`drop database if exists ${server(datname)} with (force)`;
  await server.end();
}

let made = 0;

/** A migrated, empty database of this worker's own. It goes when the run ends. */
export async function freshDatabase(url: string, prefix: string): Promise<string> {
  const name = `${prefix}_${process.pid}_${++made}`;
  const server = postgres(url, quiet);
  try {
    await server`create database ${server(name)} template ${server(`${prefix}_template`)}`;
  } finally {
    await server.end();
  }
  return beside(url, name);
}

/** A store that is lent to one test after another. */
interface Lent {
  store: Store;
  empty(): Promise<void>;
}

/** Those that no test uses at the moment. */
const idle: Lent[] = [];

/**
 * Deletes every row in one statement: foreign keys are checked when it ends, so the order of tables is of no
 * account, and most tables are empty already. (TRUNCATE would make new files for each.) By a connection that stays
 * open: to begin one takes ten times as long.
 */
async function emptier(url: string): Promise<() => Promise<void>> {
  const client = postgres(url, quiet);
  const tables = await client<{ name: string }[]>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`;
  const deletions = tables.map(({ name }, n) => `t${n} as (delete from ${name})`);
  const text = `with ${deletions.join(", ")} select 1;
    select setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
      from pg_sequences where schemaname = 'public'`;
  return async () => void (await client.unsafe(text));
}

async function newStore(url: string, prefix: string): Promise<Lent> {
  const database = await freshDatabase(url, prefix);
  const { openPostgres } = await import("../../db/postgres.ts");
  const store = await openPostgres(database, join(root, "db/migrations/postgres"), 5);
  return { store, empty: await emptier(database) };
}

/** An open store on an empty database. `close()` hands it to the next test, which empties it first. */
export async function borrowStore(url: string, prefix: string): Promise<Store> {
  const used = idle.pop();
  await used?.empty();
  const one = used ?? (await newStore(url, prefix));
  const { store } = one;
  const hearing: (() => void)[] = [];
  let lent = true;
  // What is remembered for a store is remembered for this test alone.
  const own = (inside: Store): Store => ({
    ...inside,
    whole: borrowed,
    listen: borrowed.listen,
    together: (work, apart) => inside.together((deeper) => work(own(deeper)), apart),
  });
  const borrowed: Store = {
    ...store,
    get whole() {
      return borrowed;
    },
    together: (work, apart) => store.together((inside) => work(own(inside)), apart),
    listen(hear) {
      const stop = store.listen(hear);
      hearing.push(stop);
      return stop;
    },
    async close() {
      for (const stop of hearing) stop();
      if (lent) idle.push(one);
      lent = false;
    },
  };
  return borrowed;
}
