import {
  askResetPage,
  checkEmailPage,
  choosePasswordPage,
  signInPage,
  spentLinkPage,
} from "../../../views/people/sign-in.ts";
import { check, done, fields, localPath, type Request, tried, typed, type Web } from "../../web/index.ts";
import { dropSession, keepSession } from "../cookie.ts";
import { newPasswordInput, resetInput, signInInput } from "../input.ts";
import { duration, times } from "../rules.ts";
import { signOut } from "../sessions.ts";
import { askReset, resetPassword, signIn } from "../sign-in.ts";
import { readLink } from "../tokens.ts";

export const visitor = (c: Request) => ({
  address: c.var.address,
  userAgent: c.req.header("user-agent") ?? null,
});

export function signInRoutes(app: Web): void {
  app.get("/sign-in", (c) => {
    const then = localPath(c.req.query("then"), "/");
    if (c.var.ctx.actor) return c.redirect(then, 303);
    return c.html(signInPage({ shell: c.var.shell, then }));
  });

  app.post("/sign-in", async (c) => {
    const form = await fields(c);
    const then = localPath(form.then, "/");
    const { ctx, shell, sessionToken } = c.var;
    const result = await tried(() => signIn(ctx, check(signInInput, form), visitor(c)));
    if (!result.ok) {
      return c.html(signInPage({ shell, then, values: typed(form), problems: result.problems }), 422);
    }
    // Whoever sat here before is not left signed in behind the new one.
    if (sessionToken) await signOut(ctx, sessionToken);
    keepSession(c, result.value);
    return done(c, then);
  });

  app.post("/sign-out", async (c) => {
    const { ctx, sessionToken } = c.var;
    if (ctx.actor && sessionToken) await signOut(ctx, sessionToken);
    dropSession(c);
    return done(c, "/sign-in", "You are signed out");
  });

  app.get("/reset-password", (c) => c.html(askResetPage({ shell: c.var.shell })));

  app.post("/reset-password", async (c) => {
    const form = await fields(c);
    const { ctx, shell, address } = c.var;
    const result = await tried(() => askReset(ctx, check(resetInput, form), address));
    if (!result.ok) {
      return c.html(askResetPage({ shell, values: typed(form), problems: result.problems }), 422);
    }
    return done(c, "/reset-password/sent");
  });

  app.get("/reset-password/sent", (c) =>
    c.html(
      checkEmailPage({
        shell: c.var.shell,
        what: "If there is an account with that address, we have sent a link to choose a new password.",
        holds: duration(times.resetLink),
      }),
    ),
  );

  app.get("/reset-password/:token", async (c) => {
    const { ctx, shell } = c.var;
    const token = c.req.param("token");
    const link = await readLink(ctx.store.db, ["reset"], token, ctx.clock());
    if (link?.state === "valid") return c.html(choosePasswordPage({ shell, token }));
    const otherwise = { href: "/reset-password", text: "Ask for a new link" };
    return c.html(spentLinkPage({ shell, state: link?.state ?? "unknown", otherwise }), 410);
  });

  app.post("/reset-password/:token", async (c) => {
    const form = await fields(c);
    const { ctx, shell } = c.var;
    const token = c.req.param("token");
    const result = await tried(() =>
      resetPassword(ctx, token, check(newPasswordInput, form), visitor(c).userAgent),
    );
    if (!result.ok) return c.html(choosePasswordPage({ shell, token, problems: result.problems }), 422);
    keepSession(c, result.value);
    return done(c, "/", "Your password was changed");
  });
}
