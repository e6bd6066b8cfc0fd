import { attributes, classes, html, isBlank, type Html } from "../html.ts";
import { footer } from "./footer.ts";
import { masthead, type Current } from "./masthead.ts";
import { noticeBanner, type Notice } from "./notice.ts";

/** What every page shows around its own content; the app makes one for each request. */
export interface Shell {
  instance: { name: string; shortName: string; logo: string | null };
  viewer: {
    name: string;
    handle: string;
    picture: string | null;
    unread: number;
    administrator: boolean;
  } | null;
  /** This answer's Content-Security-Policy nonce. */
  nonce: string;
  /** An id of this answer, which its forms carry, so that what is sent twice is done once. */
  once: string;
  /** Path and query of the page. */
  path: string;
  /** What just happened, told once. */
  notice: Notice | null;
  /** Addresses of the style sheet and the script, with their hashes. */
  assets: { css: string; js: string };
}

export interface PageProps {
  shell: Shell;
  title: string;
  main: Html;
  /** The column that orients, beside the one to read. */
  aside?: Html;
  /** Across the whole width, above the columns: a workspace's `place`. */
  banner?: Html;
  /** Without an aside, the whole width in place of a readable measure: for tables. */
  wide?: boolean;
  current?: Current;
  /** The page shows a form that could not be saved: the title says so. */
  error?: boolean;
  /** Seconds until the page loads itself again, for progress pages without scripts. */
  refresh?: number;
  head?: Html;
}

/**
 * htmx reads this before anything else: no style sheet of its own, and (settle delay) no styles carried over from
 * what it replaces, such as the height of a field that somebody has drawn larger: the policy refuses both.
 */
const htmxConfig = JSON.stringify({ includeIndicatorCSS: false, defaultSettleDelay: 0 });

/** What stands in the title bar: what went wrong first, the organisation last. */
export const titleBar = (title: string, { instance }: Shell, error = false): string =>
  `${error ? "Error: " : ""}${title} · ${instance.name}`;

/** A whole page. Complete without its script; the script only makes it smoother. */
export function page(props: PageProps): Html {
  const { shell, title, main, aside, banner, current, error, refresh, head } = props;
  const alone = isBlank(aside);
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${titleBar(title, shell, error)}</title>
    <meta name="color-scheme" content="light dark" />
    ${refresh ? html`<meta http-equiv="refresh" content="${refresh}" />` : null}
    <meta name="htmx-config" content="${htmxConfig}" />
    <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${shell.assets.css}" />
    <script type="module" src="${shell.assets.js}" nonce="${shell.nonce}"></script>
    ${head}
  </head>
  <body>
    <script nonce="${shell.nonce}">document.body.className = "js-enabled nhsuk-frontend-supported";</script>
    <a class="nhsuk-skip-link" href="#main" data-module="nhsuk-skip-link">Skip to main content</a>
    ${masthead({ shell, current })} ${banner}
    <div${attributes({ class: classes("shell", "columns", alone && (props.wide ? "columns--wide" : "columns--one")) })}>
      <main id="main" class="columns__main">
        <div id="notices">${shell.notice ? noticeBanner(shell.notice) : null}</div>
        ${main}
      </main>
      ${alone ? null : html`<aside class="side" aria-label="Beside this page">${aside}</aside>`}
    </div>
    ${footer(shell.instance.name)}
  </body>
</html>`;
}
