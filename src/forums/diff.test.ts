import { expect, test } from "vitest";
import { difference, linesOf } from "./diff.ts";

const marked = (before: string, after: string) =>
  difference(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}+}` : `[-${text}-]`))
    .join("");

test("what changed is told word by word", () => {
  expect(marked("The huddle at 02:00 works", "The huddle at 01:30 works well")).toBe(
    "The huddle at [-02:00-]{+01:30+} works{+ well+}",
  );
  expect(marked("same", "same")).toBe("same");
  expect(marked("", "new words")).toBe("{+new words+}");
  expect(marked("gone", "")).toBe("[-gone-]");
});

test("either side can be read back from it", () => {
  const before = "one two three\nfour five";
  const after = "one three\nsix five seven";
  const side = (kind: "added" | "removed") =>
    difference(before, after)
      .filter((piece) => piece.kind === "same" || piece.kind === kind)
      .map(({ text }) => text)
      .join("");
  expect(side("removed")).toBe(before);
  expect(side("added")).toBe(after);
});

test("long texts are told apart as a whole, quickly", () => {
  const long = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join(" ");
  expect(difference(long("a"), long("b")).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});

test("paragraphs become lines", () => {
  expect(linesOf("<p>One <b>bold</b> &amp; two</p>\n<ul><li>three</li><li>four</li></ul>")).toBe(
    "One bold & two\nthree\nfour",
  );
});
