import { eq } from "drizzle-orm";
import { actor, content, discussion } from "../../db/index.ts";
import { editContent, type FromElsewhere } from "../../src/forums/index.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { type Post, readPost } from "../read.ts";
import { actingContext, type Arrived, done, ignored, type Outcome, refused } from "./arrived.ts";
import { contentByIri } from "./find-content.ts";
import { unknownHere } from "./marks.ts";
import { orSayRefused } from "./refuse.ts";

/**
 * A page of a workspace that a manager edits, who is not its author. The manager signs or proves it, and has to manage
 * the workspace as far as we know: no workspace puts words in place of another's by itself.
 *
 * @param from what the wording is made of
 * @returns null where the activity is about something else
 */
export async function pageEdited(
  deps: Deps,
  arrived: Arrived,
  from: (post: Post) => FromElsewhere,
): Promise<Outcome | null> {
  const { activity, sender, group } = arrived;
  if (activity.object?.type !== "Article" || activity.object.attributedTo === sender.iri) return null;
  const parsed = await readPost(activity.object);
  if (!parsed.ok) return refused(parsed.problem);
  const post = parsed.value;
  if (post.attributedTo === sender.iri) return null;
  if (!sameOrigin(post.id, post.attributedTo)) return refused("The post claims an address on another server");
  const known = await contentByIri(deps, post.id);
  if (!known) return unknownHere(deps, arrived, "The page is not known here");
  const [row] = await deps.store.db
    .select({ author: actor.iri, form: discussion.form })
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.id))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(eq(content.id, known.id));
  if (row?.form !== "page" || row.author !== post.attributedTo) return refused("The post is another's");
  const [home] = await deps.store.db
    .select({ local: actor.local })
    .from(actor)
    .where(eq(actor.id, known.workspaceId));
  if (group ? known.workspaceId !== group.id : !home?.local)
    return ignored("The page is in another workspace");
  return orSayRefused(deps, arrived, known.workspaceId, async () => {
    const { name: title, source } = post;
    await editContent(actingContext(deps, arrived), { contentId: known.id, title, source, from: from(post) });
    return done;
  });
}
