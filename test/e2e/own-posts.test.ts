import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { followPerson, publishPost } from "../../src/posts/index.ts";
import { startInstance } from "../rig.ts";
import { expectNoTrouble, memberWindow, sideways, useChromium, violations } from "./browser.ts";

useChromium();

const focused = (page: Page) => page.evaluate("document.activeElement?.id");

async function followed() {
  const north = await startInstance();
  const [priya, gwen] = [await north.addMember("Priya Nair"), await north.addMember("Gwen Rees")];
  await followPerson(north.context(priya), { personId: gwen.id });
  const ids: number[] = [];
  for (let n = 1; n <= 12; n++)
    ids.push(
      await publishPost(north.context(gwen), { visibility: "public", source: `Night ${n}: quiet, #nights.` }),
    );
  const options = ["By day", "By night"];
  const asked = await publishPost(north.context(gwen), {
    visibility: "public",
    source: "When do we meet?",
    poll: { options, expiresIn: 3600 },
  });
  return { north, priya, far: ids[0]!, asked };
}

test("in a list of posts one likes and votes where one is, with the keyboard, and the focus stays", async () => {
  const { north, priya, far, asked } = await followed();
  const window = await memberWindow(north, priya);
  const { page } = window;
  await page.goto(`${north.origin}/posts`);
  await page.evaluate("window.stayed = true");

  for (const what of ["like", "boost"]) {
    await page.locator(`#${what}-${far}`).focus();
    await page.keyboard.press("Enter");
    await page.locator(`#${what}-${far}[aria-pressed=true]`).waitFor();
    expect(await focused(page)).toBe(`${what}-${far}`);
  }

  // Without an answer: said beside the poll, whose first answer has the focus. Then it counts.
  const poll = page.locator(`#votes-${asked}`);
  await poll.getByRole("button", { name: "Vote" }).focus();
  await page.keyboard.press("Enter");
  await poll.locator(".nhsuk-error-message", { hasText: "Choose an answer" }).waitFor();
  await expect.poll(() => focused(page)).toBe(`poll-${asked}`);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Space");
  await poll.getByRole("button", { name: "Vote" }).focus();
  await page.keyboard.press("Enter");
  await poll.getByText("Your vote").waitFor();
  await expect.poll(() => focused(page)).toBe(`votes-${asked}`);
  expect(await page.evaluate("window.stayed")).toBe(true);
  expectNoTrouble(window);
});

test("without scripts one comes back to the same place in the list", async () => {
  const { north, priya, far, asked } = await followed();
  const size = { viewport: { width: 320, height: 640 } };
  const window = await memberWindow(north, priya, [north.origin], { ...size, javaScriptEnabled: false });
  const { page } = window;
  await page.goto(`${north.origin}/people/gwen-rees`);
  await page.locator(`#like-${far}`).click();
  await page.locator(`#like-${far}[aria-pressed=true]`).waitFor();
  expect(page.url()).toBe(`${north.origin}/people/gwen-rees#post-${far}`);
  // What was pressed is in sight again.
  const { y } = (await page.locator(`#post-${far}`).boundingBox())!;
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y).toBeLessThan(640);

  await page.locator(`#votes-${asked}`).getByRole("button", { name: "Vote" }).click();
  await page.locator(`#votes-${asked} .nhsuk-error-message`, { hasText: "Choose an answer" }).waitFor();
  expect(await page.title()).toMatch(/^Error: /);
  const first = page.locator(`#poll-${asked}`);
  expect((await first.boundingBox())!.y).toBeLessThan(640);
  await first.check();
  await page.locator(`#votes-${asked}`).getByRole("button", { name: "Vote" }).click();
  await page.locator(`#votes-${asked}`).getByText("Your vote").waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe(`/people/gwen-rees#votes-${asked}`);

  await page.getByRole("link", { name: "#nights" }).first().click();
  await page.getByRole("link", { name: "Post by Gwen Rees" }).first().waitFor();
  expect(await sideways(page)).toBe(0);
  await page.goto(`${north.origin}/`);
  await page.getByRole("link", { name: "Messages" }).click();
  await page.getByRole("heading", { level: 1, name: "Messages" }).waitFor();
  expectNoTrouble(window);
});
