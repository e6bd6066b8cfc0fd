import { describe, expect, it } from "vitest";
import { colourOf, face, initials } from "./face.ts";

describe("initials", () => {
  it.each([
    ["Joseph Mensah", "JM"],
    ["Dr Amara Okafor", "AO"],
    ["Prof. Anne-Marie van der Berg", "AB"],
    ["Priya", "P"],
    ["ليلى الحسن", "لا"],
    ["(no name)", "NN"],
    ["Dr", "D"],
    ["   ", ""],
  ])("of %s are %s", (name, letters) => expect(initials(name)).toBe(letters));
});

describe("a face", () => {
  it("keeps its colour, one of eight", () => {
    const colours = ["Joseph Mensah", "Priya Nair", "Gwen Rees", "ليلى", ""].map(colourOf);
    expect(colours.every((colour) => colour >= 1 && colour <= 8)).toBe(true);
    expect(colourOf("Priya Nair")).toBe(colourOf("Priya Nair"));
  });

  it("says nothing to those who hear the page: the name stands beside it", () => {
    expect(face({ name: "Priya Nair", picture: null }).toString()).toContain('aria-hidden="true"');
    expect(face({ name: "Priya Nair", picture: "/p.webp" }).toString()).toContain('alt=""');
  });

  it("cannot be broken out of by a picture's address", () => {
    expect(face({ name: "x", picture: '"><script>' }).toString()).not.toContain("<script>");
  });
});
