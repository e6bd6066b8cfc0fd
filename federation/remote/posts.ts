import type { Id } from "../../src/core/id.ts";
import type { Result } from "../../src/core/result.ts";
import { type Brought, refillContent, settleContent } from "../../src/forums/index.ts";
import { makeWay } from "../../src/posts/index.ts";
import { readerIn } from "../access.ts";
import type { ActorRow } from "../actors/rows.ts";
import { contextFor, type Deps, remoteActing } from "../deps.ts";
import { done, ignored, later, type Outcome, refused } from "../inbox/arrived.ts";
import { wasUndone } from "../inbox/before.ts";
import { anyByIri, cameAlong, contentByIri, type KnownContent } from "../inbox/find-content.ts";
import { contextOf, formOf, titleOf } from "../objects/discussion.ts";
import { objects } from "../objects/index.ts";
import { readPost, type Post } from "../read.ts";
import { noteOf, withoutNote } from "../addresses.ts";
import { resolveAuthor } from "./actors.ts";
import { type Asker, fetchDocument } from "./fetch.ts";

/** How far back a chain of replies is followed to find its discussion. */
const longestChain = 30;

export interface PutPost {
  post: Post & { deleted?: boolean };
  activityIri: string;
  author: ActorRow;
  workspace: ActorRow;
  /** The workspace's home has accepted it. */
  settled: boolean;
  /** What it is where what it answers is not known: a discussion, or null to look for the parent. */
  ask: "discussion" | null;
  /** On whose behalf a missing parent is fetched. */
  reader?: Asker;
  /** What it answers, where that is known here. */
  parent?: KnownContent | null;
  /** What was answered on the way here, the first one first. */
  chain?: string[];
}

/** Puts a post from elsewhere into its workspace, after what it answers. The same one twice is one. */
export async function putPost(deps: Deps, put: PutPost): Promise<Outcome> {
  const { post, author, workspace, settled } = put;
  const known = await anyByIri(deps, post.id);
  if (known && known !== "own") {
    if (known.workspaceId !== workspace.id) return refused("The post is in another workspace");
    if (known.purged) {
      const brought = broughtBy(post, known.kind);
      await refillContent(contextFor(deps, null, true), { contentId: known.id, brought });
    }
    if (settled && !known.accepted)
      await settleContent(contextFor(deps, null, true), { contentId: known.id });
    return done;
  }
  if (author.local) return ignored("It is not a post of ours");
  const deleted = (post.deleted ?? false) || (await wasUndone(deps, post.id, workspace.iri));
  // For what was answered to it, its place is kept.
  if (deleted && !put.chain) return ignored("It was deleted before it came");
  let parentId: Id | null = null;
  if (post.inReplyTo && put.ask === null) {
    const parent = await parentOf(deps, put);
    if ("state" in parent) return parent;
    parentId = parent.id;
  }
  const meant = parentId !== null || names(post, workspace);
  const inTheWay = [
    ...(known === "own" ? [post.id] : []),
    ...(post.type === "Proposal" ? [noteOf(post.id)] : []),
  ];
  for (const iri of inTheWay)
    if (!(await makeWay(contextFor(deps, null, true), { iri, meant })))
      return refused("It is a post of its author's own");
  const ctx = contextFor(deps, { ...remoteActing(author.id) }, settled);
  await objects[parentId === null ? "discussion" : "comment"].fromWire(ctx, post, {
    workspaceId: workspace.id,
    parentId,
    from: {
      iri: post.id,
      html: deleted ? "" : post.html,
      published: post.published ?? deps.clock(),
      edited: editedAt(post),
      url: post.url,
      context: contextOf(post),
      deleted,
      activityIri: put.activityIri,
      mentions: post.mentions.map((one) => one.href),
      files: deleted ? [] : post.files,
      tags: deleted ? [] : post.hashtags,
      emojis: deleted ? [] : post.emojis,
      poll: deleted ? null : post.poll,
      ...(deleted ? {} : formOf(post)),
    },
  });
  return done;
}

const editedAt = ({ updated, published }: Post): Date | null =>
  updated && published && updated > published ? updated : null;

/** All that a post says of itself, for one that is known here and not kept any more. */
export const broughtBy = (post: Post, kind: KnownContent["kind"]): Brought => ({
  title: kind === "discussion" ? titleOf(post, post.html) : null,
  html: post.html,
  source: post.source,
  edited: editedAt(post),
  mentions: post.mentions.map(({ href }) => href),
  files: post.files,
  tags: post.hashtags,
  emojis: post.emojis,
  poll: post.poll,
  ...formOf(post),
});

/** Whether its author says that it is for a workspace. */
const names = ({ audience, to, cc, mentions, attributedTo }: Post, { iri }: ActorRow): boolean =>
  attributedTo === iri || [...audience, ...to, ...cc, ...mentions.map(({ href }) => href)].includes(iri);

/** What a post answers, fetched where it is not here yet, and what that answers, up to the discussion. */
async function parentOf(deps: Deps, put: PutPost): Promise<{ id: Id } | Outcome> {
  const { post, workspace, chain = [] } = put;
  const iri = post.inReplyTo!;
  const known = put.parent ?? (await contentByIri(deps, iri));
  if (known) {
    return known.workspaceId === workspace.id
      ? { id: known.id }
      : refused("It replies to a post of another workspace");
  }
  // A loop of replies, or one made to be endless.
  if (chain.length >= longestChain || iri === post.id || chain.includes(iri))
    return refused("The chain of replies is too long");
  if (iri.startsWith(`${deps.env.origin}/`)) return refused("What it replies to is not here");
  const reader = put.reader ?? (workspace.local ? undefined : await readerIn(deps, workspace.id));
  const fetched = await fetchPost(deps, iri, reader);
  if (!fetched.ok) {
    return fetched.kind === "unreachable"
      ? later(fetched.problem)
      : refused("What it replies to cannot be had");
  }
  const found = fetched.value;
  const meant = found.audience.length === 0 || found.audience.includes(workspace.iri);
  if (!meant && !(await cameAlong(deps, found, workspace.id))) {
    return refused("It replies to a post for another audience");
  }
  const author = await resolveAuthor(deps, found.attributedTo, put.reader);
  if (!author) return later("The author of what it replies to cannot be had");
  const outcome = await putPost(deps, {
    ...put,
    post: found,
    parent: null,
    author,
    activityIri: found.id,
    chain: [...chain, post.id],
  });
  if (outcome.state !== "done") return outcome;
  const parent = await contentByIri(deps, iri);
  return parent ? { id: parent.id } : refused("What it replies to cannot be had");
}

/** A post, or what its server says of one that was deleted: whose it was, and where it stood. */
export type Fetched = Post & { deleted: boolean };

/** A post from its own server: what stands at its address is its author's word. */
export async function fetchPost(
  deps: Deps,
  iri: string,
  reader?: Asker,
): Promise<Result<Fetched, "gone" | "refused" | "unreachable" | "invalid">> {
  // An offer or a request is one thing, also for whoever answers its note.
  const answer = await fetchDocument(deps, withoutNote(iri), reader, true);
  if (!answer.ok) return answer;
  const { document, url } = answer.value;
  const deleted = document.type === "Tombstone";
  const parsed = await readPost(deleted ? { ...document, type: document.formerType ?? "Note" } : document);
  if (!parsed.ok) return { ok: false, kind: deleted ? "gone" : "invalid", problem: parsed.problem };
  const post: Fetched = { ...parsed.value, deleted };
  const host = (address: string) => URL.parse(address)?.origin;
  if (host(post.id) !== host(url) || host(post.attributedTo) !== host(post.id)) {
    return { ok: false, kind: "invalid", problem: "The post claims an address on another server." };
  }
  return { ok: true, value: post };
}
