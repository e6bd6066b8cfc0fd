import { type MoveProps, moveView } from "../../views/forums/move.ts";
import { parseId } from "../core/id.ts";
import { type FieldProblem, Refusal } from "../core/refusal.ts";
import { done, needsSignIn, type Request, type Web } from "../web/index.ts";
import { discussionHref, mayManage, onlyManagers, opensUp } from "../workspaces/index.ts";
import { onePost } from "./discussion-query.ts";
import { moveTargets } from "./moves-query.ts";
import { moveDiscussion } from "./moving.ts";
import { askedOf, idOf, ours, sent, slugOf } from "./request.ts";

/** A discussion, for a manager who moves it, and where it may go. */
async function moving(c: Request): Promise<Omit<MoveProps, "to" | "problems">> {
  const { ctx, shell } = c.var;
  const { head, post, title } = await onePost(ctx, ours(c), slugOf(c), idOf(c));
  needsSignIn(c);
  if (!mayManage(head.standing)) throw onlyManagers();
  if (post.kind !== "discussion") throw new Refusal("conflict", "Only a whole discussion can be moved.");
  if (post.state === "deleted") throw new Refusal("gone", "This has been deleted.");
  const targets = await moveTargets(ctx, head.id, ours(c));
  return { shell, head, id: post.id, title: title ?? "", targets };
}

async function move(c: Request) {
  const props = await moving(c);
  const { head, id, targets } = props;
  const { all } = await sent(c);
  const to = targets.find((one) => one.id === parseId(String(all.to ?? "")));
  const again = (problems: FieldProblem[]) => c.html(moveView({ ...props, to: null, problems }), 422);
  if (!to) return again([{ field: "to", text: "Choose a workspace" }]);
  if (all.confirm !== "yes") return c.html(moveView({ ...props, to, problems: [] }));
  let outcome;
  try {
    outcome = await moveDiscussion(c.var.ctx, { contentId: id, toId: to.id, confirmed: true });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "conflict") throw error;
    return again([{ field: "to", text: error.message }]);
  }
  const path = discussionHref(head.slug, id);
  if (outcome === "asked")
    return done(
      c,
      path,
      askedOf(head.elsewhere ? head : { ...head, organisation: to.organisation }, "move it"),
    );
  const undo = {
    path: `/workspaces/${to.slug}/posts/${id}/move`,
    fields: { to: String(head.id), confirm: "yes" },
  };
  const more = opensUp(head.level, to.level) ? " More people can read it now." : "";
  return done(c, discussionHref(to.slug, id), `Moved to ${to.name}.${more}`, "success", undo);
}

/** Moving a discussion to another workspace: where to, what that means, and then it is done. */
export function moveRoutes(app: Web): void {
  app.get("/workspaces/:slug/posts/:id/move", async (c) =>
    c.html(moveView({ ...(await moving(c)), to: null, problems: [] })),
  );
  app.post("/workspaces/:slug/posts/:id/move", move);
}
