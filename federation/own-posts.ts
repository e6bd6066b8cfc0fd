import { and, eq, inArray, isNull } from "drizzle-orm";
import { actor } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import { isOpen } from "../src/visibility/index.ts";
import type { Json } from "./actors/documents.ts";
import { actorById, type ActorRow } from "./actors/rows.ts";
import type { Translated } from "./bridge.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import { followerHosts, type Receiver } from "./delivery/enqueue.ts";
import { namedIn } from "./direct.ts";
import { loadContent, type WireContent } from "./objects/load.ts";
import { votersAway } from "./polls.ts";
import { fresh, type Happened, inboxOf } from "./sending.ts";

type Translation<Kind extends Happened["kind"]> = (
  deps: Deps,
  happened: Happened<Kind>,
) => Promise<Translated | null>;

/** Servers of people elsewhere that are not reached as followers of `author`. */
async function inboxesAway(deps: Deps, author: ActorRow, who: { iris?: string[]; ids?: Id[] }) {
  const { db } = deps.store;
  const { iris = [], ids = [] } = who;
  const among = iris.length > 0 ? inArray(actor.iri, iris) : inArray(actor.id, ids);
  if (iris.length + ids.length === 0) return [];
  const rows = await db
    .select({ host: actor.host, own: actor.inbox, shared: actor.sharedInbox })
    .from(actor)
    .where(and(among, eq(actor.local, false), isNull(actor.gone)));
  if (rows.length === 0) return [];
  const following = new Set((await followerHosts(db, author.id)).map(({ host }) => host));
  return rows.map((row) => ({ ...row, follows: following.has(row.host), inbox: row.shared ?? row.own }));
}

/**
 * Who receives a post of somebody's own and what becomes of it: their followers' servers, and those of people it names
 * or answers. A direct message goes to those it names, and to nobody else.
 */
async function receivers(deps: Deps, loaded: WireContent, knownBy: Id[] = []): Promise<Receiver[]> {
  const { author, row } = loaded;
  const direct = row.visibility === "direct";
  const iris = isOpen(row.visibility) ? namedIn(loaded) : loaded.mentioned.map(({ iri }) => iri);
  const away = [
    ...(await inboxesAway(deps, author, { iris })),
    ...(await inboxesAway(deps, author, { ids: knownBy })),
  ].filter(({ follows }) => direct || !follows);
  const each = new Map(away.map(({ host, inbox }) => [inbox, { host, inbox }]));
  return [...(direct ? [] : [{ channelId: author.id }]), ...each.values()];
}

/** An act on a post of somebody's own by its author here; what others do is not passed on. */
async function byAuthor(
  deps: Deps,
  { contentId, created }: Happened,
  make: (iri: string, loaded: WireContent) => Json | null,
  knownBy: Id[] = [],
): Promise<Translated | null> {
  const loaded = contentId ? await loadContent(deps.store.db, contentId) : null;
  // Of a closed account other servers are told that alone, and take its posts along.
  if (!loaded || loaded.workspace || !loaded.author.local || loaded.author.gone) return null;
  const activity = make(fresh(deps, created), loaded);
  if (!activity) return null;
  const to = await receivers(deps, loaded, knownBy);
  return { workspaceId: null, activity, actorId: loaded.author.id, to };
}

/** New numbers of a poll in a post of somebody's own here. */
export const ownCounted: Translation<"poll.counted"> = async (deps, happened) => {
  const voters = await votersAway(deps, happened.contentId);
  const make = (iri: string, loaded: WireContent) =>
    loaded.row.deleted ? null : build.update(iri, happened.created, loaded);
  return byAuthor(
    deps,
    happened,
    make,
    voters.map(({ id }) => id),
  );
};

/** A member here likes or boosts, or takes that back: its author hears of it, and of a boost the followers do. */
async function reaction(
  deps: Deps,
  { contentId, actorId, created }: Happened,
  make: (loaded: WireContent, by: ActorRow) => Json,
  { undone, toFollowers }: { undone: boolean; toFollowers: boolean },
): Promise<Translated | null> {
  const loaded = contentId ? await loadContent(deps.store.db, contentId) : null;
  const by = actorId ? await actorById(deps.store.db, actorId) : null;
  if (!loaded || !by?.local) return null;
  const done = make(loaded, by);
  const activity = undone ? build.undo(fresh(deps, created), created, done, by) : done;
  const { author } = loaded;
  const away = author.local || author.gone ? [] : [inboxOf(author)];
  if (!toFollowers && away.length === 0) return null;
  const to = [...(toFollowers ? [{ channelId: by.id }] : []), ...away];
  return { workspaceId: null, activity, actorId: by.id, to };
}

const liked = (undone: boolean): Translation<"post.liked" | "post.unliked"> => {
  return (deps, happened) => {
    const make = (loaded: WireContent, by: ActorRow) =>
      build.likeOwn(happened.data.likeIri, happened.created, loaded, by);
    return reaction(deps, happened, make, { undone, toFollowers: false });
  };
};

const boosted = (undone: boolean): Translation<"post.boosted" | "post.unboosted"> => {
  return (deps, happened) => {
    const make = (loaded: WireContent, by: ActorRow) =>
      build.boost(happened.data.boostIri, happened.created, loaded, by);
    return reaction(deps, happened, make, { undone, toFollowers: true });
  };
};

/** A member here asks to follow somebody elsewhere, or follows them no longer. */
const following =
  (ended: boolean): Translation<"follow.requested" | "follow.ended"> =>
  async (deps, { actorId, created, data }) => {
    const follower = actorId ? await actorById(deps.store.db, actorId) : null;
    const followed = await actorById(deps.store.db, data.followedId);
    if (!follower?.local || !followed || followed.local || followed.gone) return null;
    const follow = build.follow(data.followIri, created, follower, followed, null);
    const activity = ended ? build.undo(fresh(deps, created), created, follow, follower) : follow;
    return { workspaceId: null, activity, actorId: follower.id, to: [inboxOf(followed)] };
  };

/** A member here answers somebody elsewhere who asked to follow, or lets them follow no longer. */
const answered =
  (type: "Accept" | "Reject"): Translation<"follow.accepted" | "follow.declined" | "follower.removed"> =>
  async (deps, { actorId, created, data }) => {
    const followed = actorId ? await actorById(deps.store.db, actorId) : null;
    const follower = await actorById(deps.store.db, data.followerId);
    if (!followed?.local || !follower || follower.local || follower.gone) return null;
    const asked = { iri: data.followIri, type: "Follow" };
    const activity = build.answerFollow(fresh(deps, created), type, created, followed, follower, asked, "");
    return { workspaceId: null, activity, actorId: followed.id, to: [inboxOf(follower)] };
  };

/** What becomes on the wire of posts of people's own, and of who follows whom. */
export const ownPosts = {
  "post.published": ((deps, happened) =>
    byAuthor(deps, happened, (iri, loaded) =>
      // Deleted before it was sent: nothing is sent but the Delete.
      loaded.row.deleted ? null : build.create(iri, happened.created, loaded),
    )) satisfies Translation<"post.published">,
  "post.edited": ((deps, happened) =>
    byAuthor(deps, happened, (iri, loaded) =>
      loaded.row.deleted ? null : build.update(iri, happened.created, loaded),
    )) satisfies Translation<"post.edited">,
  // Other servers believe only the author that it is gone, also where an administrator has removed it.
  "post.deleted": ((deps, happened) =>
    byAuthor(
      deps,
      happened,
      (iri, loaded) => build.remove(iri, happened.created, loaded, loaded.author, null),
      happened.data.knownBy,
    )) satisfies Translation<"post.deleted">,
  "post.liked": liked(false),
  "post.unliked": liked(true),
  "post.boosted": boosted(false),
  "post.unboosted": boosted(true),
  "follow.requested": following(false),
  "follow.ended": following(true),
  "follow.accepted": answered("Accept"),
  "follow.declined": answered("Reject"),
  "follower.removed": answered("Reject"),
};
