import { eq } from "drizzle-orm";
import { activity, actor, content, workspace, workspaceMove } from "../db/index.ts";
import { parseId } from "../src/core/id.ts";
import type { Request, Web } from "../src/web/index.ts";
import { mayFetchPost, mayFind, signerOf } from "./access.ts";
import { mayRead } from "./admit.ts";
import type { Deps } from "./deps.ts";
import { toWire } from "./objects/index.ts";
import { loadContent, type WireContent } from "./objects/load.ts";
import { isNoted, noteDocument } from "./objects/note.ts";
import { tombstone } from "./objects/post.ts";
import { activityContext, contentContext } from "./wire/context.ts";

export const activityJson = "application/activity+json";

/** Whether ActivityStreams is asked for, and not a page. */
export function wantsActivity(c: Request): boolean {
  const accept = c.req.header("accept") ?? "";
  return /application\/(activity|ld)\+json/.test(accept);
}

export function answerJson(c: Request, body: unknown, status: 200 | 403 | 404 | 410 = 200) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return c.body(text, status, {
    "content-type": activityJson,
    // What depends on who asks is kept by nobody in between.
    "cache-control": "private, no-cache",
    vary: "accept, signature, authorization",
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
  });
}

export const nothingHere = (c: Request) => answerJson(c, { error: "Not found" }, 404);

const ownActs = new Set(["Create", "Update", "Delete", "Announce"]);

/** Posts and activities at their own addresses, for those who may read them. For the others they are not there. */
export function documentRoutes(app: Web, deps: Deps): void {
  const { db } = deps.store;

  /** A post of ours, for whoever may read it. */
  async function readable(c: Request, id: string): Promise<WireContent | null> {
    const loaded = await loadContent(db, parseId(id) ?? 0);
    // What lives elsewhere is served by its own server.
    if (!loaded || !loaded.author.local) return null;
    const { workspace } = loaded;
    if (workspace?.level === "open") return loaded;
    const may = workspace
      ? await mayRead(deps, c, workspace.actorId)
      : await mayFetchPost(deps, loaded.row.id, await signerOf(deps, c));
    return may ? loaded : null;
  }

  app.get("/content/:id", async (c, next) => {
    if (!wantsActivity(c)) return next();
    const loaded = await readable(c, c.req.param("id"));
    if (!loaded) return nothingHere(c);
    if (loaded.row.deleted) return answerJson(c, { "@context": activityContext, ...tombstone(loaded) }, 410);
    return answerJson(c, { "@context": contentContext, ...toWire(loaded) });
  });

  // An offer or a request for those who know no Proposal; a browser is led to its page.
  app.get("/content/:id/note", async (c) => {
    const { id } = c.req.param();
    if (!wantsActivity(c)) return c.redirect(`/content/${parseId(id) ?? 0}`, 302);
    const loaded = await readable(c, id);
    if (!loaded || !isNoted(loaded)) return nothingHere(c);
    const status = loaded.row.deleted ? 410 : 200;
    return answerJson(c, { "@context": activityContext, ...noteDocument(loaded) }, status);
  });

  app.get("/activities/:id", async (c) => {
    const iri = `${deps.env.origin}/activities/${c.req.param("id")}`;
    const [row] = await db.select().from(activity).where(eq(activity.iri, iri));
    if (!row) return nothingHere(c);
    if (row.workspaceId) {
      if (!(await mayRead(deps, c, row.workspaceId))) return nothingHere(c);
    } else if (row.contentId !== null && ownActs.has(row.type)) {
      // By one of our own, in no workspace: for whom the post is for. Who boosts says so to everybody.
      const open =
        row.type === "Announce" || (await mayFetchPost(deps, row.contentId, await signerOf(deps, c)));
      if (!open) return nothingHere(c);
    } else if (row.type !== "Update") {
      // Between two: who asked to join, and what was answered.
      const signer = await signerOf(deps, c);
      const { to } = JSON.parse(row.body || "{}") as { to?: string[] };
      const concerned = to?.some(
        (iri) => signer !== null && URL.parse(iri)?.origin === URL.parse(signer)?.origin,
      );
      if (!concerned) return nothingHere(c);
    }
    if (row.body === "" || row.withheld) {
      const [post] = await db
        .select({ iri: content.iri })
        .from(content)
        .where(eq(content.id, row.contentId ?? 0));
      return answerJson(
        c,
        { "@context": activityContext, id: row.iri, type: "Tombstone", object: post?.iri },
        410,
      );
    }
    return answerJson(c, row.body);
  });

  // Who belonged to a workspace that moved, for the new one alone.
  app.get("/actors/:id/handover", async (c) => {
    const [row] = await db
      .select({ toIri: workspaceMove.toIri, handover: workspaceMove.handover, iri: actor.iri })
      .from(workspaceMove)
      .innerJoin(actor, eq(actor.id, workspaceMove.workspaceId))
      .where(eq(workspaceMove.workspaceId, parseId(c.req.param("id")) ?? 0));
    if (!row?.handover || (await signerOf(deps, c)) !== row.toIri) return nothingHere(c);
    return answerJson(c, { "@context": activityContext, id: `${row.iri}/handover`, ...row.handover });
  });

  // A closed account says so, so that others stop asking.
  app.get("/actors/:id", async (c, next) => {
    const [row] = await db
      .select({
        id: actor.id,
        gone: actor.gone,
        local: actor.local,
        iri: actor.iri,
        url: actor.url,
        level: workspace.level,
      })
      .from(actor)
      .leftJoin(workspace, eq(workspace.actorId, actor.id))
      .where(eq(actor.id, parseId(c.req.param("id")) ?? 0));
    if (!row?.local) return nothingHere(c);
    if (row.gone) return answerJson(c, { "@context": activityContext, id: row.iri, type: "Tombstone" }, 410);
    // A confidential workspace is there for its members' servers only.
    if (row.level === "confidential" && !(await mayFind(deps, row.id, await signerOf(deps, c))))
      return nothingHere(c);
    if (!wantsActivity(c)) return c.redirect(row.url ?? "/");
    return next();
  });
}
