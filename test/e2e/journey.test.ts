import { expect, test } from "vitest";
import { startProcess } from "../rig.ts";
import { expectNoTrouble, openWindow, useChromium } from "./browser.ts";
import {
  comment,
  createWorkspace,
  post,
  register,
  reply,
  setUp,
  signIn,
  signOut,
  startDiscussion,
} from "./steps.ts";

useChromium();

const ruth = { name: "Ruth Ellis", email: "ruth.ellis@northshore.example" };
const amara = {
  name: "Amara Okafor",
  email: "amara.okafor@northshore.example",
  job: "Consultant, acute medicine",
};
const priya = { name: "Priya Nair", email: "priya.nair@southmere.example" };
const purpose = "We share what shortens the time from first sign to antibiotic.";
const title = "Night-shift screening: what made it stick?";

/** Two organisations, each with a server of its own, and nothing in them. */
async function twoServers() {
  const [{ origin: a }, { origin: b }] = await Promise.all([
    startProcess({ hostname: "north.localhost" }),
    startProcess({ hostname: "south.localhost" }),
  ]);
  return {
    north: {
      origin: a,
      name: "North Shore Hospitals Trust",
      shortName: "North Shore",
      domain: "northshore.example",
    },
    south: { origin: b, name: "Southmere Care System", shortName: "Southmere", domain: "southmere.example" },
  };
}

test("two organisations hold one conversation, each person in a window of their own", async () => {
  const { north, south } = await twoServers();
  const origins = [north.origin, south.origin];
  const [administrator, a, b] = [
    await openWindow(origins),
    await openWindow(origins),
    await openWindow(origins),
  ];

  // Both are set up on the first visit, and people get in.
  await setUp(administrator.page, north, ruth);
  await setUp(b.page, south, priya);
  await b.picture("journey-01-first-steps");
  await signOut(b.page);
  await signIn(b.page, south.origin, priya);
  await register(a.page, administrator.page, north, amara);

  // A workspace, and a discussion whose draft outlasts leaving the page.
  await createWorkspace(a.page, { name: "Sepsis Improvement Network", purpose, level: "Open" });
  const workspace = a.page.url();
  await a.page.getByRole("button", { name: "Start a discussion" }).click();
  await a.page.getByLabel("Title").fill(title);
  await a.page.getByLabel("Text", { exact: true }).fill("We screen well by day and **badly** at night.");
  await a.page.getByRole("button", { name: "Preview" }).click();
  await a.page.getByRole("region", { name: "Preview" }).locator("strong", { hasText: "badly" }).waitFor();
  await a.page.getByText(/Draft kept at \d\d:\d\d/).waitFor();
  await a.picture("journey-02-preview");
  await a.page.goto(north.origin);
  await a.page.goto(`${workspace}/forum/new`);
  expect(await a.page.getByLabel("Title").inputValue()).toBe(title);
  expect(await a.page.getByLabel("Text", { exact: true }).inputValue()).toContain("**badly**");
  await a.page.getByRole("button", { name: "Start discussion" }).click();
  await post(a.page, "We screen well by day").waitFor();
  // Until the history, A's page is not loaded again: what appears on it arrived by itself.
  await a.page.evaluate("window.sameVisit = true");

  // B sees it in the list of what A offers, and finds it by its address.
  await b.page.goto(`${south.origin}/discover`);
  await b.page.getByLabel("Address of a workspace or an organisation").fill(new URL(north.origin).host);
  await b.page.getByRole("button", { name: "Open", exact: true }).click();
  await b.page.getByRole("heading", { name: "Sepsis Improvement Network" }).waitFor();
  await b.picture("journey-03-offers");
  await b.page.goto(`${south.origin}/discover`);
  await b.page.getByRole("heading", { name: north.name }).waitFor();
  await b.page.getByLabel("Address of a workspace or an organisation").fill(workspace);
  await b.page.getByRole("button", { name: "Open", exact: true }).click();
  await b.page.getByRole("heading", { level: 1, name: "Sepsis Improvement Network" }).waitFor();
  await b.picture("journey-04-found");

  // B joins; what was said before arrives while the page is open.
  await b.page.getByRole("button", { name: "Join" }).click();
  await b.picture("journey-05-joining");
  await b.page.getByRole("link", { name: title }).waitFor();
  await b.page.getByText("You are a member").waitFor();
  await b.picture("journey-06-arrived");
  await b.page.getByRole("link", { name: title }).click();
  await comment(b.page, "What worked for us was moving it, not adding it.");
  await b.page.getByText("Waiting for North Shore Hospitals Trust to confirm").waitFor({ state: "detached" });
  await post(a.page, "What worked for us").waitFor();
  await a.page.getByText("1 new comment").waitFor();
  await a.picture("journey-07-live");

  // They answer each other; neither page is loaded again.
  await b.page.evaluate("window.sameVisit = true");
  await post(a.page, "What worked for us").getByRole("link", { name: "Reply" }).click();
  await reply(a.page, "Priya Nair", "How long does that take?");
  await post(b.page, "How long does that take?").waitFor();
  await comment(b.page, "One minute, once.");
  const once = [post(a.page, "One minute, once"), post(b.page, "One minute, once")] as const;
  await once[0].getByRole("button", { name: "Helpful" }).click();
  await once[1].getByRole("button", { name: "Helpful · 1" }).waitFor();
  await b.picture("journey-08-answered");
  expect(await b.page.evaluate("window.sameVisit")).toBe(true);

  // Edit, with its history.
  await once[1].getByRole("link", { name: "Edit" }).click();
  await b.page.getByLabel("Comment", { exact: true }).fill("One minute, once a night.");
  await b.page.getByRole("button", { name: "Save changes" }).click();
  await once[0].getByText("One minute, once a night.").waitFor();
  expect(await a.page.evaluate("window.sameVisit")).toBe(true);
  await once[0].getByRole("link", { name: /^Edited/ }).click();
  await a.page.locator("ins", { hasText: "night" }).waitFor();
  await a.picture("journey-09-history");
  await a.page.getByRole("link", { name: "Back to the discussion" }).click();

  // Delete: both see that something stood there.
  await post(b.page, "What worked for us").getByRole("link", { name: "Delete" }).click();
  await b.page.getByRole("button", { name: "Delete comment" }).click();
  for (const { page } of [a, b]) {
    await page.getByText("Deleted by its author.").waitFor();
    expect(await page.getByText("What worked for us").count()).toBe(0);
    await post(page, "How long does that take?").waitFor();
  }

  // Pin and lock: B is told, and has no form any more.
  for (const [button, told] of [
    ["Pin to the top", "Pinned to the top of the forum."],
    ["Lock", "Locked. Only managers can add comments."],
  ] as const) {
    await a.page.getByText("More, for managers").click();
    await a.page.getByRole("button", { name: button }).click();
    await a.page.getByRole("alert").getByText(told).waitFor();
  }
  await a.picture("journey-10-locked");
  await b.page.getByText("A manager locked this discussion.").waitFor();
  await b.page.reload();
  await b.page.getByText("This discussion is locked. Comments can no longer be added.").waitFor();
  expect(await b.page.getByRole("form", { name: "Add a comment" }).count()).toBe(0);
  for (const mark of ["Pinned", "Locked"])
    await b.page.locator("main").getByText(mark, { exact: true }).waitFor();

  // Home says what is new, and who waits.
  await a.page.goto(workspace);
  await startDiscussion(a.page, "Sticker on the chart: any use?", "It lasted three weeks.");
  await b.page.goto(south.origin);
  const fresh = b.page.getByRole("listitem").filter({ hasText: "Sticker on the chart" });
  await expect.poll(async () => (await b.page.reload(), fresh.count()), { timeout: 15_000 }).toBe(1);
  await fresh.getByText("North Shore Hospitals Trust").waitFor();
  await b.page.getByRole("link", { name: `Amara Okafor replied to you in “${title}”` }).waitFor();
  await b.picture("journey-11-home");
  await b.page.getByRole("link", { name: "Notifications" }).click();
  await b.page.getByRole("link", { name: "You can now take part in Sepsis Improvement Network" }).waitFor();
  await b.picture("journey-12-notifications");
  await b.page.getByRole("link", { name: /^Amara Okafor replied/ }).click();
  await post(b.page, "How long does that take?").waitFor();

  expectNoTrouble(administrator, a, b);
}, 240_000);
