import { expect, test } from "vitest";
import { join } from "../../src/workspaces/index.ts";
import { startInstance } from "../rig.ts";
import { expectNoTrouble, openWindow, sideways, signInAs, useChromium, violations } from "./browser.ts";

useChromium();

test("an event is planned and answered, and a page written and edited, without scripts, by keyboard and on a phone", async () => {
  const north = await startInstance({ organisation: "North Shore Hospitals Trust" });
  const [amara, priya] = [await north.addMember("Amara Okafor"), await north.addMember("Priya Nair")];
  const { id, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  await join(north.context(priya), { workspaceId: id });
  const plain = await openWindow([north.origin], { javaScriptEnabled: false });
  const phone = await openWindow([north.origin], { viewport: { width: 320, height: 640 } });
  await signInAs(plain, north, amara);
  await signInAs(phone, north, priya);
  const { page } = plain;

  await page.goto(`${north.origin}/workspaces/${handle}`);
  await page.getByRole("link", { name: "Events" }).click();
  await page.getByText("No events to come").waitFor();
  await plain.picture("events-none");
  await page.getByRole("button", { name: "Plan an event" }).click();
  await page.getByLabel("Title").fill("Learning session 1");
  await page.getByRole("button", { name: "Plan event" }).click();
  await page.getByRole("link", { name: "Enter the date of the event" }).click();
  // The link leads to the first of the three fields.
  await page.keyboard.type("3");
  await page.getByLabel("Month").first().fill("March");
  await page.getByLabel("Year").first().fill("2027");
  await page.getByLabel("Starts at").fill("2pm");
  await page.getByLabel("Ends at").fill("3:30pm");
  await page.getByLabel("Place").fill("Seminar room 2, North Shore Hospital");
  await page.getByLabel("Link to take part online").fill("https://meet.example/learning-session-1");
  await page.getByLabel("What it is about").fill("Bring your charts, and *one* question.");
  await plain.picture("events-form");
  await page.getByRole("button", { name: "Plan event" }).click();
  await page.getByText("Wednesday 3 March 2027, 2pm to 3:30pm").waitFor();
  await page.getByRole("button", { name: "I am coming", exact: true }).click();
  await page.getByText("You are coming.", { exact: true }).waitFor();
  expect(await page.getByRole("heading", { name: "1 person is coming" }).count()).toBe(1);
  await plain.picture("event");

  await phone.page.goto(page.url());
  expect(await violations(phone.page)).toEqual([]);
  expect(await sideways(phone.page)).toBe(0);
  await phone.page.getByRole("button", { name: "I am not coming" }).focus();
  await phone.page.keyboard.press("Enter");
  await phone.page.getByText("You are not coming.", { exact: true }).waitFor();
  await phone.picture("event-phone");
  await phone.page.goto(`${north.origin}/workspaces/${handle}/events`);
  await phone.page.getByRole("link", { name: "Learning session 1" }).waitFor();
  expect(await violations(phone.page)).toEqual([]);
  expect(await sideways(phone.page)).toBe(0);
  await phone.picture("events-phone");
  await phone.page.goto(`${north.origin}/workspaces/${handle}/events/new`);
  expect(await violations(phone.page)).toEqual([]);
  expect(await sideways(phone.page)).toBe(0);

  // A page, by a member on a phone; a manager has a word to add, without scripts.
  const small = phone.page;
  await small.goto(`${north.origin}/workspaces/${handle}/pages`);
  await small.getByRole("button", { name: "Write a page" }).click();
  await small.getByLabel("Title").fill("How we screen");
  await small.getByLabel("Text", { exact: true }).fill("## At the door\n\n1. Score\n2. Bloods");
  await small.getByRole("button", { name: "Preview" }).click();
  await small.locator(".preview h4").waitFor();
  await small.getByRole("button", { name: "Publish page" }).click();
  await small.getByText("Page published.").waitFor();
  expect(await violations(small)).toEqual([]);
  expect(await sideways(small)).toBe(0);
  await page.goto(small.url());
  await page.getByRole("link", { name: /^Edit/ }).click();
  await page.getByLabel("Text", { exact: true }).fill("## At the door\n\n1. Score\n2. Bloods\n3. Ask");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText(/Edited .* by Amara Okafor/).waitFor();
  await plain.picture("page");
  await small.goto(`${north.origin}/workspaces/${handle}/pages`);
  await small.getByRole("link", { name: "How we screen" }).waitFor();
  expect(await violations(small)).toEqual([]);
  expect(await sideways(small)).toBe(0);
  await phone.picture("pages-phone");

  // A folder, and a file in it, by keyboard; its first version is replaced on the phone.
  await page.goto(`${north.origin}/workspaces/${handle}`);
  await page.getByRole("link", { name: "Files" }).click();
  await page.getByText("No files yet").waitFor();
  await page.getByRole("button", { name: "Make a folder" }).click();
  await page.getByLabel("Name").fill("Tools");
  await page.getByRole("button", { name: "Make folder" }).click();
  await page.getByText("Folder made.").waitFor();
  await page.getByText("Nothing in this folder yet").waitFor();
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.getByRole("button", { name: "Add file", exact: true }).click();
  await page.getByRole("link", { name: "Choose a file" }).click();
  const paper = (words: string) => ({
    name: "Screening tool.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from(`%PDF-1.4\n% ${words}\n%%EOF\n`),
  });
  await page.getByLabel("Picture or file").setInputFiles(paper("one"));
  await plain.picture("file-form");
  await page.getByRole("button", { name: "Add file", exact: true }).click();
  await page.getByText("File added.").waitFor();
  await page.getByRole("heading", { name: "Screening tool.pdf", level: 1 }).waitFor();
  await plain.picture("file");
  const phoned = phone.page;
  await phoned.goto(page.url());
  expect(await violations(phoned)).toEqual([]);
  expect(await sideways(phoned)).toBe(0);
  await page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name: "Tools" }).click();
  await plain.picture("folder");
  await phoned.goto(page.url());
  await phoned.getByRole("link", { name: "Screening tool.pdf" }).waitFor();
  expect(await violations(phoned)).toEqual([]);
  expect(await sideways(phoned)).toBe(0);
  await phone.picture("folder-phone");

  // An offer on the phone, a request by keyboard; what was offered is taken.
  await phoned.goto(`${north.origin}/workspaces/${handle}`);
  await phoned.getByRole("link", { name: "Offers" }).click();
  await phoned.getByText("No open offers or requests").waitFor();
  expect(await violations(phoned)).toEqual([]);
  expect(await sideways(phoned)).toBe(0);
  await phoned.getByRole("button", { name: "Offer something" }).click();
  await phoned.getByLabel("How many").fill("six");
  await phoned.getByRole("button", { name: "Publish offer" }).click();
  await phoned.getByRole("link", { name: "How many must be a whole number" }).waitFor();
  expect(await violations(phoned)).toEqual([]);
  expect(await sideways(phoned)).toBe(0);
  await phoned.getByLabel("What you offer").fill("Six infusion pumps");
  await phoned.getByLabel("How many").fill("6");
  await phoned.getByLabel("Day").fill("3");
  await phoned.getByLabel("Month").fill("March");
  await phoned.getByLabel("Year").fill("2027");
  await phoned.getByLabel("Where").fill("Store 4, North Shore Hospital");
  await phoned.getByLabel("More about it").fill("Serviced in *May*.");
  await phone.picture("offer-form-phone");
  await phoned.getByRole("button", { name: "Publish offer" }).click();
  await phoned.getByText("Offer published.").waitFor();
  await phoned.getByText("3 March 2027").waitFor();
  expect(await violations(phoned)).toEqual([]);
  expect(await sideways(phoned)).toBe(0);
  await phone.picture("offer-phone");
  await page.goto(`${north.origin}/workspaces/${handle}/offers`);
  await page.getByRole("link", { name: "Six infusion pumps" }).waitFor();
  await plain.picture("offers");
  await page.getByRole("button", { name: "Ask for something" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("What you need").fill("An hour of mentoring");
  await page.getByLabel("More about it").fill("About run charts.");
  await page.getByRole("button", { name: "Publish request" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Request published.").waitFor();
  await page.goto(phoned.url());
  await page.getByRole("button", { name: "Mark as no longer available" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("No longer available", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Make available again" }).waitFor();
  await phoned.goto(`${north.origin}/workspaces/${handle}/offers`);
  await phoned.getByRole("link", { name: "An hour of mentoring" }).waitFor();
  expect(await phoned.getByRole("link", { name: "Six infusion pumps" }).count()).toBe(0);
  await phoned.getByRole("link", { name: "Closed" }).click();
  await phoned.getByRole("link", { name: "Six infusion pumps" }).waitFor();
  expect(await violations(phoned)).toEqual([]);
  expect(await sideways(phoned)).toBe(0);
  await phone.picture("offers-phone");
  expectNoTrouble(phone);
});
