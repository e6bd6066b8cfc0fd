import { mePage, profileFormPage, securityPage } from "../../../views/people/me.ts";
import type { FieldProblem } from "../../core/refusal.ts";
import { uploadedPicture } from "../../media/index.ts";
import { check, done, fields, needsSignIn, type Request, tried, typed, type Web } from "../../web/index.ts";
import { keepSession } from "../cookie.ts";
import { changePasswordInput, profileInput } from "../input.ts";
import { changeProfile } from "../profile.ts";
import { accountOf } from "../queries.ts";
import { summaryText } from "../rules.ts";
import { endSessions, sessionsOf } from "../sessions.ts";
import { changePassword } from "../sign-in.ts";
import { visitor } from "./sign-in.ts";

async function security(c: Request, problems: FieldProblem[] = []) {
  const { id } = needsSignIn(c);
  const { ctx, shell, sessionToken } = c.var;
  const { email } = await accountOf(ctx.store.db, id);
  const sessions = await sessionsOf(ctx.store.db, id, sessionToken);
  return securityPage({ shell, email, sessions, now: ctx.clock(), problems });
}

export function meRoutes(app: Web): void {
  app.get("/me", async (c) => {
    const { id } = needsSignIn(c);
    const { ctx, shell } = c.var;
    const account = await accountOf(ctx.store.db, id);
    return c.html(mePage({ shell, account, picture: shell.viewer?.picture ?? null }));
  });

  app.get("/me/profile", async (c) => {
    const { id } = needsSignIn(c);
    const { ctx, shell } = c.var;
    const { name, job, organisation, place, summary } = await accountOf(ctx.store.db, id);
    const values = { name, job, organisation, place, summary: summaryText(summary) };
    return c.html(profileFormPage({ shell, name, picture: shell.viewer?.picture ?? null, values }));
  });

  app.post("/me/profile", async (c) => {
    const { id } = needsSignIn(c);
    const { ctx, shell } = c.var;
    const form = await fields(c);
    const result = await tried(async () => {
      const input = check(profileInput, form);
      const picture = await uploadedPicture(form.picture);
      await changeProfile(ctx, input, picture ?? (form.removePicture === "yes" ? null : undefined));
    });
    if (result.ok) return done(c, "/me", "Your profile was saved");
    const { name } = await accountOf(ctx.store.db, id);
    const picture = shell.viewer?.picture ?? null;
    const { problems } = result;
    return c.html(profileFormPage({ shell, name, picture, values: typed(form), problems }), 422);
  });

  app.get("/me/security", async (c) => c.html(await security(c)));

  app.post("/me/security", async (c) => {
    needsSignIn(c);
    const form = await fields(c);
    const result = await tried(() => changePassword(c.var.ctx, check(changePasswordInput, form), visitor(c)));
    if (!result.ok) return c.html(await security(c, result.problems), 422);
    keepSession(c, result.value);
    return done(c, "/me/security", "Your password was changed, and you were signed out everywhere else");
  });

  app.post("/me/security/sessions", async (c) => {
    needsSignIn(c);
    const { ctx, sessionToken } = c.var;
    const form = await fields(c);
    if (form.all === "yes") await endSessions(ctx, { allBut: sessionToken });
    else if (typeof form.id === "string") await endSessions(ctx, { id: form.id });
    return done(c, "/me/security", form.all === "yes" ? "Signed out everywhere else" : "Signed out there");
  });
}
