import { sql, type SQL } from "drizzle-orm";
import { dialect } from "./dialect.ts";

/** Many sorted lists, of each of which an index knows the next. */
export interface SortedLists {
  /** A query of one column, `place`: which lists there are. */
  places: SQL;
  /** `from … where …` of the list at a place, without the bounds of the page. */
  of(place: SQL): SQL;
  /** What they are sorted by, in the words of `of`. Unique within a list. */
  id: SQL;
  /** The bounds of the page, themselves left out. */
  low: SQL;
  high: SQL;
  upwards: boolean;
  limit: SQL;
}

/**
 * A query of one column, `id`: the nearest of many sorted lists together, in order. On SQLite each step takes the nearest
 * of all and asks its own list for the next, so that as many rows are looked at as there are lists and places on the
 * page; PostgreSQL, which cannot sort what it walks through, looks at a page of each list.
 */
export function nearestOf({ places, of, id, low, high, upwards, limit }: SortedLists): SQL {
  const order = upwards ? sql`asc` : sql`desc`;
  if (dialect === "postgres") {
    const next = sql`select ${id} as id ${of(sql`places.place`)} and ${id} > ${low} and ${id} < ${high} order by ${id} ${order} limit ${limit}`;
    return sql`select near.id from (${places}) as places cross join lateral (${next}) as near order by near.id ${order} limit ${limit}`;
  }
  // One bound to each side: of two the index may take the farther.
  const next = (place: SQL, above: SQL, below: SQL) =>
    sql`(select ${id} ${of(place)} and ${id} > ${above} and ${id} < ${below} order by ${id} ${order} limit 1)`;
  const at = sql`walk.id`;
  return sql`with recursive walk(id, place) as (
    select ${next(sql`places.place`, low, high)}, places.place from (${places}) as places
    union all select ${next(sql`walk.place`, upwards ? at : low, upwards ? high : at)}, walk.place from walk where walk.id is not null
    order by 1 ${order} nulls last limit ${limit}) select id from walk where id is not null`;
}
