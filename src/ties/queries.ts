import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import {
  accountNote,
  actor,
  endorsement,
  hostBlock,
  mute,
  person,
  personBlock,
  prepared,
} from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { apart, unwanted } from "./conditions.ts";

const reader = sql.placeholder("reader");

/** Most members have muted and blocked nobody: then nothing else is asked. */
const anyQuery = prepared("relations of reader", (db) =>
  db
    .select({
      any: sql<boolean>`(exists (select 1 from ${mute} where ${mute.personId} = ${reader})
        or exists (select 1 from ${personBlock} where ${personBlock.actorId} = ${reader} or ${personBlock.targetId} = ${reader})
        or exists (select 1 from ${hostBlock} where ${hostBlock.personId} = ${reader}))`.mapWith(Boolean),
    })
    .from(person)
    .where(eq(person.actorId, reader)),
);

/** Whether the one who reads muted or blocked anybody, or is blocked by somebody. */
export async function hasRelations({ store, actor: acting }: Context): Promise<boolean> {
  if (!acting) return false;
  const [row] = await anyQuery(store, { reader: acting.id });
  return row?.any ?? false;
}

/**
 * Those of some accounts whose posts the one who reads is not shown.
 *
 * @param muted false in a conversation, where the posts of those whom one muted stay
 */
export async function unwantedAmong(
  ctx: Context,
  ids: Iterable<Id>,
  { muted = true } = {},
): Promise<Set<Id>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0 || !(await hasRelations(ctx))) return new Set();
  const { id } = signedIn(ctx);
  const rows = await ctx.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(and(inArray(actor.id, asked), muted ? unwanted(id, actor.id, ctx.clock()) : apart(id, actor.id)));
  return new Set(rows.map((row) => row.id));
}

/** How a member stands to an account, of their own choice. */
export interface Ties {
  muted: { notifications: boolean; ends: Date | null } | null;
  blocked: boolean;
  /** They blocked the one who asks. */
  blockedBy: boolean;
  hostBlocked: boolean;
  endorsed: boolean;
  note: string;
}

/** The member's own ties to some accounts. */
export async function tiesTo(ctx: Context, ids: Id[]): Promise<Map<Id, Ties>> {
  if (!ctx.actor || ids.length === 0) return new Map();
  const me = ctx.actor.id;
  const now = ctx.clock();
  const rows = await ctx.store.db
    .select({
      id: actor.id,
      muted: mute.id,
      notifications: mute.notifications,
      ends: mute.ends,
      blocked:
        sql<boolean>`exists (select 1 from ${personBlock} where ${personBlock.actorId} = ${me} and ${personBlock.targetId} = ${actor.id})`.mapWith(
          Boolean,
        ),
      blockedBy:
        sql<boolean>`exists (select 1 from ${personBlock} where ${personBlock.targetId} = ${me} and ${personBlock.actorId} = ${actor.id})`.mapWith(
          Boolean,
        ),
      hostBlocked: hostBlock.id,
      endorsed: endorsement.id,
      note: accountNote.text,
    })
    .from(actor)
    .leftJoin(
      mute,
      and(eq(mute.personId, me), eq(mute.targetId, actor.id), or(isNull(mute.ends), gt(mute.ends, now))),
    )
    .leftJoin(hostBlock, and(eq(hostBlock.personId, me), eq(hostBlock.host, actor.host)))
    .leftJoin(endorsement, and(eq(endorsement.personId, me), eq(endorsement.targetId, actor.id)))
    .leftJoin(accountNote, and(eq(accountNote.personId, me), eq(accountNote.targetId, actor.id)))
    .where(inArray(actor.id, ids));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        muted: row.muted === null ? null : { notifications: row.notifications ?? true, ends: row.ends },
        blocked: row.blocked,
        blockedBy: row.blockedBy,
        hostBlocked: row.hostBlocked !== null,
        endorsed: row.endorsed !== null,
        note: row.note ?? "",
      },
    ]),
  );
}

/** Those of some accounts whom the member blocked, themselves or by their server. */
export async function blockedAmong(ctx: Context, ids: Iterable<Id>): Promise<Set<Id>> {
  if (!(await hasRelations(ctx))) return new Set();
  const ties = await tiesTo(ctx, [...new Set(ids)]);
  return new Set([...ties].flatMap(([id, { blocked, hostBlocked }]) => (blocked || hostBlocked ? [id] : [])));
}
