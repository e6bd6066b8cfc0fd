import { and, eq, or, sql } from "drizzle-orm";
import { actor, content, person, prepared, threadMute } from "../../db/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { NewNotification } from "../notifications/index.ts";
import { apart, nowPlaceholder, untold } from "./conditions.ts";
import { toldAnyway } from "./rules.ts";

/** Whether one of two people blocked the other, or the other's server. */
export async function areApart(db: Reader, oneId: Id, otherId: Id): Promise<boolean> {
  const [found] = await db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.id, otherId), or(apart(oneId, actor.id), apart(otherId, sql`${oneId}`))));
  return found !== undefined;
}

const [by, about] = [sql.placeholder("actor"), sql.placeholder("content")];
const quiet = sql`exists (select 1 from ${threadMute} inner join ${content} on ${content.rootId} = ${threadMute.rootId}
  where ${threadMute.personId} = ${person.actorId} and ${content.id} = ${about})`;
const toldQuery = prepared("who is told", (db) =>
  db
    .select({
      unwelcome: sql<boolean>`(${untold(person.actorId, by, nowPlaceholder())} or ${quiet})`.mapWith(Boolean),
    })
    .from(person)
    .where(eq(person.actorId, sql.placeholder("person"))),
);

/**
 * Whether somebody is told of this: a member here who wants to be. Nothing is kept of the rest for later: what they were
 * told before comes back when they unmute; a month of it at once would not be wanted.
 */
export async function isTold({ tx, at }: Change, told: NewNotification): Promise<boolean> {
  const { personId, actorId = null, contentId = null } = told;
  const [here] = await toldQuery(tx, { person: personId, actor: actorId, content: contentId, now: at });
  return !!here && (toldAnyway.has(told.kind) || !here.unwelcome);
}
