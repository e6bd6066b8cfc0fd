import type { SavedPost } from "../src/shelves/saved-query.ts";
import { html, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { backLink } from "./nhs/index.ts";
import { empty, feedList, pager, when } from "./parts/index.ts";

export interface SavedProps {
  shell: Shell;
  items: readonly SavedPost[];
  newer: string | null;
  older: string | null;
  now: Date;
}

/** What one saved for later, the last first. */
export function savedPage({ shell, items, newer, older, now }: SavedProps): Html {
  const title = "Saved posts";
  return page({
    shell,
    title,
    current: "me",
    main: html`${backLink({ href: "/me", text: "Your page" })}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${
        items.length === 0
          ? empty({
              title: newer ? "No more" : "Nothing saved",
              text: "Save a post with the button below it, to find it here again. Nobody else sees what you save.",
            })
          : html`<p>Nobody else sees what you save.</p>
              ${feedList({
                level: 2,
                items: items.map(({ id, author, title: name, href, words, place, published }) => ({
                  face: { name: author.name, picture: author.picture },
                  title: name,
                  href,
                  snippet: words,
                  meta: html`${author.name}${place ? html` in <bdi>${place}</bdi>` : null},
                  ${when(published, now)}`,
                  action: html`<form method="post" action="/me/saved/${id}/remove">
                    <button class="quiet-action" type="submit">
                      Remove<span class="nhsuk-u-visually-hidden">, ${name} by ${author.name}</span>
                    </button>
                  </form>`,
                })),
              })}`
      }
      ${pager({ newer, older, label: title })}`,
  });
}
