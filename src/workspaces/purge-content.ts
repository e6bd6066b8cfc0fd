import { and, eq, inArray, isNotNull, isNull, ne, notInArray, or, sql } from "drizzle-orm";
import {
  actor,
  attachment,
  attendance,
  content,
  contentEmoji,
  contentTag,
  discussion,
  gathering,
  placement,
  proposal,
  inbox,
  like,
  mention,
  notification,
  poll,
  removedContent,
  revision,
} from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";

/** Ids in one statement: databases take only so many. */
const atOnce = 500;

/** What is left of an event of which nothing is known here but who of ours said that they come. */
const noGathering = {
  starts: new Date(0),
  ends: null,
  timezone: "UTC",
  place: null,
  online: false,
  link: null,
  joinMode: "none",
} as const;

/**
 * Deletes what others wrote in a workspace elsewhere, with everything that repeats their words. Where one of ours has
 * replied, found something helpful or said whether they come, an empty place stays, so that what our own people did keeps
 * its place: it stands at the workspace's home too, and is theirs again when they belong again.
 *
 * @param thread only one discussion
 */
export async function purgeContent({ tx, at }: Change, workspaceId: Id, thread?: Id): Promise<void> {
  const rows = await tx
    .select({
      id: content.id,
      iri: content.iri,
      parentId: content.parentId,
      rootId: content.rootId,
      local: actor.local,
    })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(
      and(
        eq(content.workspaceId, workspaceId),
        thread === undefined ? undefined : eq(content.rootId, thread),
      ),
    );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = new Set<Id>();
  const likes = await tx
    .select({ id: like.contentId })
    .from(like)
    .innerJoin(actor, eq(actor.id, like.actorId))
    .innerJoin(content, eq(content.id, like.contentId))
    .where(and(eq(content.workspaceId, workspaceId), eq(actor.local, true)));
  const answers = await tx
    .select({ id: attendance.contentId })
    .from(attendance)
    .innerJoin(actor, eq(actor.id, attendance.actorId))
    .innerJoin(content, eq(content.id, attendance.contentId))
    .where(and(eq(content.workspaceId, workspaceId), eq(actor.local, true), ne(attendance.answer, "none")));
  const touched = new Set([...likes, ...answers].map(({ id }) => id));
  for (const own of rows.filter(({ id, local }) => local || touched.has(id))) {
    kept.add(own.rootId);
    for (let one = byId.get(own.id); one && !kept.has(one.id); one = byId.get(one.parentId ?? 0))
      kept.add(one.id);
  }
  const foreign = rows.filter(({ local }) => !local).map(({ id }) => id);
  const ids = (keep: boolean) => foreign.filter((id) => kept.has(id) === keep);
  for (const some of chunks(ids(false))) await tx.delete(content).where(inArray(content.id, some));
  const ours = sql`(select count(*) from ${like} where ${like.contentId} = ${content.id})`;
  const others = tx.select({ id: actor.id }).from(actor).where(eq(actor.local, false));
  for (const some of chunks(ids(true))) {
    await tx.delete(attachment).where(inArray(attachment.contentId, some));
    await tx.delete(poll).where(inArray(poll.contentId, some));
    await tx.delete(proposal).where(inArray(proposal.contentId, some));
    await tx.delete(placement).where(inArray(placement.contentId, some));
    await tx.delete(revision).where(inArray(revision.contentId, some));
    await tx.delete(removedContent).where(inArray(removedContent.contentId, some));
    await tx.delete(like).where(and(inArray(like.contentId, some), inArray(like.actorId, others)));
    await tx.delete(mention).where(inArray(mention.contentId, some));
    await tx.delete(contentTag).where(inArray(contentTag.contentId, some));
    await tx.delete(contentEmoji).where(inArray(contentEmoji.contentId, some));
    await tx
      .update(content)
      .set({ title: "", html: "", source: null, likes: ours, purged: true, deleted: at })
      .where(inArray(content.id, some));
  }
  // Who of others comes, also to what ours have planned.
  for (const some of chunks(rows.map(({ id }) => id)))
    await tx
      .delete(attendance)
      .where(and(inArray(attendance.contentId, some), inArray(attendance.actorId, others)));
  for (const some of chunks(ids(true))) {
    const answered = tx
      .select({ id: attendance.contentId })
      .from(attendance)
      .where(inArray(attendance.contentId, some));
    await tx
      .delete(gathering)
      .where(and(inArray(gathering.contentId, some), notInArray(gathering.contentId, answered)));
    await tx.update(gathering).set(noGathering).where(inArray(gathering.contentId, some));
  }
  if (thread === undefined) {
    await tx
      .delete(notification)
      .where(and(eq(notification.workspaceId, workspaceId), isNotNull(notification.contentId)));
  } else {
    for (const some of chunks(foreign))
      await tx.delete(notification).where(inArray(notification.contentId, some));
  }
  const counted = sql`(select count(*) from ${content} where ${content.rootId} = ${discussion.contentId}
    and ${content.id} <> ${discussion.contentId} and ${content.deleted} is null)`;
  await tx.update(discussion).set({ comments: counted }).where(eq(discussion.workspaceId, workspaceId));
  // What arrived is kept for a time as it came: the words go from there too.
  const [group] = await tx.select({ iri: actor.iri }).from(actor).where(eq(actor.id, workspaceId));
  if (!group) return;
  // Whether what ours wrote was taken in is theirs to know, and may still wait to be read.
  const ofOurs = tx
    .select({ iri: content.iri })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(and(eq(content.workspaceId, workspaceId), eq(actor.local, true)));
  const passedOn = and(
    eq(inbox.actorIri, group.iri),
    sql`${inbox.body} like '%"Announce"%'`,
    ne(inbox.body, ""),
    or(ne(inbox.state, "new"), isNull(inbox.subject), notInArray(inbox.subject, ofOurs)),
  );
  const called = { body: "", state: "ignored", problem: "It was called back" } as const;
  if (thread === undefined) await tx.update(inbox).set(called).where(passedOn);
  else {
    const iris = new Map(rows.map(({ id, iri }) => [id, iri]));
    for (const some of chunks(foreign)) {
      const about = some.map((id) => iris.get(id)!);
      await tx
        .update(inbox)
        .set(called)
        .where(and(passedOn, inArray(inbox.subject, about)));
    }
  }
}

function* chunks(ids: Id[]): Generator<Id[]> {
  for (let at = 0; at < ids.length; at += atOnce) yield ids.slice(at, at + atOnce);
}
