import { html, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { backLink, button, insetText } from "./nhs/index.ts";
import { empty, when } from "./parts/index.ts";

export interface AllowProps {
  shell: Shell;
  app: { name: string; website: string | null };
  /** What it will be able to do, each to be read after "It can". */
  abilities: readonly string[];
  /** The request, to be sent back as it came. */
  hidden: Record<string, string>;
}

/** "Let Tusky in?" */
export function allowPage({ shell, app, abilities, hidden }: AllowProps): Html {
  const title = `Let ${app.name} in?`;
  return page({
    shell,
    title,
    main: html`<h1 class="nhsuk-heading-l">Let <bdi>${app.name}</bdi> in?</h1>
      <p>
        <bdi>${app.name}</bdi> wants to act for you, <strong><bdi>${shell.viewer?.name}</bdi></strong
        >, at ${shell.instance.name}. If you let it, it can:
      </p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        ${abilities.map((words) => html`<li>${words}</li>`)}
      </ul>
      ${insetText({
        text: "The app is not ours, and we do not know who made it. Let it in only if you have just opened it yourself and you trust it.",
      })}
      ${app.website ? html`<p>It says that its website is <bdi>${app.website}</bdi></p>` : null}
      <form method="post" action="/oauth/authorize">
        ${Object.entries(hidden).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <div class="nhsuk-button-group">
          ${button({ text: "Let it in", name: "decision", value: "allow" })}
          ${button({ text: "Do not let it in", name: "decision", value: "deny", variant: "secondary" })}
        </div>
      </form>
      <p>You can end this at any time: go to your page, then to Apps.</p>`,
  });
}

/** The app is none that we know, or its answer would go where it did not say. Nobody is led anywhere. */
export function unknownAppPage({ shell }: { shell: Shell }): Html {
  return page({
    shell,
    title: "This app cannot sign in",
    main: html`<h1 class="nhsuk-heading-l">This app cannot sign in</h1>
      <p>
        The app that sent you here is not registered with us, or it asks for something it did not register.
      </p>
      <p>Go back to the app, and sign in there again from the beginning.</p>`,
  });
}

/** The code that is typed into an app. Without one: it was not let in. */
export function codePage({ shell, code }: { shell: Shell; code: string | null }): Html {
  const title = code ? "Copy this code into your app" : "The app was not let in";
  return page({
    shell,
    title,
    main: html`<h1 class="nhsuk-heading-l">${title}</h1>
      ${
        code
          ? html`<p><code>${code}</code></p>
              <p>It works once, for 10 minutes. Do not give it to anybody.</p>`
          : html`<p>You can close this page.</p>`
      }`,
  });
}

export interface AppsProps {
  shell: Shell;
  /** What people enter into an app. */
  host: string;
  apps: readonly {
    id: number;
    name: string;
    website: string | null;
    abilities: readonly string[];
    since: Date;
    lastUsed: Date;
  }[];
  now: Date;
}

/** The apps that a member let in. */
export function appsPage({ shell, host, apps, now }: AppsProps): Html {
  return page({
    shell,
    title: "Apps",
    current: "me",
    main: html`${backLink({ href: "/me", text: "Your page" })}
      <h1 class="nhsuk-heading-l">Apps</h1>
      <p>
        You can use ${shell.instance.name} with an app for Mastodon. When the app asks for your server, enter
        <strong>${host}</strong>.
      </p>
      ${
        apps.length === 0
          ? empty({
              title: "No app is signed in",
              text: "An app that you sign in to will be listed here, and you can sign it out.",
            })
          : html`<ul class="nhsuk-list nhsuk-list--border">
              ${apps.map(
                (app) =>
                  html`<li>
                    <strong><bdi>${app.name}</bdi></strong
                    >${app.website ? html` (<bdi>${app.website}</bdi>)` : null}<br />
                    Let in ${when(app.since, now)}, last used ${when(app.lastUsed, now)}. It can
                    ${app.abilities.join("; ")}.
                    <br /><a href="/me/apps/${app.id}/end"
                      >Sign it out<span class="nhsuk-u-visually-hidden">: ${app.name}</span></a
                    >
                  </li>`,
              )}
            </ul>`
      }`,
  });
}

export function endAppPage({ shell, id, name }: { shell: Shell; id: number; name: string }): Html {
  return page({
    shell,
    title: `Sign ${name} out?`,
    current: "me",
    main: html`${backLink({ href: "/me/apps", text: "Apps" })}
      <h1 class="nhsuk-heading-l">Sign <bdi>${name}</bdi> out?</h1>
      <p>It can do nothing for you any more, on any of your devices. To use it again, sign in there again.</p>
      <form method="post" action="/me/apps/${id}/end">
        ${button({ text: "Sign it out", variant: "warning" })}
      </form>`,
  });
}
