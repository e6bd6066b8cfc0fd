import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What people do on the pages, as they do it: by what they read there. It works with scripts and without. */

export const password = "low tide at the sandbar";

export interface Someone {
  name: string;
  email: string;
  job?: string;
}

export interface Organisation {
  origin: string;
  name: string;
  shortName: string;
  /** `northshore.example`: who has an address there may register. */
  domain: string;
}

/** The first visit: says what the organisation is, and who looks after it. */
export async function setUp(page: Page, organisation: Organisation, administrator: Someone): Promise<void> {
  await page.goto(organisation.origin);
  await page.getByLabel("Name of your organisation").fill(organisation.name);
  await page.getByLabel("Short name (optional)").fill(organisation.shortName);
  await page.getByRole("radio", { name: "NHS Trust" }).check();
  await page.getByLabel("Approved email domains (optional)").fill(organisation.domain);
  await page.getByLabel("Full name").fill(administrator.name);
  await page.getByLabel("Email address", { exact: true }).fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await page.getByText("Your community is set up").waitFor();
}

export async function signOut(page: Page): Promise<void> {
  await page.goto(new URL("/me", page.url()).href);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByText("You are signed out").waitFor();
}

export async function signIn(page: Page, origin: string, { name, email }: Someone): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("banner").getByRole("link", { name }).waitFor();
}

/** Reloads until something is on the page: without scripts, and where a page is not live. */
export async function reloadUntil(page: Page, there: () => Promise<boolean>, seconds = 30): Promise<void> {
  const late = Date.now() + seconds * 1000;
  while (!(await there())) {
    if (Date.now() > late)
      expect.fail(`It did not come, at ${page.url()}:\n${await page.locator("main").innerText()}`);
    await page.waitForTimeout(150);
    await page.reload();
  }
}

/** Registers with an address of an approved domain: the link is in the mail, which an administrator sees. */
export async function register(
  page: Page,
  administrator: Page,
  { origin }: Organisation,
  { name, email, job = "" }: Someone,
): Promise<void> {
  await page.goto(`${origin}/register`);
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("Work email address").fill(email);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await page.getByRole("heading", { name: "Check your email" }).waitFor();

  await administrator.goto(`${origin}/admin/mail`);
  const mail = administrator.getByRole("listitem").filter({ hasText: `To ${email}` });
  await reloadUntil(administrator, async () => (await mail.count()) > 0);
  await mail.getByText("Read it").click();
  const link = await mail.getByRole("link").getAttribute("href");

  await page.goto(link!);
  await page.getByLabel("Job (optional)").fill(job);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Complete your account" }).click();
  await page.getByText("Your account is complete").waitFor();
}

export async function createWorkspace(
  page: Page,
  { name, purpose, level }: { name: string; purpose: string; level: "Open" | "Restricted" },
): Promise<void> {
  await page.goto(new URL("/workspaces", page.url()).href);
  await page.getByRole("button", { name: "Create a workspace" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Purpose").fill(purpose);
  await page.getByRole("radio", { name: level, exact: true }).check();
  await page.getByRole("button", { name: "Create the workspace" }).click();
  await page.getByText(`You have created ${name}`).waitFor();
}

/** Starts a discussion in the workspace whose home page is open. Returns its address. */
export async function startDiscussion(page: Page, title: string, text: string): Promise<string> {
  await page.getByRole("button", { name: "Start a discussion" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Text", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Start discussion" }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  return page.url();
}

async function write(page: Page, form: string, button: string, text: string): Promise<void> {
  const sent = page.getByRole("form", { name: form });
  await sent.getByRole("textbox", { name: form }).fill(text);
  await sent.getByRole("button", { name: button }).click();
  await post(page, text).waitFor();
}

export const comment = (page: Page, text: string) => write(page, "Add a comment", "Add comment", text);

/** Answers a comment of somebody, in the form that its Reply has opened. */
export const reply = (page: Page, name: string, text: string) =>
  write(page, `Reply to ${name}`, "Reply", text);

/** The part of a page that shows one post, found by words in it. */
export const post = (page: Page, words: string) =>
  page.locator(".post").filter({ has: page.locator(".letter__body", { hasText: words }) });
