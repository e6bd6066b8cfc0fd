import { describe, expect, test } from "vitest";
import { arrange, type Node, topsOf } from "./threads.ts";

const root = 1;
const node = (id: number, parentId: number | null = root, likes = 0): Node => ({ id, parentId, likes });
const tops = (nodes: Node[], showing: Partial<Parameters<typeof arrange>[2]> = {}) =>
  arrange(root, nodes, { sort: "oldest", page: 1, ...showing });

describe("where comments stand", () => {
  test("an answer to an answer stands under the same comment", () => {
    const nodes = [node(2), node(3, 2), node(4, 3), node(5, 4), node(6)];
    expect(tops(nodes).threads).toEqual([
      { top: 2, replies: [3, 4, 5], earlier: null, later: null },
      { top: 6, replies: [], earlier: null, later: null },
    ]);
  });

  test("whose parent is gone stands by itself, and a loop ends", () => {
    expect([...topsOf(root, [node(2, null), node(3, 99), node(4, 3)])]).toEqual([
      [2, 2],
      [3, 3],
      [4, 3],
    ]);
    const looped = tops([node(2, 3), node(3, 2), node(4, 4)]);
    expect(looped.threads.flatMap(({ top, replies }) => [top, ...replies]).sort()).toEqual([2, 3, 4]);
  });

  test("are sorted by age or by likes; replies always by age", () => {
    const nodes = [node(2, root, 1), node(3, root, 5), node(4, root, 1), node(5, 2, 9), node(6, 2)];
    const order = (sort: "oldest" | "newest" | "liked") =>
      tops(nodes, { sort }).threads.map(({ top }) => top);
    expect(order("oldest")).toEqual([2, 3, 4]);
    expect(order("newest")).toEqual([4, 3, 2]);
    expect(order("liked")).toEqual([3, 2, 4]);
    expect(tops(nodes, { sort: "newest" }).threads.at(-1)!.replies).toEqual([5, 6]);
  });
});

describe("pages", () => {
  const many = Array.from({ length: 250 }, (_, n) => node(n + 2));

  test("hold a hundred comments, and a page beyond the last is the last", () => {
    expect(tops(many).pages).toBe(3);
    expect(tops(many).threads).toHaveLength(100);
    expect(tops(many, { page: 3 }).threads).toHaveLength(50);
    expect(tops(many, { page: 9 }).page).toBe(3);
    expect(tops([]).threads).toEqual([]);
  });

  test("are found by a comment on them, also by a reply", () => {
    expect(tops(many, { around: 251 }).page).toBe(3);
    expect(tops([...many, node(500, 150)], { around: 500 }).page).toBe(2);
    expect(tops(many, { around: 99_999, page: 2 }).page).toBe(2);
  });

  test("end sooner where threads are long, and show a window of the replies", () => {
    const replies = Array.from({ length: 250 }, (_, n) => node(1000 + n, 2));
    const first = tops([node(2), ...replies]).threads[0]!;
    expect(first.replies).toHaveLength(100);
    expect(first).toMatchObject({ earlier: null, later: 1100 });
    const middle = tops([node(2), ...replies], { around: 1150 }).threads[0]!;
    expect(middle).toMatchObject({ earlier: 1000, later: 1200 });
    expect(middle.replies[0]).toBe(1100);
    const busy = Array.from({ length: 10 }, (_, n) => n + 2).flatMap((top) => [
      node(top),
      ...Array.from({ length: 100 }, (_, n) => node(top * 1000 + n, top)),
    ]);
    expect(tops(busy).pages).toBe(4);
  });
});
