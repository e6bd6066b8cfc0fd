import { html, type Html } from "../html.ts";

const links = [
  ["/help", "Help"],
  ["/accessibility-statement", "Accessibility"],
  ["/privacy", "Privacy"],
  ["/terms", "Terms"],
  ["/cookies", "Cookies"],
  ["/contact", "Contact"],
] as const;

/** The same six links at the same place on every page (WCAG 3.2.6). */
export function footer(instance: string): Html {
  return html`<footer class="foot">
    <div class="shell foot__row">
      <p class="foot__name">${instance}</p>
      <ul class="foot__links">
        ${links.map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}
      </ul>
    </div>
  </footer>`;
}
