import { and, asc, desc, eq, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import { activity, actor, content, discussion, discussionMove, inbox, like } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import { actorById, workspaceById } from "./actors/rows.ts";
import { asReceived } from "./as-received.ts";
import type { Translated } from "./bridge.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import { loadContent } from "./objects/load.ts";
import { fresh, type Happened, inboxOf, saying } from "./sending.ts";

export interface Raw {
  iri: string;
  type: string;
  body: string;
}

/** An activity as it was made here, as it arrived, or as another workspace passed it on. */
async function rawOf(deps: Deps, iri: string): Promise<Raw | null> {
  const received = await asReceived(deps, iri);
  if (received) return received;
  const { db } = deps.store;
  const [own] = await db
    .select({ iri: activity.iri, type: activity.type, body: activity.body })
    .from(activity)
    .where(eq(activity.iri, iri));
  if (own) return own;
  const [noted] = await db
    .select({ body: discussionMove.body })
    .from(discussionMove)
    .where(eq(discussionMove.activityIri, iri));
  return noted?.body ? { iri, type: "Move", body: noted.body } : null;
}

/** A discussion has left one workspace of ours, or come to one: it tells its own followers so. */
export const moved =
  (way: "out" | "in") =>
  async (
    deps: Deps,
    happened: Happened<"discussion.moved out" | "discussion.moved in">,
  ): Promise<Translated | null> => {
    const { workspaceId, contentId, actorId, created, data } = happened;
    const { db } = deps.store;
    const otherId = "toId" in data ? data.toId : data.fromId;
    const [here, other, loaded, by] = await Promise.all([
      workspaceId ? workspaceById(db, workspaceId) : null,
      workspaceById(db, otherId),
      contentId ? loadContent(db, contentId) : null,
      actorId ? actorById(db, actorId) : null,
    ]);
    if (!here?.actor.local || !loaded) return null;
    const placed = { workspaceId: here.actorId, announcedBy: here.actorId };
    const raw = await rawOf(deps, data.activityIri ?? data.moveIri);
    if (raw) return { ...placed, raw };
    if (!other || !by?.local) return null;
    const names = other.level !== "confidential" ? other : null;
    const [from, to] = way === "out" ? [here, names] : [names, here];
    // Where both sides are told the same, it is the same activity.
    const same = names !== null && here.level !== "confidential";
    const iri = same ? data.moveIri : fresh(deps, created);
    return {
      ...placed,
      activity: build.move(iri, created, by, { root: loaded.row, from, to }),
      actorId: by.id,
      to: [],
    };
  };

/** The home of the workspace to which a discussion is to go is asked to take it in. */
export async function offered(
  deps: Deps,
  { workspaceId, contentId, actorId, created, data }: Happened<"discussion.offered">,
): Promise<Translated | null> {
  const { db } = deps.store;
  const [from, to, loaded, by] = await Promise.all([
    workspaceId ? workspaceById(db, workspaceId) : null,
    workspaceById(db, data.toId),
    contentId ? loadContent(db, contentId) : null,
    actorId ? actorById(db, actorId) : null,
  ]);
  if (!from?.actor.local || !to || to.actor.local || !loaded || !by?.local) return null;
  const activity = build.move(data.moveIri, created, by, { root: loaded.row, from, to });
  return { workspaceId, activity, actorId: by.id, to: [inboxOf(to.actor)] };
}

/** What is inside an Announce of ours, byte for byte. */
const insideOf = (body: string): string => body.slice(body.indexOf(',"object":') + ',"object":'.length, -1);

/** What was said in a discussion: its new workspace passes it on again, so that whoever reads only that one has it too. */
export interface Said {
  iri: string;
  type: string;
  body: string;
  contentId: Id;
}

/**
 * What is there to be passed on again by the new workspace of a discussion, in its order: words and what was found
 * helpful, as they came; what is no longer here in its bytes, by its address.
 */
export async function saidIn(deps: Deps, rootId: Id): Promise<Said[]> {
  const { db } = deps.store;
  const posts = await db
    .select({ id: content.id, iri: content.iri })
    .from(content)
    .where(
      and(
        eq(content.rootId, rootId),
        isNull(content.deleted),
        isNotNull(content.accepted),
        isNull(content.refused),
      ),
    )
    .orderBy(asc(content.id));
  const likes = new Set(
    (
      await db
        .select({ iri: like.iri })
        .from(like)
        .innerJoin(content, eq(content.id, like.contentId))
        .where(eq(content.rootId, rootId))
    ).map(({ iri }) => iri),
  );
  const said: Said[] = [];
  for (const { id, iri } of posts) {
    // By the old workspace, and by the new one: what was done just before the move is passed on when it stands there.
    const passedOn = await db
      .select({ innerIri: activity.innerIri, innerType: activity.innerType, body: activity.body })
      .from(activity)
      .where(
        and(
          eq(activity.contentId, id),
          eq(activity.type, "Announce"),
          inArray(activity.innerType, saying),
          ne(activity.body, ""),
          eq(activity.withheld, false),
        ),
      )
      .orderBy(asc(activity.id));
    const known = new Map<string, Said>();
    for (const { innerIri, innerType, body } of passedOn)
      if (innerType !== "Like" || likes.has(innerIri!))
        known.set(innerIri!, { iri: innerIri!, type: innerType!, body: insideOf(body), contentId: id });
    const words = [...known.values()].some(({ type }) => type !== "Like" && type !== "Update");
    if (!words) said.push({ ...((await arrivedAs(deps, iri)) ?? byAddress(iri)), contentId: id });
    said.push(...known.values());
  }
  const lock = await lockOf(deps, rootId);
  return lock ? [...said, lock] : said;
}

/** Of a discussion that is locked, what says so. */
async function lockOf({ store: { db } }: Deps, rootId: Id): Promise<Said | null> {
  const [locked] = await db
    .select({ iri: activity.innerIri, body: activity.body })
    .from(activity)
    .innerJoin(discussion, eq(discussion.contentId, activity.contentId))
    .where(
      and(
        eq(activity.contentId, rootId),
        eq(activity.type, "Announce"),
        eq(activity.innerType, "Lock"),
        isNotNull(discussion.locked),
        ne(activity.body, ""),
      ),
    )
    .orderBy(desc(activity.id))
    .limit(1);
  return locked?.iri
    ? { iri: locked.iri, type: "Lock", body: insideOf(locked.body), contentId: rootId }
    : null;
}

const byAddress = (iri: string): Raw => ({ iri, type: "Object", body: JSON.stringify(iri) });

/** The Create of a post of a workspace elsewhere, out of the Announce that brought it, or as one of ours made it. */
async function arrivedAs(deps: Deps, postIri: string): Promise<Raw | null> {
  const { db } = deps.store;
  const [own] = await db
    .select({ iri: activity.iri, type: activity.type, body: activity.body })
    .from(activity)
    .innerJoin(content, eq(content.id, activity.contentId))
    .innerJoin(actor, eq(actor.id, activity.actorId))
    .where(
      and(
        eq(content.iri, postIri),
        eq(activity.type, "Create"),
        eq(actor.local, true),
        ne(activity.body, ""),
      ),
    );
  if (own) return own;
  const rows = await db
    .select({ body: inbox.body })
    .from(inbox)
    .where(and(eq(inbox.subject, postIri), ne(inbox.body, "")));
  for (const { body } of rows) {
    const document = JSON.parse(body) as {
      type?: unknown;
      object?: { type?: unknown; id?: unknown; proof?: unknown };
    };
    const { object } = document;
    if (document.type !== "Announce" || object?.type !== "Create" || typeof object.id !== "string") continue;
    return { iri: object.id, type: "Create", body: JSON.stringify(object) };
  }
  return null;
}
