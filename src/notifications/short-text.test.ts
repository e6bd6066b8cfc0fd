import { expect, test } from "vitest";
import { shortText } from "./short-text.ts";

test("the words of a post in one line", () => {
  expect(shortText("<p>They <em>do</em>, a&nbsp;lot.</p><p>5 &lt; 6 &amp;amp; more</p>", 100)).toBe(
    "They do, a lot. 5 < 6 &amp; more",
  );
  expect(shortText("", 10)).toBe("");
});

test("a long one ends between words", () => {
  expect(shortText(`<p>${"word ".repeat(100)}</p>`, 22)).toBe("word word word word…");
  expect(shortText(`<p>${"x".repeat(100)}</p>`, 10)).toBe("xxxxxxxxxx…".slice(0, 5) + "…");
});
