/** What a statement changes: of a table some columns, or all of it; null where that is not clear. */
interface Written {
  table: string;
  columns: string[] | null;
}

const named = /(?:^|, )"(\w+)" = /g;

/** What stands in brackets and quotes is no column that is set. */
function plain(sql: string): string {
  let text = sql.replace(/'[^']*'/g, "?");
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(/\([^()]*\)/g, "");
  }
  return text;
}

function writtenBy(sql: string): Written | null {
  const [, verb, table] = /^(insert into|update) "(\w+)"/.exec(sql) ?? [];
  // What is deleted may take rows of other tables along.
  if (!table) return null;
  const [, set] = /^update "\w+" set (.*?)(?: where | returning |$)/s.exec(plain(sql)) ?? [];
  const columns = verb === "update" && set ? [...set.matchAll(named)].map(([, name]) => name!) : [];
  return { table, columns: columns.length > 0 ? columns : null };
}

/** Whether a query names a column of a table: alone, or with the table's name before it, or another that it has there. */
const reads = (sql: string, table: string, column: string): boolean =>
  sql.includes(`"${table}" "`)
    ? sql.includes(`"${column}"`)
    : sql.includes(`"${table}"."${column}"`) || new RegExp(`(?<!\\.)"${column}"`).test(sql);

/** What a query asked, and what it was answered. */
interface Asked {
  sql: string;
  tables: string[];
  rows: Map<unknown, Promise<unknown>>;
}

/**
 * What was read in a transaction and is needed again in it: who somebody is, and how they stand where they are. It holds
 * until something is written that the query reads.
 */
export class Kept {
  readonly #asked = new Map<string, Asked>();
  readonly #written = new Map<string, Written | null>();
  /** Queries that read what a statement writes. */
  readonly #concerned = new Map<string, Asked[]>();

  /** The answers to a query, by what was given. */
  of(sql: string): Map<unknown, Promise<unknown>> {
    let asked = this.#asked.get(sql);
    if (!asked) {
      const tables = [...sql.matchAll(/(?:from|join) "(\w+)"/g)].map(([, table]) => table!);
      this.#asked.set(sql, (asked = { sql, tables, rows: new Map() }));
      this.#concerned.clear();
    }
    return asked.rows;
  }

  /** A statement has changed something. */
  wrote(sql: string): void {
    let concerned = this.#concerned.get(sql);
    if (!concerned) this.#concerned.set(sql, (concerned = this.#find(sql)));
    for (const { rows } of concerned) rows.clear();
  }

  #find(sql: string): Asked[] {
    let written = this.#written.get(sql);
    if (written === undefined) this.#written.set(sql, (written = writtenBy(sql)));
    const all = [...this.#asked.values()];
    if (!written) return all;
    const { table, columns } = written;
    return all.filter(
      ({ sql, tables }) =>
        tables.includes(table) && (!columns || columns.some((one) => reads(sql, table, one))),
    );
  }

  /** Another transaction begins, or a part of this one was taken back. */
  forget(): void {
    for (const { rows } of this.#asked.values()) rows.clear();
  }
}
