import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import {
  activity,
  actor,
  content,
  discussion,
  follow,
  membership,
  type Reader,
  reblog,
  workspace,
} from "../db/index.ts";
import { type Id, parseId } from "../src/core/id.ts";
import { meantFor } from "../src/visibility/index.ts";
import type { Request, Web } from "../src/web/index.ts";
import { mayFetch, mayFetchPost, signerOf } from "./access.ts";
import { mayRead } from "./admit.ts";
import type { Json } from "./actors/documents.ts";
import { actorById, actorByIri, type ActorRow } from "./actors/rows.ts";
import { membersOf } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import { answerJson, nothingHere, wantsActivity } from "./documents.ts";
import { documentOf } from "./actors/index.ts";
import { toWire } from "./objects/index.ts";
import { loadContents } from "./objects/load.ts";
import { tombstone } from "./objects/post.ts";
import { contentContext } from "./wire/context.ts";

export const pageSize = 50;

/**
 * Collections, made here and not with Fedify's dispatchers: those write a list of one as the thing itself, leave out
 * an empty list, and re-make what is inside, where an Announce must keep the bytes of its activity.
 */
export const collection = (id: string, fields: Json): Json => ({
  "@context": contentContext,
  id,
  type: "OrderedCollection",
  ...fields,
});

/**
 * What somebody says in their own name to everybody: posts of their own, and what they boost. What they say in
 * workspaces stands in the workspaces' outboxes.
 */
const publishedBy = (db: Reader, id: Id): SQL | undefined =>
  and(
    isNull(activity.workspaceId),
    or(
      and(
        eq(activity.type, "Create"),
        inArray(
          activity.contentId,
          db
            .select({ id: content.id })
            .from(content)
            .where(
              and(
                eq(content.authorId, id),
                eq(content.kind, "post"),
                meantFor(db, null),
                isNull(content.hidden),
              ),
            ),
        ),
      ),
      and(
        eq(activity.type, "Announce"),
        inArray(activity.iri, db.select({ iri: reblog.iri }).from(reblog).where(eq(reblog.actorId, id))),
      ),
    ),
  );

export function collectionRoutes(app: Web, deps: Deps): void {
  const { db } = deps.store;

  /** The actor of ours named in the address, if whoever asks may look inside it. */
  async function group(c: Request): Promise<ActorRow | null> {
    const row = await actorById(db, parseId(c.req.param("id")) ?? 0);
    if (!row?.local || row.gone || row.kind !== "group") return null;
    return (await mayFetch(deps, row.id, await signerOf(deps, c))) ? row : null;
  }

  app.get("/actors/:id/outbox", async (c) => {
    const row = await actorById(db, parseId(c.req.param("id")) ?? 0);
    if (!row?.local || row.gone) return nothingHere(c);
    if (row.kind === "application")
      return answerJson(c, collection(row.outbox!, { totalItems: 0, orderedItems: [] }));
    if (row.kind === "person") return outbox(c, row, publishedBy(db, row.id));
    if (!(await group(c))) return nothingHere(c);
    // What was moved to another workspace is read there.
    const passedOn = and(eq(activity.type, "Announce"), ne(activity.innerType, "Page"));
    return outbox(c, row, and(passedOn, eq(activity.workspaceId, row.id)));
  });

  async function outbox(c: Request, row: ActorRow, which: SQL | undefined) {
    const mine = and(
      eq(activity.actorId, row.id),
      which,
      ne(activity.body, ""),
      eq(activity.withheld, false),
    );
    const address = row.outbox!;
    const before = parseId(c.req.query("before"));
    const after = c.req.query("after") === "0" ? 0 : parseId(c.req.query("after"));
    const whole = c.req.query("page") === undefined;
    // From the end a reader walks forward in time, so that what is answered stands before the answer.
    const rows = await db
      .select({ id: activity.id, body: activity.body })
      .from(activity)
      .where(
        and(
          mine,
          before ? lt(activity.id, before) : undefined,
          after !== null ? gt(activity.id, after) : undefined,
        ),
      )
      .orderBy(after !== null ? asc(activity.id) : desc(activity.id))
      .limit(pageSize);
    const newestFirst = after !== null ? rows.reverse() : rows;
    const oldest = newestFirst.at(-1)?.id;
    const newest = newestFirst[0]?.id;
    const page = {
      "@context": contentContext,
      id: `${address}?page=true${before ? `&before=${before}` : ""}${after !== null ? `&after=${after}` : ""}`,
      type: "OrderedCollectionPage",
      partOf: address,
      ...(oldest !== undefined && rows.length > 0 ? { next: `${address}?page=true&before=${oldest}` } : {}),
      ...(newest !== undefined ? { prev: `${address}?page=true&after=${newest}` } : {}),
    };
    const links = { first: `${address}?page=true`, last: `${address}?page=true&after=0` };
    // Lemmy and PieFed turn no pages: the newest stand in the collection itself too.
    const shell = whole
      ? collection(address, { totalItems: await db.$count(activity, mine), ...links })
      : page;
    // Joined as text: the activities inside stay as they are, byte for byte.
    const items = newestFirst.map((one) => one.body).join(",");
    return answerJson(c, `${JSON.stringify(shell).slice(0, -1)},"orderedItems":[${items}]}`);
  }

  app.get("/actors/:id/followers", async (c) => {
    const row = await actorById(db, parseId(c.req.param("id")) ?? 0);
    if (!row?.local || row.gone) return nothingHere(c);
    if (row.kind === "group" && !(await group(c))) return nothingHere(c);
    const asked = c.req.query("is_follower");
    if (asked !== undefined) {
      // Lemmy asks for one actor; only servers that sign learn it, and of what is not open only members' servers.
      const follower = (await signerOf(deps, c)) !== null && (await followerByIri(row.id, asked));
      return follower ? answerJson(c, collection(row.followers!, { totalItems: 1 })) : nothingHere(c);
    }
    const totalItems = await db.$count(
      follow,
      and(eq(follow.followedId, row.id), eq(follow.state, "accepted")),
    );
    // Only the number: who belongs to a workspace is for those inside. The form is Lemmy's, which reads no other.
    return answerJson(c, { ...collection(row.followers!, { totalItems, items: [] }), type: "Collection" });
  });

  async function followerByIri(followedId: Id, iri: string): Promise<boolean> {
    const [found] = await db
      .select({ id: follow.id })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followerId))
      .where(and(eq(follow.followedId, followedId), eq(follow.state, "accepted"), eq(actor.iri, iri)));
    return !!found;
  }

  // Only the number, as of the followers: whom somebody follows is theirs to tell.
  app.get("/actors/:id/following", async (c) => {
    const row = await actorById(db, parseId(c.req.param("id")) ?? 0);
    if (!row?.local || row.gone || row.kind !== "person") return nothingHere(c);
    const people = db
      .select({ id: actor.id })
      .from(actor)
      .where(and(eq(actor.kind, "person"), isNull(actor.gone)));
    const totalItems = await db.$count(
      follow,
      and(eq(follow.followerId, row.id), eq(follow.state, "accepted"), inArray(follow.followedId, people)),
    );
    return answerJson(c, collection(`${row.iri}/following`, { totalItems }));
  });

  app.get("/actors/:id/members", async (c) => {
    const row = await group(c);
    if (!row) return nothingHere(c);
    const members = and(eq(membership.workspaceId, row.id), eq(membership.state, "active"));
    return answerJson(
      c,
      collection(membersOf(row.iri), { totalItems: await db.$count(membership, members) }),
    );
  });

  app.get("/actors/:id/moderators", async (c) => {
    const row = await actorById(db, parseId(c.req.param("id")) ?? 0);
    if (!row?.local || row.gone || row.kind !== "group") return nothingHere(c);
    const [found] = await db.select().from(workspace).where(eq(workspace.actorId, row.id));
    // Managers' names are shown on the home page of a restricted workspace, and there only.
    const shown = found?.level === "open" || found?.level === "restricted" || !!(await group(c));
    if (!shown) return nothingHere(c);
    const rows = await db
      .select({ iri: actor.iri })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(
        and(
          eq(membership.workspaceId, row.id),
          eq(membership.role, "manager"),
          eq(membership.state, "active"),
        ),
      )
      .orderBy(membership.id);
    const items = rows.map((one) => one.iri);
    return answerJson(c, collection(row.moderators!, { totalItems: items.length, orderedItems: items }));
  });

  app.get("/actors/:id/featured", async (c) => {
    const row = await group(c);
    if (!row) return nothingHere(c);
    const pinned = await db
      .select({ id: discussion.contentId })
      .from(discussion)
      .innerJoin(content, eq(content.id, discussion.contentId))
      .where(and(eq(discussion.workspaceId, row.id), isNotNull(discussion.pinned), isNull(content.deleted)))
      .orderBy(desc(discussion.pinned))
      .limit(pageSize);
    const loaded = await loadContents(
      db,
      pinned.map((one) => one.id),
    );
    const items = pinned.flatMap((one) => loaded.get(one.id) ?? []).map(toWire);
    return answerJson(c, collection(row.featured!, { totalItems: items.length, orderedItems: items }));
  });

  // A whole discussion, oldest first (FEP-7888, f228).
  app.get("/content/:id/context", async (c) => {
    const id = parseId(c.req.param("id")) ?? 0;
    const [root] = await db
      .select()
      .from(content)
      .where(and(eq(content.id, id), eq(content.rootId, id)));
    if (!root?.context?.startsWith(`${deps.env.origin}/`)) return nothingHere(c);
    const signer = await signerOf(deps, c);
    const may =
      root.workspaceId === null
        ? await mayFetchPost(deps, id, signer)
        : await mayRead(deps, c, root.workspaceId);
    if (!may) return nothingHere(c);
    const after = parseId(c.req.query("after")) ?? 0;
    const address = root.context;
    const asker = signer ? await actorByIri(db, signer) : null;
    const inside = and(
      eq(content.rootId, id),
      or(isNotNull(content.accepted), eq(content.id, id)),
      // Each post of somebody's own is for whom it says.
      root.workspaceId === null ? meantFor(db, asker?.id ?? null) : undefined,
    );
    const group = await actorById(db, root.workspaceId ?? root.authorId);
    if (c.req.query("page") === undefined) {
      const totalItems = await db.$count(content, inside);
      return answerJson(
        c,
        collection(address, { totalItems, attributedTo: group?.iri, first: `${address}?page=true` }),
      );
    }
    const rows = await db
      .select({ id: content.id })
      .from(content)
      .where(and(inside, gt(content.id, after)))
      .orderBy(asc(content.id))
      .limit(pageSize);
    const loaded = await loadContents(
      db,
      rows.map((one) => one.id),
    );
    // What was written elsewhere is named, and read at its own home.
    const items = rows.flatMap(({ id: each }): (Json | string)[] => {
      const one = loaded.get(each);
      if (!one) return [];
      if (!one.author.local) return [one.row.iri];
      return [one.row.deleted ? tombstone(one) : toWire(one)];
    });
    return answerJson(c, {
      "@context": contentContext,
      id: `${address}?page=true${after ? `&after=${after}` : ""}`,
      type: "OrderedCollectionPage",
      partOf: address,
      ...(rows.length === pageSize ? { next: `${address}?page=true&after=${rows.at(-1)!.id}` } : {}),
      orderedItems: items,
    });
  });

  // What this instance offers to others: the list on "Discover" of another instance.
  app.get("/workspaces", async (c, next) => {
    if (!wantsActivity(c)) return next();
    const rows = await db
      .select({ id: actor.id })
      .from(workspace)
      .innerJoin(actor, eq(actor.id, workspace.actorId))
      .where(
        and(
          eq(actor.local, true),
          isNull(actor.gone),
          eq(actor.discoverable, true),
          inArray(workspace.level, ["open", "restricted"]),
        ),
      )
      .orderBy(sql`lower(${actor.name})`)
      .limit(500);
    const items: Json[] = [];
    for (const row of rows) {
      const {
        "@context": _context,
        publicKey: _key,
        assertionMethod: _methods,
        ...document
      } = (await documentOf(deps, row.id))!;
      items.push(document);
    }
    return answerJson(
      c,
      collection(`${deps.env.origin}/workspaces`, { totalItems: items.length, orderedItems: items }),
    );
  });
}
