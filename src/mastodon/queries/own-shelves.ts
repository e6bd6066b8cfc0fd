import { and, desc, eq, gt, inArray, isNull, lt, or } from "drizzle-orm";
import { bookmark, endorsement, hostBlock, like, mute, personBlock, profilePin } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { type Api, readerOf } from "../api.ts";
import { between, direction, fillRows, type Found, newestFirst, type Paging } from "../paging.ts";
import { statusesById } from "./statuses.ts";
import type { Status } from "../entities/status.ts";

const db = ({ ctx }: Api) => ctx.store.db;

/** What the asker saved, by when they did. */
export const savedRows = async (api: Api, paging: Paging): Promise<{ id: Id; of: Id }[]> =>
  db(api)
    .select({ id: bookmark.id, of: bookmark.contentId })
    .from(bookmark)
    .where(and(eq(bookmark.personId, readerOf(api)), between(bookmark.id, paging)))
    .orderBy(direction(bookmark.id, paging))
    .limit(paging.limit);

/** What somebody pinned on their profile, the last first. */
const pinnedRows = async (api: Api, personId: Id, paging: Paging): Promise<{ id: Id; of: Id }[]> =>
  db(api)
    .select({ id: profilePin.id, of: profilePin.contentId })
    .from(profilePin)
    .where(and(eq(profilePin.personId, personId), between(profilePin.id, paging)))
    .orderBy(direction(profilePin.id, paging))
    .limit(paging.limit);

export const pinnedOf = (api: Api, personId: Id, paging: Paging): Promise<Found<Status>> =>
  fillRows(
    paging,
    (asked) => pinnedRows(api, personId, asked),
    (ids) => statusesById(api, ids),
  );

/** Later than anything here, in words that both databases read. */
const endOfTime = Date.parse("9999-01-01T00:00:00Z");
const moment = (ms: number): Date => new Date(Math.min(ms, endOfTime));

/** Those the asker found helpful at the moments of a page; of one moment none is left behind. */
async function likedAt(api: Api, moments: number[]): Promise<Map<number, Id[]>> {
  const rows = await db(api)
    .select({ created: like.created, id: like.contentId })
    .from(like)
    .where(and(eq(like.actorId, readerOf(api)), inArray(like.created, moments.map(moment))))
    .orderBy(desc(like.contentId));
  const found = new Map<number, Id[]>();
  for (const { created, id } of rows) {
    const at = created.getTime();
    found.set(at, [...(found.get(at) ?? []), id]);
  }
  return found;
}

/** When the asker found something helpful: a like has no id of its own, so that moment is one, in milliseconds. */
export async function likedMoments(api: Api, paging: Paging): Promise<number[]> {
  const { max, since, min } = paging;
  const rows = await db(api)
    .selectDistinct({ created: like.created })
    .from(like)
    .where(
      and(
        eq(like.actorId, readerOf(api)),
        max === null ? undefined : lt(like.created, moment(max)),
        since === null ? undefined : gt(like.created, moment(since)),
        min === null ? undefined : gt(like.created, moment(min)),
      ),
    )
    .orderBy(direction(like.created, paging))
    .limit(paging.limit);
  return newestFirst(
    rows.map(({ created }) => created.getTime()),
    paging,
  );
}

/** What they found helpful then. */
export async function likedStatuses(api: Api, moments: number[]): Promise<Status[]> {
  const liked = await likedAt(api, moments);
  return statusesById(
    api,
    moments.flatMap((at) => liked.get(at) ?? []),
  );
}

/** Lists of accounts, each in the order in which they came to be there. */
const accountLists = {
  mutes: (api: Api, paging: Paging) =>
    db(api)
      .select({ id: mute.id, of: mute.targetId })
      .from(mute)
      .where(
        and(
          eq(mute.personId, readerOf(api)),
          or(isNull(mute.ends), gt(mute.ends, api.ctx.clock())),
          between(mute.id, paging),
        ),
      )
      .orderBy(direction(mute.id, paging)),
  blocks: (api: Api, paging: Paging) =>
    db(api)
      .select({ id: personBlock.id, of: personBlock.targetId })
      .from(personBlock)
      .where(and(eq(personBlock.actorId, readerOf(api)), between(personBlock.id, paging)))
      .orderBy(direction(personBlock.id, paging)),
  endorsements: (api: Api, paging: Paging, personId: Id = readerOf(api)) =>
    db(api)
      .select({ id: endorsement.id, of: endorsement.targetId })
      .from(endorsement)
      .where(and(eq(endorsement.personId, personId), between(endorsement.id, paging)))
      .orderBy(direction(endorsement.id, paging)),
};

export const accountRows = async (
  api: Api,
  which: keyof typeof accountLists,
  paging: Paging,
  personId?: Id,
): Promise<{ id: Id; of: Id }[]> => accountLists[which](api, paging, personId).limit(paging.limit);

/** Until when the asker muted some accounts; null without an end. */
export async function muteEnds(api: Api, ids: Id[]): Promise<Map<Id, Date | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db(api)
    .select({ id: mute.targetId, ends: mute.ends })
    .from(mute)
    .where(and(eq(mute.personId, readerOf(api)), inArray(mute.targetId, ids)));
  return new Map(rows.map(({ id, ends }) => [id, ends]));
}

/** The servers that the asker blocked, the last first. */
export async function blockedHosts(api: Api, paging: Paging): Promise<Found<string>> {
  const rows = newestFirst(
    await db(api)
      .select({ id: hostBlock.id, host: hostBlock.host })
      .from(hostBlock)
      .where(and(eq(hostBlock.personId, readerOf(api)), between(hostBlock.id, paging)))
      .orderBy(direction(hostBlock.id, paging))
      .limit(paging.limit),
    paging,
  );
  return {
    items: rows.map(({ host }) => host),
    first: rows[0]?.id ?? null,
    last: rows.at(-1)?.id ?? null,
    more: rows.length === paging.limit,
  };
}
