import { and, eq, sql } from "drizzle-orm";
import { activity as sentActivity, actor, askedAct, membership, prepared } from "../../db/index.ts";
import { settleContent } from "../../src/forums/index.ts";
import { readerIn } from "../access.ts";
import { verdictFor } from "../../src/peers/index.ts";
import type { ActorRow } from "../actors/rows.ts";
import { hostOf, sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { resolveAuthor } from "../remote/actors.ts";
import { fetchDocument, type Json } from "../remote/fetch.ts";
import { fetchPost, putPost } from "../remote/posts.ts";
import { type Post, readActivity } from "../read.ts";
import { done, type Handler, ignored, later, type Outcome, refused, settledContext } from "./arrived.ts";
import { authentic, type Certain } from "./authentic.ts";
import { cameAlong, contentByIri, speaksFor } from "./find-content.ts";
import { onBoost } from "./own-posts.ts";
import { onMove } from "./moves.ts";
import { actOn } from "./acts.ts";

/** How many activities one Announce may carry (PieFed sends several at once). */
const most = 100;

/** What a workspace elsewhere passes on to its members here. */
export const onAnnounce: Handler = async (deps, { activity, sender, group }) => {
  if (group) return refused("An Announce inside an Announce");
  if (sender.kind !== "group") return onBoost(deps, { activity, sender, group });
  const inside = await hasMemberHere(deps, sender.id);
  const carried = activity.objects.slice(0, most).filter((one) => inside || isOurs(deps, one));
  if (carried.length === 0) return ignored("Nobody here belongs to this workspace");
  let worst: Outcome = done;
  for (const one of carried) {
    const outcome = await passedOn(deps, sender, one);
    if (outcome.state === "later") return outcome;
    if (outcome.state !== "done") worst = outcome;
  }
  return worst;
};

/** Said by a member of ours, who may have left since: that it was taken in is for them to know. */
const isOurs = (deps: Deps, carried: string | Json): boolean =>
  typeof carried === "object" &&
  [carried.id, carried.actor].every((iri) => typeof iri === "string" && sameOrigin(iri, deps.env.origin));

/** What is said and done in a workspace; what two servers settle between them is not passed on. */
const passable = new Set([
  "Create",
  "Update",
  "Delete",
  "Like",
  "Dislike",
  "Join",
  "Ignore",
  "Leave",
  "Lock",
  "Move",
  "Add",
  "Remove",
  "Undo",
  "Block",
]);

const memberQuery = prepared("a member here of a workspace", (db) =>
  db
    .select({ id: membership.id })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, sql.placeholder("workspaceId")),
        eq(membership.state, "active"),
        eq(actor.local, true),
      ),
    )
    .limit(1),
);

export async function hasMemberHere(deps: Deps, workspaceId: number): Promise<boolean> {
  const [row] = await memberQuery(deps.store, { workspaceId });
  return !!row;
}

/** Carries out one activity that a workspace has accepted, once it is certain whose it is. */
export async function passedOn(deps: Deps, group: ActorRow, carried: string | Json): Promise<Outcome> {
  if (typeof carried === "string") return named(deps, group, carried);
  const parsed = await readActivity(carried);
  // The post itself, which Mastodon needs, says nothing new.
  if (!parsed.ok)
    return typeof carried.id === "string" ? named(deps, group, carried.id) : refused(parsed.problem);
  if (!passable.has(parsed.value.type))
    return refused(`${parsed.value.type} is not for a workspace to pass on`);
  const certain = await authentic(deps, group, parsed.value, carried);
  if ("state" in certain) return certain;
  const { activity, sender } = certain;
  if (sender.local) return echo(deps, group, certain);
  if ((await verdictFor(deps.store, sender.host)) === "suspended") return ignored("Its server is suspended");
  return actOn(deps, { activity, sender, group, raw: carried });
}

/**
 * An Announce of an address: a post we have is left as it is, another one is read at its home. One of ours has been taken
 * in, also where its home would not have it at first: it was read there for the sake of an answer to it.
 */
async function named(deps: Deps, group: ActorRow, iri: string): Promise<Outcome> {
  const known = await contentByIri(deps, iri);
  const ours = hostOf(iri) === deps.env.host;
  if (known && ours && (await speaksFor(deps, group, known.workspaceId)))
    await settleContent(settledContext(deps, null), { contentId: known.id });
  if (known && !known.purged) return done;
  if (ours) return ignored("It is not here any more");
  const reader = await readerIn(deps, group.id);
  const answer = await fetchDocument(deps, iri, reader);
  if (!answer.ok) return answer.kind === "unreachable" ? later(answer.problem) : ignored(answer.problem);
  const parsed = await readActivity(answer.value.document);
  if (parsed.ok && sameOrigin(parsed.value.id, answer.value.url))
    return passedOn(deps, group, answer.value.document);
  const post = await fetchPost(deps, iri, reader);
  if (!post.ok) return ignored(post.problem);
  if (post.value.deleted) return ignored("It has been deleted");
  if (!isFor(post.value, group) && !(await cameAlong(deps, post.value, group.id)))
    return ignored("The post is not for this workspace");
  const author = await resolveAuthor(deps, post.value.attributedTo);
  if (!author) return later("The author cannot be had");
  return putPost(deps, {
    post: post.value,
    activityIri: post.value.id,
    author,
    workspace: group,
    settled: true,
    ask: null,
  });
}

/** Whether a post is for a workspace: it says so, or, as Mobilizon's events, is the workspace's own. */
const isFor = ({ audience, to, cc, attributedTo }: Post, { iri }: ActorRow): boolean =>
  audience.length > 0 ? audience.includes(iri) : attributedTo === iri || [...to, ...cc].includes(iri);

/**
 * What one of ours did comes back: the workspace's home has taken it in. What a manager here asked for is carried out
 * now, as it was asked: of that, our own copy counts.
 */
async function echo(deps: Deps, group: ActorRow, { activity, sender }: Certain): Promise<Outcome> {
  const [row] = await deps.store.db
    .select({
      contentId: sentActivity.contentId,
      workspaceId: sentActivity.workspaceId,
      body: sentActivity.body,
    })
    .from(sentActivity)
    .where(eq(sentActivity.iri, activity.id));
  // Its home has taken in what one of ours moved there.
  if (row && activity.type === "Move") {
    const moved = await readActivity(JSON.parse(row.body) as Json);
    return moved.ok ? onMove(deps, { activity: moved.value, sender, group }) : refused(moved.problem);
  }
  if (!row || !(await speaksFor(deps, group, row.workspaceId)))
    return refused("It is not an activity of ours");
  if (row.contentId) await settleContent(settledContext(deps, null), { contentId: row.contentId });
  if (!(await wasAsked(deps, activity.id))) return done;
  const own = await readActivity(JSON.parse(row.body) as Json);
  return own.ok ? actOn(deps, { activity: own.value, sender, group }) : refused(own.problem);
}

async function wasAsked(deps: Deps, activityIri: string): Promise<boolean> {
  const [act] = await deps.store.db
    .select({ id: askedAct.id })
    .from(askedAct)
    .where(eq(askedAct.activityIri, activityIri));
  return !!act;
}
