import { expect, test } from "vitest";
import { addComment, openDiscussion } from "../forums/index.ts";
import { join } from "../workspaces/index.ts";
import { startInstance } from "../../test/rig.ts";

test("on somebody's page one mutes, blocks and notes, and finds the way back under one's own", async () => {
  const north = await startInstance();
  const [amara, priya] = [await north.addMember("Amara Okafor"), await north.addMember("Priya Nair")];
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  await join(north.context(priya), { workspaceId });
  const discussion = await openDiscussion(north.context(amara), {
    workspaceId,
    title: "Night screening",
    source: "Who asks at night?",
  });
  const comment = await addComment(north.context(priya), { parentId: discussion, source: "We do, always." });
  const browser = await north.as(amara);
  const other = await north.as(priya);
  const page = `/workspaces/${handle}/discussions/${discussion}`;
  const on = async (path: string, who = browser) => (await who.get(path)).text;

  expect(await on("/people/priya-nair")).toContain("Mute, block or add a note");
  expect(await on("/people/amara-okafor")).not.toContain("Mute, block or add a note");
  expect(await on("/me/people")).toContain("Nobody");

  const noted = await browser.submit("/people/priya-nair/note", { text: "Knows <b>night</b> shifts." });
  expect(noted.text).toContain("Knows &lt;b&gt;night&lt;/b&gt; shifts.");
  expect(await on("/people/priya-nair", other)).not.toContain("night");

  const muted = await browser.submit("/people/priya-nair/mute", { duration: "604800", notifications: "yes" });
  expect(muted.text).toContain("You muted Priya Nair.");
  expect(muted.text).toContain("/people/priya-nair/unmute");
  expect(await on("/me/people")).toMatch(/Muted[^]*Priya Nair[^]*until 9 November 2026/);
  const unmuted = await browser.submit("/people/priya-nair/unmute", { back: "list" });
  expect(unmuted.text).toContain("You see what Priya Nair writes again.");
  expect(unmuted.text).toContain("Nobody");
  expect((await browser.post("/people/priya-nair/mute", { duration: "soon" })).status).toBe(422);

  // Blocking asks first. Her words are closed then, with a way to look; nobody else sees a difference.
  expect(await on("/people/priya-nair/block")).toContain("Block Priya Nair?");
  const blocked = await browser.submit("/people/priya-nair/block");
  expect(blocked.text).toContain("You blocked Priya Nair.");
  const seen = await on(page);
  expect(seen).toMatch(
    /<details[^]*You blocked Priya Nair\. Show what they wrote[^]*We do, always\.[^]*<\/details>/,
  );
  expect(await on(page, other)).not.toContain("You blocked");
  expect(await on("/people/amara-okafor", other)).not.toContain("blocked");
  const notifications = await on("/notifications");
  expect(notifications).not.toContain("We do, always.");
  expect((await browser.submit("/people/priya-nair/unblock")).text).toContain("You unblocked Priya Nair.");
  expect(await on("/notifications")).toContain("We do, always.");

  // A post is saved for oneself, and taken away again.
  const path = `/workspaces/${handle}/posts/${comment}/save`;
  expect((await browser.submit(path, { saved: "yes" })).text).toMatch(
    new RegExp(`id="save-${comment}"[^>]*`),
  );
  expect(await on("/me/saved")).toMatch(/Night screening[^]*We do, always\./);
  expect(await on("/me/saved", other)).toContain("Nothing saved");
  const part = await browser.post(path, { saved: "no" }, { "hx-request": "true" });
  expect([part.status, part.text.includes(`id="post-${comment}"`)]).toEqual([200, true]);
  await browser.post(path, { saved: "yes" });
  expect((await browser.submit(`/me/saved/${comment}/remove`)).text).toContain("Nothing saved");

  // Strangers are led to sign in, and there is nobody of another name.
  const stranger = await north.as();
  for (const one of ["/me/saved", "/me/people", "/people/priya-nair/block"])
    expect((await stranger.get(one)).status).not.toBe(200);
  expect((await stranger.post("/people/priya-nair/mute")).status).not.toBe(200);
  expect((await browser.post("/people/nobody-here/block")).status).toBe(404);
  expect((await browser.post("/people/amara-okafor/block")).status).toBe(422);
});
