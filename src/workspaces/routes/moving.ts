import { movePage } from "../../../views/workspaces/moving.ts";
import { findBySlug, slug } from "../../actors/index.ts";
import { eq } from "drizzle-orm";
import { actor } from "../../../db/index.ts";
import { type FieldProblem, invalid, Refusal } from "../../core/refusal.ts";
import { administrator } from "../../people/index.ts";
import { done, fields, needsSignIn, type Request, type Web } from "../../web/index.ts";
import type { WorkspaceHead } from "../head.ts";
import { prepareMove, startMove } from "../moving-house.ts";
import { onlyManagers } from "../operations.ts";
import { loadHead } from "./request.ts";

/** The workspace, for a manager: of one here, an administrator too. */
async function moving(c: Request): Promise<WorkspaceHead> {
  const head = await loadHead(c);
  needsSignIn(c);
  if (!head.moderates) throw onlyManagers();
  if (!head.elsewhere) administrator(c.var.ctx);
  return head;
}

const page = (c: Request, head: WorkspaceHead, address = "", problems: FieldProblem[] = []) =>
  c.html(movePage({ shell: c.var.shell, head, address, problems }), problems.length > 0 ? 422 : 200);

async function move(c: Request) {
  const head = await moving(c);
  const { ctx } = c.var;
  if (head.elsewhere) {
    const toId = await prepareMove(ctx, { workspaceId: head.id });
    const there = await loadHead(c, toId);
    const text = `Prepared. A manager who is an administrator at ${head.organisation} now enters ${there.address} there.`;
    return done(c, there.href, text);
  }
  const form = await fields(c);
  const address = typeof form.address === "string" ? form.address.trim() : "";
  try {
    if (!address) throw invalid("address", "Enter the address of the workspace that was prepared");
    if (form.confirm !== "yes") throw invalid("confirm", "Confirm that it moves for good");
    await startMove(ctx, { workspaceId: head.id, address });
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.length === 0) throw error;
    return page(c, head, address, error.problems);
  }
  return done(c, "/workspaces", `${head.name} has moved to ${address}. You find it among your workspaces.`);
}

/** Where the pages of a workspace are that has moved; null where it has not. */
async function newPlace(c: Request): Promise<string | null> {
  const { ctx } = c.var;
  const id = await findBySlug(ctx, "group", c.req.param("slug") ?? "");
  if (id === null) return null;
  const { db } = ctx.store;
  const [old] = await db.select({ movedTo: actor.movedTo }).from(actor).where(eq(actor.id, id));
  if (!old?.movedTo) return null;
  const [to] = await db.select().from(actor).where(eq(actor.iri, old.movedTo));
  if (!to) return null;
  const path = new URL(c.req.url).pathname.replace(/^\/workspaces\/[^/]+/, "");
  return `/workspaces/${slug(to)}${path}`;
}

/** Moving a workspace to another instance: prepared at the new one, started at the old one. */
export function movingRoutes(app: Web): void {
  // Before all other pages: what has moved is at its new place.
  for (const path of ["/workspaces/:slug", "/workspaces/:slug/*"])
    app.use(path, async (c, next) => {
      if (c.req.method !== "GET" || /json/.test(c.req.header("accept") ?? "")) return next();
      const moved = await newPlace(c);
      return moved ? c.redirect(moved, 302) : next();
    });
  app.get("/workspaces/:slug/move", async (c) => page(c, await moving(c)));
  app.post("/workspaces/:slug/move", move);
}
