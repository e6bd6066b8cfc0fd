import { and, asc, count, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { actor, content, peer, person, workspace } from "../../../db/index.ts";
import { notFound } from "../../core/refusal.ts";
import { current } from "../../organisations/index.ts";
import type { Api } from "../api.ts";
import type { InstanceFacts } from "../entities/instance.ts";
import { accountById } from "./accounts.ts";

const month = 30 * 24 * 60 * 60_000;

/** What the instance says of itself. */
export async function instanceFacts(
  api: Api,
  own: { version: string; vapidKey: string },
): Promise<InstanceFacts> {
  const { store, clock } = api.ctx;
  const { db } = store;
  const organisation = await current(store);
  if (!organisation) throw notFound();
  const total = { total: count().mapWith(Number) };
  const active = eq(person.state, "active");
  const since = new Date(clock().getTime() - month);
  const [users] = await db.select(total).from(person).where(active);
  const [lately] = await db
    .select(total)
    .from(person)
    .where(and(active, gt(person.lastSeen, since)));
  const [posts] = await db
    .select(total)
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .where(
      and(
        eq(actor.local, true),
        isNull(content.deleted),
        or(eq(workspace.level, "open"), inArray(content.visibility, ["public", "unlisted"])),
      ),
    );
  const [peers] = await db.select(total).from(peer);
  const [administrator] = await db
    .select({ id: person.actorId, email: person.email })
    .from(person)
    .where(and(eq(person.role, "administrator"), active))
    .orderBy(asc(person.actorId))
    .limit(1);
  return {
    ...own,
    organisation,
    contact: {
      email: administrator?.email ?? "",
      account: administrator ? await accountById(api, administrator.id) : null,
    },
    users: users?.total ?? 0,
    activeUsers: lately?.total ?? 0,
    posts: posts?.total ?? 0,
    peers: peers?.total ?? 0,
  };
}
