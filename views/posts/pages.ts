import type { PostPage } from "../../src/posts/lists.ts";
import type { PostShown } from "../../src/posts/queries.ts";
import type { Card } from "../../src/actors/index.ts";
import type { Version } from "../../src/forums/history-query.ts";
import { versionList } from "../forums/history.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, checkboxes, insetText } from "../nhs/index.ts";
import { empty, feedList, pager } from "../parts/index.ts";
import { postForm, type OwnWriting } from "./form.ts";
import { listedPosts } from "./list.ts";
import { ownPosts } from "./post.ts";

const off =
  "Your organisation has switched posts outside workspaces off. What was written before is still here.";

export interface FeedProps {
  shell: Shell;
  posts: PostPage;
  writing: OwnWriting;
  /** Administrators let members write posts of their own. */
  on: boolean;
  before: number | null;
  now: Date;
  /** The post with a poll that was sent without an answer. */
  unanswered: number | null;
}

/** `/posts`: what people one follows write, and the form for a post of one's own. */
export function postsPage({ shell, posts, writing, on, before, now, unanswered }: FeedProps): Html {
  return page({
    shell,
    title: "Posts",
    current: "me",
    error: writing.problems.length > 0 || unanswered !== null,
    main: html`${backLink({ href: "/me", text: "Your page" })}
      <h1 class="nhsuk-heading-l">Posts</h1>
      <p>
        By people you follow, what they boost, and your own. Discussions stand in
        <a href="/workspaces">workspaces</a>.
      </p>
      ${
        on
          ? before === null
            ? postForm({ action: "/posts", writing, once: shell.once, submit: "Post" })
            : null
          : insetText({ text: off })
      }
      <h2 class="nhsuk-heading-m nhsuk-u-margin-top-6">Newest posts</h2>
      <p>“Boost” shows a post to the people who follow you.</p>
      ${
        posts.items.length > 0
          ? listedPosts(posts.items, { now, back: shell.path, unanswered })
          : empty({
              title: "Nothing yet",
              text: "Follow a colleague on their page, and you find here what they write.",
              level: 3,
              action: html`<a href="/people">People at ${shell.instance.name}</a>`,
            })
      }
      ${pager({
        newer: before === null ? null : "/posts",
        older: posts.older === null ? null : `/posts?before=${posts.older}`,
        label: "Posts",
        words: { newer: "Newest", older: "Older" },
      })}`,
  });
}

export interface ThreadProps {
  shell: Shell;
  post: PostShown;
  thread: readonly PostShown[];
  writing: OwnWriting;
  on: boolean;
  now: Date;
  /** The post of it with a poll that was sent without an answer. */
  unanswered: number | null;
}

/** One post with all that belongs to its thread. */
export function threadPage({ shell, post, thread, writing, on, now, unanswered }: ThreadProps): Html {
  const title =
    post.visibility === "direct" ? `Message from ${post.author.name}` : `Post by ${post.author.name}`;
  return page({
    shell,
    title,
    error: writing.problems.length > 0 || unanswered !== null,
    main: html`${backLink(
        post.visibility === "direct"
          ? { href: "/messages", text: "All messages" }
          : { href: post.author.href, text: post.author.name },
      )}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${ownPosts(thread, { now, back: post.href, unanswered }, post.id)}
      ${
        post.may.reply && on
          ? postForm({
              action: "/posts",
              writing,
              once: shell.once,
              parent: {
                id: post.id,
                name: post.mine ? null : post.author.name,
                message: post.visibility === "direct",
              },
              submit: "Reply",
            })
          : null
      }
      ${post.may.reply && !on ? insetText({ text: off }) : null}`,
  });
}

/** The form that changes the wording of a post of one's own. */
export function editPostPage(props: { shell: Shell; href: string; writing: OwnWriting }): Html {
  const { shell, href, writing } = props;
  return page({
    shell,
    title: "Edit your post",
    error: writing.problems.length > 0,
    main: html`${backLink({ href, text: "Back to the post" })}
      <h1 class="nhsuk-heading-l">Edit your post</h1>
      ${postForm({
        action: `${href}/edit`,
        writing,
        once: shell.once,
        submit: "Save changes",
        editing: true,
        cancel: href,
      })}`,
  });
}

/** What a post said over time. */
export function postHistoryPage(props: {
  shell: Shell;
  post: PostShown;
  versions: readonly Version[];
}): Html {
  const { shell, post, versions } = props;
  const title = `History of ${post.author.name}’s post`;
  return page({
    shell,
    title,
    main: html`${backLink({ href: post.href, text: "Back to the post" })}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${versionList(versions, "Content warning: ")}`,
  });
}

/** Asks before a post of one's own is deleted. */
export function deletePostPage(props: { shell: Shell; href: string; excerpt: string }): Html {
  const { shell, href, excerpt } = props;
  return page({
    shell,
    title: "Delete your post?",
    main: html`${backLink({ href, text: "Back to the post" })}
      <h1 class="nhsuk-heading-l">Delete your post?</h1>
      <blockquote class="preview" dir="auto">${excerpt}</blockquote>
      <p>
        Its words and its history are deleted, here and at every server that has a copy. Replies to it stay.
        This cannot be undone.
      </p>
      <form method="post" action="${href}/delete">
        <div class="form-do">
          ${button({ text: "Delete post", variant: "warning", preventDoubleClick: true })}
          <a href="${href}">Keep it</a>
        </div>
      </form>`,
  });
}

interface FollowersProps {
  shell: Shell;
  asking: readonly Card[];
  followers: readonly Card[];
  approves: boolean;
}

const answer = ({ id, name }: Card, value: string, text: string, secondary = true): Html =>
  html`<form method="post" action="/me/followers/${id}">
    <input type="hidden" name="answer" value="${value}" />
    ${button({
      html: html`${text}<span class="nhsuk-u-visually-hidden"> ${name}</span>`,
      small: true,
      variant: secondary ? "secondary" : undefined,
      preventDoubleClick: true,
    })}
  </form>`;

const person = ({ name, picture, href, post }: Card) => ({
  face: { name, picture },
  title: name,
  href,
  meta: html`${post}`,
});

/** `/me/followers` */
export function followersPage({ shell, asking, followers, approves }: FollowersProps): Html {
  const list = (people: readonly Card[], doing: (one: Card) => Html) =>
    people.map(
      (one) =>
        html`${feedList({ items: [person(one)], level: 3 })}
          <div class="form-do">${doing(one)}</div>`,
    );
  return page({
    shell,
    title: "Followers",
    current: "me",
    main: html`${backLink({ href: "/me", text: "Your page" })}
      <h1 class="nhsuk-heading-l">Followers</h1>
      <form method="post" action="/me/followers">
        ${checkboxes({
          name: "approves",
          fieldset: { legend: { text: "Who can follow you?", size: "s" } },
          small: true,
          items: [{ value: "yes", text: "People ask, and I decide", checked: approves }],
        })}
        ${button({ text: "Save", variant: "secondary", preventDoubleClick: true })}
      </form>
      ${
        asking.length > 0
          ? html`<h2 class="nhsuk-heading-m">People who ask to follow you</h2>
              ${list(asking, (one) => html`${answer(one, "accept", "Accept", false)} ${answer(one, "decline", "Decline")}`)}`
          : null
      }
      <h2 class="nhsuk-heading-m">People who follow you</h2>
      ${
        followers.length > 0
          ? list(followers, (one) => answer(one, "remove", "Remove"))
          : empty({
              title: "Nobody yet",
              text: "Whoever follows you sees what you post outside workspaces.",
              level: 3,
            })
      }`,
  });
}
