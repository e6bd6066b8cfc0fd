import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Member } from "../../src/workspaces/members.ts";
import { html, nothing, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { searchInput } from "../nhs/index.ts";
import { badge, pager, who } from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";
import { peopleText } from "./list.ts";

export interface MembersProps {
  shell: Shell;
  head: WorkspaceHead;
  members: Member[];
  organisations: number;
  words: string;
  newer: string | null;
  older: string | null;
  requests: number;
}

const roles = { manager: "Manager", contributor: null, reader: "Reader", guest: "Guest" } as const;

function group(title: string, members: Member[]): Html {
  if (members.length === 0) return nothing;
  return html`<h2 class="nhsuk-heading-m">${title}</h2>
    <ul class="list">
      ${members.map((one) => {
        const role = roles[one.role];
        return html`<li class="list__item list__item--faceless">
          ${who({ ...one, badge: role ? badge(role, "quiet") : undefined })}
        </li>`;
      })}
    </ul>`;
}

function counted({ head, organisations }: MembersProps): string {
  const people = peopleText(head.members);
  // Elsewhere the whole number is known, but not where all of them come from.
  return organisations > 1 && !head.elsewhere ? `${people} from ${organisations} organisations` : people;
}

/** What is known of a workspace elsewhere is part of the whole only. */
function partial({ head }: MembersProps): Html | null {
  if (!head.elsewhere) return null;
  return html`<p>
    These are the people that are known here.
    <a href="${head.url}" rel="noopener">See everyone at <bdi>${head.organisation}</bdi></a
    >.
  </p>`;
}

/** `/workspaces/:slug/people` */
export function membersPage(props: MembersProps): Html {
  const { shell, head, members, words, newer, older, requests } = props;
  const managers = members.filter((one) => one.role === "manager");
  const others = members.filter((one) => one.role !== "manager");
  const main = html`<h1 class="nhsuk-heading-l">People</h1>
    <p>${counted(props)}</p>
    ${partial(props)}
    <form method="get" action="${head.href}/people" role="search" class="find">
      ${searchInput({ name: "q", label: "Find a person by name, job or organisation", value: words })}
    </form>
    ${group("Managers", managers)} ${group(managers.length > 0 ? "Members" : "People", others)}
    ${members.length === 0 ? html`<p>${words ? "Nobody here matches these words." : "Nobody is known here yet."}</p>` : null}
    ${pager({ newer, older, label: "People", words: { newer: "Previous", older: "More people" } })}`;
  return page({
    shell,
    title: `People · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "people", { requests }),
    main,
  });
}
