import { and, asc, count, eq, gt, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import { content, discussion, placement } from "../db/index.ts";
import { type Id, parseId } from "../src/core/id.ts";
import type { Request, Web } from "../src/web/index.ts";
import { actorById } from "./actors/rows.ts";
import { resourcesOf } from "./addresses.ts";
import { mayRead } from "./admit.ts";
import { collection, pageSize } from "./collections.ts";
import type { Deps } from "./deps.ts";
import { answerJson, nothingHere } from "./documents.ts";
import { activityContext } from "./wire/context.ts";

/** The files and folders of a workspace, and what lies in a folder: by their addresses, for whoever may read the workspace. */
export function resourceRoutes(app: Web, deps: Deps): void {
  const { db } = deps.store;

  /** Those that stand there, the first first. */
  async function answer(c: Request, address: string, { workspaceId, by }: { workspaceId: Id; by: SQL }) {
    const group = await actorById(db, workspaceId);
    const inside = and(
      eq(discussion.workspaceId, workspaceId),
      inArray(discussion.form, ["file", "folder"]),
      isNotNull(content.accepted),
      isNull(content.deleted),
      isNull(content.hidden),
      by,
    );
    if (c.req.query("page") === undefined) {
      const [counted] = await db
        .select({ totalItems: count() })
        .from(discussion)
        .innerJoin(content, eq(content.id, discussion.contentId))
        .leftJoin(placement, eq(placement.contentId, discussion.contentId))
        .where(inside);
      const { totalItems = 0 } = counted ?? {};
      return answerJson(
        c,
        collection(address, { totalItems, attributedTo: group?.iri, first: `${address}?page=true` }),
      );
    }
    const after = parseId(c.req.query("after")) ?? 0;
    const found = await db
      .select({ id: content.id, iri: content.iri })
      .from(discussion)
      .innerJoin(content, eq(content.id, discussion.contentId))
      .leftJoin(placement, eq(placement.contentId, discussion.contentId))
      .where(and(inside, gt(content.id, after)))
      .orderBy(asc(content.id))
      .limit(pageSize);
    return answerJson(c, {
      "@context": activityContext,
      id: `${address}?page=true${after ? `&after=${after}` : ""}`,
      type: "OrderedCollectionPage",
      partOf: address,
      ...(found.length === pageSize ? { next: `${address}?page=true&after=${found.at(-1)!.id}` } : {}),
      orderedItems: found.map(({ iri }) => iri),
    });
  }

  app.get("/actors/:id/resources", async (c) => {
    const row = await actorById(db, parseId(c.req.param("id")) ?? 0);
    if (!row?.local || row.gone || row.kind !== "group" || !(await mayRead(deps, c, row.id)))
      return nothingHere(c);
    return answer(c, resourcesOf(row.iri), { workspaceId: row.id, by: isNotNull(content.id) });
  });

  // Of a folder that somebody here has made, also in a workspace elsewhere.
  app.get("/content/:id/items", async (c) => {
    const [folder] = await db
      .select({ iri: content.iri, workspaceId: discussion.workspaceId })
      .from(content)
      .innerJoin(discussion, eq(discussion.contentId, content.id))
      .where(
        and(
          eq(content.id, parseId(c.req.param("id")) ?? 0),
          eq(discussion.form, "folder"),
          isNull(content.deleted),
          isNull(content.hidden),
        ),
      );
    if (!folder?.iri.startsWith(`${deps.env.origin}/`) || !(await mayRead(deps, c, folder.workspaceId)))
      return nothingHere(c);
    const { iri, workspaceId } = folder;
    return answer(c, `${iri}/items`, { workspaceId, by: eq(placement.folderIri, iri) });
  });
}
