import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { sql as sqlText } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { createHearers } from "./hearers.ts";
import * as schema from "./schema/index.ts";
import { inOnePiece, type Part, within } from "./parts.ts";
import type { Signal, Store, Writer } from "./store.ts";
import { checkApplied } from "./versions.ts";

const channel = "tombolo";
/** Any number, the same in every process: who migrates, migrates alone. */
const migrationLock = 7_386_002;

/** Opens a PostgreSQL database (`postgres://user:password@host/name`) and brings it to the newest schema. */
export async function openPostgres(url: string, migrations: string, connections = 10): Promise<Store> {
  const client = postgres(url, { max: connections, onnotice() {} });
  const alone = postgres(url, { max: 1, onnotice() {} });
  try {
    await alone`select pg_advisory_lock(${migrationLock})`;
    const [kept] = await alone`select to_regclass('drizzle.__drizzle_migrations') as name`;
    if (kept?.name) {
      const rows = await alone<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations`;
      checkApplied(
        rows.map(({ hash }) => hash),
        migrations,
      );
    }
    await migrate(drizzle(alone, { casing: "snake_case" }), { migrationsFolder: migrations });
  } finally {
    await alone.end();
  }

  const db = drizzle(client, { schema, casing: "snake_case" });
  const hearers = createHearers();
  /** What this process told is heard here at once, as on SQLite; when it comes back, it is passed over. */
  const mark = `${randomUUID()} `;
  const listening = await client.listen(channel, (told) => {
    if (!told.startsWith(mark)) hearers.tell(told.slice(mark.length));
  });
  const inside = new AsyncLocalStorage<true>();

  /** The two drivers share one query builder; `columns.test.ts` shows that the types agree. */
  const asWriter = (handle: unknown) => handle as Writer;
  const guarded = new Proxy(db, {
    get(target, property, receiver) {
      if (inside.getStore())
        throw new Error("store.db was used inside a transaction: use the transaction's own handle");
      return Reflect.get(target, property, receiver);
    },
  });

  async function transaction<T>(work: (tx: Writer, signals: Signal[]) => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error("A transaction inside a transaction would wait for itself");
    const signals: Signal[] = [];
    const result = await db.transaction(async (tx) => {
      const worked = await inside.run(true, () => work(asWriter(tx), signals));
      for (const signal of signals) {
        await tx.execute(sqlText`select pg_notify(${channel}, ${mark + signal})`);
      }
      return worked;
    });
    for (const signal of signals) hearers.tell(signal);
    return result;
  }

  const part: Part = (tx, work) => {
    const nested = tx as unknown as Pick<typeof db, "transaction">;
    return nested.transaction((inner) => work(asWriter(inner)));
  };

  const store: Store = {
    dialect: "postgres",
    get whole() {
      return store;
    },
    db: asWriter(guarded),
    transaction: (work) => transaction((tx, signals) => work(tx, (signal) => signals.push(signal))),
    together: (work, apart = true) =>
      transaction(async (tx, signals) => {
        if (apart) return work(within(store, tx, signals, part));
        let failures = 0;
        // What failed here cannot be gone on with, whether it had written or not.
        const { part: piece, over } = inOnePiece(() => failures++);
        const result = await work(within(store, tx, signals, piece));
        over();
        return result;
      }),
    listen: hearers.listen,
    async close() {
      await listening.unlisten();
      await client.end({ timeout: 5 });
    },
  };
  return store;
}
