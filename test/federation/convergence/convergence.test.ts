import { test } from "vitest";
import { few } from "./begun.ts";
import { asked, playAll, seeds, timeout } from "./runs.ts";

// The suite's runs with more servers are in a file of their own: two processors play them at once.
test("whatever happens to messages and servers, all hold the same in the end", { timeout }, () =>
  playAll(asked ? seeds : seeds.filter(few)),
);
