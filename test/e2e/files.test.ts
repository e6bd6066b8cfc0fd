import { expect, test } from "vitest";
import { join } from "../../src/workspaces/index.ts";
import { photo } from "../attachments/samples.ts";
import { startInstance } from "../rig.ts";
import { expectNoTrouble, openWindow, sideways, signInAs, useChromium, violations } from "./browser.ts";

useChromium();

test("a picture is added, described, seen by another at once, and opened", async () => {
  const north = await startInstance({ organisation: "North Shore Hospitals Trust" });
  const [amara, priya] = [await north.addMember("Amara Okafor"), await north.addMember("Priya Nair")];
  const { id, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  await join(north.context(priya), { workspaceId: id });
  const [here, there] = [await openWindow([north.origin]), await openWindow([north.origin])];
  await signInAs(here, north, amara);
  await signInAs(there, north, priya);
  const { page } = here;
  const buffer = await photo(1600, 900);

  await page.goto(`${north.origin}/workspaces/${handle}/forum/new`);
  await page.getByLabel("Title").fill("Our whiteboard");
  await page.getByLabel("Text", { exact: true }).fill("This is how we keep track.");
  await page.getByText("Add a picture or a file").click();
  const field = page.getByLabel("Picture or file", { exact: true });
  await field.setInputFiles({ name: "IMG_0001.JPG", mimeType: "image/jpeg", buffer });
  await page.getByRole("button", { name: "Start discussion" }).click();
  await page.getByRole("link", { name: "Describe the picture" }).click();
  // What was kept is not lost, and the key Enter does not take it out.
  await page.getByLabel("Describe this picture").fill("A whiteboard with five names");
  expect(await violations(page)).toEqual([]);
  await here.picture("files-form");
  await page.getByLabel("Title").press("Enter");
  const picture = page.getByRole("img", { name: "A whiteboard with five names" });
  await picture.waitFor();
  expect(await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(
    800,
  );
  expect(await violations(page)).toEqual([]);

  // Another is reading, on a phone.
  const phone = there.page;
  await phone.setViewportSize({ width: 320, height: 640 });
  await phone.goto(page.url());
  await phone.getByRole("img", { name: "A whiteboard with five names" }).waitFor();
  expect(await sideways(phone)).toBe(0);
  const form = page.locator("#add-comment");
  await form.getByLabel("Add a comment").fill("And from the other side:");
  await form.getByText("Draft kept at").waitFor();
  await form.getByText("Add a picture or a file").click();
  await form
    .getByLabel("Picture or file", { exact: true })
    .setInputFiles({ name: "back.jpg", mimeType: "image/jpeg", buffer: await photo(400, 300) });
  await form.getByLabel("Describe it").fill("The back of the whiteboard");
  await form.getByRole("button", { name: "Add comment" }).click();
  await phone.getByRole("img", { name: "The back of the whiteboard" }).waitFor();
  expect(await sideways(phone)).toBe(0);
  await page.getByRole("img", { name: "The back of the whiteboard" }).waitFor();
  expect(await form.locator(".attach__file").count()).toBe(0);
  await here.picture("files");
  await there.picture("files-phone");

  expectNoTrouble(here, there);
  await picture.click();
  await page.waitForURL(/\/attachments\/\d+\/original$/);
});
