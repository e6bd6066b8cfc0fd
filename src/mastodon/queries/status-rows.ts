import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  amongGiven,
  attachment,
  content,
  discussion,
  given,
  givenRows,
  like,
  mention,
  poll,
  prepared,
  proposal,
  reblog,
} from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import type { Form } from "../../forums/index.ts";
import { type Api, readerOf } from "../api.ts";
import type { Level } from "../../workspaces/index.ts";
import type { Account } from "../entities/account.ts";
import type { Status } from "../entities/status.ts";
import { keeper } from "../keeping.ts";
import { emojis } from "./facets/emojis.ts";
import { tags } from "./facets/tags.ts";

const parent = alias(content, "parent");
const root = alias(content, "root");
const answer = alias(content, "answer");
const mine = alias(reblog, "mine");
const passed = alias(discussion, "passed");
const reader = sql.placeholder("reader");

const flag = (condition: SQL) => sql<boolean>`${condition}`.mapWith(Boolean);

/** What the asker has done with a post, and what changes around it: read for each answer. */
const marks = prepared("statuses as they stand", (db) =>
  db
    .select({
      id: content.id,
      version: content.version,
      kind: content.kind,
      workspaceId: content.workspaceId,
      authorId: content.authorId,
      parentId: content.parentId,
      visibility: content.visibility,
      deleted: content.deleted,
      hidden: content.hidden,
      refused: content.refused,
      liked: flag(sql`${like.actorId} is not null`),
      boosted: flag(sql`${mine.actorId} is not null`),
      boostId: discussion.boostId,
      pinned: flag(sql`${discussion.pinned} is not null`),
      comments: discussion.comments,
      parentAuthorId: parent.authorId,
      parentDeleted: flag(sql`${parent.deleted} is not null`),
      rootAuthorId: root.authorId,
      rootDeleted: flag(sql`${root.deleted} is not null`),
      answers: sql<number>`case when ${content.kind} <> 'discussion' then (select count(*) from ${content} as
        ${sql.identifier("answer")} where ${answer.parentId} = ${content.id} and ${answer.deleted} is null
        and ${answer.refused} is null and (${answer.visibility} is null or ${answer.visibility} in
        ('public', 'unlisted'))) else 0 end`.mapWith(Number),
    })
    .from(givenRows("ids"))
    // An id is a post's, or that of a discussion as its workspace passes it on.
    .leftJoin(passed, sql`${passed.boostId} = given.value`)
    .innerJoin(content, sql`${content.id} = coalesce(${passed.contentId}, given.value)`)
    .leftJoin(discussion, eq(discussion.contentId, content.id))
    // Of a comment, the discussion it stands in; a post of somebody's own stands in none.
    .leftJoin(root, and(eq(root.id, content.rootId), eq(content.kind, "comment")))
    .leftJoin(parent, eq(parent.id, content.parentId))
    .leftJoin(like, and(eq(like.contentId, content.id), eq(like.actorId, reader)))
    .leftJoin(mine, and(eq(mine.contentId, content.id), eq(mine.actorId, reader))),
);

/** Of posts and of discussions as they are passed on, by their ids: a post whose both ids are asked for is there twice. */
export const marksOf = (api: Api, ids: Iterable<Id>) =>
  marks(api.ctx.store, { ids: given(ids), reader: readerOf(api) });

export type Marks = Awaited<ReturnType<typeof marks>>[number];

/** What a post says of itself, the same for everybody and as long as its row is not updated. */
const words = prepared("words of statuses", (db) =>
  db
    .select({
      id: content.id,
      version: content.version,
      iri: content.iri,
      url: content.url,
      warning: content.warning,
      sensitive: content.sensitive,
      language: content.language,
      boosts: content.boosts,
      rootId: content.rootId,
      title: content.title,
      form: sql<Form | null>`(select ${discussion.form} from ${discussion} where ${discussion.contentId} = ${content.id})`,
      closed: flag(
        sql`exists (select 1 from ${proposal} where ${proposal.contentId} = ${content.id} and ${proposal.closed} = ${sql.param(true, proposal.closed)})`,
      ),
      html: content.html,
      published: content.published,
      edited: content.edited,
      likes: content.likes,
      hasFiles: flag(
        sql`exists (select 1 from ${attachment} where ${attachment.contentId} = ${content.id} and ${attachment.dropped} is null)`,
      ),
      hasPoll: flag(sql`exists (select 1 from ${poll} where ${poll.contentId} = ${content.id})`),
    })
    .from(content)
    // A query over one table would leave the tables' names out, also inside.
    .leftJoin(root, eq(root.id, 0))
    .where(amongGiven(content.id, "ids")),
);

const named = prepared("mentions in posts", (db) =>
  db
    .select({ contentId: mention.contentId, actorId: mention.actorId })
    .from(mention)
    .where(amongGiven(mention.contentId, "ids")),
);

type WordsRow = Awaited<ReturnType<typeof words>>[number];
export type StatusRow = Omit<WordsRow, "version"> & Marks & { level: Level | null };

/** A post as it was made from the same words, for readers to whom all that it is made of is the same. */
export interface MadeStatus {
  /** All of these are the same objects. */
  of: readonly Account[];
  marks: Marks;
  level: Level | null;
  status: Status;
  /** As its workspace passes it on. */
  boost: Status | null;
}

export interface KeptWords {
  row: WordsRow;
  mentioned: Id[];
  /** Hashtags and small pictures. */
  facets: Partial<Status>;
  made: MadeStatus[];
}

const keptWords = keeper<KeptWords>(4_000_000);

/** What these posts say: kept, where that holds, or read. */
export async function wordsOf(api: Api, asked: readonly Marks[]): Promise<Map<Id, KeptWords>> {
  const { store } = api.ctx;
  const keeping = keptWords(store);
  const known = new Map<Id, KeptWords>();
  const missing: Id[] = [];
  for (const { id, version } of asked) {
    const before = keeping.get(id);
    if (before?.row.version === version) known.set(id, before);
    else missing.push(id);
  }
  if (missing.length === 0) return known;
  const ids = { ids: given(missing) };
  // The row first: what is beside it is then of the same version or a later one, which is read again.
  const rows = await words(store, ids);
  const [mentions, ...facets] = await Promise.all([
    named(store, ids),
    tags(api, missing),
    emojis(api, missing),
  ]);
  for (const row of rows) {
    const { id } = row;
    const mentioned = mentions.filter(({ contentId }) => contentId === id).map(({ actorId }) => actorId);
    const beside = Object.assign({}, ...facets.map((facet) => facet.get(id))) as Partial<Status>;
    const read: KeptWords = { row, mentioned, facets: beside, made: [] };
    known.set(id, read);
    keeping.set(id, read, 3_000 + 4 * row.html.length);
  }
  return known;
}
