import { newWorkspacePage } from "../../views/workspaces/settings.ts";
import { aboutPage } from "../../views/workspaces/about.ts";
import { arrivalPart, workspaceHomePage } from "../../views/workspaces/home.ts";
import { workspacesPage } from "../../views/workspaces/list.ts";
import { membersPage } from "../../views/workspaces/members.ts";
import { Refusal } from "../core/refusal.ts";
import { openFor } from "../directory/index.ts";
import { check, done, fields, needsSignIn, type Request, type Web } from "../web/index.ts";
import { arrivalOf } from "./arrival.ts";
import { workspaceInput } from "./input.ts";
import { latestIn } from "./latest.ts";
import { myWorkspaces, workspacesHere } from "./lists.ts";
import { managersOf, membersOf, organisationsOf, requestCount } from "./members.ts";
import { createWorkspace } from "./operations.ts";
import { invitingRoutes } from "./routes/inviting.ts";
import { joiningRoutes } from "./routes/joining.ts";
import { manageRoutes } from "./routes/manage.ts";
import { movingRoutes } from "./routes/moving.ts";
import { entered, loadHead, organisation, paging, words } from "./routes/request.ts";
import { mayStart } from "./rules.ts";

const speaksActivities = (c: Request): boolean =>
  /application\/(activity|ld)\+json/.test(c.req.header("accept") ?? "");

async function create(c: Request) {
  needsSignIn(c);
  const { ctx, shell } = c.var;
  const form = await fields(c);
  try {
    const id = await createWorkspace(ctx, check(workspaceInput, form));
    const head = await loadHead(c, id);
    return done(
      c,
      head.href,
      `You have created ${head.name}. Say on its home page how you work, and invite people.`,
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    const props = { shell, values: entered(form), problems: error.problems, host: ctx.host };
    return c.html(newWorkspacePage(props), 422);
  }
}

/** Workspaces: the list, and the pages of each. */
export function routes(app: Web): void {
  movingRoutes(app);
  app.get("/workspaces", async (c) => {
    const { ctx, shell } = c.var;
    const [query, { page, link }] = [words(c), paging(c, "/workspaces")];
    const [mine, { items, more }] = await Promise.all([
      ctx.actor && page === 1 ? myWorkspaces(ctx, organisation(c)) : null,
      workspacesHere(ctx, organisation(c), { words: query, page }),
    ]);
    const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = mine?.filter(({ name, purpose }) => {
      const text = `${name} ${purpose}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    return c.html(workspacesPage({ shell, words: query, mine: found ?? null, here: items, ...link(more) }));
  });

  app.get("/workspaces/new", (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    const values = entered({ level: "open" });
    return c.html(newWorkspacePage({ shell, values, problems: [], host: ctx.host }));
  });
  app.post("/workspaces/new", create);

  app.get("/workspaces/:slug", async (c) => {
    const head = await loadHead(c);
    c.header("vary", "Accept");
    if (speaksActivities(c)) return c.redirect(head.iri, 302);
    const { ctx, shell } = c.var;
    const [latest, managers, arrival, requests] = await Promise.all([
      latestIn(ctx, head),
      managersOf(ctx, head.id, organisation(c)),
      arrivalOf(ctx, head),
      requestCount(ctx, head),
    ]);
    const starts = ctx.actor !== null && mayStart(head.standing, ctx.actor);
    return c.html(
      workspaceHomePage({
        shell,
        head,
        latest,
        managers,
        arrival,
        requests,
        mayStart: starts,
        now: ctx.clock(),
        open: openFor(c, head.iri),
      }),
    );
  });

  app.get("/workspaces/:slug/arrival", async (c) => {
    const head = await loadHead(c);
    const arrival = await arrivalOf(c.var.ctx, head);
    // What has arrived belongs on the page: it is loaded anew, once.
    if (arrival.state === "settled" || arrival.state === "failed") c.header("hx-refresh", "true");
    return c.html(arrivalPart(head, arrival));
  });

  app.get("/workspaces/:slug/people", async (c) => {
    const head = await loadHead(c);
    const { ctx, shell } = c.var;
    const [query, { page, link }] = [words(c), paging(c, `${head.href}/people`)];
    const [{ items, more }, organisations, requests] = await Promise.all([
      membersOf(ctx, head.id, organisation(c), { words: query, page }),
      organisationsOf(ctx, head.id, organisation(c)),
      requestCount(ctx, head),
    ]);
    return c.html(
      membersPage({ shell, head, members: items, organisations, words: query, requests, ...link(more) }),
    );
  });

  app.get("/workspaces/:slug/about", async (c) => {
    const head = await loadHead(c);
    const requests = await requestCount(c.var.ctx, head);
    return c.html(aboutPage({ shell: c.var.shell, head, requests, open: openFor(c, head.iri) }));
  });

  joiningRoutes(app);
  invitingRoutes(app);
  manageRoutes(app);
}
