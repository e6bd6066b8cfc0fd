import { eq } from "drizzle-orm";
import { actor, content, poll } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { countVote, takeCounts } from "../../src/polls/index.ts";
import { mayRead, standingOf } from "../../src/workspaces/index.ts";
import { readerIn } from "../access.ts";
import { actorById, type ActorRow } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import type { Post } from "../read.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { actingContext, type Arrived, done, ignored, later, type Outcome, refused } from "./arrived.ts";

/** What asks something, by its address. */
async function pollByIri(deps: Deps, iri: string | null) {
  const [found] = await deps.store.db
    .select({
      id: content.id,
      workspaceId: content.workspaceId,
      published: content.published,
      edited: content.edited,
      authorId: content.authorId,
      local: actor.local,
    })
    .from(content)
    .innerJoin(poll, eq(poll.contentId, content.id))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(eq(content.iri, iri ?? ""));
  return found ?? null;
}

/**
 * A vote of somebody elsewhere (FEP-9967). It is between them and the author of the poll, whose server counts it: it is
 * no comment, and nobody passes it on.
 */
export async function onVote(deps: Deps, arrived: Arrived, post: Post): Promise<Outcome> {
  if (arrived.group) return refused("A vote is not for a workspace to pass on");
  const found = await pollByIri(deps, post.inReplyTo);
  if (!found) return ignored("What it answers is no poll here");
  if (!found.local) return ignored("Votes in this poll are counted elsewhere");
  const belongs =
    found.workspaceId === null ? false : await belongsThere(deps, found.workspaceId, arrived.sender);
  if (typeof belongs === "object") return belongs;
  await countVote(actingContext(deps, arrived), { contentId: found.id, name: post.name ?? "", belongs });
  return done;
}

/**
 * Whether somebody belongs to a workspace elsewhere that is for members: its home knows all who do, and tells a member
 * (the followers collection, asked for one actor, as Lemmy has it).
 */
async function belongsThere(deps: Deps, workspaceId: Id, voter: ActorRow): Promise<boolean | Outcome> {
  const group = await actorById(deps.store.db, workspaceId);
  if (!group || group.local || !group.followers) return false;
  if (mayRead(await standingOf(deps.store, workspaceId, voter.id))) return false;
  const reader = await readerIn(deps, workspaceId);
  if (!reader) return false;
  const asked = `${group.followers}?is_follower=${encodeURIComponent(voter.iri)}`;
  const answer = await fetchDocument(deps, asked, reader);
  if (answer.ok) return answer.value.document.totalItems === 1;
  return answer.kind === "unreachable" ? later(answer.problem) : false;
}

/**
 * An Update that leaves the words as they are brings new numbers: they count where the author's own server says so.
 *
 * @returns false where it is about something else
 */
export async function onlyCounts(deps: Deps, arrived: Arrived, post: Post): Promise<boolean> {
  if (!post.poll) return false;
  const { activity, sender, group } = arrived;
  const found = await pollByIri(deps, post.id);
  if (!found || found.authorId !== sender.id || (group && found.workspaceId !== group.id)) return false;
  if (post.updated && post.updated > (found.edited ?? found.published)) return false;
  const counts = { contentId: found.id, shown: post.poll, activityIri: activity.id };
  await takeCounts(actingContext(deps, arrived), counts);
  return true;
}
