import type { FeedEntry } from "../src/home/feed.ts";
import type { Asking, Since } from "../src/home/queries.ts";
import type { Told } from "../src/notifications/queries.ts";
import type { Managed } from "../src/people/accounts.ts";
import type { PostsBeside } from "../src/posts/beside.ts";
import type { MyWorkspace, WorkspaceItem } from "../src/workspaces/lists.ts";
import { html, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { backLink, button } from "./nhs/index.ts";
import {
  bar,
  choiceLinks,
  countMark,
  empty,
  feedList,
  homeMark,
  pager,
  sideSection,
  when,
  whenText,
  type FeedItem,
} from "./parts/index.ts";
import { toldRow } from "./notifications.ts";
import { discussionRow } from "./workspaces/home.ts";
import { workspaceRow } from "./workspaces/list.ts";

export interface HomeProps {
  shell: Shell;
  greeting: string;
  since: Since | null;
  told: { items: Told[]; more: boolean };
  asking: Asking[];
  /** Who waits for an account; of administrators only. */
  applying: Managed[];
  feed: FeedEntry[];
  only: "all" | "unread";
  newest: string | null;
  older: string | null;
  mine: MyWorkspace[];
  /** Null where people write in workspaces only. */
  posts: PostsBeside | null;
  now: Date;
}

function sinceText({ visit, wrote, moved }: Since, now: Date): string {
  const people = wrote === 0 ? null : wrote === 1 ? "1 person wrote to you" : `${wrote} people wrote to you`;
  const discussions = moved === 0 ? null : moved === 1 ? "1 discussion moved" : `${moved} discussions moved`;
  const news = [people, discussions].filter(Boolean).join(", ") || "nothing new";
  return `Since ${whenText(visit, now)}: ${news}.`;
}

function askingRow({ name, href, people, asked }: Asking, now: Date): FeedItem {
  const [first, second] = people;
  const title =
    people.length === 1
      ? `${first!.name} asks to join ${name}`
      : `${people.length} people ask to join ${name}`;
  const named = [first, second]
    .filter((one) => one !== undefined)
    .map((one) => html`<bdi>${one.name}</bdi> (<bdi>${one.organisation}</bdi>)`);
  const others = people.length - named.length;
  return {
    face: {
      name: people.length === 1 ? first!.name : name,
      picture: null,
      text: people.length > 1 ? String(people.length) : undefined,
    },
    title,
    href,
    meta: html`${named.map((one, index) => html`${index > 0 ? ", " : null}${one}`)}${others > 0 ? ` and ${others} more` : null}
    · ${when(asked, now)}`,
  };
}

function applyingRow(applying: Managed[], now: Date): FeedItem {
  const [first] = applying;
  const alone = applying.length === 1;
  return {
    face: { name: first!.name, picture: null, text: alone ? undefined : String(applying.length) },
    title: alone ? `${first!.name} asks for an account` : `${applying.length} people ask for an account`,
    href: "/admin/people",
    meta: html`${alone ? first!.email : html`the first of them, <bdi>${first!.name}</bdi>`} ·
    ${when(first!.created, now)}`,
  };
}

function waiting({ told, asking, applying, now }: HomeProps): Html | null {
  const rows = [
    ...(applying.length > 0 ? [applyingRow(applying, now)] : []),
    ...asking.map((one) => askingRow(one, now)),
    ...told.items.map((item) => toldRow(item, now)),
  ];
  if (rows.length === 0) return null;
  return html`<section aria-labelledby="waiting" class="home-waiting">
    <h2 class="nhsuk-heading-m" id="waiting">Waiting for you</h2>
    ${feedList({ items: rows.map((row) => ({ ...row, unread: false })) })}
    ${told.more ? html`<p class="more"><a href="/notifications">All notifications</a></p>` : null}
  </section>`;
}

/** Where a discussion stands: its workspace, and whose that is where it is not ours. */
function where({ workspace: { name, organisation, elsewhere } }: FeedEntry): Html {
  return homeMark({ organisation: elsewhere ? `${name}, ${organisation}` : name, elsewhere });
}

const firstSteps = html`<section aria-labelledby="first" class="first-steps">
  <h2 class="nhsuk-heading-m" id="first">Three first steps</h2>
  <ol class="nhsuk-list nhsuk-list--number">
    <li><a href="/me">Say who you are</a>: your job, your organisation and a picture.</li>
    <li>
      <a href="/workspaces">Join a workspace here</a>, or <a href="/discover">at another organisation</a>.
    </li>
    <li>
      <a href="/workspaces/new">Create a workspace</a> for something that you want to work on with others.
    </li>
  </ol>
</section>`;

function nothingNew({ only, mine }: HomeProps): Html {
  if (only === "unread") {
    return empty({
      title: "You have read everything",
      text: "New discussions and comments appear here.",
      action: html`<a href="/">Show all discussions</a>`,
      level: 3,
    });
  }
  const waitingOnly = mine.every(({ state }) => state === "requested");
  return empty({
    title: waitingOnly ? "Waiting for an answer" : "No discussions yet",
    text: waitingOnly
      ? "When your request to join is answered, you find here what is new."
      : "When somebody starts a discussion in one of your workspaces, you find it here.",
    level: 3,
  });
}

function feed(props: HomeProps): Html {
  const { feed: items, only, newest, older, now } = props;
  const heading = html`<h2 class="nhsuk-heading-m" id="new">New in your workspaces</h2>`;
  const choices = choiceLinks({
    label: "Show",
    choices: [
      { text: "All", href: "/", current: only === "all" },
      { text: "Only unread", href: "/?show=unread", current: only === "unread" },
    ],
  });
  const rows = items.map((item) => discussionRow(item, now, where(item)));
  return html`<section aria-labelledby="new">
    ${bar({ heading, choices, action: button({ href: "/start", text: "Start a discussion" }) })}
    ${items.length > 0 ? feedList({ items: rows }) : nothingNew(props)}
    ${pager({ newer: newest, older, label: "Discussions", words: { newer: "Newest", older: "Older" } })}
  </section>`;
}

function myList(mine: MyWorkspace[]): Html {
  const own = mine.filter(({ state }) => state === "active");
  const shown = own.slice(0, 12);
  return html`${
      shown.length > 0
        ? html`<ul class="side__places">
            ${shown.map(
              ({ href, name, unread, organisation, elsewhere }) =>
                html`<li>
                  <a href="${href}" dir="auto">${name}</a
                  >${countMark(unread, unread < 20 ? "new" : "or more new")}
                  <br />${homeMark({ organisation, elsewhere })}
                </li>`,
            )}
          </ul>`
        : html`<p>None yet.</p>`
    }
    ${own.length > shown.length ? html`<p><a href="/workspaces">All ${own.length} of your workspaces</a></p>` : null}
    <p><a href="/discover">Find or join a workspace</a></p>`;
}

const ownLinks = ({ unread }: PostsBeside): Html =>
  html`<ul class="side__places">
    <li><a href="/posts">Posts by people you follow</a></li>
    <li><a href="/messages">Messages</a>${countMark(unread, "unread")}</li>
  </ul>`;

/** `/` for members: who waits for me, and what is new since I was here. */
export function homePage(props: HomeProps): Html {
  const { shell, greeting, since, mine, posts, now } = props;
  const main = html`<h1 class="nhsuk-heading-l home-greeting" dir="auto">${greeting}</h1>
    ${since ? html`<p class="home-since">${sinceText(since, now)}</p>` : null} ${waiting(props)}
    ${mine.length > 0 ? feed(props) : firstSteps}`;
  return page({
    shell,
    title: "Home",
    current: "home",
    main,
    aside: html`${sideSection("Your workspaces", myList(mine))}
    ${posts ? sideSection("Outside workspaces", ownLinks(posts)) : null}`,
  });
}

export interface WelcomeProps {
  shell: Shell;
  workspaces: WorkspaceItem[];
  more: boolean;
  latest: FeedEntry[];
  now: Date;
}

/** `/` for those who are not signed in. */
export function welcomePage({ shell, workspaces, more, latest, now }: WelcomeProps): Html {
  const { name } = shell.instance;
  const main = html`<h1 class="nhsuk-heading-xl" dir="auto">${name}</h1>
    <p class="nhsuk-body-l">
      Here people of <bdi>${name}</bdi> share what works, ask for help and decide together, in workspaces.
      They are joined up with those of other organisations, so that good work can start anywhere and spread to
      wherever it is needed.
    </p>
    <div class="nhsuk-button-group">
      ${button({ href: "/sign-in", text: "Sign in" })}
      ${button({ href: "/register", text: "Ask for an account", variant: "secondary" })}
    </div>
    <p>
      Are you with another organisation? You can take part from there: open its own Tombolo and look for us.
    </p>
    <h2 class="nhsuk-heading-m">Latest in the open workspaces</h2>
    ${
      latest.length > 0
        ? feedList({ items: latest.map((item) => discussionRow(item, now, where(item))) })
        : html`<p>There are no discussions yet that everyone may read.</p>`
    }
    <h2 class="nhsuk-heading-m">Open workspaces</h2>
    ${
      workspaces.length > 0
        ? feedList({ items: workspaces.map((item) => workspaceRow(item)) })
        : html`<p>There is none yet.</p>`
    }
    ${more ? html`<p class="more"><a href="/workspaces">All workspaces</a></p>` : null}`;
  return page({ shell, title: "Welcome", current: "home", main });
}

/** `/start`: where to start a discussion. */
export function startPage({ shell, workspaces }: { shell: Shell; workspaces: MyWorkspace[] }): Html {
  const main = html`${backLink({ href: "/", text: "Home" })}
    <h1 class="nhsuk-heading-l">Where do you want to start a discussion?</h1>
    ${
      workspaces.length > 0
        ? feedList({
            items: workspaces.map((item) => workspaceRow(item, { href: `${item.href}/forum/new` })),
            level: 2,
          })
        : empty({
            title: "First join a workspace",
            text: "You can start discussions in workspaces that you belong to, unless only their managers may.",
            action: html`<a href="/discover">Find or join a workspace</a>`,
          })
    }`;
  return page({ shell, title: "Start a discussion", current: "home", main });
}
