import { and, eq, inArray, isNull, notInArray, or } from "drizzle-orm";
import {
  activity,
  actor,
  askedAct,
  content,
  discussion,
  discussionMove,
  notification,
  report,
  workspace,
} from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notify } from "../notifications/index.ts";
import { type Level, mayRead, purgeContent, standing } from "../workspaces/index.ts";

/** The discussion that is moved, and between which. */
export interface Rehoming {
  rootId: Id;
  fromId: Id;
  toId: Id;
  /** Of the Move; where it came from elsewhere, that one is passed on. */
  moveIri: string;
  from?: { activityIri: string };
}

/** Stands in the place of a refusal, so that its author alone still sees it. */
export const movedAway = "The discussion was moved to a workspace that is not known here.";

const atOnce = 500;

const stay = ["Move", "Remove", "Delete", "Lock", "Undo"];

/**
 * Puts a whole discussion into another workspace, with all that hangs on it: from now on that one decides who reads it.
 * Both logs say so, and those who wrote in it are told.
 */
export async function rehome(made: Change, moving: Rehoming): Promise<void> {
  const { tx, at, record } = made;
  const { rootId, fromId, toId, moveIri, from } = moving;
  const rows = await tx
    .select({ id: content.id, authorId: content.authorId })
    .from(content)
    .where(eq(content.rootId, rootId));
  await carry(
    made,
    rows.map(({ id }) => id),
    moving,
  );
  const [moved] = await tx
    .update(discussion)
    .set({ workspaceId: toId, pinned: null })
    .where(eq(discussion.contentId, rootId))
    .returning({ last: discussion.lastActivity });
  const [place] = await tx
    .select({ last: workspace.lastActivity })
    .from(workspace)
    .where(eq(workspace.actorId, toId));
  if (moved && (!place?.last || place.last < moved.last))
    await tx.update(workspace).set({ lastActivity: moved.last }).where(eq(workspace.actorId, toId));
  await noteMove(made, { ...moving, released: at, taken: at });
  await tellAuthors(made, [...new Set(rows.map(({ authorId }) => authorId))], moving);
  const inner = { moveIri, ...(from ? { activityIri: from.activityIri } : {}) };
  const out = { ...inner, toId, note: await nameFor(made, toId) };
  await record({ kind: "discussion.moved out", workspaceId: fromId, contentId: rootId, data: out });
  const into = { ...inner, fromId, note: await nameFor(made, fromId) };
  await record({ kind: "discussion.moved in", workspaceId: toId, contentId: rootId, data: into });
}

/** All that says of posts in which workspace they stand. */
async function carry({ tx, at }: Change, ids: Id[], { fromId, toId }: Rehoming): Promise<void> {
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = ids.slice(start, start + atOnce);
    await tx.update(content).set({ workspaceId: toId }).where(inArray(content.id, some));
    await tx
      .update(content)
      .set({ refused: null })
      .where(and(inArray(content.id, some), eq(content.refused, movedAway)));
    await tx.update(notification).set({ workspaceId: toId }).where(inArray(notification.contentId, some));
    await tx.update(report).set({ workspaceId: toId }).where(inArray(report.contentId, some));
    // Who may fetch what was said is asked of where it stands; that it left is for those it left, and so is what was
    // deleted, locked or taken back just before: it may still be on its way, and has no words in it.
    await tx
      .update(activity)
      .set({ workspaceId: toId })
      .where(
        and(
          inArray(activity.contentId, some),
          notInArray(activity.type, stay),
          or(isNull(activity.innerType), notInArray(activity.innerType, stay)),
        ),
      );
    await tx
      .update(askedAct)
      .set({ state: "refused", answer: "The discussion was moved to another workspace.", settled: at })
      .where(
        and(
          inArray(askedAct.contentId, some),
          eq(askedAct.workspaceId, fromId),
          eq(askedAct.state, "waiting"),
        ),
      );
  }
}

/** The name of a workspace, for readers of the other one; of a confidential one none. */
async function nameFor({ tx }: Change, workspaceId: Id): Promise<string> {
  const [row] = await tx
    .select({ name: actor.name, level: workspace.level })
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .where(eq(workspace.actorId, workspaceId));
  return row && row.level !== ("confidential" satisfies Level) ? row.name : "";
}

/** Those who wrote in it, once: where it is now, or that they cannot read it any more. */
async function tellAuthors(
  made: Change,
  authorIds: Id[],
  {
    rootId,
    fromId,
    toId,
    gone = false,
  }: Pick<Rehoming, "rootId" | "fromId"> & { toId: Id | null; gone?: boolean },
): Promise<void> {
  const [root] = await made.tx.select({ title: content.title }).from(content).where(eq(content.id, rootId));
  const title = root?.title ? `“${root.title}”` : "A discussion in which you wrote";
  for (const personId of authorIds) {
    const told = { kind: "moved", personId, actorId: null } as const;
    const readable = toId !== null && mayRead(await standing(made.tx, toId, personId));
    if (readable) {
      const text = `${title} was moved to ${(await nameFor(made, toId)) || "another workspace"}`;
      await notify(made, { ...told, workspaceId: toId, contentId: gone ? null : rootId, text });
    } else {
      const text = "A discussion in which you wrote was moved to a workspace to which you do not belong";
      await notify(made, { ...told, workspaceId: fromId, text });
    }
  }
}

/** What is known of a move, for what comes after it and for old addresses. */
export async function noteMove(
  { tx, at }: Change,
  noted: {
    rootId?: Id;
    rootIri?: string;
    context?: string | null;
    fromId: Id | null;
    toId: Id | null;
    moveIri: string;
    released?: Date | null;
    taken?: Date | null;
    body?: string | null;
  },
): Promise<void> {
  const [root] = noted.rootId
    ? await tx
        .select({ iri: content.iri, context: content.context })
        .from(content)
        .where(eq(content.id, noted.rootId))
    : [];
  const { fromId, toId, moveIri: activityIri, released, taken, body } = noted;
  const said = {
    ...(released ? { released } : {}),
    ...(taken ? { taken } : {}),
    ...(body ? { body } : {}),
  };
  const rootIri = root?.iri ?? noted.rootIri!;
  const values = { activityIri, rootIri, context: root?.context ?? noted.context ?? null, fromId, toId };
  await tx
    .insert(discussionMove)
    .values({ id: newId(at), ...values, ...said, created: at })
    .onConflictDoUpdate({ target: discussionMove.activityIri, set: { toId, ...said } });
}

/**
 * A discussion left a workspace that is read here, for one that is not: what others wrote is deleted, with everything that
 * repeats it. What our own people wrote lives here, and goes along, or is for its author alone.
 */
export async function letGo(
  ctx: Context,
  moving: Omit<Rehoming, "toId"> & { toId: Id | null; taken?: Date | null },
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const { rootId, fromId, toId, moveIri, from } = moving;
    const rows = await tx
      .select({ id: content.id, authorId: content.authorId })
      .from(content)
      .where(eq(content.rootId, rootId));
    await noteMove(made, { ...moving, released: made.at });
    await purgeContent(made, fromId, rootId);
    await tellAuthors(made, [...new Set(rows.map(({ authorId }) => authorId))], { ...moving, gone: true });
    const left = await tx.select({ id: content.id }).from(content).where(eq(content.rootId, rootId));
    const ids = left.map(({ id }) => id);
    if (toId !== null) {
      await carry(made, ids, { ...moving, toId });
      await tx.update(discussion).set({ workspaceId: toId }).where(eq(discussion.contentId, rootId));
    } else {
      const refused = { refused: movedAway };
      if (ids.length > 0) await tx.update(content).set(refused).where(inArray(content.id, ids));
      await tx.update(discussion).set({ shown: false }).where(eq(discussion.contentId, rootId));
    }
    const data = { moveIri, toId: toId ?? 0, note: "", ...(from ? { activityIri: from.activityIri } : {}) };
    await record({ kind: "discussion.moved out", workspaceId: fromId, contentId: rootId, data });
  });
}
