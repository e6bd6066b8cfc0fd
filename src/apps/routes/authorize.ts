import { allowPage, codePage, unknownAppPage } from "../../../views/apps.ts";
import { parameters, type Parameters, type Request, type Web } from "../../web/index.ts";
import { type AskInput, askInput } from "../input.ts";
import { allowApp } from "../operations.ts";
import { type App, appByClientId } from "../queries.ts";
import { outOfBand, sourceOf, withQuery } from "../redirects.ts";
import { inWords, within } from "../scopes.ts";

interface Asked {
  app: App;
  input: AskInput;
}

/** The app and what it asks for, where it is one of ours and its answer goes where it said; else null. */
async function askedBy(c: Request, given: Parameters): Promise<Asked | null> {
  const parsed = askInput.safeParse(given);
  if (!parsed.success) return null;
  const app = await appByClientId(c.var.ctx.store.db, parsed.data.client_id);
  return app?.redirectUris.includes(parsed.data.redirect_uri) ? { app, input: parsed.data } : null;
}

/** What is wrong with the request, in the words of RFC 6749, 4.1.2.1, and RFC 7636, 4.4.1. */
function problemOf({ app, input }: Asked): string | null {
  if (input.response_type !== "code") return "unsupported_response_type";
  if (!within(app.scopes, input.scope)) return "invalid_scope";
  if (input.code_challenge && input.code_challenge_method !== "S256") return "invalid_request";
  return null;
}

const asWritten = ({ input }: Asked): Record<string, string> => ({
  client_id: input.client_id,
  redirect_uri: input.redirect_uri,
  response_type: input.response_type,
  scope: input.scope.join(" "),
  ...(input.state ? { state: input.state } : {}),
  ...(input.code_challenge
    ? { code_challenge: input.code_challenge, code_challenge_method: input.code_challenge_method ?? "plain" }
    : {}),
});

/** Back to the app, with a code or with why there is none. */
function back(c: Request, { input }: Asked, values: { code?: string; error?: string }) {
  if (input.redirect_uri !== outOfBand) {
    return c.redirect(withQuery(input.redirect_uri, { ...values, state: input.state }), 302);
  }
  return c.redirect(withQuery("/oauth/authorize/native", values), 303);
}

/** The page on which a member lets an app in. The app opened it, in a browser or in a window of its own. */
export function authorizeRoutes(app: Web): void {
  for (const path of ["/oauth/authorize", "/oauth/authorize/"]) {
    app.get(path, async (c) => {
      const { ctx, shell } = c.var;
      const asked = await askedBy(c, await parameters(c));
      if (!asked) return c.html(unknownAppPage({ shell }), 400);
      // Before anything else, or whoever registers an app has a link of ours that leads anywhere (RFC 9700, 4.11.2).
      if (!ctx.actor) {
        const then = `/oauth/authorize?${new URLSearchParams(asWritten(asked)).toString()}`;
        return c.redirect(`/sign-in?then=${encodeURIComponent(then)}`, 303);
      }
      const problem = problemOf(asked);
      if (problem) return back(c, asked, { error: problem });
      c.set("formTarget", sourceOf(asked.input.redirect_uri));
      return c.html(
        allowPage({
          shell,
          app: { name: asked.app.name, website: asked.app.website },
          abilities: inWords(asked.input.scope.join(" ")),
          hidden: asWritten(asked),
        }),
      );
    });

    app.post(path, async (c) => {
      const { ctx, shell } = c.var;
      const given = await parameters(c);
      const asked = await askedBy(c, given);
      if (!asked) return c.html(unknownAppPage({ shell }), 400);
      const problem = problemOf(asked);
      if (problem) return back(c, asked, { error: problem });
      if (given.decision !== "allow") return back(c, asked, { error: "access_denied" });
      const code = await allowApp(ctx, {
        app: asked.app,
        redirectUri: asked.input.redirect_uri,
        scopes: asked.input.scope,
        challenge: asked.input.code_challenge ?? null,
      });
      return back(c, asked, { code });
    });
  }

  // For apps that no browser can lead back to: the code is copied by hand.
  app.get("/oauth/authorize/native", (c) => {
    const { code, error } = c.req.query();
    return c.html(codePage({ shell: c.var.shell, code: error ? null : (code?.slice(0, 200) ?? null) }));
  });
}
