import { expect, test } from "vitest";
import type { Standing } from "../workspaces/index.ts";
import { mayComment, mayDelete, mayEdit, mayLike } from "./rules.ts";

const at = new Date("2026-11-02T09:00:00Z");
const standing = (more: Partial<Standing>): Standing => ({
  workspaceId: 1,
  level: "open",
  local: true,
  managersPost: false,
  role: "contributor",
  state: "active",
  ...more,
});
const outside = { role: null, state: null } as const;
const here = (id: number) => ({ id, local: true, administrator: false });
const elsewhere = (id: number) => ({ ...here(id), local: false });
const post = { authorId: 7, deleted: null, locked: null };

test.each([
  ["a contributor", standing({}), here(8), post, true],
  ["a reader", standing({ role: "reader" }), here(8), post, false],
  ["a guest", standing({ role: "guest" }), here(8), post, false],
  ["one who was removed", standing({ state: "removed" }), here(8), post, false],
  ["one of ours who did not join", standing(outside), here(8), post, false],
  ["one from elsewhere, in an open workspace", standing(outside), elsewhere(8), post, true],
  ["one from elsewhere who was removed", standing({ state: "removed" }), elsewhere(8), post, false],
  [
    "one from elsewhere, in a restricted one",
    standing({ ...outside, level: "restricted" }),
    elsewhere(8),
    post,
    false,
  ],
  ["a contributor, locked", standing({}), here(8), { ...post, locked: at }, false],
  ["a manager, locked", standing({ role: "manager" }), here(8), { ...post, locked: at }, true],
  ["a manager, deleted", standing({ role: "manager" }), here(8), { ...post, deleted: at }, false],
] as const)("whether %s may comment", (_who, stands, acting, facts, expected) => {
  expect(mayComment(stands, acting, facts)).toBe(expected);
});

test("editing is the author's, while they belong and nothing is locked", () => {
  expect(mayEdit(standing({}), here(7), post)).toBe(true);
  expect(mayEdit(standing({ role: "manager" }), here(8), post)).toBe(false);
  expect(mayEdit(standing({ state: "left" }), here(7), post)).toBe(false);
  expect(mayEdit(standing({}), here(7), { ...post, locked: at })).toBe(false);
  expect(mayEdit(standing({}), here(7), { ...post, deleted: at })).toBe(false);
});

test("deleting is the author's at any time, and the managers'", () => {
  expect(mayDelete(standing({ state: "left" }), here(7), { ...post, locked: at })).toBe(true);
  expect(mayDelete(standing({ role: "manager" }), here(8), post)).toBe(true);
  expect(mayDelete(standing({}), here(8), post)).toBe(false);
  expect(mayDelete(standing({ role: "manager", state: "left" }), here(8), post)).toBe(false);
  expect(mayDelete(standing({}), here(7), { ...post, deleted: at })).toBe(false);
});

test("liking takes part in the workspace, locked or not", () => {
  expect(mayLike(standing({}), here(8), { ...post, locked: at })).toBe(true);
  expect(mayLike(standing(outside), here(8), post)).toBe(false);
  expect(mayLike(standing({}), here(8), { ...post, deleted: at })).toBe(false);
});
