import type { Page } from "playwright-core";
import type { Scene, Who } from "./scene.ts";

/** A page in one of its states. */
export interface State {
  name: string;
  as: Who;
  path: (scene: Scene) => string;
  /** What is done there first. */
  first?: (page: Page, scene: Scene) => Promise<void>;
  /** The form cannot be saved: the summary of problems comes first, and has the focus. */
  failing?: true;
}

type More = Omit<State, "name" | "as" | "path">;

export const state = (as: Who, name: string, path: string | State["path"], more: More = {}): State => ({
  name,
  as,
  path: typeof path === "string" ? () => path : path,
  ...more,
});

/** Sends a form as it is, or with something that cannot be right. */
export const sending = (button: string | RegExp, entered: Record<string, string> = {}): More => ({
  failing: true,
  async first(page) {
    for (const [field, text] of Object.entries(entered))
      await page.locator(`[name="${field}"]`).first().fill(text);
    await page.getByRole("button", { name: button }).click();
    await page.locator(".nhsuk-error-summary").waitFor();
  },
});

export const open = "/workspaces/sepsis-improvement-network";
export const restricted = "/workspaces/serious-incidents";
export const long = ({ id }: Scene) => `${open}/discussions/${id.long}`;
