import { afterAll, beforeAll, describe, test } from "vitest";
import { startInstance } from "../rig.ts";
import { expectNoTrouble, openWindow, useChromium } from "./browser.ts";
import { states } from "./pages.ts";
import { expectProblemsFirst, expectReadable, look } from "./readable.ts";
import { type Scene, scene } from "./scene.ts";

useChromium();

let played: Scene;
beforeAll(async () => {
  played = await scene();
});
afterAll(() => played?.stop());

const of = (...who: string[]) => states.filter(({ as }) => who.includes(as));

describe("every page in every state is good for everyone", () => {
  test.each(of("stranger"))("a stranger: $name", (state) => look(played, state));
  test.each(of("manager"))("a manager: $name", (state) => look(played, state));
  test.each(of("administrator"))("an administrator: $name", (state) => look(played, state));
});

test("the set-up page, as it is and with nothing entered", async () => {
  const bare = await startInstance({ bare: true });
  const window = await openWindow([bare.origin]);
  await window.page.goto(bare.origin);
  await expectReadable(window, "set-up");
  await window.page.goto(bare.origin);
  await window.page.getByRole("button", { name: "Set up and sign in" }).click();
  await window.page.locator(".nhsuk-error-summary").waitFor();
  await expectProblemsFirst(window.page);
  await expectReadable(window, "set-up-failed");
  expectNoTrouble(window);
});
