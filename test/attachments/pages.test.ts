import { expect, test } from "vitest";
import { attachment } from "../../db/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { startInstance } from "../rig.ts";
import { fileOf, pdf, photo, program } from "./samples.ts";

/** All that a form has, as a browser sends it back. */
const hidden = (page: string): string[] =>
  [...page.matchAll(/name="file" value="(\d+)"/g)].map(([, id]) => id!);

test("pictures and files are added without scripts: described or left out on purpose, taken out, edited", async () => {
  const north = await startInstance();
  const amara = await north.addMember("Amara Okafor");
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  const base = `/workspaces/${handle}`;
  const browser = await north.as(amara);
  const words = { title: "Our whiteboard", source: "This is how it looks." };

  // Sent with a picture that is not described: the form comes back with the picture in it.
  const asked = await browser.post(`${base}/forum/new`, {
    ...words,
    new: fileOf(await photo(), "IMG_1.JPG"),
  });
  expect(asked.status).toBe(422);
  expect(asked.text).toContain("Describe the picture, or say that it adds nothing to the text");
  const [picture] = hidden(asked.text);
  const added = await browser.post(`${base}/forum/new`, {
    ...words,
    action: "attach",
    file: picture,
    [`description-${picture}`]: "A whiteboard with five names",
    new: fileOf(pdf, "Audit.pdf"),
  });
  expect(added.status).toBe(200);
  expect(added.text).toContain("A whiteboard with five names");
  const [, paper] = hidden(added.text);
  const wrong = await browser.post(`${base}/forum/new`, {
    ...words,
    file: [picture!, paper!],
    [`description-${picture}`]: "A whiteboard with five names",
    new: fileOf(program, "Form.docx"),
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("This kind of file cannot be attached");
  expect(hidden(wrong.text)).toEqual([picture, paper]);
  const posted = await browser.submit(`${base}/forum/new`, {
    ...words,
    file: [picture!, paper!],
    [`description-${picture}`]: "A whiteboard with five names",
  });
  expect(posted.text).toMatch(
    new RegExp(
      `<img src="/attachments/${picture}/small" alt="A whiteboard with five names" width="800" height="400" loading="lazy"`,
    ),
  );
  expect(posted.text).toMatch(/class="file" href="\/attachments\/\d+\/original"[^]*Audit\.pdf[^]*PDF · 1 KB/);
  expect((await browser.get(`/attachments/${picture}/small`)).status).toBe(200);

  const [, discussion] = /discussions\/(\d+)\/comments/.exec(posted.text)!;
  const commented = await browser.submit(`${base}/discussions/${discussion}/comments`, {
    parent: discussion,
    source: "",
    new: fileOf(await photo(200, 100), "line.png"),
    decorative: "yes",
  });
  expect(commented.text).toMatch(/<img src="\/attachments\/\d+\/small" alt="" width="200"/);

  const path = `${base}/posts/${discussion}/edit`;
  expect(hidden((await browser.get(path)).text)).toEqual([picture, paper]);
  const less = await browser.post(path, { ...words, action: `take-out-${paper}`, file: [picture!, paper!] });
  expect(hidden(less.text)).toEqual([picture]);
  await browser.submit(path, { ...words, file: picture, [`description-${picture}`]: "Ward 7’s whiteboard" });
  const now = (await browser.get(`${base}/discussions/${discussion}`)).text;
  expect(now).toContain("Ward 7’s whiteboard");
  expect(now).not.toContain("Audit.pdf");
  expect((await browser.get(`${base}/posts/${discussion}/history`)).text).toContain("Audit.pdf");

  // Another's file, and one that is nowhere, do not come along.
  const olu = await north.addMember("Olu Outside");
  const theirs = await (
    await north.as(olu)
  ).post(`${base}/forum/new`, { ...words, file: picture, action: "attach" });
  expect(hidden(theirs.text)).toEqual([]);
  expect(await north.store.db.$count(attachment)).toBe(3);
  expect(await openDiscussion(north.context(amara), { workspaceId, ...words })).toBeGreaterThan(0);
});
