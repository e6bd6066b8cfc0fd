import { expect, test } from "vitest";
import { tagName } from "./hashtags.ts";
import { renderMarkdown, tagsIn } from "./text.ts";

test("hashtags are words after a #, wherever words stand", () => {
  const found = tagsIn("#Sepsis at the start, (#falls), *#handover*, #Café-care and #café, #日本語 #a1.");
  expect(found).toEqual(["Sepsis", "falls", "handover", "Café", "日本語", "a1"]);
});

test("a heading, code, a link, an address and a number have none", () => {
  const source = [
    "# Heading",
    "#1 and #2024",
    "`#code`",
    "    #indented",
    "[#label](https://north.example/#part) https://north.example/#fragment word#tag ##twice",
    "```\n#fenced\n```",
  ].join("\n\n");
  expect(tagsIn(source)).toEqual([]);
});

test("all spellings of one have one name, and what is none has none", () => {
  expect(["#Sepsis", "SEPSIS", "sépsis", "ｓｅｐｓｉｓ"].map(tagName)).toEqual(Array(4).fill("sepsis"));
  for (const text of ["", "#", "1", "12_3", "a b", "a<b", "../x", "x".repeat(101)])
    expect(tagName(text)).toBeNull();
});

test("they lead to their page, with the words as they were written", () => {
  const link = (name: string) => `https://north.example/tags/${encodeURIComponent(name)}`;
  const made = renderMarkdown("See #Falls_2 & <b>", () => null, link);
  expect(made).toContain('<a href="https://north.example/tags/falls_2" class="mention hashtag"');
  expect(made).toContain(">#Falls_2</a> &amp; &lt;b&gt;");
  expect(renderMarkdown("See #Falls")).toBe("<p>See #Falls</p>");
});

test("of a text that is nothing else so many count", () => {
  const many = Array.from({ length: 500 }, (_, n) => `#tag${n}`).join(" ");
  expect(tagsIn(many)).toHaveLength(30);
});
