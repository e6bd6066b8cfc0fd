import { and, eq, isNotNull, or } from "drizzle-orm";
import { actor, follow } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import type { Deps } from "./deps.ts";
import type { Receiver } from "./delivery/enqueue.ts";

/**
 * Who shows a member of ours: their followers, the homes of the workspaces they joined elsewhere and of people they
 * follow, and followers of workspaces here.
 */
export async function whoKnow(deps: Deps, personId: Id): Promise<Receiver[]> {
  const joined = await deps.store.db
    .select({
      id: actor.id,
      kind: actor.kind,
      local: actor.local,
      host: actor.host,
      shared: actor.sharedInbox,
      own: actor.inbox,
    })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followedId))
    .where(and(eq(follow.followerId, personId), eq(follow.state, "accepted")));
  const homes = new Map<string, Receiver>([[String(personId), { channelId: personId }]]);
  for (const one of joined) {
    if (one.local && one.kind === "person") continue;
    if (one.local) homes.set(String(one.id), { channelId: one.id });
    else homes.set(one.host, { host: one.host, inbox: one.shared ?? one.own });
  }
  return [...homes.values()];
}

/** All peers that follow a workspace here or host one that members here joined: any of them may show this person. */
export async function everyPeer(deps: Deps): Promise<Receiver[]> {
  const rows = await deps.store.db
    .selectDistinct({ host: actor.host, shared: actor.sharedInbox })
    .from(follow)
    .innerJoin(actor, or(eq(actor.id, follow.followerId), eq(actor.id, follow.followedId)))
    .where(and(eq(actor.local, false), isNotNull(actor.sharedInbox)));
  return [...new Map(rows.map((one) => [one.host, { host: one.host, inbox: one.shared! }])).values()];
}

/** Every server that we have heard of. */
export async function everybody(deps: Deps): Promise<Receiver[]> {
  const rows = await deps.store.db
    .selectDistinct({ host: actor.host, shared: actor.sharedInbox })
    .from(actor)
    .where(and(eq(actor.local, false), isNotNull(actor.sharedInbox)));
  return [...new Map(rows.map((one) => [one.host, { host: one.host, inbox: one.shared! }])).values()];
}
