import { and, eq } from "drizzle-orm";
import { actor, askedAct } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import {
  decidesHere,
  mayKnow,
  mayManage,
  onlyManagers,
  opensUp,
  standing,
  type Standing,
} from "../workspaces/index.ts";
import { type Post, postFor } from "./facts.ts";
import { noteMove, rehome } from "./rehoming.ts";

export interface MoveDiscussion {
  contentId: Id;
  toId: Id;
  /** Whoever moves it knows that more people will read it. */
  confirmed?: boolean;
  from?: { activityIri: string };
}

/**
 * Moves a whole discussion to another workspace (FEP-f15d). Whoever moves it manages both. The home of the workspace in
 * which it stands decides; where the other one lives elsewhere, its home has to take it in first.
 *
 * @returns whether it is moved now, or a home elsewhere was asked
 * @throws {Refusal} `forbidden`; `conflict` where more people would read it and that is not confirmed, or where it may
 *   not go
 */
export async function moveDiscussion(ctx: Context, input: MoveDiscussion): Promise<"moved" | "asked"> {
  const { contentId, toId, from } = input;
  const manager = signedIn(ctx);
  return change(ctx, async (made) => {
    const { tx, at } = made;
    const { post, standing: found } = await postFor(ctx, tx, contentId);
    const target = await standing(tx, toId, manager.id);
    const { workspaceId: fromId } = post;
    if (!mayKnow(target)) throw notFound();
    if (post.kind !== "discussion" || post.deleted)
      throw new Refusal("conflict", "There is no discussion to move.");
    if (fromId === toId) return "moved";
    if (!mayManage(found)) throw onlyManagers();
    if (!mayManage(target))
      throw new Refusal("forbidden", "You can move a discussion to a workspace that you manage too.");
    if (opensUp(found.level, target.level) && !input.confirmed) throw notConfirmed();
    if (!found.local || !target.local) await mayGoElsewhere(made, ctx, found, target);
    const act = { kind: "move", workspaceId: fromId, contentId, targetId: toId } as const;
    if (!(await decidesHere(ctx, made, found, act))) return "asked";
    const moveIri = from?.activityIri ?? `${ctx.origin}/activities/${newId(at)}`;
    if (target.local || (await livesWith(made, manager.id, toId, ctx))) {
      await rehome(made, { rootId: contentId, fromId, toId, moveIri, from });
      return "moved";
    }
    if (!manager.local)
      throw new Refusal("conflict", "A manager at one of the two organisations has to move it.");
    await offer(made, { post, manager: manager.id, toId, moveIri });
    return "asked";
  });
}

const notConfirmed = (): Refusal =>
  new Refusal("conflict", "More people would read it there than here. Confirm that, and move it again.");

/** What members alone may read, nobody takes to another organisation with one act; nor what nobody knows of. */
async function mayGoElsewhere(made: Change, ctx: Context, found: Standing, target: Standing): Promise<void> {
  const [one, other] = await Promise.all(
    [found, target].map(async ({ workspaceId }) => {
      const [row] = await made.tx.select({ host: actor.host }).from(actor).where(eq(actor.id, workspaceId));
      return row?.host ?? ctx.host;
    }),
  );
  if (one !== other && found.level !== "open")
    throw new Refusal(
      "conflict",
      "What is for members only can be moved within one organisation, and not to another one.",
    );
  if (found.level === "confidential" || target.level === "confidential")
    if (!ctx.actor?.local || !found.local || !target.local)
      throw new Refusal(
        "conflict",
        "A manager at its own organisation has to move it: one of the two is confidential.",
      );
}

/** A manager from the other workspace's own home asks: there it has been agreed to. */
async function livesWith({ tx }: Change, managerId: Id, workspaceId: Id, ctx: Context): Promise<boolean> {
  if (ctx.actor?.local) return false;
  const host = async (id: Id) =>
    (await tx.select({ host: actor.host }).from(actor).where(eq(actor.id, id)))[0]?.host;
  return (await host(managerId)) === (await host(workspaceId));
}

/** The home of another workspace is asked to take it in: it stays where it is until that has answered. */
async function offer(
  made: Change,
  { post, manager, toId, moveIri }: { post: Post; manager: Id; toId: Id; moveIri: string },
): Promise<void> {
  const { tx, at, record } = made;
  const { id: contentId, workspaceId } = post;
  const same = and(
    eq(askedAct.contentId, contentId),
    eq(askedAct.kind, "move"),
    eq(askedAct.state, "waiting"),
  );
  if ((await tx.$count(askedAct, same)) > 0) return;
  await tx.insert(askedAct).values({
    id: newId(at),
    workspaceId,
    actorId: manager,
    kind: "move",
    contentId,
    targetId: toId,
    activityIri: moveIri,
    state: "waiting",
    created: at,
  });
  await noteMove(made, { rootId: contentId, fromId: workspaceId, toId, moveIri });
  await record({ kind: "discussion.offered", workspaceId, contentId, data: { moveIri, toId } });
}

/**
 * Carries out a move that is decided: both homes have agreed, or one is the home of both. Done again, it changes nothing.
 *
 * @param toId where it stands then
 */
export async function settleMove(
  ctx: Context,
  moving: { rootId: Id; fromId: Id; toId: Id; moveIri: string; from?: { activityIri: string } },
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at } = made;
    const { post } = await postFor({ ...ctx, settled: true }, tx, moving.rootId);
    if (post.workspaceId !== moving.fromId) return;
    await tx
      .update(askedAct)
      .set({ state: "done", settled: at })
      .where(
        and(eq(askedAct.contentId, moving.rootId), eq(askedAct.kind, "move"), eq(askedAct.state, "waiting")),
      );
    await rehome(made, moving);
  });
}
