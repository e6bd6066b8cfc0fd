import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { agreement, history } from "../../db/index.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { agree } from "../federation/agreements.ts";
import { joinFrom } from "../federation/network.ts";
import { type Instance, startInstance } from "../rig.ts";
import { expectNoTrouble, memberWindow, openWindow, useChromium } from "./browser.ts";
import { comment, post, reloadUntil } from "./steps.ts";

useChromium();

/** Two organisations at work, with one person in each. */
async function twoOrganisations() {
  const north = await startInstance({ organisation: "North Shore Hospitals Trust", work: true });
  const south = await startInstance({
    hostname: "south.localhost",
    organisation: "Southmere Care System",
    work: true,
  });
  const amara = await north.addMember("Amara Okafor", { job: "Consultant, acute medicine" });
  const priya = await south.addMember("Priya Nair", { job: "Improvement lead" });
  return { north, south, amara, priya, origins: [north.origin, south.origin] };
}

/** Until both instances, which work by themselves, say the same of their agreements. */
async function bothSee(one: Instance, other: Instance): Promise<void> {
  const said = async ({ store }: Instance) => {
    const rows = await store.db.select({ iri: agreement.iri, state: agreement.state }).from(agreement);
    return JSON.stringify(rows);
  };
  await vi.waitFor(async () => expect(await said(other)).toBe(await said(one)), { timeout: 20_000 });
}

test("while a history is on its way the page says how far it is, and shows it when it is there", async () => {
  const { north, south, amara, priya } = await twoOrganisations();
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  await openDiscussion(north.context(amara), {
    workspaceId,
    title: "Ward diary",
    source: "One line a shift.",
  });
  const here = await joinFrom(south, priya, `@${handle}@${north.host}`);
  const b = await memberWindow(south, priya);
  await b.page.goto(`${south.origin}/workspaces/${handle}@${north.host}`);
  await b.page.getByRole("link", { name: "Ward diary" }).waitFor();

  // As if there were more of it, and the other server slow.
  const progress = (values: Partial<typeof history.$inferInsert>) =>
    south.store.transaction((tx) => tx.update(history).set(values).where(eq(history.workspaceId, here)));
  const later = new Date(Date.now() + 3_600_000);
  await progress({ state: "running", done: 34, total: 120, nextAttempt: later });
  await b.page.reload();
  const bar = b.page.getByRole("progressbar", { name: "Bringing over what was said before" });
  await bar.waitFor();
  await b.page.getByText("34 of 120").last().waitFor();
  await b.picture("joining-progress");
  await progress({ done: 84 });
  await b.page.getByText("84 of 120").last().waitFor();
  await progress({ state: "done" });
  await bar.waitFor({ state: "detached" });
  await b.page.getByRole("link", { name: "Ward diary" }).waitFor();
  expectNoTrouble(b);
});

test("a restricted workspace is asked for with a reason, and answered with one", async () => {
  const { north, south, amara, priya, origins } = await twoOrganisations();
  await agree(north, south, () => bothSee(north, south));
  const gwen = await south.addMember("Gwen Rees", { job: "Ward sister" });
  const { id: workspaceId, handle } = await north.addWorkspace("Serious incidents", {
    manager: amara,
    level: "restricted",
  });
  await openDiscussion(north.context(amara), {
    workspaceId,
    title: "The night of the flood",
    source: "What we learnt.",
  });
  const [a, b, other] = [
    await memberWindow(north, amara, origins),
    await memberWindow(south, priya, origins),
    await memberWindow(south, gwen, origins),
  ];

  for (const [{ page }, reason] of [
    [b, "We had the same flood."],
    [other, "Curious."],
  ] as const) {
    await page.goto(`${south.origin}/open?address=@${handle}@${north.host}`);
    await page.getByRole("button", { name: "Ask to join" }).click();
    await page.getByLabel("Why would you like to join?").fill(reason);
    await page.getByRole("button", { name: "Ask to join" }).click();
    await page.getByText("Asked to join", { exact: true }).waitFor();
    expect(await page.getByText("The night of the flood").count()).toBe(0);
  }
  await b.picture("joining-asked");

  await a.page.goto(north.origin);
  const asking = a.page.getByRole("link", { name: "2 people ask to join Serious incidents" });
  await reloadUntil(a.page, async () => (await asking.count()) > 0);
  await asking.click();
  await a.picture("joining-requests");
  const request = (name: string) => a.page.getByRole("listitem").filter({ hasText: name });
  await request("Priya Nair").getByText("We had the same flood.").waitFor();
  await request("Priya Nair").getByRole("textbox").fill("Welcome.");
  await request("Priya Nair").getByRole("button", { name: "Approve" }).click();
  await a.page.getByText("Priya Nair can now take part.").waitFor();
  await request("Gwen Rees").getByRole("textbox").fill("Please say what you work on.");
  await request("Gwen Rees").getByRole("button", { name: "Decline" }).click();
  await a.page.getByText("The request of Gwen Rees is declined.").waitFor();

  const told = async ({ page }: typeof b, sentence: string) => {
    await page.goto(`${south.origin}/notifications`);
    await reloadUntil(page, async () => (await page.getByRole("link", { name: sentence }).count()) > 0);
  };
  await told(other, "Your request to join Serious incidents was declined");
  await other.page.getByText("Please say what you work on.").waitFor();
  await other.picture("joining-declined");
  await told(b, "You can now take part in Serious incidents");
  await b.page.getByRole("link", { name: "You can now take part in Serious incidents" }).click();
  await reloadUntil(
    b.page,
    async () => (await b.page.getByRole("link", { name: "The night of the flood" }).count()) > 0,
  );
  await b.page.getByRole("link", { name: "The night of the flood" }).click();
  await post(b.page, "What we learnt.").waitFor();
  await comment(b.page, "So did we.");
  await b.page.getByText("to confirm").waitFor({ state: "detached" });
  expectNoTrouble(a, b, other);
});

test("a link to another organisation's discussion leads home, and never strands anybody", async () => {
  const { north, south, amara, priya, origins } = await twoOrganisations();
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  const ctx = north.context(amara);
  const id = await openDiscussion(ctx, { workspaceId, title: "Night shifts", source: "How do you do it?" });
  await joinFrom(south, priya, `@${handle}@${north.host}`);
  const there = `${north.origin}/workspaces/${handle}`;
  const here = `${south.origin}/workspaces/${handle}@${north.host}`;

  // Nobody knows B here yet: it says where it is at home.
  const b = await memberWindow(south, priya, origins);
  await b.page.goto(`${there}/discussions/${id}`);
  await b.page.getByRole("heading", { name: "Are you with another organisation?" }).waitFor();
  await b.picture("home-stranger");
  await b.page.getByLabel("Address of your organisation").fill(south.host);
  await b.page.getByRole("button", { name: "Open there" }).click();
  await b.picture("home-leaving");
  await b.page.getByRole("button", { name: `Continue to ${south.host}` }).click();
  await b.page.getByRole("heading", { level: 1, name: "Night shifts" }).waitFor();
  expect(b.page.url()).toMatch(`${here}/discussions/`);
  await b.page.getByRole("form", { name: "Add a comment" }).waitFor();

  // From then on it is one click.
  await b.page.goto(there);
  await b.page.getByRole("link", { name: `Open this at ${south.host}` }).click();
  await b.page.waitForURL(here);

  // A link in a text leads to what is known here.
  await addComment(ctx, {
    parentId: id,
    source: `See [the workspace](${there}), and [this one](${there}/discussions/${id}).`,
  });
  await b.page.getByRole("link", { name: "Night shifts" }).click();
  await b.page.getByRole("link", { name: "this one" }).click();
  await b.page.getByRole("heading", { level: 1, name: "Night shifts" }).waitFor();
  expect(b.page.url()).toMatch(`${here}/discussions/`);
  await b.page.getByRole("link", { name: "the workspace" }).click();
  await b.page.waitForURL(here);
  expectNoTrouble(b);
});

test("who is not signed in at home either signs in on the way", async () => {
  const { north, south, amara, priya, origins } = await twoOrganisations();
  const { handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  const b = await openWindow(origins);
  await b.page.goto(`${north.origin}/workspaces/${handle}`);
  await b.page.getByLabel("Address of your organisation").fill(`@priya@${south.host}`);
  await b.page.getByRole("button", { name: "Open there" }).click();
  await b.page.getByRole("button", { name: "Continue to" }).click();
  await b.page.getByLabel("Email address").fill(priya.email);
  await b.page.getByLabel("Password", { exact: true }).fill(priya.password);
  await b.page.getByRole("button", { name: "Sign in" }).click();
  await b.page.getByRole("heading", { level: 1, name: "Sepsis Network" }).waitFor();
  await b.page.getByRole("button", { name: "Join" }).click();
  await b.page.getByText("You are a member").waitFor();
  expect(new URL(b.page.url()).origin).toBe(south.origin);
  expectNoTrouble(b);
});
