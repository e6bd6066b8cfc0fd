import { askPage, leavePage } from "../../../views/workspaces/joining.ts";
import { Refusal } from "../../core/refusal.ts";
import { check, done, fields, needsSignIn, type Request, type Web } from "../../web/index.ts";
import type { WorkspaceHead } from "../head.ts";
import { joinInput } from "../input.ts";
import { join, leave } from "../membership.ts";
import { loadHead } from "./request.ts";

/** What is said after asking or joining. */
function joinedText({ name, elsewhere, organisation }: WorkspaceHead, state: string): string {
  if (state === "active") return `You have joined ${name}.`;
  if (elsewhere) return `Your request to join ${name} is on its way to ${organisation}.`;
  return `You have asked to join ${name}. A manager decides.`;
}

async function ask(c: Request) {
  needsSignIn(c);
  const head = await loadHead(c);
  if (head.member || head.state === "requested" || head.joining !== "on request") {
    return c.redirect(head.href, 303);
  }
  return c.html(askPage({ shell: c.var.shell, head, reason: "", problems: [] }));
}

async function joinNow(c: Request) {
  needsSignIn(c);
  const head = await loadHead(c);
  const { ctx, shell } = c.var;
  const form = await fields(c);
  try {
    const { reason } = check(joinInput, form);
    const state = await join(ctx, { workspaceId: head.id, reason });
    return done(c, head.href, joinedText(head, state));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    const reason = String(form.reason ?? "");
    return c.html(askPage({ shell, head, reason, problems: error.problems }), 422);
  }
}

async function leaveNow(c: Request) {
  needsSignIn(c);
  const head = await loadHead(c);
  await leave(c.var.ctx, { workspaceId: head.id });
  const { name, state, level } = head;
  // Nobody outside may know of a confidential one, so there is no page to go back to.
  if (level === "confidential") return done(c, "/workspaces", `You have left ${name}.`);
  const text =
    state === "requested"
      ? `You have taken back your request to join ${name}.`
      : level === "open"
        ? `You have left ${name}. To undo this, choose Join.`
        : `You have left ${name}. To come back, choose Ask to join.`;
  return done(c, head.href, text);
}

/** Joining, asking to, leaving. */
export function joiningRoutes(app: Web): void {
  app.get("/workspaces/:slug/join", ask);
  app.post("/workspaces/:slug/join", joinNow);

  app.get("/workspaces/:slug/leave", async (c) => {
    needsSignIn(c);
    const head = await loadHead(c);
    if (!head.member && head.state !== "requested") return c.redirect(head.href, 303);
    return c.html(leavePage({ shell: c.var.shell, head }));
  });
  app.post("/workspaces/:slug/leave", leaveNow);
}
