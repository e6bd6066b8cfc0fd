import { and, eq, ne } from "drizzle-orm";
import { actor, membership, report } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import { actorById, type ActorRow } from "./actors/rows.ts";
import type { Translated } from "./bridge.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import type { Receiver } from "./delivery/enqueue.ts";
import { fresh, type Happened, inboxOf } from "./sending.ts";

type Row = typeof report.$inferSelect;

/** Managers of a workspace who are members of other servers, but for the one it is about. */
const managersElsewhere = (deps: Deps, workspaceId: Id, personId: Id): Promise<ActorRow[]> =>
  deps.store.db
    .select({ manager: actor })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
        eq(actor.local, false),
        ne(actor.id, personId),
      ),
    )
    .then((rows) => rows.map(({ manager }) => manager));

const inboxesOf = (people: ActorRow[]): Receiver[] => [
  ...new Map(
    people.map((one) => [one.host, { host: one.host, inbox: one.sharedInbox ?? one.inbox }]),
  ).values(),
];

async function about(deps: Deps, { personId, subject }: Row): Promise<string[]> {
  const person = await actorById(deps.store.db, personId);
  return [...new Set([person?.iri ?? subject, subject])];
}

/** A report: by a member here to the workspace's home, or by a workspace here to its managers elsewhere. */
async function reported(deps: Deps, happened: Happened<"report.made">): Promise<Translated | null> {
  const { db } = deps.store;
  const { workspaceId, created, data } = happened;
  const group = workspaceId ? await actorById(db, workspaceId) : null;
  if (!group) return null;
  const rows = await db.select().from(report).where(eq(report.iri, data.reportIri));
  const row = rows.find((one) => one.queue === "workspace") ?? rows[0];
  if (!row) return null;
  const objects = await about(deps, row);
  if (!group.local) {
    const by = await actorById(db, row.reporterId);
    if (!by?.local) return null;
    const activity = build.flag(row.iri, created, by, { to: [group.iri], objects, reason: row.reason });
    return { workspaceId: null, activity, actorId: by.id, to: [inboxOf(group)] };
  }
  // Whoever reported is not named: the workspace passes it on.
  const managers = await managersElsewhere(deps, group.id, row.personId);
  if (!row.forwardIri || managers.length === 0) return null;
  const to = managers.map(({ iri }) => iri);
  const activity = build.flag(row.forwardIri, created, group, { to, objects, reason: row.reason });
  return { workspaceId: null, activity, actorId: group.id, to: inboxesOf(managers) };
}

/** What became of it: told to whoever reported and to the other managers; or to the workspace's home, by a manager here. */
async function reportDecided(deps: Deps, happened: Happened<"report.decided">): Promise<Translated | null> {
  const { db } = deps.store;
  const { actorId, created, data } = happened;
  const [row] = await db.select().from(report).where(eq(report.id, data.reportId));
  if (!row || row.queue !== "workspace" || !row.workspaceId) return null;
  const type = data.acted ? "Accept" : "Reject";
  const group = await actorById(db, row.workspaceId);
  const answer = (by: ActorRow, to: ActorRow[], flagIri: string) => ({
    activity: build.answerFlag(fresh(deps, created), type, created, by, {
      to: to.map(({ iri }) => iri),
      flagIri,
      note: data.note,
    }),
    actorId: by.id,
    to: inboxesOf(to),
  });
  if (group && !group.local) {
    const by = actorId ? await actorById(db, actorId) : null;
    return by?.local ? { workspaceId: null, ...answer(by, [group], row.iri) } : null;
  }
  if (!group) return null;
  const reporter = await actorById(db, row.reporterId);
  const managers = row.forwardIri ? await managersElsewhere(deps, group.id, row.personId) : [];
  const toManagers = managers.length > 0 ? answer(group, managers, row.forwardIri!) : null;
  const toReporter = reporter && !reporter.local ? answer(group, [reporter], row.iri) : null;
  if (!toReporter) return toManagers && { workspaceId: null, ...toManagers };
  return { workspaceId: null, ...toReporter, besides: toManagers };
}

/** What becomes of a report on the wire. */
export const reports = { "report.made": reported, "report.decided": reportDecided };
