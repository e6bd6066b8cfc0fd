import type { Card } from "../actors/index.ts";
import { filesOf } from "../attachments/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { gatheringShown, type GatheringShown } from "../gatherings/index.ts";
import { resourcesPage, crumbsOf, placementNow, type Crumb, type ResourcesPage } from "../resources/index.ts";
import { proposalShown, type ProposalShown } from "../proposals/index.ts";
import { pollsOf } from "../polls/index.ts";
import { emojisOf } from "../tags/index.ts";
import type { WorkspaceHead } from "../workspaces/index.ts";
import { blockedAmong } from "../ties/index.ts";
import { savedAmong } from "../shelves/index.ts";
import { type Form, isProposal, isResource } from "./forms.ts";
import { relinker } from "./links.ts";
import { hiddenReasons } from "./hidden-query.ts";
import { managersOf } from "./managers-query.ts";
import { managingOf } from "./managing-query.ts";
import {
  commentsById,
  commentsOf,
  isShown,
  nodesOf,
  type Placed,
  placedPost,
  type PlacedRow,
  type PostRow,
  topOf,
} from "./post-query.ts";
import { editorsOf } from "./pages-query.ts";
import { arrange, type Sort } from "./threads.ts";
import { arrival, type PostView, postView, type Reading, rightsIn } from "./shape.ts";

export interface ThreadView {
  top: PostView;
  replies: PostView[];
  /** A reply in the window before and after the shown one. */
  earlier: Id | null;
  later: Id | null;
}

export interface DiscussionView {
  head: WorkspaceHead;
  id: Id;
  iri: string;
  /** Its page on its own server. */
  url: string | null;
  form: Form;
  title: string;
  /** Of an event: when and where it is, and who comes. */
  gathering: GatheringShown | null;
  /** Of a file or a folder: the folders in which it lies, the outermost first; and what lies in a folder. */
  resource: { crumbs: Crumb[]; contents: ResourcesPage | null } | null;
  /** Of an offer or a request: how many, until when and where, and whether it stands. */
  proposal: ProposalShown | null;
  post: PostView;
  pinned: boolean;
  locked: boolean;
  comments: number;
  may: ReturnType<typeof rightsIn>;
  threads: ThreadView[];
  sort: Sort;
  page: number;
  pages: number;
  /** Milliseconds: what arrived here later is not on the page. */
  arrived: number;
  /** Whether something is here that the reader had not seen. */
  news: boolean;
  managers: Card[];
}

/** Comments of longer discussions are read page by page. */
const readWhole = 200;

export interface Showing {
  sort: Sort;
  page: number;
  /** The comment that the address points to. */
  around?: Id | null;
}

/** Who reads a placed post, with the links of these posts led to what is known here. */
export async function readingOf(
  ctx: Context,
  ours: string,
  { head, row }: Placed,
  posts: readonly PostRow[],
): Promise<Reading> {
  const relink = await relinker(
    ctx,
    posts.map(({ html }) => html),
  );
  const ids = posts.map(({ id }) => id);
  return {
    ctx,
    standing: head.standing,
    ours,
    form: row.form,
    editors: row.form === "page" ? await editorsOf(ctx, ids, ours) : new Map<Id, string>(),
    pinned: row.pinned,
    locked: row.locked,
    seen: row.seen,
    relink,
    managing: await managingOf(ctx, head.standing, ids),
    files: await filesOf(ctx.store.db, ids),
    saved: await savedAmong(ctx, ids),
    blocked: await blockedAmong(
      ctx,
      posts.map(({ authorId }) => authorId),
    ),
    polls: await pollsOf(ctx, ids),
    hidden: await hiddenReasons(ctx, posts),
    emojis: await emojisOf(ctx.store, ids),
  };
}

/**
 * The page of a discussion.
 *
 * @throws {Refusal} `not found`
 */
export async function discussionPage(
  ctx: Context,
  ours: string,
  slug: string,
  id: Id,
  { sort, page, around }: Showing,
): Promise<DiscussionView> {
  const placed = await placedPost(ctx, ours, slug, id);
  const { head, row: root } = placed;
  if (root.kind !== "discussion") throw notFound();
  const readerId = ctx.actor?.id ?? 0;
  const long = root.comments > readWhole;
  const whole = long ? [] : await commentsOf(ctx, id);
  const nodes = (long ? await nodesOf(ctx, id) : whole).filter((node) => isShown(node, readerId));
  const arranged = arrange(id, nodes, { sort, page, around });
  const shown = long
    ? await commentsById(
        ctx,
        arranged.threads.flatMap(({ top, replies }) => [top, ...replies]),
      )
    : whole;
  const rows = new Map(shown.map((row) => [row.id, row]));
  const reading = await readingOf(ctx, ours, placed, [root, ...shown]);
  const view = (commentId: Id, top: Id): PostView | null => {
    const row = rows.get(commentId);
    if (!row) return null;
    const parent = commentId !== top && row.parentId !== top && row.parentId !== null;
    return postView(reading, row, parent ? rows.get(row.parentId!) : null);
  };
  const present = (post: PostView | null): post is PostView => post !== null;
  const last = nodes.reduce((time, node) => Math.max(time, arrival(node).getTime()), arrival(root).getTime());

  const there = root.deleted === null && root.hidden === null;
  return {
    ...discussionFacts(ctx, reading, placed, root),
    gathering: there && root.form === "event" ? await gatheringShown(ctx, id, ours) : null,
    resource: there && isResource(root.form) ? await resourceShown(ctx, placed, ours) : null,
    proposal: there && isProposal(root.form) ? await proposalShown(ctx, id) : null,
    threads: arranged.threads.flatMap(({ top, replies, earlier, later }) => {
      const first = view(top, top);
      if (!first) return [];
      return [
        { top: first, replies: replies.map((reply) => view(reply, top)).filter(present), earlier, later },
      ];
    }),
    sort,
    page: arranged.page,
    pages: arranged.pages,
    arrived: last,
    news: root.seen === null || last > root.seen.getTime(),
    managers: await managersOf(ctx, head.id, ours),
  };
}

async function resourceShown(ctx: Context, { head, row }: Placed, ours: string) {
  const lies = await placementNow(ctx.store.db, row.id);
  return {
    crumbs: await crumbsOf(ctx.store.db, head, lies?.folderIri ?? null),
    contents: row.form === "folder" ? await resourcesPage(ctx, head, ours, { folder: row.iri }) : null,
  };
}

const titleOf = (root: PlacedRow): string =>
  root.deleted ? `Deleted ${root.form}` : root.hidden ? `Hidden ${root.form}` : root.title || "Untitled";

function discussionFacts(ctx: Context, reading: Reading, { head }: Placed, root: PlacedRow) {
  return {
    head,
    id: root.id,
    iri: root.iri,
    url: root.url,
    form: root.form,
    title: titleOf(root),
    post: postView(reading, root),
    pinned: root.pinned !== null,
    locked: root.locked !== null,
    comments: root.comments,
    may: rightsIn(head.standing, ctx, root, root.locked),
  };
}

/** One post of a discussion, as it stands on the page. */
export interface OnePost {
  head: WorkspaceHead;
  discussionId: Id;
  iri: string;
  /** Of the discussion it stands in. */
  form: Form;
  title: string | null;
  comments: number;
  locked: boolean;
  post: PostView;
  /** The comment of the first level it stands under; itself for one of these, and for the first letter. */
  top: Id;
  arrived: Date;
}

/**
 * One post, for what htmx and live events put in its place.
 *
 * @throws {Refusal} `not found` where there is none, and where the visitor may not read it
 */
export async function onePost(ctx: Context, ours: string, slug: string | null, id: Id): Promise<OnePost> {
  const placed = await placedPost(ctx, ours, slug, id);
  const { head, row } = placed;
  const top = row.kind === "comment" ? await topOf(ctx.store, row.rootId, id) : id;
  const answers =
    row.kind === "comment" && row.parentId !== row.rootId && row.parentId !== top && row.parentId;
  const [parent] = answers ? await commentsById(ctx, [answers]) : [];
  const reading = await readingOf(ctx, ours, placed, [row]);
  return {
    head,
    discussionId: row.rootId,
    iri: row.iri,
    form: row.form,
    title: row.kind === "discussion" ? titleOf(row) : null,
    comments: row.comments,
    locked: row.locked !== null,
    post: postView(reading, row, parent as PostRow | undefined),
    top,
    arrived: arrival(row),
  };
}
