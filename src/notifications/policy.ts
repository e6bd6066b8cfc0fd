import { and, count, desc, eq, max, min, sql } from "drizzle-orm";
import {
  actor,
  content,
  follow,
  membership,
  notification,
  notificationPermission,
  notificationPolicy,
  peerRule,
  prepared,
  type Reader,
} from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";

export type Choice = "accept" | "filter" | "drop";
export const choices = [
  "forNotFollowing",
  "forNotFollowers",
  "forNewAccounts",
  "forPrivateMentions",
  "forLimitedAccounts",
] as const;
export type Policy = Record<(typeof choices)[number], Choice>;

const everybody: Policy = {
  forNotFollowing: "accept",
  forNotFollowers: "accept",
  forNewAccounts: "accept",
  forPrivateMentions: "accept",
  forLimitedAccounts: "accept",
};

const newFor = 30 * 24 * 60 * 60_000;
/** What somebody does to one. Decisions of managers, reports and the like are always told. */
const judged = new Set(["reply", "mention", "like", "boost", "follow", "follow request"]);

const policyQuery = prepared(
  "notification policy",
  (db) =>
    db
      .select()
      .from(notificationPolicy)
      .where(eq(notificationPolicy.personId, sql.placeholder("person"))),
  true,
);

async function policyIn(db: Reader, personId: Id): Promise<Policy | null> {
  const [row] = await policyQuery(db, { person: personId });
  if (!row) return null;
  const { personId: _, ...policy } = row;
  return policy;
}

/** Whose notifications one wants to look through first, or not at all. */
export const policyOf = async (ctx: Context): Promise<Policy> =>
  (await policyIn(ctx.store.db, signedIn(ctx).id)) ?? everybody;

export async function changePolicy(ctx: Context, changes: Partial<Policy>): Promise<Policy> {
  const { id: personId } = signedIn(ctx);
  return ctx.store.transaction(async (tx) => {
    const policy = { ...everybody, ...(await policyIn(tx, personId)), ...changes };
    await tx
      .insert(notificationPolicy)
      .values({ personId, ...policy })
      .onConflictDoUpdate({ target: notificationPolicy.personId, set: policy });
    return policy;
  });
}

export interface Judged {
  kind: string;
  personId: Id;
  actorId?: Id | null;
  workspaceId?: Id | null;
  contentId?: Id | null;
}

/**
 * What is done with a notification by the policy of whom it is told to. Whoever belongs to the workspace where it
 * happened counts as somebody one follows, and as a follower.
 */
export async function choiceFor(db: Reader, told: Judged, at: Date): Promise<Choice> {
  const { kind, personId, actorId, workspaceId, contentId } = told;
  if (!judged.has(kind) || !actorId) return "accept";
  const policy = await policyIn(db, personId);
  if (!policy || choices.every((name) => policy[name] === "accept")) return "accept";
  const permitted = and(
    eq(notificationPermission.personId, personId),
    eq(notificationPermission.actorId, actorId),
  );
  if ((await db.$count(notificationPermission, permitted)) > 0) return "accept";
  const [who] = await db
    .select({ created: actor.created, rule: peerRule.rule })
    .from(actor)
    .leftJoin(peerRule, eq(peerRule.host, actor.host))
    .where(eq(actor.id, actorId));
  const follows = async (followerId: Id, followedId: Id) =>
    (await db.$count(
      follow,
      and(eq(follow.followerId, followerId), eq(follow.followedId, followedId), eq(follow.state, "accepted")),
    )) > 0;
  const belongs = and(
    eq(membership.workspaceId, workspaceId ?? 0),
    eq(membership.actorId, actorId),
    eq(membership.state, "active"),
  );
  const fellow = (await db.$count(membership, belongs)) > 0;
  const direct = and(eq(content.id, contentId ?? 0), eq(content.visibility, "direct"));
  const applies: Record<keyof Policy, boolean> = {
    forNotFollowing: !fellow && !(await follows(personId, actorId)),
    forNotFollowers: !fellow && !(await follows(actorId, personId)),
    forNewAccounts: !fellow && !!who && at.getTime() - who.created.getTime() < newFor,
    forPrivateMentions: (await db.$count(content, direct)) > 0,
    forLimitedAccounts: who?.rule === "silenced",
  };
  const asked = choices.filter((name) => applies[name]).map((name) => policy[name]);
  return asked.includes("drop") ? "drop" : asked.includes("filter") ? "filter" : "accept";
}

export interface FilteredBy {
  actorId: Id;
  notifications: number;
  first: Date;
  latest: Date;
  contentId: Id | null;
}

const filteredOf = (personId: Id, actorId?: Id) =>
  and(
    eq(notification.personId, personId),
    eq(notification.filtered, true),
    actorId === undefined ? undefined : eq(notification.actorId, actorId),
  );

/** Who wants to tell one something and is kept apart, whoever did last first. */
export async function filtered(ctx: Context, actorId?: Id): Promise<FilteredBy[]> {
  const rows = await ctx.store.db
    .select({
      actorId: notification.actorId,
      notifications: count(),
      first: min(notification.created),
      latest: max(notification.created),
      contentId: max(notification.contentId),
    })
    .from(notification)
    .where(filteredOf(signedIn(ctx).id, actorId))
    .groupBy(notification.actorId)
    .orderBy(desc(max(notification.id)))
    .limit(200);
  return rows.flatMap(({ actorId: by, first, latest, ...row }) =>
    by && first && latest ? [{ ...row, actorId: by, first, latest }] : [],
  );
}

/**
 * Takes somebody in among those who may always tell one something, or forgets what they wanted to tell.
 *
 * @throws {Refusal} `not found` for who is not kept apart
 */
export async function decideFiltered(ctx: Context, actorId: Id, accept: boolean): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    const which = filteredOf(personId, actorId);
    if ((await tx.$count(notification, which)) === 0) throw notFound();
    if (!accept) {
      await tx.delete(notification).where(which);
      return;
    }
    await tx
      .insert(notificationPermission)
      .values({ personId, actorId, created: ctx.clock() })
      .onConflictDoNothing();
    await tx.update(notification).set({ filtered: false, read: null }).where(which);
  });
}
