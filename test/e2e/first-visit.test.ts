import { expect, test } from "vitest";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { startInstance } from "../rig.ts";
import { expectNoTrouble, memberWindow, openWindow, useChromium, type Window } from "./browser.ts";

useChromium();

/** Bytes that travel while something happens, headers and all, compressed as they are. */
async function transferred({ page }: Window, act: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await act();
  await page.waitForFunction("document.readyState === 'complete' && typeof htmx === 'object'");
  await page.waitForTimeout(300);
  await session.detach();
  return bytes;
}

async function busyWard() {
  const north = await startInstance({ organisation: "North Shore Hospitals Trust" });
  const amara = await north.addMember("Amara Okafor", { job: "Consultant" });
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager: amara });
  const ctx = north.context(amara);
  const paragraph =
    "We screen well by day and badly at night, and the sticker on the chart lasted three weeks. ";
  const id = await openDiscussion(ctx, { workspaceId, title: "Night shifts", source: paragraph.repeat(5) });
  for (let n = 1; n <= 30; n++)
    await addComment(ctx, { parentId: id, source: `${n}: ${paragraph.repeat(3)}` });
  return { north, amara, path: `/workspaces/${handle}/discussions/${id}` };
}

test("a first visit costs less than 100 KB, whatever page it begins with, and asks nobody else", async () => {
  const { north, amara, path } = await busyWard();
  for (const first of ["/", "/sign-in", path]) {
    const window = await openWindow([north.origin]);
    const bytes = await transferred(window, () => window.page.goto(north.origin + first));
    expect(bytes, first).toBeLessThan(100_000);
    expect(bytes, first).toBeGreaterThan(10_000);
    expectNoTrouble(window);
  }
  const window = await memberWindow(north, amara);
  expect(await transferred(window, () => window.page.goto(north.origin))).toBeLessThan(100_000);
  // From then on a page is little more than its words.
  expect(await transferred(window, () => window.page.goto(north.origin + path))).toBeLessThan(20_000);
  expectNoTrouble(window);
});
