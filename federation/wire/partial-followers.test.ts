import { expect, test } from "vitest";
import { digestOf, readSynchronisation, writeSynchronisation } from "./partial-followers.ts";

test("the digest is that of FEP-8fcf's own example, in any order", () => {
  const [one, two] = ["https://testing.example.org/users/1", "https://testing.example.org/users/2"] as const;
  const digest = "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f";
  expect(digestOf([one, two])).toBe(digest);
  expect(digestOf([two, one])).toBe(digest);
  expect(digestOf([])).toBe("0".repeat(64));
});

test("the header is read as it is written, and in no other form", () => {
  const said = { collectionId: "https://a.example/f", url: "https://a.example/f/s", digest: "ab" };
  const header = writeSynchronisation(said);
  expect(readSynchronisation(header)).toEqual(said);
  expect(readSynchronisation(`digest="AB",url="${said.url}",collectionId="${said.collectionId}"`)).toEqual(
    said,
  );
  for (const wrong of [
    "",
    "x",
    `${header}, url="https://b.example/"`,
    header.replace("url", "link"),
    header.slice(0, -1),
    `${header} and more`,
    `${header}${" ".repeat(5_000)}`,
  ])
    expect(readSynchronisation(wrong), wrong).toBeNull();
});
