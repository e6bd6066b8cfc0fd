import type { Id } from "../../src/core/id.ts";
import { proposalNow, settleProposal, takeBackSettling } from "../../src/proposals/index.ts";
import { readerIn } from "../access.ts";
import { actorById } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { loadContent } from "../objects/load.ts";
import { proposalFrom } from "../objects/proposal.ts";
import type { Json } from "../remote/fetch.ts";
import { fetchPost } from "../remote/posts.ts";
import { readActivity, readPost } from "../read.ts";
import { typesOf } from "../wire/shapes/index.ts";
import {
  actingContext,
  type Arrived,
  done,
  ignored,
  type Outcome,
  refused,
  settledContext,
} from "./arrived.ts";
import { contentByIri } from "./find-content.ts";
import { unknownHere } from "./marks.ts";
import { orSayRefused } from "./refuse.ts";

/**
 * A manager says of somebody's offer or request that it does not stand any more, or does again. The manager signs or
 * proves it; of the words nothing is taken, so nobody puts any into its author's mouth.
 *
 * @returns null where the activity is about something else
 */
export async function settledByManager(deps: Deps, arrived: Arrived): Promise<Outcome | null> {
  const { activity, sender, group } = arrived;
  const { object } = activity;
  if (!object || !typesOf(object).includes("Proposal") || object.attributedTo === sender.iri) return null;
  const parsed = await readPost(object);
  if (!parsed.ok) return refused(parsed.problem);
  const post = parsed.value;
  if (post.attributedTo === sender.iri) return null;
  if (!sameOrigin(post.id, post.attributedTo)) return refused("The post claims an address on another server");
  const known = await contentByIri(deps, post.id);
  if (!known) return unknownHere(deps, arrived, "The offer is not known here");
  const author = await actorById(deps.store, known.authorId);
  const said = proposalFrom(post, activity.published);
  if (!said || author?.iri !== post.attributedTo) return refused("The post is another's");
  const home = await actorById(deps.store, known.workspaceId);
  if (group ? known.workspaceId !== group.id : !home?.local)
    return ignored("The offer is in another workspace");
  return orSayRefused(deps, arrived, known.workspaceId, async () => {
    await settleProposal(actingContext(deps, arrived), {
      contentId: known.id,
      closed: said.closed,
      from: { activityIri: activity.id, said: said.said },
    });
    return done;
  });
}

/**
 * When an Update of ours said whether an offer or a request stands: not always when it was made, because after a word from
 * a server whose clock is ahead the next one has to be later. Null where it is about something else.
 */
async function settlingIn(body: string): Promise<Date | null> {
  const sent = body === "" ? null : await readActivity(JSON.parse(body) as Json);
  const post = sent?.ok && sent.value.object ? await readPost(sent.value.object) : null;
  return (post?.ok && post.value.proposal?.said) || null;
}

/**
 * The home of a workspace does not count what one of ours said of an offer. How it stands its author's server knows, where
 * that is not this one: several words may have been said before the first was answered.
 */
export async function settlingRefused(
  deps: Deps,
  refusal: { contentId: Id; workspaceId: Id; byId: Id; body: string; answer: string },
): Promise<void> {
  const { contentId, workspaceId, byId, body, answer } = refusal;
  const said = await settlingIn(body);
  const standing = said && (await proposalNow(deps.store.db, contentId));
  // Another word counts by now.
  if (!said || standing?.said.getTime() !== said.getTime()) return;
  const loaded = await loadContent(deps.store.db, contentId);
  const fetched =
    loaded && !loaded.author.local
      ? await fetchPost(deps, loaded.row.iri, await readerIn(deps, workspaceId))
      : null;
  const there = fetched?.ok && !fetched.value.deleted ? proposalFrom(fetched.value, null) : null;
  await takeBackSettling(settledContext(deps, null), { contentId, byId, said, there, answer });
}
