import { confirmPage, registerPage, waitingPage } from "../../../views/people/register.ts";
import { checkEmailPage, spentLinkPage } from "../../../views/people/sign-in.ts";
import { check, done, fields, tried, typed, type Web } from "../../web/index.ts";
import { keepSession } from "../cookie.ts";
import { confirmInput, registerInput } from "../input.ts";
import { confirm, joiningLinks, register, renewLink } from "../registration.ts";
import { duration, times } from "../rules.ts";
import { readLink } from "../tokens.ts";

export function registerRoutes(app: Web): void {
  app.get("/register", (c) =>
    c.var.ctx.actor ? c.redirect("/", 303) : c.html(registerPage({ shell: c.var.shell })),
  );

  app.post("/register", async (c) => {
    const form = await fields(c);
    const { ctx, shell, address } = c.var;
    const result = await tried(() => register(ctx, check(registerInput, form), address));
    if (!result.ok) {
      return c.html(registerPage({ shell, values: typed(form), problems: result.problems }), 422);
    }
    return done(c, "/register/sent");
  });

  app.get("/register/sent", (c) =>
    c.html(
      checkEmailPage({
        shell: c.var.shell,
        what: "We have written to the address you gave. Open the link in that email to go on.",
        holds: duration(times.verifyLink),
      }),
    ),
  );

  app.get("/register/waiting", (c) => c.html(waitingPage({ shell: c.var.shell })));

  app.get("/register/:token", async (c) => {
    const { ctx, shell } = c.var;
    const token = c.req.param("token");
    const link = await readLink(ctx.store.db, joiningLinks, token, ctx.clock());
    if (link?.state === "valid") {
      const { name, job, organisation, place, email } = link;
      return c.html(confirmPage({ shell, token, email, values: { name, job, organisation, place } }));
    }
    const again = link && { action: `/register/${token}/again`, text: "Send me a new link" };
    const otherwise = { href: "/sign-in", text: "Sign in, if you have an account" };
    const state = link?.state ?? "unknown";
    return c.html(spentLinkPage({ shell, state, again: again ?? undefined, otherwise }), 410);
  });

  app.post("/register/:token/again", async (c) => {
    await renewLink(c.var.ctx, c.req.param("token"), c.var.address);
    return done(c, "/register/sent");
  });

  app.post("/register/:token", async (c) => {
    const form = await fields(c);
    const { ctx, shell } = c.var;
    const token = c.req.param("token");
    const userAgent = c.req.header("user-agent") ?? null;
    const result = await tried(() => confirm(ctx, token, check(confirmInput, form), userAgent));
    if (!result.ok) {
      const email = (await readLink(ctx.store.db, joiningLinks, token, ctx.clock()))?.email ?? "";
      const { problems } = result;
      return c.html(confirmPage({ shell, token, email, values: typed(form), problems }), 422);
    }
    if (result.value.state === "waiting") return done(c, "/register/waiting");
    keepSession(c, result.value.token);
    return done(c, "/", "Your account is complete. Welcome!");
  });
}
