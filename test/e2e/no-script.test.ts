import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startProcess } from "../rig.ts";
import { expectNoTrouble, openWindow, useChromium } from "./browser.ts";
import {
  comment,
  createWorkspace,
  post,
  register,
  reloadUntil,
  reply,
  setUp,
  signIn,
  signOut,
  startDiscussion,
} from "./steps.ts";

useChromium();

const ruth = { name: "Ruth Ellis", email: "ruth.ellis@northshore.example" };
const amara = { name: "Amara Okafor", email: "amara.okafor@northshore.example", job: "Consultant" };
const priya = { name: "Priya Nair", email: "priya.nair@southmere.example" };

/** Reads on until some words are there. */
const shows = (page: Page, words: string) =>
  reloadUntil(page, async () => (await page.getByText(words).count()) > 0);

test("the same conversation without any script", async () => {
  const [{ origin: a }, { origin: b }] = await Promise.all([
    startProcess({ hostname: "north.localhost" }),
    startProcess({ hostname: "south.localhost" }),
  ]);
  const north = {
    origin: a,
    name: "North Shore Hospitals Trust",
    shortName: "North Shore",
    domain: "northshore.example",
  };
  const south = {
    origin: b,
    name: "Southmere Care System",
    shortName: "Southmere",
    domain: "southmere.example",
  };
  const plain = () => openWindow([a, b], { javaScriptEnabled: false });
  const windows = [await plain(), await plain(), await plain()] as const;
  const [administrator, here, there] = windows.map(({ page }) => page) as [Page, Page, Page];

  await setUp(administrator, north, ruth);
  await setUp(there, south, priya);
  await signOut(there);
  await signIn(there, b, priya);
  await register(here, administrator, north, amara);

  // A discussion with preview and draft, each a button.
  await createWorkspace(here, { name: "Sepsis Network", purpose: "What shortens the time.", level: "Open" });
  const workspace = here.url();
  await here.getByRole("button", { name: "Start a discussion" }).click();
  await here.getByLabel("Title").fill("Night-shift screening");
  await here.getByLabel("Text", { exact: true }).fill("We screen **badly** at night.");
  await here.getByRole("button", { name: "Preview" }).click();
  await here.getByRole("region", { name: "Preview" }).locator("strong", { hasText: "badly" }).waitFor();
  await here.getByRole("button", { name: "Keep draft" }).click();
  await here.goto(a);
  await here.goto(`${workspace}/forum/new`);
  expect(await here.getByLabel("Title").inputValue()).toBe("Night-shift screening");
  await here.getByRole("button", { name: "Start discussion" }).click();
  await post(here, "We screen badly").waitFor();
  const discussion = here.url();

  // What A offers, joining, and what was said before: the page looks again by itself.
  await there.goto(`${b}/discover`);
  await there.getByLabel("Address of a workspace or an organisation").fill(new URL(a).host);
  await there.getByRole("button", { name: "Open", exact: true }).click();
  await there.getByRole("heading", { name: "Sepsis Network" }).waitFor();
  await windows[2].picture("no-script-offers");
  await there.getByRole("button", { name: "Join" }).click();
  await there.getByRole("link", { name: "Night-shift screening" }).waitFor();

  // Comments, a reply, a like.
  await there.getByRole("link", { name: "Night-shift screening" }).click();
  await comment(there, "We moved the form.");
  await windows[2].picture("no-script-sent");
  await shows(here, "We moved the form.");
  await post(here, "We moved the form.").getByRole("link", { name: "Reply" }).click();
  await reply(here, "Priya Nair", "How long does it take?");
  await post(here, "How long does it take?").waitFor();
  await shows(there, "How long does it take?");
  await post(there, "How long does it take?").getByRole("button", { name: "Helpful" }).click();
  await post(there, "How long does it take?")
    .getByRole("button", { name: "Helpful · 1", pressed: true })
    .waitFor();
  await shows(here, "Helpful · 1");

  // Edit, delete, lock; an empty comment is said to be one.
  await post(there, "We moved the form.").getByRole("link", { name: "Edit" }).click();
  await there.getByLabel("Comment", { exact: true }).fill("We moved the form to the top.");
  await there.getByRole("button", { name: "Save changes" }).click();
  await shows(here, "We moved the form to the top.");
  await there.getByRole("button", { name: "Add comment" }).click();
  await there.getByRole("alert").getByRole("link", { name: "Enter a comment" }).waitFor();
  expect(await there.title()).toMatch(/^Error: /);
  await there.goto(there.url());
  await post(there, "We moved the form to the top.").getByRole("link", { name: "Delete" }).click();
  await there.getByRole("button", { name: "Delete comment" }).click();
  await shows(here, "Deleted by its author.");
  await here.getByText("More, for managers").click();
  await here.getByRole("button", { name: "Lock" }).click();
  await shows(there, "This discussion is locked.");
  expect(await there.getByRole("form", { name: "Add a comment" }).count()).toBe(0);

  // Notifications, home; and the link that A sends leads home.
  await there.goto(b);
  await there.getByRole("link", { name: "Amara Okafor replied to you in “Night-shift screening”" }).click();
  await post(there, "How long does it take?").waitFor();
  await startDiscussion(await opened(here, workspace), "Stickers", "Any use?");
  await there.goto(b);
  await shows(there, "Stickers");
  await there.goto(discussion);
  await there.getByLabel("Address of your organisation").fill(new URL(b).host);
  await there.getByRole("button", { name: "Open there" }).click();
  await there.getByRole("button", { name: "Continue to" }).click();
  await there.getByRole("heading", { level: 1, name: "Night-shift screening" }).waitFor();
  expect(new URL(there.url()).origin).toBe(b);
  await windows[2].picture("no-script-discussion");
  expectNoTrouble(...windows);
}, 240_000);

async function opened(page: Page, address: string): Promise<Page> {
  await page.goto(address);
  return page;
}
