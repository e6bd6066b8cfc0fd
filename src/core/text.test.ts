import { describe, expect, test } from "vitest";
import { excerpt, mentionsIn, renderMarkdown, sanitise } from "./text.ts";

const rel = 'rel="nofollow noopener noreferrer ugc"';
/** What no text may hold, whatever its author wrote. */
const harmful =
  /<(script|img|svg|math|iframe|style|form|input|object|embed|link|meta)|\son\w+=|href="(?!https?:|mailto:)/i;

describe("Markdown", () => {
  test("keeps what letters need", () => {
    const source =
      "# Night shift\n\nIt **worked**.\nNext line\n\n- one\n- two\n\n> quoted\n\n`code` and https://north.example/x";
    const shown = renderMarkdown(source);
    expect(shown).toContain("<h3>Night shift</h3>");
    expect(shown).toContain("<strong>worked</strong>.<br />\nNext line");
    expect(shown).toContain("<li>one</li>");
    expect(shown).toContain("<blockquote>");
    expect(shown).toContain("<code>code</code>");
    expect(shown).toContain(`<a href="https://north.example/x" ${rel}>https://north.example/x</a>`);
  });

  test("a picture becomes a link, because a page loads nothing from elsewhere", () => {
    expect(renderMarkdown("![Run chart](https://north.example/chart.png)")).toBe(
      `<p><a href="https://north.example/chart.png" ${rel}>Run chart</a></p>`,
    );
  });

  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "![a](javascript:alert(1))",
    "[a](//evil.example)",
    "[a](/admin)",
    '<https://ok.example/" onmouseover="alert(1)>',
    '[a](https://ok.example "x" onclick=alert(1))',
    "```\n<script>alert(1)</script>\n```",
  ])("stays inert: %s", (source) => {
    const tags = renderMarkdown(source)
      .match(/<[^>]*>/g)!
      .join("");
    expect(tags).not.toMatch(harmful);
  });

  test.each([
    ["brackets", "[".repeat(50_000)],
    ["emphasis", "*a **a ".repeat(7000)],
    ["quotes", ">".repeat(50_000)],
    ["mentions", "@a".repeat(25_000)],
    ["a long handle", `@${"a.".repeat(25_000)}`],
    ["pictures", "![".repeat(25_000)],
  ])("does bounded work on %s", (_name, source) => {
    const began = performance.now();
    renderMarkdown(source);
    mentionsIn(source);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("mentions", () => {
  const link = (handle: string) =>
    handle.startsWith("priya") ? `https://north.example/people/${handle}` : null;

  test("are found once each, here and elsewhere, in lower case", () => {
    expect(mentionsIn("@Priya and @priya, (@tom@South.example:3000). @sam-k@a.example!")).toEqual([
      "priya",
      "tom@south.example:3000",
      "sam-k@a.example",
    ]);
  });

  test("end before a full stop", () => {
    expect(mentionsIn("Ask @priya@south.example. Or @tom.")).toEqual(["priya@south.example", "tom"]);
  });

  test("are not looked for in code, links and e-mail addresses", () => {
    const source =
      "`@code` [@shown](https://a.example/@u) a@north.example https://a.example/@user\n\n    @block";
    expect(mentionsIn(source)).toEqual([]);
    expect(renderMarkdown("`@priya`", link)).toBe("<p><code>@priya</code></p>");
  });

  test("become links where somebody is known, and stay words otherwise", () => {
    const shown = renderMarkdown("Thanks @priya and @nobody", link);
    expect(shown).toBe(
      `<p>Thanks <a href="https://north.example/people/priya" class="u-url mention" ${rel}>@priya</a> and @nobody</p>`,
    );
  });

  test("are fifty at most", () => {
    const source = Array.from({ length: 200 }, (_, n) => `@person${n}`).join(" ");
    expect(mentionsIn(source)).toHaveLength(50);
  });
});

describe("HTML from elsewhere", () => {
  test.each([
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">a</a>',
    '<a href=" java\nscript:alert(1)">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<a href="//evil.example">a</a>',
    '<svg><a xlink:href="javascript:alert(1)">x</a><script>alert(1)</script></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<form action="/sign-out"><input name="x"></form>',
    '<p onclick="x" style="position:fixed">a</p>',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<iframe src="https://evil.example"></iframe>',
    '<p hx-get="/x" hx-trigger="load">a</p>',
  ])("is inert: %s", (html) => {
    const shown = sanitise(html);
    expect(shown).not.toMatch(harmful);
    expect(shown).not.toMatch(/style=|hx-/);
  });

  test("cannot take on our own styles, but keeps microformats", () => {
    expect(
      sanitise(
        '<span class="masthead h-card"><a class="letter mention" href="https://a.example">x</a></span>',
      ),
    ).toBe(`<span class="h-card"><a href="https://a.example" class="mention" ${rel}>x</a></span>`);
  });

  test("is shown only sixty levels deep, and as words where it is a bomb", () => {
    expect(sanitise(`${"<div>".repeat(5000)}deep`).match(/<div>/g)!.length).toBeLessThanOrEqual(61);
    const began = performance.now();
    const shown = sanitise(`${"<b>".repeat(300_000)}words <script>`);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(shown).toBe("words");
    expect(sanitise("<p>a</p>".repeat(10_001))).not.toContain("<p>");
  });

  test("words in paragraphs stay as they are, whether they come alone or with something else", () => {
    for (const html of ["<p>One.</p>", "<p></p><p>\n\"two\" 'ä' 💙 \u00a0 {{x}}</p>"]) {
      expect(sanitise(html)).toBe(html);
      expect(sanitise(`${html}<b>more</b>`)).toBe(`${html}<b>more</b>`);
    }
  });

  test("keeps headings below ours", () => {
    expect(sanitise("<h1>a</h1><h2>b</h2>")).toBe("<h3>a</h3><h4>b</h4>");
  });
});

describe("an excerpt", () => {
  test("is one line of words, cut between them", () => {
    expect(excerpt("<p>One &amp; two</p><ul><li>three</li><li>four</li></ul>", 100)).toBe(
      "One & two three four",
    );
    expect(excerpt("<p>The huddle had to move to 01:30</p>", 18)).toBe("The huddle had to…");
    expect(excerpt(`<p>${"a".repeat(50)}</p>`, 10)).toBe(`${"a".repeat(10)}…`);
  });
});

// Where the work grows with the square of the length, it takes minutes: longer than a test may.
test("an excerpt is made in no time of what was written to take long", () => {
  for (const hostile of ["<br", "<br ", "</p ", "<b>", "<!--", "&", "<a href='"]) {
    expect(excerpt(hostile.repeat(300_000), 200).length).toBeLessThan(400);
  }
});

test("a table of more cells than anybody reads stays text, and the next one is a table", () => {
  const wide = `${"|a".repeat(2000)}\n${"|-".repeat(2000)}\n${"|b\n".repeat(10_000)}`;
  expect(renderMarkdown(wide)).toContain("|b<br");
  expect(renderMarkdown("|a|b|\n|-|-|\n|c|d|")).toContain("<td>c</td>");
});
