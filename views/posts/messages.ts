import type { Talk } from "../../src/posts/talks.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink } from "../nhs/index.ts";
import { empty, feedList, pager, when } from "../parts/index.ts";

/** So many are named in a conversation's name; of more their number is said. */
const mostNames = 3;

/** "Gwen Rees", "Gwen Rees and Samir Khan", "Gwen Rees, Samir Khan and 2 others" */
export function conversationName(names: readonly string[]): string {
  if (names.length === 0) return "Only you";
  const shown = names.length > mostNames ? names.slice(0, mostNames - 1) : names;
  const left = names.length - shown.length;
  const parts = left > 0 ? [...shown, `${left} others`] : shown;
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}

/** Who wrote the last words, where the name of the conversation does not say it. */
function lastWords({ last, words, with: others }: Talk): string {
  if (last === null) return `You: ${words}`;
  return others.length > 1 ? `${last.name}: ${words}` : words;
}

/** `/messages` */
export function messagesPage(props: {
  shell: Shell;
  items: readonly Talk[];
  older: number | null;
  before: number | null;
  now: Date;
}): Html {
  const { shell, items, older, before, now } = props;
  return page({
    shell,
    title: "Messages",
    current: "me",
    main: html`${backLink({ href: "/me", text: "Your page" })}
      <h1 class="nhsuk-heading-l">Messages</h1>
      <p>
        Posts that are only for the people named in them. Administrators here and of their servers could read
        them: no patient details, please.
      </p>
      ${
        items.length > 0
          ? feedList({
              level: 2,
              items: items.map((talk) => {
                const name = conversationName(talk.with.map((one) => one.name));
                return {
                  face: { name: talk.with[0]?.name ?? name, picture: talk.with[0]?.picture ?? null },
                  title: name,
                  href: talk.href,
                  unread: talk.unread,
                  snippet: lastWords(talk),
                  meta: html`${when(talk.when, now)}`,
                };
              }),
            })
          : empty({
              title: "No messages",
              text: "Write a post, choose “Only people named in it”, and name whom it is for.",
              action: html`<a href="/posts">Write</a>`,
            })
      }
      ${pager({
        newer: before === null ? null : "/messages",
        older: older === null ? null : `/messages?before=${older}`,
        label: "Messages",
        words: { newer: "Newest", older: "Older" },
      })}`,
  });
}
