import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { described } from "./described.ts";

test("a query that failed is logged with its cause, and without what it was given", () => {
  const error = new DrizzleQueryError(
    "insert into mail values ($1)",
    ["Open this\n    link:\nhttps://x/secret"],
    new Error("the disk is full"),
  );
  const told = described(new Error("Outer", { cause: error }));
  expect(told).toContain("insert into mail");
  expect(told).toContain("the disk is full");
  expect(told).toContain("described.test.ts");
  expect(told).not.toContain("secret");
  expect(described("a text")).toBe("a text");
});
