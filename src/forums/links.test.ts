import { expect, test } from "vitest";
import { openDiscussion, addComment } from "./index.ts";
import { relinker, targetOf } from "./links.ts";
import { testForum } from "./test-forum.ts";

test.each([
  ["https://south.example/workspaces/falls/discussions/12", { iri: "https://south.example/content/12" }],
  [
    "https://south.example/workspaces/falls/discussions/12?comment=13#comment-13",
    { iri: "https://south.example/content/13" },
  ],
  ["https://south.example/workspaces/Falls/forum", { kind: "group", handle: "falls", host: "south.example" }],
  [
    "https://west.example/workspaces/falls@south.example",
    { kind: "group", handle: "falls", host: "south.example" },
  ],
  ["https://south.example:3000/people/tom", { kind: "person", handle: "tom", host: "south.example:3000" }],
  [
    "https://south.example/workspaces/falls/about/x",
    { iri: "https://south.example/workspaces/falls/about/x" },
  ],
  ["https://m.example/@tom/1", { iri: "https://m.example/@tom/1" }],
])("what %s names", (href, target) => {
  expect(targetOf(href)).toEqual(target);
});

const link = (href: string) => `<p><a href="${href}" rel="ugc">x</a></p>`;

test("links to what is known here lead here, and all others stay", async () => {
  const forum = await testForum();
  const { priya } = forum;
  const workspaceId = await forum.remoteWorkspace("falls", [priya]);
  const tom = await forum.remote("tom");
  const at = { ...tom, settled: true };
  const from = (n: number) => ({
    iri: `https://south.example/content/${n}`,
    html: "<p>x</p>",
    published: forum.clock(),
    activityIri: `https://south.example/activities/${n}`,
  });
  const id = await openDiscussion(at, { workspaceId, title: "Slippers", from: from(12) });
  const said = await addComment(at, { parentId: id, from: from(13) });
  const here = "/workspaces/falls@south.example";
  const cases = [
    ["https://south.example/workspaces/falls", here],
    ["https://south.example/workspaces/falls/discussions/12?sort=newest", `${here}/discussions/${id}`],
    [
      "https://south.example/workspaces/falls/discussions/12?sort=liked&amp;comment=13",
      `${here}/discussions/${id}?comment=${said}#comment-${said}`,
    ],
    ["https://south.example/content/13", `${here}/discussions/${id}?comment=${said}#comment-${said}`],
    ["https://south.example/people/tom", "/people/tom@south.example"],
    ["https://south.example/people/nobody", null],
    ["https://south.example/workspaces/falls/discussions/99", null],
    ["https://other.example/", null],
    [`${priya.origin}/workspaces/sepsis`, null],
  ] as const;
  const texts = cases.map(([href]) => link(href));
  const relink = await relinker(priya, texts);
  for (const [href, expected] of cases) expect(relink(link(href))).toBe(link(expected ?? href));
  // A stranger may read an open one, too.
  expect((await relinker(forum.stranger, texts))(texts[1]!)).toBe(link(`${here}/discussions/${id}`));
});

test("a link to what the reader may not read stays as it was written", async () => {
  const forum = await testForum("restricted");
  const id = await openDiscussion(forum.manager, {
    workspaceId: forum.workspaceId,
    title: "Inside",
    source: "x",
  });
  // Elsewhere this would be another server's address.
  const elsewhere = { ...forum.outsider, origin: "https://west.example" };
  const text = link(`${forum.manager.origin}/content/${id}`);
  expect((await relinker(elsewhere, [text]))(text)).toBe(text);
  const member = { ...forum.priya, origin: "https://west.example" };
  expect((await relinker(member, [text]))(text)).toBe(link(`/workspaces/sepsis/discussions/${id}`));
});

test("texts without links to elsewhere ask the database nothing", async () => {
  const forum = await testForum();
  const closed = { ...forum.priya, store: new Proxy({}, { get: () => expect.fail("asked") }) as never };
  expect((await relinker(closed, ["<p>plain</p>", link(`${closed.origin}/x`)]))("<p>x</p>")).toBe("<p>x</p>");
});
