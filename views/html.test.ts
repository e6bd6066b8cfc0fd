import { describe, expect, it } from "vitest";
import { attributes, classes, html, isBlank, joined, nothing, raw } from "./html.ts";

const text = (value: unknown) => String(value);

describe("an HTML template", () => {
  it("escapes strings and leaves HTML", () => {
    expect(text(html`<p title="${'"'}">${"<b>"}${html`<i>${"&"}</i>`}${raw("<u></u>")}</p>`)).toBe(
      '<p title="&quot;">&lt;b&gt;<i>&amp;</i><u></u></p>',
    );
  });

  it("joins arrays, however deep, and shows nothing for what is absent", () => {
    expect(
      text(
        html`${[
          ["a", html`<b>b</b>`],
          [null, undefined, false, true, 0],
        ]}`,
      ),
    ).toBe("a<b>b</b>0");
  });

  it("escapes HTML that was turned into a string by hand", () => {
    expect(text(html`${html`<b></b>` + "c"}`)).toBe("&lt;b&gt;&lt;/b&gt;c");
  });
});

it("attributes are escaped, bare when true, left out when absent", () => {
  expect(
    text(attributes({ id: 'a"', hidden: true, open: false, title: null, rows: 0, lang: undefined })),
  ).toBe(' id="a&quot;" hidden rows="0"');
});

it("class names that are off leave no trace", () => {
  expect(classes("a", false, null, undefined, "", "b")).toBe("a b");
});

it("an empty template is blank, although it is an object", () => {
  expect([nothing, html``, html``, "", null, undefined].map(isBlank)).toEqual(Array(6).fill(true));
  expect(isBlank(html`<br />`)).toBe(false);
});

it("separators stand only between what is there", () => {
  expect(text(joined(["a", null, html``, html`<b>b</b>`, "<"], " · "))).toBe("a · <b>b</b> · &lt;");
});
