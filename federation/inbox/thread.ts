import type { ActorRow } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { linkOf, listOf } from "../history/pages.ts";
import { resolveAuthor } from "../remote/actors.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { fetchPost, putPost } from "../remote/posts.ts";
import { done, later, type Outcome, refused } from "./arrived.ts";

/** Posts of one discussion that are fetched when it is moved here, at most. */
const most = 1000;
const mostPages = 50;

/**
 * Fetches a discussion that is moved to a workspace of ours: its first post, and what its collection lists (FEP-7888),
 * each at its author's server.
 *
 * @returns what hindered it; null where it is here
 */
export async function takeThread(
  deps: Deps,
  { rootIri, context, from, to }: { rootIri: string; context: string; from: ActorRow; to: ActorRow },
): Promise<Outcome | null> {
  const iris = [rootIri];
  let next: string | null = context === rootIri ? null : context;
  for (let page = 0; next !== null && page < mostPages && iris.length < most; page++) {
    const answer = await fetchDocument(deps, next);
    if (!answer.ok) {
      if (answer.kind === "unreachable") return later(answer.problem);
      break;
    }
    const { document } = answer.value;
    for (const item of listOf(document)) {
      const iri = linkOf(item);
      if (iri && !iris.includes(iri)) iris.push(iri);
    }
    next = page === 0 ? (linkOf(document.first) ?? linkOf(document.next)) : linkOf(document.next);
  }
  for (const [index, iri] of iris.slice(0, most).entries()) {
    const outcome = await takePost(deps, iri, from, to);
    if (outcome.state === "later" || (index === 0 && outcome.state !== "done")) return outcome;
  }
  return null;
}

async function takePost(deps: Deps, iri: string, from: ActorRow, to: ActorRow): Promise<Outcome> {
  const post = await fetchPost(deps, iri);
  if (!post.ok) return post.kind === "unreachable" ? later(post.problem) : refused(post.problem);
  const { audience, deleted, attributedTo } = post.value;
  if (deleted) return done;
  if (audience.length > 0 && !audience.includes(from.iri) && !audience.includes(to.iri))
    return refused("It is for another audience");
  const author = await resolveAuthor(deps, attributedTo);
  if (!author) return later("The author cannot be had");
  if (author.local) return done;
  return putPost(deps, {
    post: post.value,
    activityIri: post.value.id,
    author,
    workspace: to,
    settled: true,
    ask: null,
  });
}
