import { asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, discussion, like, proposal, type Store, workspace } from "../../db/index.ts";

const place = alias(actor, "place");
const author = alias(actor, "author");
const parent = alias(content, "parent");
const root = alias(content, "root");

/** What a database holds of a workspace, one line for each fact, in words that are the same on every instance. */
export async function holdings(store: Store, workspaceIri: string): Promise<string[]> {
  const posts = await store.db
    .select({ post: content, author: author.iri, parent: parent.iri, root: root.iri })
    .from(content)
    .innerJoin(place, eq(place.id, content.workspaceId))
    .innerJoin(author, eq(author.id, content.authorId))
    .innerJoin(root, eq(root.id, content.rootId))
    .leftJoin(parent, eq(parent.id, content.parentId))
    .where(eq(place.iri, workspaceIri))
    .orderBy(asc(content.iri));
  const discussions = await store.db
    .select({ iri: content.iri, marks: discussion })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(place, eq(place.id, content.workspaceId))
    .where(eq(place.iri, workspaceIri))
    .orderBy(asc(content.iri));
  const likes = await store.db
    .select({ iri: content.iri, liker: actor.iri, like: like.iri })
    .from(like)
    .innerJoin(content, eq(content.id, like.contentId))
    .innerJoin(actor, eq(actor.id, like.actorId))
    .innerJoin(place, eq(place.id, content.workspaceId))
    .where(eq(place.iri, workspaceIri))
    .orderBy(asc(content.iri), asc(actor.iri));
  const [room] = await store.db
    .select({ last: workspace.lastActivity })
    .from(workspace)
    .innerJoin(place, eq(place.id, workspace.actorId))
    .where(eq(place.iri, workspaceIri));
  const proposals = await store.db
    .select({ iri: content.iri, offered: proposal })
    .from(proposal)
    .innerJoin(content, eq(content.id, proposal.contentId))
    .innerJoin(place, eq(place.id, content.workspaceId))
    .where(eq(place.iri, workspaceIri))
    .orderBy(asc(content.iri));
  const yes = (value: unknown) => value !== null;
  return [
    ...posts.map(({ post, ...around }) =>
      JSON.stringify({
        post: post.iri,
        ...around,
        kind: post.kind,
        title: post.title,
        html: post.html,
        published: post.published,
        edited: post.deleted ? null : post.edited,
        deleted: yes(post.deleted),
        accepted: yes(post.accepted),
        refused: post.refused,
        likes: post.likes,
      }),
    ),
    ...discussions.map(({ iri, marks }) =>
      JSON.stringify({
        discussion: iri,
        comments: marks.comments,
        pinned: yes(marks.pinned),
        locked: yes(marks.locked),
        last: marks.lastActivity,
      }),
    ),
    ...likes.map((one) => JSON.stringify(one)),
    ...proposals.map(({ iri, offered: { contentId: _, said: __, ...offered } }) =>
      JSON.stringify({ iri, ...offered }),
    ),
    JSON.stringify({ last: room?.last }),
  ];
}
