import { and, eq } from "drizzle-orm";
import { joinOffer, membership } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import { actorById, type ActorRow } from "./actors/rows.ts";
import type { Json } from "./actors/documents.ts";
import type { Translated } from "./bridge.ts";
import { answerRequest, offerRequest } from "./build-requests.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import { fresh, type Happened, inboxOf } from "./sending.ts";

type About = "request.offered" | "request.settled" | "request.withdrawn";

/** What a workspace of ours says to one of its managers elsewhere about a request to join. */
const toManager =
  <Kind extends About>(
    make: (
      deps: Deps,
      happened: Happened<Kind>,
      who: { group: ActorRow; member: ActorRow; manager: ActorRow },
    ) => Json | Promise<Json>,
  ) =>
  async (deps: Deps, happened: Happened<Kind>): Promise<Translated | null> => {
    const { workspaceId, data } = happened;
    const { db } = deps.store;
    const [group, member, manager] = await Promise.all([
      workspaceId ? actorById(db, workspaceId) : null,
      actorById(db, data.memberId),
      actorById(db, data.managerId),
    ]);
    if (!group?.local || !member || !manager || manager.local) return null;
    const activity = await make(deps, happened, { group, member, manager });
    return { workspaceId: null, activity, actorId: group.id, to: [inboxOf(manager)] };
  };

/** The Offer holds the request as it stands: who asks, for what, and why. */
const requestOffered = toManager<"request.offered">(
  async (deps, { workspaceId, created, data }, { group, member, manager }) => {
    const theirs = and(eq(membership.workspaceId, workspaceId!), eq(membership.actorId, member.id));
    const [known] = await deps.store.db
      .select({ reason: membership.reason, requested: membership.requested })
      .from(membership)
      .where(theirs);
    const asked = build.follow(
      data.followIri,
      known?.requested ?? created,
      member,
      group,
      known?.reason ?? null,
    );
    return offerRequest(data.offerIri, created, group, manager, asked);
  },
);

const requestSettled = toManager<"request.settled">((deps, { created, data }, { group, manager }) =>
  answerRequest(fresh(deps, created), data.approved ? "Accept" : "Reject", created, {
    by: group,
    to: manager.iri,
    group,
    ...data,
    note: null,
  }),
);

const requestWithdrawn = toManager<"request.withdrawn">((deps, { created, data }, { group, manager }) =>
  answerRequest(fresh(deps, created), "Undo", created, {
    by: group,
    to: manager.iri,
    group,
    ...data,
    note: null,
  }),
);

/** What a manager here decides on a request that the home of a workspace elsewhere has put to them. */
export async function decision(
  deps: Deps,
  type: "Accept" | "Reject",
  given: { iri: string; at: Date; by: ActorRow; group: ActorRow; memberId: Id; note: string | null },
): Promise<Json | null> {
  const { iri, at, by, group, memberId, note } = given;
  const [row] = await deps.store.db
    .select({ offerIri: joinOffer.iri, followIri: joinOffer.followIri })
    .from(joinOffer)
    .where(
      and(
        eq(joinOffer.workspaceId, group.id),
        eq(joinOffer.memberId, memberId),
        eq(joinOffer.managerId, by.id),
      ),
    );
  return row ? answerRequest(iri, type, at, { by, to: group.iri, group, ...row, note }) : null;
}

/** What becomes of each of these on the wire. */
export const requests = {
  "request.offered": requestOffered,
  "request.settled": requestSettled,
  "request.withdrawn": requestWithdrawn,
};
