import { restoreContent } from "../../src/forums/index.ts";
import { readerIn } from "../access.ts";
import { actorById } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { resolveAuthor } from "../remote/actors.ts";
import { broughtBy, fetchPost, putPost } from "../remote/posts.ts";
import { actingContext, type Arrived, done, ignored, later, type Outcome, refused } from "./arrived.ts";
import { forgetUndone } from "./before.ts";
import { contentByIri, speaksFor } from "./find-content.ts";
import { unknownHere } from "./marks.ts";
import { orSayRefused } from "./refuse.ts";

/** A manager takes a removal back. What is not kept here is read again where its author is at home. */
export async function restore(deps: Deps, arrived: Arrived): Promise<Outcome> {
  const { activity, group } = arrived;
  const iri = activity.objectId ?? "";
  const known = await contentByIri(deps, iri);
  const from = { activityIri: activity.id };
  if (!known && !group) return unknownHere(deps, arrived, "It is not here");
  if (known && group && !(await speaksFor(deps, group, known.workspaceId)))
    return refused("The post is not in this workspace");
  if (known) {
    const contentId = known.id;
    const ctx = actingContext(deps, arrived);
    const outcome = await orSayRefused(deps, arrived, known.workspaceId, async () =>
      (await restoreContent(ctx, { contentId, from })) ? done : ignored("Its words are not kept here"),
    );
    if (!group || outcome.state !== "ignored") return outcome;
    // One of ours has taken it back for good meanwhile; the home of the workspace is being told.
    if ((await actorById(deps.store.db, known.authorId))?.local) return outcome;
  }
  const reader = await readerIn(deps, known?.workspaceId ?? group!.id);
  const fetched = await fetchPost(deps, known?.iri ?? iri, reader);
  if (!fetched.ok) return later(fetched.problem);
  // Its author's server may not have heard of it yet.
  if (fetched.value.deleted) return later("Its author's server does not show it");
  if (known) {
    if (fetched.value.id !== known.iri) return refused("Its author's server shows another post");
    const brought = broughtBy(fetched.value, known.kind);
    await restoreContent(actingContext(deps, arrived), { contentId: known.id, from, brought });
    return done;
  }
  if (!fetched.value.audience.includes(group!.iri)) return ignored("The post is not for this workspace");
  const author = await resolveAuthor(deps, fetched.value.attributedTo);
  if (!author) return later("The author cannot be had");
  await forgetUndone(deps, iri);
  return putPost(deps, {
    post: fetched.value,
    activityIri: activity.id,
    author,
    workspace: group!,
    settled: true,
    ask: null,
  });
}
