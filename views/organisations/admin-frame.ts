import type { FieldProblem } from "../../src/core/refusal.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink } from "../nhs/index.ts";
import { navTabs, problemSummary } from "../parts/index.ts";

export type AdminRoom =
  "overview" | "people" | "agreements" | "peers" | "organisation" | "mail" | "reports" | "hidden" | "log";

/** The rooms of administration, the current one marked. */
export function adminTabs(current: AdminRoom): Html {
  const tab = (room: AdminRoom, href: string, text: string) => ({ href, text, current: room === current });
  return navTabs({
    label: "Administration",
    tabs: [
      tab("overview", "/admin", "Overview"),
      tab("people", "/admin/people", "People"),
      tab("agreements", "/admin/agreements", "Sharing agreements"),
      tab("peers", "/admin/peers", "Other servers"),
      tab("organisation", "/admin/organisation", "Organisation"),
      tab("mail", "/admin/mail", "Mail"),
      tab("reports", "/admin/reports", "Reports"),
      tab("hidden", "/admin/hidden", "Hidden here"),
      tab("log", "/admin/log", "Log"),
    ],
  });
}

/** A page of administration. */
export function adminPage(props: {
  shell: Shell;
  title: string;
  room: AdminRoom;
  main: Html;
  problems?: readonly FieldProblem[];
  back?: { href: string; text: string };
}): Html {
  const { shell, title, room, main, problems = [], back } = props;
  return page({
    shell,
    title,
    current: "admin",
    error: problems.length > 0,
    main: html`${adminTabs(room)} ${back ? backLink(back) : null} ${problemSummary(problems)}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${main}`,
  });
}
