import { queuePage, adminQueuePage } from "../../views/moderation/queue.ts";
import { reportPage } from "../../views/moderation/report.ts";
import { cardRow, card, findBySlug, ownPostHref, slug } from "../actors/index.ts";
import type { Id } from "../core/id.ts";
import { type FieldProblem, notFound, Refusal } from "../core/refusal.ts";
import { deleteContent, hiddenHere, postFor, postHref } from "../forums/index.ts";
import { deletePost, ownPostFor } from "../posts/index.ts";
import { check, done, fields, needsSignIn, type Request, type Web } from "../web/index.ts";
import { blockMember, headOf, type WorkspaceHead } from "../workspaces/index.ts";
import { hidePost } from "./hiding.ts";
import { decisionInput, reportInput } from "./input.ts";
import { queueOf } from "./queue.ts";
import { decideReport, makeReport, type Reported } from "./reports.ts";
import { idIn, moderated, ours } from "./request.ts";

interface About {
  reported: Reported;
  name: string;
  /** Where it leads back to, and where the form is sent. */
  back: string;
  path: string;
  head: WorkspaceHead | null;
}

/** The post in the path, for one who may read it. */
async function postIn(c: Request): Promise<About> {
  const { ctx } = c.var;
  const { post } = await postFor(ctx, ctx.store.db, idIn(c.req.param("id")));
  const head = await headOf(ctx, post.workspaceId, ours(c));
  const author = await cardRow(ctx.store.db, post.authorId);
  needsSignIn(c);
  if (post.deleted) throw new Refusal("gone", "This has been deleted.");
  if (post.hidden) throw hiddenHere();
  return {
    reported: { contentId: post.id },
    name: `${author ? card(author, ours(c)).name : ""}’s ${post.kind === "discussion" ? "post" : "comment"}`,
    back: postHref(head.slug, post),
    path: `${head.href}/posts/${post.id}/report`,
    head,
  };
}

/** A post of somebody's own, for one who may see it: reported to the administrators. */
async function ownPostIn(c: Request): Promise<About> {
  needsSignIn(c);
  const { ctx } = c.var;
  const post = await ownPostFor(ctx, ctx.store.db, idIn(c.req.param("id")));
  const author = await cardRow(ctx.store.db, post.authorId);
  if (!author || slug(author).toLowerCase() !== c.req.param("slug")?.toLowerCase()) throw notFound();
  if (post.deleted) throw new Refusal("gone", "This has been deleted.");
  const { name } = card(author, ours(c));
  const back = ownPostHref(slug(author), post.id);
  return {
    reported: { contentId: post.id },
    name: `${name}’s post`,
    back,
    path: `${back}/report`,
    head: null,
  };
}

async function personIn(c: Request): Promise<About> {
  needsSignIn(c);
  const { ctx } = c.var;
  const id = await findBySlug(ctx, "person", c.req.param("slug") ?? "");
  const row = id === null ? null : await cardRow(ctx.store.db, id);
  if (!row || row.gone) throw notFound();
  const { name, href } = card(row, ours(c));
  return { reported: { personId: row.id }, name, back: href, path: `${href}/report`, head: null };
}

const show = (c: Request, about: About, problems: FieldProblem[] = []) =>
  c.html(reportPage({ shell: c.var.shell, ...about, problems }), problems.length > 0 ? 422 : 200);

async function send(c: Request, about: About) {
  const form = await fields(c);
  try {
    await makeReport(c.var.ctx, { ...about.reported, ...check(reportInput, form) });
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.length === 0) throw error;
    return show(c, about, error.problems);
  }
  const who = about.head
    ? "The managers of this workspace and the administrators here"
    : "The administrators here";
  return done(c, about.back, `Reported. ${who} look at it.`);
}

async function queue(c: Request, head: WorkspaceHead, problems: FieldProblem[] = []) {
  const { ctx, shell } = c.var;
  const reports = await queueOf(ctx, head.id, ours(c));
  const props = { shell, head, reports, problems, now: ctx.clock() };
  return c.html(queuePage(props), problems.length > 0 ? 422 : 200);
}

async function adminQueue(c: Request, problems: FieldProblem[] = []) {
  const { ctx, shell } = c.var;
  const reports = await queueOf(ctx, null, ours(c));
  return c.html(
    adminQueuePage({ shell, reports, problems, now: ctx.clock() }),
    problems.length > 0 ? 422 : 200,
  );
}

/** Does what was decided, and says so to whoever reported. */
async function decide(c: Request, workspaceId: Id | null, reportId: Id): Promise<void> {
  const { ctx } = c.var;
  const found = (await queueOf(ctx, workspaceId, ours(c))).find(({ id }) => id === reportId);
  if (!found) throw notFound();
  const { decision, note } = check(decisionInput, await fields(c));
  if (workspaceId !== null && decision === "remove" && found.post)
    await deleteContent(ctx, { contentId: found.post.id, reason: "After a report" });
  if (workspaceId === null && decision === "remove" && found.post?.own)
    await deletePost(ctx, { contentId: found.post.id, reason: "After a report" });
  if (workspaceId !== null && decision === "block")
    await blockMember(ctx, { workspaceId, memberId: found.author.id, reason: "After a report" });
  if (workspaceId === null && decision === "hide" && found.post)
    await hidePost(ctx, { contentId: found.post.id, reason: found.reason || "After a report" });
  await decideReport(ctx, { reportId, acted: decision !== "dismissed", note });
}

async function orShow(work: () => Promise<Response>, again: (problems: FieldProblem[]) => Promise<Response>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.length === 0) throw error;
    return again(error.problems);
  }
}

const decided = "Decided. Whoever reported it is told.";

/** Reporting a post or a person, and the queues of those who decide on it. */
export function reportRoutes(app: Web): void {
  app.get("/workspaces/:slug/posts/:id/report", async (c) => show(c, await postIn(c)));
  app.post("/workspaces/:slug/posts/:id/report", async (c) => send(c, await postIn(c)));
  app.get("/people/:slug/posts/:id/report", async (c) => show(c, await ownPostIn(c)));
  app.post("/people/:slug/posts/:id/report", async (c) => send(c, await ownPostIn(c)));
  app.get("/people/:slug/report", async (c) => show(c, await personIn(c)));
  app.post("/people/:slug/report", async (c) => send(c, await personIn(c)));

  app.get("/workspaces/:slug/moderation", async (c) => queue(c, await moderated(c)));
  app.post("/workspaces/:slug/moderation/reports/:report", async (c) => {
    const head = await moderated(c);
    const work = async () => {
      await decide(c, head.id, idIn(c.req.param("report")));
      return done(c, `${head.href}/moderation`, decided);
    };
    return orShow(work, (problems) => queue(c, head, problems));
  });

  app.get("/admin/reports", (c) => adminQueue(c));
  app.post("/admin/reports/:report", (c) => {
    const work = async () => {
      await decide(c, null, idIn(c.req.param("report")));
      return done(c, "/admin/reports", decided);
    };
    return orShow(work, (problems) => adminQueue(c, problems));
  });
}
