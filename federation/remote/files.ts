import { and, eq } from "drizzle-orm";
import { actor, content, follow, mention } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Result } from "../../src/core/result.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { isOpen } from "../../src/visibility/index.ts";
import { readerIn } from "../access.ts";
import { hostOf, sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { fetchFile } from "./fetch.ts";

const timeoutMs = 30_000;
const fail = (problem: string) => ({ ok: false, problem }) as const;

/**
 * Fetches what somebody elsewhere attached to a post. Where the post is for members, one of ours signs; but only what
 * stands on the post's own server is asked for in a member's name, and no redirect is followed then: else another
 * server could have us fetch from a third what our member may read there, and show it here.
 */
export async function fetchAttached(
  deps: Deps,
  url: string,
  { contentId, maxBytes }: { contentId: Id; maxBytes: number },
): Promise<Result<Uint8Array>> {
  const [post] = await deps.store.db
    .select({
      iri: content.iri,
      authorId: content.authorId,
      workspaceId: content.workspaceId,
      visibility: content.visibility,
    })
    .from(content)
    .where(eq(content.id, contentId));
  if (!post) return fail("The post is gone.");
  // What is for members here must not become theirs by being named elsewhere.
  if (sameOrigin(url, deps.env.origin) || hostOf(url) === deps.env.host)
    return fail("That is this instance's own address.");
  for (const iri of [post.iri, url])
    if ((await verdictFor(deps.store, hostOf(iri))) === "suspended")
      return fail("That server is suspended here.");
  const reader = !sameOrigin(url, post.iri)
    ? undefined
    : post.workspaceId !== null
      ? await readerIn(deps, post.workspaceId)
      : isOpen(post.visibility)
        ? undefined
        : await addressee(deps, contentId, post.authorId);
  if (reader !== undefined) return fetchFile(deps, url, reader, { maxBytes, timeoutMs, redirects: 0 });
  const answer = await deps.agent.request(url, { maxBytes, timeoutMs, accept: "*/*" });
  if (!answer.ok) return fail(answer.problem);
  const { status, body } = answer.value;
  return status === 200 ? { ok: true, value: body } : fail(`The other server answered ${status}.`);
}

/** One of ours whom a post of somebody's own is for: named in it, or a follower. */
async function addressee(deps: Deps, contentId: Id, authorId: Id): Promise<Id | undefined> {
  const { db } = deps.store;
  const local = eq(actor.local, true);
  const [named] = await db
    .select({ id: actor.id })
    .from(mention)
    .innerJoin(actor, and(eq(actor.id, mention.actorId), local))
    .where(eq(mention.contentId, contentId))
    .limit(1);
  if (named) return named.id;
  const [follower] = await db
    .select({ id: actor.id })
    .from(follow)
    .innerJoin(actor, and(eq(actor.id, follow.followerId), local))
    .where(and(eq(follow.followedId, authorId), eq(follow.state, "accepted")))
    .limit(1);
  return follower?.id;
}
