import type { DiscussionView, ThreadView } from "../../src/forums/discussion-query.ts";
import type { Sort } from "../../src/forums/threads.ts";
import { openAtHome, type OpenAtHome } from "../directory.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, insetText } from "../nhs/index.ts";
import { badge, bar, choiceLinks, dateText, pager } from "../parts/index.ts";
import { joinAction, workspaceBanner } from "../workspaces/banner.ts";
import { discussionPath } from "./addresses.ts";
import { crumbsPart, folderPart } from "../resources/list.ts";
import { proposalPart } from "../proposals/proposal.ts";
import { eventPart } from "../gatherings/event.ts";
import { forumAside } from "./aside.ts";
import { formWords } from "./form-words.ts";
import { liveConnection } from "./live.ts";
import { firstLetter, replyItem, thread, type Around } from "./post.ts";
import { blank, commentForm, type Writing } from "./writing.ts";

export interface DiscussionProps {
  shell: Shell;
  discussion: DiscussionView;
  now: Date;
  /** For those who are not signed in. */
  open: OpenAtHome | null;
  /** The comment that is being answered on this page, and what was written so far. */
  reply: { parentId: number; writing: Writing } | null;
  /** What stands in the form at the end. */
  writing: Writing;
  /** The post with a poll that was sent without an answer. */
  unanswered?: number | null;
}

const sortNames: Record<Sort, string> = { oldest: "Oldest", newest: "Newest", liked: "Most helpful" };
const sortOrder: Sort[] = ["newest", "oldest", "liked"];

export function sortLinks(path: string, current: Sort, fallback: Sort): Html {
  return choiceLinks({
    label: "Sort by",
    choices: sortOrder.map((sort) => ({
      text: sortNames[sort],
      href: sort === fallback ? path : `${path}?sort=${sort}`,
      current: sort === current,
    })),
  });
}

export const countText = (comments: number): string =>
  comments === 1 ? "1 comment" : `${comments.toLocaleString("en-GB")} comments`;

/** Name and organisation under which a member writes here. */
export const writesAs = ({ viewer, instance }: Shell): string => `${viewer?.name ?? ""}, ${instance.name}`;

function replyForm(
  { shell, discussion, reply }: DiscussionProps,
  id: number,
  name: string,
): Html | undefined {
  if (reply?.parentId !== id) return undefined;
  const base = discussion.head.href;
  return commentForm({
    base,
    path: discussionPath(base, discussion.id),
    parentId: id,
    answers: name,
    as: writesAs(shell),
    once: shell.once,
    writing: reply.writing,
  });
}

function threads(props: DiscussionProps, around: Around): Html[] {
  return props.discussion.threads.map(({ top, replies, earlier, later }: ThreadView) =>
    thread(top, around, {
      replies: replies.map((reply) =>
        replyItem(reply, around, { form: replyForm(props, reply.id, reply.author.name) }),
      ),
      earlier,
      later,
      form: replyForm(props, top.id, top.author.name),
    }),
  );
}

export const blockedText = ({ ends }: { ends: Date | null }): string =>
  `A manager blocked you in this workspace${ends ? ` until ${dateText(ends)}` : ""}. You can read it, and not write in it.`;

/** What stands where the form would, for those who cannot write here. */
function instead({ shell, discussion, open }: DiscussionProps): Html {
  const { head, locked, may, post } = discussion;
  const { name } = formWords[discussion.form];
  if (post.state === "deleted")
    return insetText({ text: `This ${name} was deleted. Comments can no longer be added.` });
  if (post.state === "hidden")
    return insetText({ text: `This ${name} is hidden here. Comments cannot be added here.` });
  if (head.blocked) return insetText({ text: blockedText(head.blocked) });
  if (locked && may.member)
    return insetText({ text: `This ${name} is locked. Comments can no longer be added.` });
  if (!shell.viewer) return open ? openAtHome(open) : html``;
  if (!may.member) {
    return html`<section class="letter">
      <h2 class="nhsuk-heading-s">Join to take part</h2>
      <p>Members of ${head.name} can comment and say what helped.</p>
      ${joinAction(head)}
    </section>`;
  }
  return insetText({ text: "Your role in this workspace is to read." });
}

function form(props: DiscussionProps): Html {
  const { shell, discussion, writing } = props;
  const { head, id, may } = discussion;
  if (!may.comment) return instead(props);
  const base = head.href;
  return html`${
    discussion.locked
      ? insetText({ text: "This discussion is locked. Only managers can add comments." })
      : null
  }
  ${commentForm({ base, path: discussionPath(base, id), parentId: id, answers: null, as: writesAs(shell), once: shell.once, writing })}`;
}

/** A discussion: the first letter, the comments, and the form to answer. */
export function discussionView(props: DiscussionProps): Html {
  const { shell, discussion, now } = props;
  const { head, id, title, sort, pages } = discussion;
  const path = discussionPath(head.href, id);
  const words = formWords[discussion.form];
  const { unanswered = null } = props;
  const around: Around = {
    base: head.href,
    discussionId: id,
    organisation: head.organisation,
    now,
    unanswered,
  };
  const sorted = sort === "oldest" ? "" : `sort=${sort}&`;
  const at = (number: number) => `${path}?${sorted}page=${number}#comments`;
  const marks = [
    discussion.pinned && badge("Pinned", "quiet"),
    discussion.locked && badge("Locked", "quiet"),
  ];
  const failed = [props.writing, props.reply?.writing ?? blank].some(({ problems }) => problems.length > 0);
  const { resource } = discussion;
  const main = html`${
      resource
        ? crumbsPart(head, resource.crumbs)
        : backLink({ href: head.href + words.path, text: words.all })
    }
    <h1 class="nhsuk-heading-l discussion__title" id="discussion-title" dir="auto">${title}</h1>
    ${marks.some(Boolean) ? html`<p class="discussion__marks">${marks.filter(Boolean)}</p>` : null}
    ${
      discussion.gathering
        ? eventPart({
            event: discussion.gathering,
            path,
            may: discussion.may.answer,
            original: discussion.post.author.elsewhere ? discussion.url : null,
          })
        : null
    }
    ${
      discussion.proposal
        ? proposalPart({
            proposal: discussion.proposal,
            purpose: discussion.form === "request" ? "request" : "offer",
            path,
            may: discussion.may.settle,
          })
        : null
    }
    ${firstLetter(discussion.post, around)}
    ${resource?.contents ? folderPart({ head, resources: resource.contents, now, mayStart: discussion.may.start }) : null}
    ${bar({
      heading: html`<h2 class="nhsuk-heading-s" id="comment-count">${countText(discussion.comments)}</h2>`,
      choices:
        discussion.threads.length > 1 || discussion.pages > 1 ? sortLinks(path, sort, "oldest") : undefined,
    })}
    <div id="comments">${threads(props, around)}</div>
    ${pager({
      label: "Comments",
      newer: discussion.page > 1 ? at(discussion.page - 1) : null,
      older: discussion.page < pages ? at(discussion.page + 1) : null,
      words: { newer: "Previous comments", older: "More comments" },
    })}
    ${liveConnection(discussion)} ${form(props)}`;
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, words.room),
    main,
    aside: forumAside(head, discussion.managers),
    error: failed || unanswered !== null,
  });
}
