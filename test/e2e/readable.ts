import type { Page } from "playwright-core";
import { expect } from "vitest";
import { expectNoTrouble, sideways, signInAs, violations, type Window, windowAgain } from "./browser.ts";
import type { Scene } from "./scene.ts";
import type { State } from "./state.ts";

/** What another width or another scheme can change. */
export const byLayout = [
  "color-contrast",
  "target-size",
  "link-in-text-block",
  "scrollable-region-focusable",
];
const narrow = { width: 320, height: 700 };

const contentStart = (page: Page): Promise<number> =>
  page.evaluate("document.querySelector('main').getBoundingClientRect().top + scrollY");

/** Dark on a phone, light on a desktop, and with letters twice as large. */
export async function expectReadable({ page, picture }: Window, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(narrow);
  await picture(`pages/${name}-320`);
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page), "wider than 320 pixels").toBe(0);
  expect(await contentStart(page), "nothing of the page itself on a phone's first screen").toBeLessThan(600);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1200, height: 900 });
  await picture(`pages/${name}-1200`);
  expect(await violations(page, byLayout)).toEqual([]);
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  expect(await sideways(page), "with letters twice as large").toBe(0);
}

/** The summary comes first, has the focus, and each problem leads to its field. */
export async function expectProblemsFirst(page: Page): Promise<void> {
  await expect.poll(() => page.title()).toMatch(/^Error: /);
  await expect
    .poll(() => page.evaluate("document.activeElement?.className"))
    .toContain("nhsuk-error-summary");
  const links = page.locator(".nhsuk-error-summary__list a");
  expect(await links.count()).toBeGreaterThan(0);
  for (const link of await links.all()) {
    const field = page.locator((await link.getAttribute("href"))!);
    expect(await field.count(), (await link.textContent()) ?? "").toBe(1);
  }
  await links.first().click();
  expect(await page.evaluate("document.activeElement?.matches('input, textarea, select')")).toBe(true);
}

/** Opens a page in one of its states, and looks at it in every way. */
export async function look(scene: Scene, { as, name, path, first, failing }: State): Promise<void> {
  const { north, people } = scene;
  const window = await windowAgain(north.origin);
  if (as !== "stranger") await signInAs(window, north, people[as]);
  const { page } = window;
  await page.goto(north.origin + path(scene));
  await first?.(page, scene);
  if (failing) await expectProblemsFirst(page);
  await expectReadable(window, `${as}-${name.replace(/\W+/g, "-")}`);
  expectNoTrouble(window);
}
