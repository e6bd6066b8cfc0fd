import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { startInstance } from "../rig.ts";
import { expectNoTrouble, memberWindow, openWindow, useChromium } from "./browser.ts";
import { post } from "./steps.ts";

useChromium();

/** What has the focus, as people and their software name it. */
const focused = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ?? element.textContent ?? "";
  return label.replace(/\\s+/g, " ").trim();
})()`;

/** Why the focus cannot be seen where it is; null where it can. */
const unseen = `(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight || box.width === 0) return "outside the window";
  const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1);
  const [x] = [Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 1), innerWidth - 1)];
  const above = document.elementFromPoint(x, y);
  if (above && above !== element && !element.contains(above) && !above.contains(element) && !above.closest("label"))
    return "behind " + above.outerHTML.slice(0, 80);
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const ring = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  return ring ? null : "no mark around " + element.outerHTML.slice(0, 80);
})()`;

/** Goes on with Tab until something has the focus; every stop on the way can be seen. */
async function tabTo(page: Page, name: string | RegExp, most = 60): Promise<void> {
  const matches = (text: string | null) =>
    text !== null && (typeof name === "string" ? text === name : name.test(text));
  const seen: (string | null)[] = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press("Tab");
    const at = (await page.evaluate(focused)) as string | null;
    seen.push(at);
    if (at !== null) expect(await page.evaluate(unseen), at).toBeNull();
    if (matches(at)) return;
  }
  expect.fail(`${name} is not reached from here: ${seen.join(" | ")}`);
}

const press = (page: Page, key: "Enter" | "Space") => page.keyboard.press(key);

/** The focus after something has changed on the page: it is somewhere that can be seen. */
async function expectFocus(page: Page, name: string | RegExp): Promise<void> {
  await expect.poll(() => page.evaluate(focused)).toMatch(name);
  expect(await page.evaluate(unseen)).toBeNull();
}

test("everything that matters is done with the keyboard alone, and the focus is always seen", async () => {
  const north = await startInstance({ organisation: "North Shore Hospitals Trust", work: true });
  const amara = await north.addMember("Amara Okafor", { job: "Consultant" });
  const { handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  const { page, ...window } = await openWindow([north.origin]);

  // The skip link comes first, and leads into the page.
  await page.goto(`${north.origin}/sign-in`);
  await tabTo(page, "Skip to main content", 1);
  await press(page, "Enter");
  await tabTo(page, "Email address", 1);
  await page.keyboard.type(amara.email);
  await tabTo(page, "Password", 1);
  await page.keyboard.type("not the password at all");
  await press(page, "Enter");
  await page.getByRole("alert").waitFor();

  // What was wrong has the focus, and leads to its field.
  await expectFocus(page, /^There is a problem/);
  await tabTo(page, /^The email address or the password/, 1);
  await press(page, "Enter");
  await expectFocus(page, /^(Email address|Password)/);
  await page.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.type(amara.password);
  await press(page, "Enter");
  await page.getByRole("heading", { level: 1, name: /Amara/ }).waitFor();

  // Start a discussion: an empty title first, then a preview, then for good.
  await page.goto(`${north.origin}/workspaces/${handle}`);
  await tabTo(page, "Start a discussion");
  await press(page, "Enter");
  await page.getByRole("heading", { level: 1, name: "Start a discussion" }).waitFor();
  await tabTo(page, "Title");
  await tabTo(page, "Text", 1);
  await page.keyboard.type("We screen **badly** at night.");
  await tabTo(page, "Start discussion", 3);
  await press(page, "Space");
  await expectFocus(page, /^There is a problem/);
  await tabTo(page, "Enter a title", 1);
  await press(page, "Enter");
  await page.keyboard.type("Night-shift screening");
  await tabTo(page, "Preview", 6);
  await press(page, "Enter");
  await page.getByRole("region", { name: "Preview" }).waitFor();
  await expectFocus(page, /^Preview$/);
  await page.keyboard.press("Shift+Tab");
  await expectFocus(page, /^Start discussion$/);
  await press(page, "Enter");
  await post(page, "We screen badly").waitFor();

  // Like: the button that was pressed is still the one with the focus, twice.
  await tabTo(page, /^Helpful, Amara/);
  await press(page, "Space");
  await expectFocus(page, /^Helpful · 1, Amara/);
  await press(page, "Space");
  await expectFocus(page, /^Helpful, Amara/);

  // Comment: Reply leads into the field, and what was written has the focus afterwards.
  await tabTo(page, /^Reply, Amara/, 1);
  await press(page, "Enter");
  await expectFocus(page, /^Add a comment$/);
  await page.keyboard.type("One minute, once.");
  await tabTo(page, "Add comment", 3);
  await press(page, "Enter");
  await expectFocus(page, /^Comment by Amara Okafor$/);

  // A reply below it, the same way.
  await tabTo(page, /^Reply, Amara Okafor’s comment/);
  await press(page, "Enter");
  await expectFocus(page, /^Reply to Amara Okafor$/);
  await page.keyboard.type("Every night?");
  await tabTo(page, "Reply", 3);
  await press(page, "Enter");
  await expectFocus(page, /Every night\?/);

  // An empty comment: the summary first, then the field.
  await tabTo(page, "Add comment");
  await press(page, "Enter");
  await expectFocus(page, /^There is a problem/);
  await tabTo(page, "Enter a comment", 1);
  await press(page, "Enter");
  await expectFocus(page, /^Add a comment$/);

  // What only managers see opens and closes.
  await page.goto(page.url());
  await tabTo(page, /^More/);
  await press(page, "Enter");
  await tabTo(page, "Pin to the top of the forum", 1);
  await press(page, "Enter");
  await expectFocus(page, /Pinned to the top of the forum/);
  expectNoTrouble({ page, ...window });
});

test("what arrives while one writes takes neither the focus nor the words", async () => {
  const north = await startInstance({ work: true });
  const amara = await north.addMember("Amara Okafor");
  const gwen = await north.addMember("Gwen Rees");
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  const id = await openDiscussion(north.context(amara), { workspaceId, title: "Nights", source: "How?" });
  await join(north.context(gwen), { workspaceId });

  const size = { viewport: { width: 1200, height: 500 } };
  const window = await memberWindow(north, amara, [north.origin], size);
  await window.page.goto(`${north.origin}/workspaces/${handle}/discussions/${id}`);
  const field = window.page.getByRole("textbox", { name: "Add a comment" });
  await field.focus();
  await window.page.keyboard.type("I was just about to say");
  await addComment(north.context(gwen), { parentId: id, source: "Like this." });
  await post(window.page, "Like this.").waitFor();
  await window.page.keyboard.type(" the same.");
  expect(await field.inputValue()).toBe("I was just about to say the same.");
  await expectFocus(window.page, /^Add a comment$/);
  await window.page.getByRole("status").getByText("1 new comment").waitFor();
  await tabTo(window.page, "Add comment", 3);
  expectNoTrouble(window);
});
