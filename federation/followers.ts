import { and, eq, isNull, sql } from "drizzle-orm";
import { actor, follow, prepared, workspace } from "../db/index.ts";
import { type Id, parseId } from "../src/core/id.ts";
import type { Web } from "../src/web/index.ts";
import { mayFind, signerOf } from "./access.ts";
import { actorById } from "./actors/rows.ts";
import { hostOf } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import { answerJson, nothingHere } from "./documents.ts";
import { activityContext } from "./wire/context.ts";
import { digestOf, synchronisationHeader, writeSynchronisation } from "./wire/partial-followers.ts";

/** A server is told how its followers of a workspace stand at most this often, in ms. */
const toldEvery = 15 * 60_000;
const mostTold = 50_000;

const followers = prepared("followers.at", (db) =>
  db
    .select({ iri: actor.iri })
    .from(actor)
    .innerJoin(follow, eq(follow.followerId, actor.id))
    .where(
      and(
        // Reckoned with, so that no index on it is used: whom a server follows is few, and a workspace's followers many.
        eq(sql`${follow.followedId} + 0`, sql.placeholder("followed")),
        eq(follow.state, "accepted"),
        eq(actor.host, sql.placeholder("host")),
        eq(actor.local, false),
        isNull(actor.gone),
      ),
    )
    .orderBy(actor.iri),
);

/** Followers of an actor of ours at one server. */
async function followersAt({ store }: Deps, followed: Id, host: string): Promise<string[]> {
  return (await followers(store, { followed, host })).map(({ iri }) => iri);
}

const followedGroup = prepared("followers.group", (db) =>
  db
    .select({ iri: actor.iri, followers: actor.followers })
    .from(actor)
    .where(and(eq(actor.id, sql.placeholder("id")), eq(actor.kind, "group"), eq(actor.local, true))),
);

/** What is said with a delivery to followers, so that both sides notice where they differ (FEP-8fcf). */
export function synchronising(deps: Deps) {
  const told = new Map<string, number>();
  /** The header to send along, and to sign; nothing where the server heard it a short time ago. */
  return async (groupId: Id, host: string): Promise<Record<string, string> | undefined> => {
    const name = `${groupId} ${host}`;
    const now = deps.clock().getTime();
    if (now - (told.get(name) ?? -Infinity) < toldEvery) return undefined;
    const [group] = await followedGroup(deps.store, { id: groupId });
    if (!group?.followers) return undefined;
    if (told.size >= mostTold) told.clear();
    told.set(name, now);
    const digest = digestOf(await followersAt(deps, groupId, host));
    const url = `${group.iri}/followers-synchronisation`;
    return { [synchronisationHeader]: writeSynchronisation({ collectionId: group.followers, url, digest }) };
  };
}

/** Who of the server that asks follows a workspace here (FEP-8fcf). Nobody learns of anybody else's people. */
export function followerRoutes(app: Web, deps: Deps): void {
  app.get("/actors/:id/followers-synchronisation", async (c) => {
    const group = await actorById(deps.store.db, parseId(c.req.param("id")) ?? 0);
    if (!group?.local || group.gone || group.kind !== "group") return nothingHere(c);
    const [found] = await deps.store.db
      .select({ level: workspace.level })
      .from(workspace)
      .where(eq(workspace.actorId, group.id));
    const signer = await signerOf(deps, c);
    const hidden = found?.level === "confidential" && !(await mayFind(deps, group.id, signer));
    if (!signer || hidden) return nothingHere(c);
    return answerJson(c, {
      "@context": activityContext,
      id: `${group.iri}/followers-synchronisation`,
      type: "OrderedCollection",
      orderedItems: await followersAt(deps, group.id, hostOf(signer)),
    });
  });
}
