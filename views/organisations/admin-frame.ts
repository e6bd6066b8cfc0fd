import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { navTabs } from "../parts/index.ts";

export type AdminRoom = "overview" | "people" | "organisation" | "mail";

/** The rooms of administration, the current one marked. */
export function adminTabs(current: AdminRoom): Html {
  const tab = (room: AdminRoom, href: string, text: string) => ({ href, text, current: room === current });
  return navTabs({
    label: "Administration",
    tabs: [
      tab("overview", "/admin", "Overview"),
      tab("people", "/admin/people", "People"),
      tab("organisation", "/admin/organisation", "Organisation"),
      tab("mail", "/admin/mail", "Mail"),
    ],
  });
}

/** A page of administration. */
export function adminPage(props: { shell: Shell; title: string; room: AdminRoom; main: Html }): Html {
  const { shell, title, room, main } = props;
  return page({
    shell,
    title,
    current: "admin",
    main: html`${adminTabs(room)}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${main}`,
  });
}
