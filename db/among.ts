import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { dialect } from "./dialect.ts";

/** For a prepared query: the ids that are given by `name`, to select from: `given.value`. */
export const givenRows = (name: string): SQL =>
  dialect === "postgres"
    ? sql`unnest(string_to_array(${sql.placeholder(name)}::text, ',')::bigint[]) as given(value)`
    : sql`json_each('[' || ${sql.placeholder(name)} || ']') as given`;

/** For a prepared query, whose text is always the same: whether a column is among the ids that are given by `name`. */
export const amongGiven = (column: SQLWrapper, name: string): SQL =>
  dialect === "postgres"
    ? sql`${column} = any(string_to_array(${sql.placeholder(name)}::text, ',')::bigint[])`
    : sql`${column} in (select value from json_each('[' || ${sql.placeholder(name)} || ']'))`;

/** The value for `amongGiven`. */
export const given = (ids: Iterable<number>): string => [...ids].join(",");

/** For a prepared query: whether a column is among the texts that are given by `name`. */
export const amongTexts = (column: SQLWrapper, name: string): SQL =>
  dialect === "postgres"
    ? sql`${column} = any(array(select json_array_elements_text(${sql.placeholder(name)}::json)))`
    : sql`${column} in (select value from json_each(${sql.placeholder(name)}))`;

/** The value for `amongTexts`. */
export const givenTexts = (texts: Iterable<string>): string => JSON.stringify([...texts]);
