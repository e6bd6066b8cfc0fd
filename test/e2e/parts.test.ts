import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error a build script without types
import { buildAssets } from "../../scripts/build-assets.mjs";
import { expectNoTrouble, openWindow, sideways, useChromium, violations, windowAgain } from "./browser.ts";
import { samples } from "./parts-sample.ts";
import { byLayout } from "./readable.ts";

const built = new URL("../artefacts/assets/", import.meta.url).pathname;
const nonce = "c2FtcGxl";
const policy = `default-src 'self'; script-src 'nonce-${nonce}'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

let manifest: Record<string, string>;
let server: Server;
let origin: string;

const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };

useChromium();

beforeAll(async () => {
  manifest = (await buildAssets({ out: built })) as Record<string, string>;
  const assets = { css: `/assets/${manifest["tombolo.css"]}`, js: `/assets/${manifest["main.js"]}` };
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const asset = /^\/assets\/([\w.-]+)$/.exec(pathname)?.[1];
    if (asset) {
      response.setHeader("content-type", types[asset.split(".").pop() ?? ""] ?? "text/plain");
      return response.end(readFileSync(built + asset));
    }
    const options = { nonce, assets, long: searchParams.has("long"), stranger: searchParams.has("stranger") };
    const drawn = samples(options)[pathname.slice(1)];
    response.statusCode = drawn ? 200 : 404;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("content-security-policy", policy);
    return response.end(drawn?.toString());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server?.close());

/** One of the sample pages in the window of this file. */
async function open(path: string, width: number, colorScheme: "light" | "dark" = "light") {
  const window = await windowAgain(origin);
  await window.page.setViewportSize({ width, height: 900 });
  await window.page.emulateMedia({ colorScheme });
  await window.page.goto(origin + path);
  return window;
}

const names = ["home", "discussion", "form", "record"];

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  describe.each([320, 1200])("%i pixels wide", (width) => {
    it.each(names)("%s has no violation that axe finds", async (name) => {
      const window = await open(`/${name}`, width, scheme);
      await window.picture(`pages/parts-${name}-${scheme}-${width}`);
      expect(await violations(window.page, scheme === "dark" ? byLayout : undefined)).toEqual([]);
      expectNoTrouble(window);
    });
  });
});

/** Things to press that are smaller than 24 pixels, links within a sentence aside (WCAG 2.5.8). */
const small = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((element) => element.checkVisibility() && !element.closest("p, .letter__body, .nhsuk-error-summary__list, dd, li li") && !element.matches(".nhsuk-skip-link"))
  .filter((element) => { const box = element.getBoundingClientRect(); return box.width > 0 && (box.height < 24 || box.width < 24); })
  .map((element) => element.outerHTML.slice(0, 120))`;

describe("on a phone of 320 pixels", () => {
  it.each(names)("%s never scrolls sideways, however long the names", async (name) => {
    for (const query of ["", "?long"]) {
      const { page, picture } = await open(`/${name}${query}`, 320);
      if (query) await picture(`pages/parts-${name}-long-320`);
      expect(await sideways(page)).toBe(0);
      expect(await page.evaluate(small)).toEqual([]);
    }
  });
});

it("shows long names at any width", async () => {
  for (const width of [768, 1200]) {
    const { page, picture } = await open("/discussion?long", width);
    await picture(`pages/parts-discussion-long-${width}`);
    expect(await sideways(page)).toBe(0);
  }
});

it("runs under a policy without inline scripts, inline styles or eval", async () => {
  const window = await openWindow([origin]);
  const { page } = window;
  for (const name of names) await page.goto(`${origin}/${name}`);
  await page.goto(`${origin}/form`);
  // The summary of problems takes the focus, which shows that the script ran.
  await page.waitForFunction("document.activeElement?.classList.contains('nhsuk-error-summary')");
  expect(await page.evaluate("typeof htmx.ajax")).toBe("function");
  expect(await page.evaluate("htmx.config.includeIndicatorCSS")).toBe(false);
  expectNoTrouble(window);
});

it("offers strangers to sign in, and nothing that needs an account", async () => {
  const { page } = await open("/home?stranger", 1200);
  expect(await page.getByRole("link", { name: "Sign in" }).count()).toBe(1);
  expect(await page.getByRole("link", { name: "Notifications" }).count()).toBe(0);
});

describe("what a browser loads", () => {
  const read = (name: string) => readFileSync(built + manifest[name]);

  it("costs less than 100 KB compressed with the page itself", () => {
    const page = samples({ nonce, assets: { css: "", js: "" } })["discussion"]!.toString();
    const sizes = [read("tombolo.css"), read("main.js"), Buffer.from(page)].map(
      (file) => gzipSync(file).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
  });

  it("asks no other server for anything", () => {
    const css = read("tombolo.css").toString();
    expect(css.length).toBeGreaterThan(100_000);
    expect(css).not.toMatch(/url\(["']?(https?:)?\/\//);
    expect(css).not.toMatch(/@import|frutiger/i);
    for (const [, name] of css.matchAll(/url\(["']?([^)"']+)/g))
      expect(Object.values(manifest)).toContain(name);
  });

  it("holds no style that a strict policy would refuse", () => {
    for (const page of Object.values(samples({ nonce, assets: { css: "", js: "" } }))) {
      expect(page.toString()).not.toMatch(/\sstyle=|\son[a-z]+=/);
    }
  });
});
