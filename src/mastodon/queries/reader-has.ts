import { and, eq, sql, type SQL } from "drizzle-orm";
import {
  bookmark,
  filter,
  follow,
  followedTag,
  hostBlock,
  mute,
  person,
  personalList,
  personBlock,
  prepared,
  profilePin,
  threadMute,
} from "../../../db/index.ts";
import { type Api, readerOf } from "../api.ts";

const reader = sql.placeholder("reader");
const any = (of: SQL): SQL => sql`exists (select 1 from ${of})`;
const flag = (condition: SQL) => sql<boolean>`${condition}`.mapWith(Boolean);

/** Many have saved, muted and filtered nothing: then nothing is asked of these tables. */
const query = prepared("what reader has", (db) =>
  db
    .select({
      saved: flag(any(sql`${bookmark} where ${bookmark.personId} = ${reader}`)),
      pinned: flag(any(sql`${profilePin} where ${profilePin.personId} = ${reader}`)),
      quiet: flag(any(sql`${threadMute} where ${threadMute.personId} = ${reader}`)),
      filters: flag(any(sql`${filter} where ${filter.personId} = ${reader}`)),
      tags: flag(any(sql`${followedTag} where ${followedTag.personId} = ${reader}`)),
      people: flag(
        any(sql`${follow} where ${and(sql`${follow.followerId} = ${reader}`, eq(follow.ofPerson, true))}`),
      ),
      exclusive: flag(
        any(
          sql`${personalList} where ${and(sql`${personalList.personId} = ${reader}`, eq(personalList.exclusive, true))}`,
        ),
      ),
      relations: flag(
        sql`(${any(sql`${mute} where ${mute.personId} = ${reader}`)}
          or ${any(sql`${personBlock} where ${personBlock.actorId} = ${reader}`)}
          or ${any(sql`${personBlock} where ${personBlock.targetId} = ${reader}`)}
          or ${any(sql`${hostBlock} where ${hostBlock.personId} = ${reader}`)})`,
      ),
    })
    .from(person)
    .where(eq(person.actorId, reader)),
);

/** Whether the asker has anything of a kind; who has nothing is not asked for what it is. */
export type Has = Awaited<ReturnType<typeof query>>[number];

const nothing: Has = {
  saved: false,
  pinned: false,
  quiet: false,
  filters: false,
  tags: false,
  people: false,
  exclusive: false,
  relations: false,
};

/** What the asker has now. It holds for one answer, as long as that changes nothing. */
export async function readerHas(api: Api): Promise<Has> {
  if (!api.ctx.actor) return nothing;
  const [found] = await query(api.ctx.store, { reader: readerOf(api) });
  return found ?? nothing;
}
