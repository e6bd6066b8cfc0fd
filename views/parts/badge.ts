import { classes, html, type Html } from "../html.ts";

/** A word in a small box beside a name or title. The word carries the meaning, the colour only helps. */
export function badge(text: string, kind?: "answer" | "new" | "quiet"): Html {
  return html`<span class="${classes("badge", kind && `badge--${kind}`)}">${text}</span>`;
}
