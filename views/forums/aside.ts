import type { Card } from "../../src/actors/index.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { sideSection, who } from "../parts/index.ts";

/** The column beside the forum and its discussions: what the workspace is for, who sees it, who looks after it. */
export function forumAside(head: WorkspaceHead, managers: readonly Card[]): Html {
  return html`${sideSection(
    "About this workspace",
    html`<p dir="auto">${head.purpose}</p>
      <p><a href="${head.href}/about">Who can see this</a></p>`,
  )}
  ${
    managers.length > 0
      ? sideSection(
          "Managers",
          html`<ul class="side__people">
            ${managers.map(
              ({ name, href, post, picture }) =>
                html`<li>${who({ name, href, post, picture, small: true })}</li>`,
            )}
          </ul>`,
        )
      : null
  }`;
}
