import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import type { Instance, Member } from "../rig.ts";

const artefacts = new URL("../artefacts/", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The same, for a window to have from the start: nothing of it is compiled before it is called. */
const axeInWaiting = `window.loadAxe = () => { ${axe} };`;

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
  /**
   * Keeps a picture of the whole page as `test/artefacts/<name>.png`. Those under `pages/`, of every page in every
   * state, would take as long as all the rest: they are kept with `TEST_PICTURES=1`.
   */
  picture(name: string): Promise<void>;
}

const desktop = { width: 1200, height: 900 };

/** An answer that is no success is told on the console too; tests expect those where they belong. */
const answered = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** A window that stays open; `openWindow` and `windowAgain` say until when. */
async function newWindow(origins: string[], options: BrowserContextOptions): Promise<Window> {
  const context = await browser.newContext({ viewport: desktop, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
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
      if (name.startsWith("pages/") && !process.env.TEST_PICTURES) return;
      // The caret would be hidden with a style that the policy refuses.
      await page.screenshot({ path: `${artefacts}${name}.png`, fullPage: true, caret: "initial" });
    },
  };
}

/** Of a test that failed: what stood in the window. */
async function explain({ page, complaints }: Window, task: { name: string; result?: { state: string } }) {
  if (task.result?.state !== "fail") return;
  const path = `${artefacts}failed-${task.name.replace(/\W+/g, "-").slice(0, 60)}-${++failed}.png`;
  await page.screenshot({ path, caret: "initial" });
  console.error(`${page.url()}\n${await page.locator("body").innerText()}\n${complaints.join("\n")}`);
}

/** @param origins the servers it may ask */
export async function openWindow(origins: string[], options: BrowserContextOptions = {}): Promise<Window> {
  const window = await newWindow(origins, options);
  onTestFinished(async ({ task }) => {
    await explain(window, task);
    await window.page.context().close();
  });
  return window;
}

const lasting = new Map<Browser, Window>();

async function lastingWindow(origin: string): Promise<Window> {
  const window = await newWindow([origin], {});
  await window.page.context().addInitScript({ content: axeInWaiting });
  lasting.set(browser, window);
  return window;
}

/**
 * The one window of a file whose tests each look at a single page: nobody is signed in, and nothing is kept of what was
 * there before. A process that has run the scripts already needs a quarter of the time; going by way of another site
 * would end it.
 */
export async function windowAgain(origin: string): Promise<Window> {
  const window = lasting.get(browser) ?? (await lastingWindow(origin));
  onTestFinished(({ task }) => explain(window, task));
  const { page } = window;
  await page.context().clearCookies();
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(desktop);
  window.complaints.length = 0;
  window.strays.length = 0;
  return window;
}

/** Gives a window the cookies of a member who has signed in before. */
export async function signInAs({ page }: Window, instance: Instance, member: Member): Promise<void> {
  const { cookies } = await instance.as(member);
  const url = instance.origin;
  await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
}

/** A window of a member who has signed in before. */
export async function memberWindow(
  instance: Instance,
  member: Member,
  origins: string[] = [instance.origin],
  options: BrowserContextOptions = {},
): Promise<Window> {
  const opened = await openWindow(origins, options);
  await signInAs(opened, instance, member);
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
  const there = await page.evaluate("'axe' in window || ('loadAxe' in window && (loadAxe(), true))");
  if (!there) await page.evaluate(axe);
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: standards };
  const found = (await page.evaluate(
    `axe.run(document, ${JSON.stringify({ runOnly, resultTypes: ["violations"] })}).then((result) => result.violations)`,
  )) as Violation[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${page.url()}\n${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ""}`),
  );
}

/** By how many pixels a page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
