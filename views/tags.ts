import type { TaggedPost, TagView } from "../src/tags/page.ts";
import { html, joined, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { empty, feedList, homeMark, pager, when } from "./parts/index.ts";

export interface TagPageProps extends TagView {
  shell: Shell;
  newer: string | null;
  older: string | null;
  now: Date;
}

const titles: Record<TaggedPost["kind"], (post: TaggedPost) => string> = {
  discussion: ({ title }) => title,
  comment: ({ title }) => `Comment on ${title}`,
  post: ({ author }) => `Post by ${author.name}`,
};

/** Who says it, and in which workspace; the title of a post of somebody's own has its author already. */
const where = ({ author, workspace }: TaggedPost): (Html | string)[] =>
  workspace
    ? [author.name, homeMark({ organisation: workspace.name, elsewhere: workspace.elsewhere })]
    : [author.post ?? author.organisation];

/** `/tags/:name` */
export function tagPage({ shell, written, posts, newer, older, now }: TagPageProps): Html {
  const title = `#${written}`;
  const items = posts.map((post) => ({
    face: { name: post.author.name, picture: post.author.picture },
    title: titles[post.kind](post),
    href: post.href,
    snippet: post.excerpt,
    meta: joined([...where(post), when(post.published, now)], " · "),
  }));
  const main = html`<h1 class="nhsuk-heading-l" dir="auto">${title}</h1>
    ${
      items.length > 0
        ? html`<p>Discussions, comments and posts with this hashtag that you can read.</p>
            ${feedList({ items, level: 2 })}`
        : empty({
            title: "Nothing that you can read",
            text: "Write the hashtag in a discussion, a comment or a post for everybody, and it is listed here.",
            action: html`<a href="/workspaces">Look at the workspaces</a>`,
          })
    }
    ${pager({ newer, older, label: "Posts with this hashtag", words: { newer: "Newest", older: "Older" } })}`;
  return page({ shell, title, main });
}
