import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error a build script without types
import { buildAssets } from "../../scripts/build-assets.mjs";
import { samples } from "./parts-sample.ts";

const artefacts = new URL("../artefacts/", import.meta.url).pathname;
const built = `${artefacts}assets/`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const nonce = "c2FtcGxl";
const policy = `default-src 'self'; script-src 'nonce-${nonce}'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

let manifest: Record<string, string>;
let server: Server;
let browser: Browser;
let origin: string;

const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
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
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

interface View {
  scheme: "light" | "dark";
  width: number;
  scripts: boolean;
}

async function open(
  path: string,
  { scheme, width, scripts }: View,
): Promise<{ page: Page; refused: string[] }> {
  // axe is put in by the test itself; the page's own scripts still need the nonce (see the test of the policy).
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: 900 },
    javaScriptEnabled: scripts,
    bypassCSP: true,
  });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on("pageerror", (error) => refused.push(error.message));
  await page.goto(origin + path);
  return { page, refused };
}

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate(
    "axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }).then((result) => result.violations)",
  )) as Violation[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ""}`),
  );
}

const names = ["home", "discussion", "form", "record"];

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  describe.each([320, 1200])("%i pixels wide", (width) => {
    it.each(names)("%s has no violation that axe finds", { timeout: 30_000 }, async (name) => {
      const { page, refused } = await open(`/${name}`, { scheme, width, scripts: true });
      await page.screenshot({ path: `${artefacts}${name}-${scheme}-${width}.png`, fullPage: true });
      expect(await violations(page)).toEqual([]);
      expect(refused).toEqual([]);
      await page.context().close();
    });
  });
});

const wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** Things to press that are smaller than 24 pixels, links within a sentence aside (WCAG 2.5.8). */
const small = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((element) => element.checkVisibility() && !element.closest("p, .letter__body, .nhsuk-error-summary__list, dd, li li") && !element.matches(".nhsuk-skip-link"))
  .filter((element) => { const box = element.getBoundingClientRect(); return box.width > 0 && (box.height < 24 || box.width < 24); })
  .map((element) => element.outerHTML.slice(0, 120))`;

describe("on a phone of 320 pixels", () => {
  it.each(names)("%s never scrolls sideways, however long the names", { timeout: 30_000 }, async (name) => {
    for (const query of ["", "?long"]) {
      const { page } = await open(`/${name}${query}`, { scheme: "light", width: 320, scripts: true });
      if (query) await page.screenshot({ path: `${artefacts}${name}-long-320.png`, fullPage: true });
      expect(await page.evaluate(wider)).toBe(0);
      expect(await page.evaluate(small)).toEqual([]);
      await page.context().close();
    }
  });
});

it("shows long names at any width", { timeout: 30_000 }, async () => {
  for (const width of [768, 1200]) {
    const { page } = await open("/discussion?long", { scheme: "light", width, scripts: true });
    await page.screenshot({ path: `${artefacts}discussion-long-${width}.png`, fullPage: true });
    expect(await page.evaluate(wider)).toBe(0);
    await page.context().close();
  }
});

it("runs under a policy without inline scripts, inline styles or eval", { timeout: 30_000 }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  for (const name of names) await page.goto(`${origin}/${name}`);
  await page.goto(`${origin}/form`);
  // The summary of problems takes the focus, which shows that the script ran.
  await page.waitForFunction("document.activeElement?.classList.contains('nhsuk-error-summary')");
  expect(await page.evaluate("typeof htmx.ajax")).toBe("function");
  expect(await page.evaluate("htmx.config.includeIndicatorCSS")).toBe(false);
  expect(said).toEqual([]);
  await context.close();
});

it("offers strangers to sign in, and nothing that needs an account", { timeout: 30_000 }, async () => {
  const { page } = await open("/home?stranger", { scheme: "light", width: 1200, scripts: false });
  expect(await page.getByRole("link", { name: "Sign in" }).count()).toBe(1);
  expect(await page.getByRole("link", { name: "Notifications" }).count()).toBe(0);
  await page.context().close();
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
