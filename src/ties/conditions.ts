import { and, eq, gt, isNull, not, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, hostBlock, mute, personBlock } from "../../db/index.ts";
import type { Id } from "../core/id.ts";
import { toldAnyway } from "./rules.ts";

/** A number, a column, or a placeholder. */
type One = Id | SQLWrapper;

const from = alias(actor, "heard_from");
const either = alias(personBlock, "either");

/** Time as a parameter of a prepared query, under the name `now`. */
export const nowPlaceholder = (): SQL => sql`${sql.param(sql.placeholder("now"), mute.ends)}`;

/** Whom somebody muted; only those of whom they are not to be told either, if `told`. */
export const muted = (reader: One, author: One, now: Date | SQL, { told = false } = {}): SQL =>
  sql`exists (select 1 from ${mute} where ${and(
    sql`${mute.personId} = ${reader}`,
    sql`${mute.targetId} = ${author}`,
    told ? eq(mute.notifications, true) : undefined,
    or(isNull(mute.ends), gt(mute.ends, now)),
  )})`;

/** Those with whom somebody has nothing to do: one of the two blocked the other, or they blocked the other's server. */
export const apart = (reader: One, author: One): SQL =>
  sql`(exists (select 1 from ${personBlock} where ${personBlock.actorId} = ${reader} and ${personBlock.targetId} = ${author})
    or exists (select 1 from ${personBlock} as ${sql.identifier("either")} where ${either.actorId} = ${author} and ${either.targetId} = ${reader})
    or exists (select 1 from ${hostBlock} inner join ${actor} as ${sql.identifier("heard_from")} on ${from.host} = ${hostBlock.host}
      where ${hostBlock.personId} = ${reader} and ${from.id} = ${author}))`;

/** Whose posts are left out of what somebody reads: of those they muted, and of those they are apart from. */
export const unwanted = (reader: One, author: One, now: Date | SQL): SQL =>
  sql`(${muted(reader, author, now)} or ${apart(reader, author)})`;

/** Of whom somebody is not told. */
export const untold = (reader: One, author: One, now: Date | SQL): SQL =>
  sql`(${muted(reader, author, now, { told: true })} or ${apart(reader, author)})`;

/** Which notifications somebody is shown: who was muted or blocked meanwhile is left out until that ends. */
export const heard = (
  row: { personId: SQLWrapper; actorId: SQLWrapper; kind: SQLWrapper },
  now: Date | SQL,
): SQL =>
  sql`(${row.actorId} is null or ${row.kind} in ${[...toldAnyway]} or ${not(untold(row.personId, row.actorId, now))})`;
