import type { TagView } from "../src/tags/page.ts";
import { html, joined, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { empty, feedList, homeMark, pager, when } from "./parts/index.ts";

export interface TagPageProps extends TagView {
  shell: Shell;
  newer: string | null;
  older: string | null;
  now: Date;
}

/** `/tags/:name` */
export function tagPage({ shell, written, posts, newer, older, now }: TagPageProps): Html {
  const title = `#${written}`;
  const items = posts.map((post) => ({
    face: { name: post.author.name, picture: post.author.picture },
    title: post.kind === "comment" ? `Comment on ${post.title}` : post.title,
    href: post.href,
    snippet: post.excerpt,
    meta: joined(
      [
        html`${post.author.name}`,
        homeMark({ organisation: post.workspace.name, elsewhere: post.workspace.elsewhere }),
        when(post.published, now),
      ],
      " · ",
    ),
  }));
  const main = html`<h1 class="nhsuk-heading-l" dir="auto">${title}</h1>
    ${
      items.length > 0
        ? html`<p>Discussions and comments with this hashtag that you can read.</p>
            ${feedList({ items, level: 2 })}`
        : empty({
            title: "Nothing that you can read",
            text: "Write the hashtag in a discussion or a comment, and it is listed here.",
            action: html`<a href="/workspaces">Look at the workspaces</a>`,
          })
    }
    ${pager({ newer, older, label: "Posts with this hashtag", words: { newer: "Newest", older: "Older" } })}`;
  return page({ shell, title, main });
}
