import type { FieldProblem } from "../../src/core/refusal.ts";
import type { HiddenItem } from "../../src/moderation/hidden-query.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, textarea } from "../nhs/index.ts";
import { adminPage } from "../organisations/admin-frame.ts";
import { empty, problemAt, problemSummary, when, who } from "../parts/index.ts";

interface HideProps {
  shell: Shell;
  name: string;
  excerpt: string | null;
  hidden: boolean;
  back: string;
  path: string;
  problems: FieldProblem[];
}

const hideForm = ({ name, excerpt, back, path, problems }: HideProps): Html =>
  html`<h1 class="nhsuk-heading-l">Hide <bdi>${name}</bdi> here?</h1>
    ${excerpt ? html`<blockquote class="preview" dir="auto">${excerpt}</blockquote>` : null}
    <p>
      Nobody at your organisation sees it any more: on no page, in no app and in no notification. A quiet mark
      says that you hid it. Its workspace keeps it, other organisations see it as before, and nothing is sent
      to anybody. An author with an account here is told, and told why. You can show it again at any time.
    </p>
    <form method="post" action="${path}">
      ${textarea({
        name: "reason",
        label: { text: "Why?", classes: "nhsuk-label--s" },
        hint: "It stands in the administrators’ log. The author sees it, if their account is here.",
        rows: 3,
        errorMessage: problemAt(problems, "reason"),
        attributes: { maxlength: 1000, dir: "auto" },
      })}
      <div class="form-do">
        ${button({ text: "Hide it here", variant: "warning", preventDoubleClick: true })}
        <a href="${back}">Cancel</a>
      </div>
    </form>`;

const showForm = ({ name, back, path }: HideProps): Html =>
  html`<h1 class="nhsuk-heading-l">Show <bdi>${name}</bdi> again?</h1>
    <p>Everybody here who may read it sees it again.</p>
    <form method="post" action="${path}">
      <input type="hidden" name="on" value="no" />
      <div class="form-do">
        ${button({ text: "Show it again", preventDoubleClick: true })} <a href="${back}">Leave it hidden</a>
      </div>
    </form>`;

/** Asks before a post, or all of a person’s, is hidden here or shown again. */
export const hidePage = (props: HideProps): Html =>
  page({
    shell: props.shell,
    title: props.hidden ? "Show again" : "Hide here",
    error: props.problems.length > 0,
    main: html`${backLink({ href: props.back, text: "Back" })} ${problemSummary(props.problems)}
    ${props.hidden ? showForm(props) : hideForm(props)}`,
  });

const item = ({ author, reason, since, post }: HiddenItem, now: Date): Html =>
  html`<li class="list__item list__item--faceless">
    <div class="list__text">
      ${who({ ...author })}
      ${
        post
          ? html`<p><a href="${post.href}" dir="auto">${post.workspace}</a></p>
              <blockquote class="preview" dir="auto">${post.excerpt}</blockquote>`
          : html`<p>All that they write.</p>`
      }
      <p>Hidden ${when(since, now)}. <span dir="auto">${reason}</span></p>
      <form method="post" action="/admin/hidden">
        <input type="hidden" name="${post ? "post" : "person"}" value="${post ? post.id : author.id}" />
        ${button({
          html: html`Show again<span class="nhsuk-u-visually-hidden">
              ${post ? `what ${author.name} wrote` : `all that ${author.name} writes`}</span
            >`,
          variant: "secondary",
          small: true,
        })}
      </form>
    </div>
  </li>`;

/** `/admin/hidden` */
export const hiddenPage = ({ shell, items, now }: { shell: Shell; items: HiddenItem[]; now: Date }): Html =>
  adminPage({
    shell,
    title: "Hidden here",
    room: "hidden",
    main:
      items.length > 0
        ? html`<p>Nobody at your organisation sees this. Other organisations see it as before.</p>
            <ul class="list">
              ${items.map((one) => item(one, now))}
            </ul>`
        : empty({
            title: "Nothing is hidden",
            text: "Hide a post with “Hide here” below it or when you decide on a report, and all of a person’s on their page.",
          }),
  });
