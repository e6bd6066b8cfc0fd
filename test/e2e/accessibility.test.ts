import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startInstance } from "../rig.ts";
import {
  expectNoTrouble,
  memberWindow,
  openWindow,
  sideways,
  useChromium,
  violations,
  type Window,
} from "./browser.ts";
import { type State, states } from "./pages.ts";
import { type Scene, scene } from "./scene.ts";

useChromium();

let played: Scene;
beforeAll(async () => {
  played = await scene();
});
afterAll(() => played?.stop());

const narrow = { width: 320, height: 700 };

/** Things to press that are smaller than 24 pixels, links within a sentence aside (WCAG 2.5.8). */
const small = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((element) => element.checkVisibility() && !element.closest("p, .letter__body, .prose, .nhsuk-error-summary__list, dd, li li, td, .nhsuk-list") && !element.matches(".nhsuk-skip-link, .nhsuk-radios__input, .nhsuk-checkboxes__input"))
  .filter((element) => { const box = element.getBoundingClientRect(); return box.width > 0 && (box.height < 24 || box.width < 24); })
  .map((element) => element.outerHTML.slice(0, 160))`;

/** Dark on a phone, light on a desktop, and with letters twice as large. */
async function expectReadable({ page, picture }: Window, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(narrow);
  await picture(`pages/${name}-320`);
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page), "wider than 320 pixels").toBe(0);
  expect(await page.evaluate(small)).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1200, height: 900 });
  await picture(`pages/${name}-1200`);
  expect(await violations(page)).toEqual([]);
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  expect(await sideways(page), "with letters twice as large").toBe(0);
}

/** The summary comes first, has the focus, and each problem leads to its field. */
async function expectProblemsFirst(page: Page): Promise<void> {
  expect(await page.title()).toMatch(/^Error: /);
  expect(await page.evaluate("document.activeElement?.className")).toContain("nhsuk-error-summary");
  const links = page.locator(".nhsuk-error-summary__list a");
  expect(await links.count()).toBeGreaterThan(0);
  for (const link of await links.all()) {
    const field = page.locator((await link.getAttribute("href"))!);
    expect(await field.count(), (await link.textContent()) ?? "").toBe(1);
  }
  await links.first().click();
  expect(await page.evaluate("document.activeElement?.matches('input, textarea, select')")).toBe(true);
}

async function show({ as, name, path, first, failing }: State): Promise<void> {
  const { north, people } = played;
  const window = as === "stranger" ? await openWindow([north.origin]) : await memberWindow(north, people[as]);
  const { page } = window;
  await page.goto(north.origin + path(played));
  await first?.(page);
  if (failing) await expectProblemsFirst(page);
  await expectReadable(window, `${as}-${name.replace(/\W+/g, "-")}`);
  expectNoTrouble(window);
}

const of = (as: State["as"]) => states.filter((one) => one.as === as);

describe("every page in every state is good for everyone", () => {
  test.each(of("stranger"))("a stranger: $name", show);
  test.each(of("newcomer"))("a new member: $name", show);
  test.each(of("member"))("a member: $name", show);
  test.each(of("manager"))("a manager: $name", show);
  test.each(of("administrator"))("an administrator: $name", show);
});

test("the set-up page, as it is and with nothing entered", async () => {
  const bare = await startInstance({ bare: true });
  const window = await openWindow([bare.origin]);
  await window.page.goto(bare.origin);
  await expectReadable(window, "set-up");
  await window.page.goto(bare.origin);
  await window.page.getByRole("button", { name: "Set up and sign in" }).click();
  await window.page.locator(".nhsuk-error-summary").waitFor();
  await expectProblemsFirst(window.page);
  await expectReadable(window, "set-up-failed");
  expectNoTrouble(window);
});
