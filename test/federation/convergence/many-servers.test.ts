import { test } from "vitest";
import { few } from "./begun.ts";
import { playAll, seeds, timeout } from "./runs.ts";

test("whatever happens to messages and four or five servers, all hold the same in the end", { timeout }, () =>
  playAll(seeds.filter((seed) => !few(seed))),
);
