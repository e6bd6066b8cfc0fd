import {
  accountPage,
  addMemberPage,
  adminPeoplePage,
  closePage,
  memberAddedPage,
} from "../../../views/people/admin.ts";
import { mailPage } from "../../../views/people/mail.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { check, done, fields, type Request, tried, typed, type Web } from "../../web/index.ts";
import { account, accounts, mails, waiting } from "../accounts.ts";
import { decisionInput, memberInput, roleInput } from "../input.ts";
import type { Mailer } from "../mailer.ts";
import { addMember, administrator, changeRole, closeAccount, decideRequest } from "../members.ts";
import { asked } from "./people.ts";

function idOf(c: Request): number {
  const id = parseId(c.req.param("id"));
  if (!id) throw notFound();
  return id;
}

export function accountRoutes(app: Web, mailer: Mailer): void {
  app.get("/admin/people", async (c) => {
    const { ctx, shell } = c.var;
    const { query, page } = asked(c);
    const listed = await accounts(ctx, { query, page });
    return c.html(adminPeoplePage({ shell, waiting: await waiting(ctx), listed, query, now: ctx.clock() }));
  });

  app.get("/admin/people/add", (c) => {
    administrator(c.var.ctx);
    return c.html(addMemberPage({ shell: c.var.shell }));
  });

  app.post("/admin/people/add", async (c) => {
    const { ctx, shell } = c.var;
    administrator(ctx);
    const form = await fields(c);
    const result = await tried(async () => {
      const input = check(memberInput, form);
      return { input, added: await addMember(ctx, input) };
    });
    if (!result.ok) {
      return c.html(addMemberPage({ shell, values: typed(form), problems: result.problems }), 422);
    }
    const { input, added } = result.value;
    if (added.password) {
      c.header("cache-control", "no-store");
      return c.html(memberAddedPage({ shell, name: input.name, email: input.email, added }));
    }
    const text = input.how === "invite" ? `${input.name} was invited` : `${input.name} was added`;
    return done(c, "/admin/people", text);
  });

  app.get("/admin/people/:id", async (c) => {
    const { ctx, shell } = c.var;
    return c.html(accountPage({ shell, account: await account(ctx, idOf(c)), now: ctx.clock() }));
  });

  app.post("/admin/people/:id/decision", async (c) => {
    const input = check(decisionInput, await fields(c));
    await decideRequest(c.var.ctx, idOf(c), input);
    return done(
      c,
      "/admin/people",
      input.decision === "approve" ? "The request was approved" : "The request was declined",
    );
  });

  app.post("/admin/people/:id/role", async (c) => {
    const { role } = check(roleInput, await fields(c));
    const id = idOf(c);
    await changeRole(c.var.ctx, id, role);
    // Whoever took the role from themselves may not see that page any more.
    const own = id === c.var.ctx.actor?.id && role === "member";
    return done(c, own ? "/me" : `/admin/people/${id}`, "The role was changed");
  });

  app.get("/admin/people/:id/close", async (c) =>
    c.html(closePage({ shell: c.var.shell, account: await account(c.var.ctx, idOf(c)) })),
  );

  app.post("/admin/people/:id/close", async (c) => {
    await closeAccount(c.var.ctx, idOf(c));
    return done(c, "/admin/people", "The account was closed");
  });

  app.get("/admin/mail", async (c) => {
    const { ctx, shell } = c.var;
    const { configured } = mailer;
    return c.html(mailPage({ shell, mails: await mails(ctx), configured, now: ctx.clock() }));
  });
}
