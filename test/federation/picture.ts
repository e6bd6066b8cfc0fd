import { asc, eq } from "drizzle-orm";
import { actor, content, discussion } from "../../db/index.ts";
import type { Instance } from "../rig.ts";

/** What an instance holds of a workspace, in words that are the same everywhere. */
export async function picture(instance: Instance, workspaceIri: string) {
  const [group] = await instance.store.db.select().from(actor).where(eq(actor.iri, workspaceIri));
  const rows = await instance.store.db
    .select({
      iri: content.iri,
      kind: content.kind,
      title: content.title,
      html: content.html,
      likes: content.likes,
      deleted: content.deleted,
      accepted: content.accepted,
      rootId: content.rootId,
      parentId: content.parentId,
      author: actor.iri,
    })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(eq(content.workspaceId, group!.id))
    .orderBy(asc(content.iri));
  const marks = await instance.store.db
    .select({
      iri: content.iri,
      pinned: discussion.pinned,
      locked: discussion.locked,
      comments: discussion.comments,
    })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .where(eq(discussion.workspaceId, group!.id))
    .orderBy(asc(content.iri));
  const ids = await instance.store.db.select({ id: content.id, iri: content.iri }).from(content);
  const iriOf = new Map(ids.map((one) => [one.id, one.iri]));
  return {
    posts: rows.map(({ deleted, accepted, rootId, parentId, ...row }) => ({
      ...row,
      deleted: deleted !== null,
      accepted: accepted !== null,
      root: iriOf.get(rootId),
      parent: parentId ? iriOf.get(parentId) : null,
    })),
    marks: marks.map((one) => ({ ...one, pinned: one.pinned !== null, locked: one.locked !== null })),
  };
}

/** The same post, actor or workspace has another id on each instance. */
export const idAt = async (instance: Instance, iri: string): Promise<number> => {
  const [row] = await instance.store.db.select({ id: content.id }).from(content).where(eq(content.iri, iri));
  return row!.id;
};
export const iriAt = async (instance: Instance, id: number): Promise<string> => {
  const [row] = await instance.store.db.select({ iri: content.iri }).from(content).where(eq(content.id, id));
  return row!.iri;
};
