import type { Piece } from "../../src/forums/diff.ts";
import type { HistoryView, Version } from "../../src/forums/history-query.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink } from "../nhs/index.ts";
import { clockText, dateText, span, time } from "../parts/index.ts";
import { proposalLine } from "../proposals/proposal.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { permalink } from "./addresses.ts";
import { attachedFiles } from "./files.ts";
import { formWords } from "./form-words.ts";

const signs = {
  same: (text: string) => html`${text}`,
  added: (text: string) => html`<ins>${text}</ins>`,
  removed: (text: string) => html`<del>${text}</del>`,
} satisfies Record<Piece["kind"], (text: string) => Html>;

const marked = (pieces: readonly Piece[]): Html[] => pieces.map(({ kind, text }) => signs[kind](text));

function version(
  { number, written, title, titlePieces, pieces, files, gathering, proposal, editedBy }: Version,
  count: number,
  titled: string,
): Html {
  const name = number === count ? "Now" : number === 1 ? "As first written" : `Version ${number}`;
  return html`<section class="letter" aria-labelledby="version-${number}">
    <h2 class="nhsuk-heading-s" id="version-${number}">${name}</h2>
    <p class="letter__remark">
      ${time({ iso: written.toISOString(), text: `${dateText(written)} at ${clockText(written)}` })}${editedBy ? html`, by <bdi>${editedBy}</bdi>` : null}
    </p>
    ${title === null ? null : html`<h3 class="nhsuk-heading-xs" dir="auto">${titled}${marked(titlePieces)}</h3>`}
    ${gathering ? html`<p>${span(gathering)}${gathering.place ? html`, <span dir="auto">${gathering.place}</span>` : null}</p>` : null}
    ${proposal ? proposalLine(proposal) : null}
    <div class="letter__body letter__body--plain" dir="auto">${marked(pieces)}</div>
    ${attachedFiles(files)}
  </section>`;
}

/**
 * The wordings of a post, the newest first, with what changed.
 *
 * @param titled stands before the title of each
 */
export function versionList(versions: readonly Version[], titled = ""): Html {
  return html`<p>
      ${
        versions.length === 1
          ? "It has not been edited."
          : html`What was <ins>added</ins> is underlined, what was <del>taken out</del> is struck through.`
      }
    </p>
    ${versions.map((one) => version(one, versions.length, titled))}`;
}

/** What a post said over time, the newest wording first, with what changed. */
export function historyPageView({ shell, history }: { shell: Shell; history: HistoryView }): Html {
  const { head, kind, form, author, versions, discussionId, id } = history;
  const title = `History of ${author.name}’s ${kind === "comment" ? "comment" : form === "discussion" ? "post" : formWords[form].name}`;
  const main = html`${backLink({ href: permalink(head.href, discussionId, id), text: `Back to the ${formWords[form].name}` })}
    <h1 class="nhsuk-heading-l">${title}</h1>
    ${versionList(versions)}`;
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, formWords[form].room),
    main,
  });
}
