import { expect, test } from "vitest";
import { hostIn, openingAddress, webAddress } from "./addresses.ts";

test.each([
  ["north.example", "north.example"],
  [" North.Example. ", "north.example"],
  ["https://north.example/workspaces/sepsis", "north.example"],
  ["north.example/workspaces", "north.example"],
  ["@priya@north.example", "north.example"],
  ["priya@north.example:8443", "north.example:8443"],
  ["http://north.localhost:3001", "north.localhost:3001"],
])("%s says where somebody is at home", (text, host) => {
  expect(hostIn(text)).toBe(host);
});

test.each([
  "",
  "north",
  "javascript:alert(1)",
  "@priya",
  "a b.example",
  "-x.example",
  "ex_ample.org",
  "https://",
])("%s names no organisation", (text) => {
  expect(hostIn(text)).toBeNull();
});

test("an address is opened at home with its own address kept whole", () => {
  expect(openingAddress("north.example", "https://south.example/actors/1?a=b&c")).toBe(
    "https://north.example/authorize_interaction?uri=https%3A%2F%2Fsouth.example%2Factors%2F1%3Fa%3Db%26c",
  );
  expect(openingAddress("north.localhost:3001", "http://south.localhost:3002/x")).toMatch(
    /^http:\/\/north\./,
  );
});

test("only web addresses are web addresses", () => {
  expect(webAddress("https://south.example/x")).toBe("https://south.example/x");
  expect(webAddress("javascript:alert(1)")).toBeNull();
  expect(webAddress("@a@b.example")).toBeNull();
});
