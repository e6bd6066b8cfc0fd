import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { openWindow, sideways, useChromium, violations, type Window } from "./browser.ts";

useChromium();

async function forum() {
  const north = await startInstance({ organisation: "North Shore Hospitals Trust" });
  const amara = await north.addMember("Amara Okafor", { job: "Consultant, acute medicine" });
  const priya = await north.addMember("Priya Nair", { job: "Improvement lead" });
  const place = await north.addWorkspace("Sepsis Improvement Network", { manager: amara });
  await join(north.context(priya), { workspaceId: place.id });
  const id = await openDiscussion(north.context(amara), {
    workspaceId: place.id,
    title: "Night-shift screening: what made it stick?",
    source: "We screen well by day and badly at night.\n\nHas anyone got this to stick?",
  });
  const comment = await addComment(north.context(priya), { parentId: id, source: "We **moved** it." });
  const base = `${north.origin}/workspaces/${place.handle}`;
  return { north, amara, priya, id, comment, base, path: `${base}/discussions/${id}` };
}

async function windowOf(north: Instance, member?: Member): Promise<Window> {
  const opened = await openWindow([north.origin]);
  const { cookies } = await north.as(member);
  const kept = [...cookies].map(([name, value]) => ({ name, value, url: north.origin }));
  await opened.page.context().addCookies(kept);
  return opened;
}

const focused = (page: Page) => page.evaluate("document.activeElement?.id");

test("a conversation arrives while it is written, without reloading", async () => {
  const { north, amara, priya, id, comment, path } = await forum();
  const [there, here] = [await windowOf(north, amara), await windowOf(north, priya)];
  const [a, p] = [there.page, here.page];
  for (const page of [a, p]) {
    await page.goto(path);
    await page.evaluate("window.stayed = true");
  }
  const form = p.locator("#add-comment");

  await p.locator(`#like-${id}`).click();
  await p.locator(`#like-${id}[aria-pressed=true]`).waitFor();
  expect(await focused(p)).toBe(`like-${id}`);
  await a.locator(`#like-${id}`, { hasText: "Helpful · 1" }).waitFor();

  await form.getByLabel("Add a comment").fill("A *live* comment");
  await form.getByText("Draft kept at").waitFor();
  await form.getByRole("button", { name: "Preview" }).click();
  await form.locator(".preview em").waitFor();
  expect(await violations(p)).toEqual([]);
  await form.getByRole("button", { name: "Add comment" }).click();
  await a.locator("#comments").getByText("A live comment").waitFor();
  await a.locator("#arrivals").getByText("1 new comment").waitFor();
  expect(await a.locator("#comment-count").innerText()).toBe("2 comments");
  expect(await form.getByLabel("Add a comment").inputValue()).toBe("");

  await a.locator(`#post-${comment}`).getByRole("link", { name: "Reply" }).click();
  const reply = a.locator(`#reply-${comment}`);
  await reply.waitFor();
  expect(await focused(a)).toBe(`source-${comment}`);
  expect(await violations(a)).toEqual([]);
  await a.keyboard.type("How long did it take?");
  await reply.getByRole("button", { name: "Reply" }).click();
  await p.locator(`#replies-${comment}`).getByText("How long did it take?").waitFor();
  await reply.waitFor({ state: "detached" });
  expect(await focused(a)).toMatch(/^comment-\d+$/);
  // Each arrived once, its author's own too.
  for (const page of [a, p]) {
    expect(await page.getByText("How long did it take?").count()).toBe(1);
    expect(await page.getByText("A live comment").count()).toBe(1);
    expect(await page.evaluate("window.stayed")).toBe(true);
  }

  await form.getByRole("button", { name: "Add comment" }).click();
  await form.getByRole("heading", { name: "There is a problem" }).waitFor();
  expect(await violations(p)).toEqual([]);
  expect(await sideways(p)).toBe(0);
  await here.picture("forum-live");

  // A reply elsewhere on the page makes that complaint old; nothing that was written is lost.
  await p.locator(`#post-${comment}`).getByRole("link", { name: "Reply" }).click();
  await p.locator(`#source-${comment}`).fill("A week.");
  await p.locator(`#reply-${comment}`).getByRole("button", { name: "Reply" }).click();
  await p.locator(`#replies-${comment}`).getByText("A week.").waitFor();
  await form.locator(".nhsuk-error-summary").waitFor({ state: "detached" });
  expect(await p.title()).not.toMatch(/^Error/);
  await form.getByLabel("Add a comment").fill("Not sent yet");
  await p.locator(`#post-${comment}`).getByRole("link", { name: "Reply" }).click();
  await p.locator(`#source-${comment}`).fill("Two, even.");
  await p.locator(`#reply-${comment}`).getByRole("button", { name: "Reply" }).click();
  await p.locator(`#replies-${comment}`).getByText("Two, even.").waitFor();
  expect(await form.getByLabel("Add a comment").inputValue()).toBe("Not sent yet");
  for (const { complaints, strays } of [here, there]) expect([complaints, strays]).toEqual([[], []]);
});
