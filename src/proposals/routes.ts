import { proposalsView } from "../../views/proposals/list.ts";
import { proposalWords } from "../../views/proposals/words.ts";
import { notFound } from "../core/refusal.ts";
import { idOf, onePost, ours, readableHead, slugOf } from "../forums/index.ts";
import { done, fields, needsSignIn, type Web } from "../web/index.ts";
import { discussionHref, mayStart } from "../workspaces/index.ts";
import { proposalsPage } from "./queries.ts";
import { purposes } from "./rules.ts";
import { settleProposal } from "./settling.ts";

/** The offers and requests of a workspace, and whether they still stand. */
export function routes(app: Web): void {
  app.get("/workspaces/:slug/offers", async (c) => {
    const { ctx, shell } = c.var;
    const head = await readableHead(c);
    const { kind, show, after } = c.req.query();
    const purpose = purposes.find((one) => one === kind) ?? null;
    const asked = { purpose, closed: show === "closed", ...(after ? { after } : {}) };
    const proposals = await proposalsPage(ctx, head, ours(c), asked);
    const starts = !!ctx.actor && mayStart(head.standing, ctx.actor);
    return c.html(proposalsView({ shell, head, proposals, now: ctx.clock(), mayStart: starts }));
  });

  app.post("/workspaces/:slug/discussions/:id/settle", async (c) => {
    const { ctx } = c.var;
    const { head, discussionId, form } = await onePost(ctx, ours(c), slugOf(c), idOf(c));
    needsSignIn(c);
    const said = (await fields(c)).closed;
    const purpose = purposes.find((one) => one === form);
    if (!purpose || (said !== "yes" && said !== "no")) throw notFound();
    await settleProposal(ctx, { contentId: discussionId, closed: said === "yes" });
    return done(c, discussionHref(head.slug, discussionId), proposalWords[purpose].done[said]);
  });
}
