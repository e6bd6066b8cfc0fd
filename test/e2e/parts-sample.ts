import { html, type Html } from "../../views/html.ts";
import { page, type PageProps, type Shell } from "../../views/layout/page.ts";
import * as nhs from "../../views/nhs/index.ts";
import * as parts from "../../views/parts/index.ts";
import { form, record } from "./parts-sample-forms.ts";

const now = new Date("2026-11-20T09:30:00Z");
const ago = (minutes: number) => parts.moment(new Date(now.getTime() - minutes * 60_000), now);

export interface SampleOptions {
  nonce: string;
  assets: Shell["assets"];
  /** Names and texts as long as people really have them. */
  long?: boolean;
  stranger?: boolean;
}

export function shell({ nonce, assets, long, stranger }: SampleOptions): Shell {
  return {
    instance: {
      name: long
        ? "Llanfairpwllgwyngyll and Bedfordshire Integrated Care Partnership Board"
        : "Southmere Care System",
      shortName: long ? "Llanfairpwllgwyngyll ICPB" : "Southmere",
      logo: null,
    },
    viewer: stranger
      ? null
      : {
          name: long ? "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh" : "Priya Nair",
          handle: "priya",
          picture: null,
          unread: long ? 1204 : 3,
          administrator: Boolean(long),
        },
    nonce,
    once: "sample",
    path: "/",
    notice: null,
    assets,
  };
}

const place = (long: boolean, heading: boolean): Html =>
  parts.place({
    name: long
      ? "Recognition and Rapid Escalation of Deterioration Improvement Community for Unscheduled Care"
      : "Sepsis Improvement Network",
    href: "/workspaces/sepsis",
    purpose: "Recognise and treat sepsis within the hour, on every ward.",
    level: "restricted",
    home: { organisation: "North Shore Hospitals Trust", elsewhere: true },
    people: { count: 214, organisations: 31 },
    picture: null,
    action: nhs.button({ text: "Following: daily", href: "#", variant: "secondary", small: true }),
    heading,
    tabs: [
      { href: "#", text: "Home" },
      { href: "#", text: "Forum", current: true, count: 4 },
      { href: "#", text: "Files" },
      { href: "#", text: "Case studies" },
      { href: "#", text: "Events" },
      { href: "#", text: "People" },
      { href: "#", text: "About" },
    ],
  });

function actions(about: string, helpful: number, pressed = false): Html {
  return html`${parts.letterAction({ text: helpful ? `Helpful · ${helpful}` : "Helpful", pressed, about })}
  ${parts.letterAction({ text: "Reply", href: "#reply", about })}
  ${parts.letterAction({ text: "More", href: "#", about })}`;
}

const people = {
  joseph: { name: "Joseph Mensah", href: "#", post: "Ward sister, Harbour Community Trust", picture: null },
  amara: {
    name: "Dr Amara Okafor",
    href: "#",
    post: "Consultant, acute medicine, North Shore Hospitals Trust",
    picture: null,
  },
  priya: { name: "Priya Nair", href: "#", post: "Improvement lead, Southmere Care System", picture: null },
  layla: { name: "د. ليلى الحسن", href: "#", post: "صيدلانية، مستشفى الميناء", picture: null },
  gwen: { name: "Gwen Rees", href: "#", post: "Night practitioner, Harbour Community Trust", picture: null },
  long: {
    name: "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley",
    href: "#",
    post: "Associate Director of Nursing, Quality, Patient Experience and Continuous Improvement, Llanfairpwllgwyngyll and Bedfordshire Integrated Care Partnership Board",
    picture: null,
  },
};

function discussion(long: boolean): Html {
  const answer = parts.letter({
    id: "c1",
    who: { ...(long ? people.long : people.amara), time: ago(1518), timeHref: "#c1" },
    modifiers: ["answer"],
    body: html`<p>
      What worked for us was moving it, not adding it. The 02:00 huddle already looks at every patient with a
      rising score, so the screen became its first line. Completion went from 58% to 93% in six weeks, and
      stayed.
    </p>`,
    actions: actions("Dr Amara Okafor's answer", 22, true),
    replies: [
      parts.reply({
        id: "c2",
        who: { ...people.priya, time: ago(1400) },
        body: html`<p>
          We adopted this on two wards in October. The huddle had to move to 01:30 for our breaks. Happy to
          share the script.
        </p>`,
        actions: actions("Priya Nair's reply", 6),
      }),
      parts.reply({
        id: "c3",
        who: { ...people.layla, time: ago(190) },
        body: html`<p>هل تغيّر عدد الإنذارات الكاذبة؟</p>`,
        actions: actions("ليلى الحسن's reply", 0),
        modifiers: ["new"],
      }),
    ],
  });
  const fresh = parts.letter({
    id: "c4",
    who: { ...people.gwen, time: ago(12) },
    modifiers: ["new"],
    body: html`<p>We put the question to the person who brings the bloods. It is one more minute, once.</p>
      <blockquote><p>Completion went from 58% to 93%</p></blockquote>
      <ul>
        <li>
          See
          <a href="#"
            >https://northshore.example/a/very/long/address/that/has/no/place/to/break?in=it&amp;and=goes-on-and-on-and-on</a
          >
        </li>
      </ul>`,
    remark: html`Edited ${parts.time(ago(9))}`,
    actions: actions("Gwen Rees's comment", 1),
  });
  return html`${nhs.backLink({ href: "#", text: "All discussions" })}
    ${nhs.heading({ text: "Night-shift screening: what made it stick?", size: "l" })}
    ${parts.letter({
      id: "p1",
      who: { ...people.joseph, time: ago(2900) },
      modifiers: ["first"],
      body: html`<p>
          We screen well by day and badly at night. Our audit of 120 admissions in September found the score
          missing in 41% of those who came in between 22:00 and 06:00.
        </p>
        <p>
          Has anyone got this to stick without adding a form? We tried a sticker on the observation chart; it
          lasted three weeks.
        </p>`,
      files: parts.file({
        name: long
          ? "Audit_of_night_admissions_September_final_FINAL_v2_with_comments_JM_AO_reviewed.pdf"
          : "Audit of night admissions, September",
        href: "#",
        kind: "PDF",
        meta: "North Shore Hospitals Trust · 380 KB · version 2",
      }),
      actions: actions("Joseph Mensah's post", 14),
    })}
    ${parts.bar({
      heading: html`<h2 class="nhsuk-heading-s">11 comments</h2>`,
      choices: parts.choiceLinks({
        label: "Sort by",
        choices: [
          { text: "Newest", href: "#" },
          { text: "Oldest", href: "#", current: true },
          { text: "Most helpful", href: "#" },
        ],
      }),
    })}
    ${answer} ${fresh}
    <form class="letter" method="post" action="#">
      ${nhs.textarea({
        name: "comment",
        label: { text: "Add a comment", size: "s" },
        hint: "You write as Priya Nair, Southmere Care System. No patient details, please.",
        rows: 4,
      })}
      ${nhs.button({ text: "Add comment" })}
    </form>`;
}

const aside: Html = html`${parts.sideSection(
  "About this workspace",
  html`<p>We share what shortens the time from first sign to antibiotic, and what did not work.</p>
    <p><a href="#">Who can see this</a></p>`,
)}
${parts.sideSection(
  "Managers",
  html`<ul>
    <li>
      ${parts.face({ name: "Dr Amara Okafor", picture: null, size: "small" })}
      <span><a href="#">Dr Amara Okafor</a>, North Shore</span>
    </li>
    <li>
      ${parts.face({ name: "Tom Whitfield", picture: null, size: "small" })}
      <span><a href="#">Tom Whitfield</a>, Southmere</span>
    </li>
  </ul>`,
)}
${parts.sideSection(
  "Your workspaces",
  html`<ul>
    <li>
      <a href="#">Falls Prevention Southmere</a
      >${parts.countMark(2, "new")}<br />${parts.homeMark({ organisation: "Southmere Care System", elsewhere: false })}
    </li>
    <li>
      <a href="#">Neighbourhood Teams Lab</a
      ><br />${parts.homeMark({ organisation: "Lakeside Council", elsewhere: true })}
    </li>
  </ul>`,
)}`;

function feed(long: boolean): Html {
  const meta = (workspace: string, elsewhere: boolean, who: string, minutes: number) =>
    html`${parts.homeMark({ organisation: workspace, elsewhere })} · <bdi>${who}</bdi>,
      ${parts.time(ago(minutes))}`;
  return html`${nhs.heading({ text: "Good morning, Priya", size: "l" })}
    <p class="nhsuk-body">Since yesterday at 17:40: 3 people wrote to you, 9 discussions moved.</p>
    <h2 class="nhsuk-heading-m">Waiting for you</h2>
    ${parts.feedList({
      bold: true,
      items: [
        {
          face: { name: "Gwen Rees", picture: null },
          title: "Gwen Rees replied to you",
          href: "#",
          snippet: "“It is one more minute, once.”",
          meta: html`Sepsis Improvement Network, North Shore`,
          count: { text: "12 min" },
        },
        {
          face: { name: "Two people", picture: null, text: "2" },
          title: "Two people ask to join Falls Prevention Southmere",
          href: "#",
          meta: html`Gareth Pugh (Harbour Community Trust), Nadia Rahman (Lakeside Council)`,
          action: nhs.button({ text: "Review", href: "#", variant: "secondary", small: true }),
        },
      ],
    })}
    ${parts.bar({
      heading: html`<h2 class="nhsuk-heading-m">New in your workspaces</h2>`,
      choices: parts.choiceLinks({
        label: "Show",
        choices: [
          { text: "All", href: "#", current: true },
          { text: "Only unread", href: "#" },
        ],
      }),
      action: nhs.button({ text: "Start a discussion", href: "#" }),
    })}
    ${parts.feedList({
      items: [
        {
          face: { name: "Joseph Mensah", picture: null },
          title: "Night-shift screening: what made it stick?",
          href: "#",
          meta: meta("Sepsis Improvement Network, North Shore Hospitals Trust", true, "Gwen Rees", 12),
          count: { number: 11, text: "comments" },
          unread: true,
        },
        {
          face: { name: "Samir Khan", picture: null },
          title: long
            ? "Pneumonoultramicroscopicsilicovolcanoconiosis-and-other-words-that-do-not-break: a review of six months"
            : "Six-month falls review: the slipper finding",
          href: "#",
          meta: meta("Falls Prevention Southmere", false, "Samir Khan", 40),
          count: { number: 4, text: "comments" },
          unread: true,
          tags: parts.badge("Pinned", "quiet"),
        },
        {
          face: { name: "Amara Okafor", picture: null },
          title: "Case study: the 02:00 huddle",
          href: "#",
          meta: meta(
            "Sepsis Improvement Network, North Shore Hospitals Trust",
            true,
            "Dr Amara Okafor",
            1500,
          ),
          count: { number: 8, text: "comments" },
        },
      ],
    })}
    ${parts.pager({ newer: "#newer", older: "#older" })}
    ${parts.empty({
      title: "No discussions yet",
      text: "The first one sets the tone. Ask what others have tried, or share what worked.",
      action: nhs.button({ text: "Start a discussion", href: "#", variant: "secondary" }),
    })}
    ${parts.progress({ done: 34, total: 120, label: "Fetching the history of Sepsis Improvement Network" })}`;
}

/** Pages that show every part, by name. */
export function samples(options: SampleOptions): Record<string, Html> {
  const long = Boolean(options.long);
  const draw = (props: Omit<PageProps, "shell">, notice: Shell["notice"] = null) =>
    page({ ...props, shell: { ...shell(options), notice } });
  return {
    home: draw({ title: "Home", current: "home", main: feed(long), aside }),
    discussion: draw(
      {
        title: "Night-shift screening",
        current: "workspaces",
        banner: place(long, false),
        main: discussion(long),
        aside,
      },
      { kind: "success", text: "Your comment was added." },
    ),
    form: draw({ title: "Create a workspace", error: true, main: form() }),
    record: draw(
      { title: "North Shore", current: "admin", main: record(now), wide: true },
      { kind: "problem", text: "The last delivery was refused. We try again at 10:15." },
    ),
  };
}
