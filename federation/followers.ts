import { setImmediate as othersToo } from "node:timers/promises";
import { and, eq, isNull, sql } from "drizzle-orm";
import { actor, amongTexts, follow, givenTexts, prepared, workspace } from "../db/index.ts";
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
    .select({ host: actor.host, iri: actor.iri })
    .from(actor)
    .innerJoin(follow, eq(follow.followerId, actor.id))
    .where(
      and(
        // Reckoned with, so that no index on it is used: whom a server follows is few, and a workspace's followers many.
        eq(sql`${follow.followedId} + 0`, sql.placeholder("followed")),
        eq(follow.state, "accepted"),
        amongTexts(actor.host, "hosts"),
        eq(actor.local, false),
        isNull(actor.gone),
      ),
    )
    .orderBy(actor.iri),
);

const followedGroup = prepared("followers.group", (db) =>
  db
    .select({ iri: actor.iri, followers: actor.followers })
    .from(actor)
    .where(and(eq(actor.id, sql.placeholder("id")), eq(actor.kind, "group"), eq(actor.local, true))),
);

interface Round {
  group: { iri: string; followers: string | null } | undefined;
  at: Map<string, string[]>;
}

/** A workspace and its followers at a server; what is asked at the same time for many servers is read at once. */
function followersOf({ store }: Deps) {
  const rounds = new Map<Id, { at: Round["at"]; read: Promise<Round> }>();
  return async (groupId: Id, host: string): Promise<Round> => {
    let round = rounds.get(groupId);
    if (!round) {
      const at: Round["at"] = new Map();
      const read = (async () => {
        await othersToo();
        rounds.delete(groupId);
        const [group] = await followedGroup(store, { id: groupId });
        const rows = await followers(store, { followed: groupId, hosts: givenTexts(at.keys()) });
        for (const row of rows) at.get(row.host)!.push(row.iri);
        return { group, at };
      })();
      rounds.set(groupId, (round = { at, read }));
    }
    round.at.set(host, []);
    return round.read;
  };
}

/** What is said with a delivery to followers, so that both sides notice where they differ (FEP-8fcf). */
export function synchronising(deps: Deps) {
  const told = new Map<string, number>();
  const following = followersOf(deps);
  /** The header to send along, and to sign; nothing where the server heard it a short time ago. */
  return async (groupId: Id, host: string): Promise<Record<string, string> | undefined> => {
    const name = `${groupId} ${host}`;
    const now = deps.clock().getTime();
    if (now - (told.get(name) ?? -Infinity) < toldEvery) return undefined;
    const { group, at } = await following(groupId, host);
    if (!group?.followers) return undefined;
    if (told.size >= mostTold) told.clear();
    told.set(name, now);
    const digest = digestOf(at.get(host)!);
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
    const rows = await followers(deps.store, { followed: group.id, hosts: givenTexts([hostOf(signer)]) });
    return answerJson(c, {
      "@context": activityContext,
      id: `${group.iri}/followers-synchronisation`,
      type: "OrderedCollection",
      orderedItems: rows.map(({ iri }) => iri),
    });
  });
}
