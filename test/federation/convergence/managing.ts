import { and, eq, isNotNull, isNull, ne } from "drizzle-orm";
import { actor, content, membership } from "../../../db/index.ts";
import {
  deleteContent,
  moveDiscussion,
  restoreContent,
  setLocked,
  setPinned,
} from "../../../src/forums/index.ts";
import {
  blockMember,
  decide,
  readmit,
  removeMember,
  setManager,
  unblockMember,
} from "../../../src/workspaces/index.ts";
import { type Doing, pick } from "./doing.ts";
import type { Here } from "./steps.ts";

const minute = 60_000;

/** What a manager does, at home or from elsewhere. */
export async function manage(doing: Doing, here: Here): Promise<string> {
  const { random } = doing;
  const { site, ctx, workspaceId } = here;
  const people = await site.store.db
    .select({
      memberId: membership.actorId,
      state: membership.state,
      role: membership.role,
      name: actor.name,
    })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(and(eq(membership.workspaceId, workspaceId), ne(membership.actorId, here.person.id)));
  const asking = pick(
    random,
    people.filter(({ state }) => state === "requested"),
  );
  if (asking && random() < 0.6) {
    const approve = random() < 0.85;
    await decide(ctx, { workspaceId, memberId: asking.memberId, approve });
    return `${approve ? "approves" : "declines"} ${asking.name}`;
  }
  if (random() < 0.5) return moderate(doing, here);
  const someone = pick(random, people);
  if (!someone) return "rests";
  const { memberId, name } = someone;
  const dice = random();
  if (someone.state === "removed" && dice < 0.7) {
    await readmit(ctx, { workspaceId, memberId });
    return `readmits ${name}`;
  }
  if (dice < 0.45) {
    const manager = someone.role !== "manager";
    await setManager(ctx, { workspaceId, memberId, manager });
    return `${manager ? "promotes" : "demotes"} ${name}`;
  }
  if (dice < 0.75) {
    if (random() < 0.4) {
      await unblockMember(ctx, { workspaceId, memberId });
      return `unblocks ${name}`;
    }
    const ends = random() < 0.4 ? new Date(site.clock().getTime() + 30 * minute) : null;
    await blockMember(ctx, { workspaceId, memberId, reason: "Not here", ends });
    return `blocks ${name}`;
  }
  await removeMember(ctx, { workspaceId, memberId });
  return `removes ${name}`;
}

/** What a manager does to what was said. */
async function moderate(doing: Doing, here: Here): Promise<string> {
  const { random } = doing;
  const { site, ctx, workspaceId, person } = here;
  const there = async (deleted: boolean) =>
    site.store.db
      .select({ id: content.id, iri: content.iri, kind: content.kind, authorId: content.authorId })
      .from(content)
      .where(
        and(
          eq(content.workspaceId, workspaceId),
          deleted ? isNotNull(content.deleted) : isNull(content.deleted),
        ),
      );
  const dice = random();
  if (dice < 0.2) {
    const removed = pick(random, await there(true));
    if (!removed) return "rests";
    await restoreContent(ctx, { contentId: removed.id });
    return `restores ${removed.iri}`;
  }
  const posts = await there(false);
  const on = random() < 0.6;
  const discussions = posts.filter(({ kind }) => kind === "discussion");
  const discussion = pick(random, discussions);
  if (discussion && dice < 0.35) {
    await setPinned(ctx, { contentId: discussion.id, on });
    return `${on ? "pins" : "unpins"} ${discussion.iri}`;
  }
  if (discussion && dice < 0.5) {
    await setLocked(ctx, { contentId: discussion.id, on });
    return `${on ? "locks" : "unlocks"} ${discussion.iri}`;
  }
  if (discussion && dice < 0.75) return move(doing, here, discussion);
  const post = pick(random, posts);
  if (!post) return "rests";
  await deleteContent(ctx, { contentId: post.id, reason: "Against the rules" });
  return `${post.authorId === person.id ? "deletes" : "takes away"} ${post.iri}`;
}

/** To another workspace that the same person manages. */
async function move(doing: Doing, here: Here, discussion: { id: number; iri: string }): Promise<string> {
  const { random, sites, opened } = doing;
  const { site, ctx, workspaceId, person } = here;
  const others = await site.store.db
    .select({ id: membership.workspaceId, iri: actor.iri })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(
      and(
        eq(membership.actorId, person.id),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
        ne(membership.workspaceId, workspaceId),
      ),
    );
  const to = pick(random, others);
  if (!to) return "rests";
  const place = sites.flatMap((one) => one.workspaces).find((one) => one.iri === to.iri)!;
  if (here.closed && place.level === "open") opened.add(discussion.iri);
  const outcome = await moveDiscussion(ctx, { contentId: discussion.id, toId: to.id, confirmed: true });
  return `moves ${discussion.iri} to ${place.address} (${outcome})`;
}
