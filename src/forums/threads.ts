import type { Id } from "../core/id.ts";

/** What decides where a comment stands. */
export interface Node {
  id: Id;
  parentId: Id | null;
  likes: number;
}

export interface Thread {
  top: Id;
  /** The window of its replies that is shown, oldest first. */
  replies: Id[];
  /** First reply of the window before and after; null where there is none. */
  earlier: Id | null;
  later: Id | null;
}

export const sorts = ["oldest", "newest", "liked"] as const;
export type Sort = (typeof sorts)[number];

export interface Arrangement {
  threads: Thread[];
  /** From 1. */
  page: number;
  pages: number;
}

const threadsOnPage = 100;
const postsOnPage = 400;
const repliesInWindow = 100;

/**
 * The comment of the first level that each stands under. Somebody may answer an answer: on the page it stands one
 * level deep. Whose parent is gone, or is its own descendant, stands by itself.
 */
export function topsOf(rootId: Id, nodes: readonly Node[]): Map<Id, Id> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const tops = new Map<Id, Id>();
  for (const node of nodes) {
    const path: Id[] = [];
    const seen = new Set<Id>();
    let at = node;
    while (!tops.has(at.id) && !seen.has(at.id)) {
      seen.add(at.id);
      path.push(at.id);
      const parent = at.parentId === null || at.parentId === rootId ? undefined : byId.get(at.parentId);
      if (!parent) break;
      at = parent;
    }
    const top = tops.get(at.id) ?? at.id;
    for (const id of path) tops.set(id, top);
  }
  return tops;
}

const orders: Record<Sort, (a: Node, b: Node) => number> = {
  oldest: (a, b) => a.id - b.id,
  newest: (a, b) => b.id - a.id,
  liked: (a, b) => b.likes - a.likes || a.id - b.id,
};

/**
 * Which comments one page of a discussion shows, in which order.
 *
 * @param nodes all comments of the discussion
 * @param around shows the page, and the window of replies, with this comment
 */
export function arrange(
  rootId: Id,
  nodes: readonly Node[],
  { sort, page, around }: { sort: Sort; page: number; around?: Id | null },
): Arrangement {
  const tops = topsOf(rootId, nodes);
  const repliesOf = new Map<Id, Id[]>();
  const first: Node[] = [];
  for (const node of [...nodes].sort(orders.oldest)) {
    const top = tops.get(node.id)!;
    if (top === node.id) first.push(node);
    else if (repliesOf.has(top)) repliesOf.get(top)!.push(node.id);
    else repliesOf.set(top, [node.id]);
  }
  first.sort(orders[sort]);

  const pages: Id[][] = [[]];
  let posts = 0;
  for (const { id } of first) {
    const size = 1 + Math.min(repliesOf.get(id)?.length ?? 0, repliesInWindow);
    const current = pages.at(-1)!;
    if (current.length > 0 && (current.length >= threadsOnPage || posts + size > postsOnPage)) {
      pages.push([id]);
      posts = size;
    } else {
      current.push(id);
      posts += size;
    }
  }
  const wanted = around ? tops.get(around) : undefined;
  const holding = wanted === undefined ? -1 : pages.findIndex((ids) => ids.includes(wanted));
  const index = holding >= 0 ? holding : Math.min(Math.max(page, 1), pages.length) - 1;

  const threads = pages[index]!.map((top): Thread => {
    const all = repliesOf.get(top) ?? [];
    const position = around ? Math.max(all.indexOf(around), 0) : 0;
    const start = position - (position % repliesInWindow);
    return {
      top,
      replies: all.slice(start, start + repliesInWindow),
      earlier: start > 0 ? all[start - repliesInWindow]! : null,
      later: all[start + repliesInWindow] ?? null,
    };
  });
  return { threads, page: index + 1, pages: pages.length };
}
