import { afterAll, beforeAll, describe, test } from "vitest";
import { useChromium } from "./browser.ts";
import { states } from "./pages.ts";
import { look } from "./readable.ts";
import { type Scene, scene } from "./scene.ts";

useChromium();

let played: Scene;
beforeAll(async () => {
  played = await scene();
});
afterAll(() => played?.stop());

const of = (...who: string[]) => states.filter(({ as }) => who.includes(as));

describe("every page in every state is good for everyone", () => {
  test.each(of("newcomer"))("a new member: $name", (state) => look(played, state));
  test.each(of("member"))("a member: $name", (state) => look(played, state));
});
