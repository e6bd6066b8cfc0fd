import { describe, expect, test } from "vitest";
import { matchesOf, patternOf } from "./rules.ts";

const filter = (keyword: string, wholeWord: boolean) => {
  const keywords = [{ id: 1, keyword, wholeWord }];
  return {
    filter: { id: 1, title: "T", contexts: [], action: "warn" as const, ends: null, keywords, posts: [] },
    pattern: patternOf(keywords),
  };
};
const found = (keyword: string, text: string, wholeWord = true) =>
  matchesOf([filter(keyword, wholeWord)], { id: 7, text }).flatMap(({ keywords }) => keywords);

describe("a word of a filter", () => {
  test.each([
    ["cat", "A Cat sat", ["Cat"]],
    ["cat", "concatenate", []],
    ["ŵyn", "Dau ŵyn bach", ["ŵyn"]],
    ["ŵyn", "ŵynion", []],
    ["#cup", "go #cup!", ["#cup"]],
    ["C++", "in C++17", ["C++"]],
    ["off (now)", "it is OFF (NOW)", ["OFF (NOW)"]],
  ])("%s in “%s”", (keyword, text, expected) => {
    expect(found(keyword, text)).toEqual(expected);
  });

  test("is found inside others where it need not stand alone, each once", () => {
    expect(found("cat", "concatenate, cat", false)).toEqual(["cat"]);
  });

  test("no filter has a pattern without words", () => expect(patternOf([])).toBeNull());
});
