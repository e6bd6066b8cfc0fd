import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import type { Instance, Member } from "../rig.ts";

const artefacts = new URL("../artefacts/", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let failed = 0;

/** One Chromium for the tests of a file. */
export function useChromium(): void {
  beforeAll(async () => {
    mkdirSync(artefacts, { recursive: true });
    // Servers at work say what they do.
    vi.spyOn(console, "log").mockImplementation(() => {});
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    vi.restoreAllMocks();
  });
}

/** A window of one person, with cookies of its own. */
export interface Window {
  page: Page;
  /** What the page complained about: errors and warnings of scripts, refusals of the content security policy. */
  complaints: string[];
  /** Requests to other servers than those it was sent to. */
  strays: string[];
  /** Keeps a picture of the whole page as `test/artefacts/<name>.png`. */
  picture(name: string): Promise<void>;
}

/** An answer that is no success is told on the console too; tests expect those where they belong. */
const answered = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** @param origins the servers it may ask */
export async function openWindow(origins: string[], options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") {
      const path = `${artefacts}failed-${task.name.replace(/\W+/g, "-").slice(0, 60)}-${++failed}.png`;
      await page.screenshot({ path, caret: "initial" });
      console.error(`${page.url()}\n${await page.locator("body").innerText()}\n${complaints.join("\n")}`);
    }
    await context.close();
  });
  const complaints: string[] = [];
  const strays: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !answered.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && !origins.includes(url.origin)) strays.push(request.url());
  });
  return {
    page,
    complaints,
    strays,
    async picture(name) {
      // The caret would be hidden with a style that the policy refuses.
      await page.screenshot({ path: `${artefacts}${name}.png`, fullPage: true, caret: "initial" });
    },
  };
}

/** A window of a member who has signed in before. */
export async function memberWindow(
  instance: Instance,
  member: Member,
  origins: string[] = [instance.origin],
  options: BrowserContextOptions = {},
): Promise<Window> {
  const opened = await openWindow(origins, options);
  const { cookies } = await instance.as(member);
  const url = instance.origin;
  await opened.page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
  return opened;
}

/** Nothing was refused by the policy, no script failed, nobody else was asked for anything. */
export function expectNoTrouble(...windows: Window[]): void {
  expect(windows.flatMap(({ complaints, strays }) => [...complaints, ...strays])).toEqual([]);
}

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds against WCAG 2.2 AA and good practice; or by some of its rules only. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe);
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: standards };
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)} }).then((result) => result.violations)`,
  )) as Violation[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${page.url()}\n${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ""}`),
  );
}

/** By how many pixels a page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
