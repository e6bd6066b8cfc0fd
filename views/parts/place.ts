import { attributes, classes, html, isBlank, type Html } from "../html.ts";
import { face } from "./face.ts";
import { homeMark, type HomeMarkProps } from "./home-mark.ts";
import { levelName, type Level } from "./level-tag.ts";
import { navTabs, type NavTab } from "./nav-tabs.ts";

export interface PlaceProps {
  name: string;
  href: string;
  purpose: string;
  level: Level;
  home: Pick<HomeMarkProps, "organisation" | "elsewhere">;
  people: { count: number; organisations?: number };
  picture: string | null;
  /** One button: "Ask to join", "Following: daily". */
  action?: Html;
  tabs: readonly NavTab[];
  /** Whether the name is the page's main heading: on the workspace's own front page only. */
  heading?: boolean;
}

function peopleText({ count, organisations }: PlaceProps["people"]): string {
  const people = count === 1 ? "1 person" : `${count.toLocaleString("en-GB")} people`;
  if (!organisations || organisations < 2) return people;
  return `${people} from ${organisations.toLocaleString("en-GB")} organisations`;
}

/** A workspace's banner: what it is for, where it lives, who can see it, and its rooms. */
export function place(props: PlaceProps): Html {
  const link = html`<a${attributes({ href: props.href, dir: "auto" })}>${props.name}</a>`;
  return html`<section class="${classes("place", !props.heading && "place--inside")}" aria-label="Workspace">
    <div class="shell">
      <div class="place__top">
        ${face({ name: props.name, picture: props.picture, size: "large", square: true })}
        <div class="place__text">
          ${props.heading ? html`<h1 class="place__name" dir="auto">${props.name}</h1>` : html`<p class="place__name">${link}</p>`}
          ${props.purpose ? html`<p class="place__purpose" dir="auto">${props.purpose}</p>` : null}
          <ul class="place__facts">
            <li>${homeMark({ ...props.home, spelled: true })}</li>
            <li>${levelName(props.level)}</li>
            <li>${peopleText(props.people)}</li>
          </ul>
        </div>
        ${isBlank(props.action) ? null : html`<div class="place__do">${props.action}</div>`}
      </div>
      ${navTabs({ label: "Workspace pages", tabs: props.tabs })}
    </div>
  </section>`;
}
