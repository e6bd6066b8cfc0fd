import { eq } from "drizzle-orm";
import { actor, gathering } from "../../db/index.ts";
import { answerGathering, type AttendanceAnswer, settleAttendance } from "../../src/gatherings/index.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import {
  actingContext,
  type Arrived,
  done,
  type Handler,
  ignored,
  later,
  type Outcome,
  settledContext,
} from "./arrived.ts";
import { contentByIri, type KnownContent, workspaceAmong } from "./find-content.ts";
import { onFollow, onLeave } from "./follows.ts";
import { orSayRefused } from "./refuse.ts";

/** The event that an activity is about. */
async function eventFor(deps: Deps, iri: string | null): Promise<KnownContent | null> {
  const known = iri ? await contentByIri(deps, iri) : null;
  if (!known) return null;
  const events = await deps.store.db.$count(gathering, eq(gathering.contentId, known.id));
  return events > 0 ? known : null;
}

async function answered(
  deps: Deps,
  arrived: Arrived,
  event: KnownContent,
  answer: AttendanceAnswer,
): Promise<Outcome> {
  const { activity, group } = arrived;
  const [home] = await deps.store.db
    .select({ local: actor.local })
    .from(actor)
    .where(eq(actor.id, event.workspaceId));
  // Of a workspace elsewhere its home says who comes; told directly, it is told again by that one.
  if (group ? event.workspaceId !== group.id : !home?.local)
    return ignored("The event is in another workspace");
  return orSayRefused(deps, arrived, event.workspaceId, async () => {
    const from = { activityIri: activity.id, said: activity.published };
    await answerGathering(actingContext(deps, arrived), { contentId: event.id, answer, from });
    return done;
  });
}

/** Said to a workspace here, of an event that may still be on its way from a third server. */
async function maybeLater(deps: Deps, { activity, group }: Arrived): Promise<Outcome | null> {
  const here = await workspaceAmong(deps, [...activity.audience, ...activity.to, ...activity.cc]);
  const isPost = here !== null && !sameOrigin(activity.objectId ?? "", deps.env.origin);
  return !group && isPost ? later("The event has not come yet") : null;
}

const on =
  (answer: AttendanceAnswer, otherwise: Handler): Handler =>
  async (deps, arrived) => {
    const event = await eventFor(deps, arrived.activity.objectId);
    if (event) return answered(deps, arrived, event, answer);
    return (await maybeLater(deps, arrived)) ?? otherwise(deps, arrived);
  };

// The two files need each other: what is in the other one is looked up when it is needed.
/** Somebody comes to an event; or, of a group, joins it. */
export const onJoin = on("coming", (deps, arrived) => onFollow(deps, arrived));
/** Somebody leaves a group, or takes back what they said of an event. */
export const onLeaveEither = on("none", (deps, arrived) => onLeave(deps, arrived));

/**
 * Somebody does not come. By the organiser, of what one of ours sent: that answers are not taken this way (FEP-8a8e).
 */
export const onIgnore: Handler = async (deps, arrived) => {
  const said = await joinAnswered(deps, arrived, "The organisers take answers on their own page.");
  return said ? done : on("not coming", async () => ignored("Ignore has no meaning here"))(deps, arrived);
};

/**
 * An organiser elsewhere says yes or no to one of ours who wants to come.
 *
 * @param refused why not; left out for yes
 */
export const joinAnswered = (deps: Deps, { activity, sender }: Arrived, refused?: string): Promise<boolean> =>
  settleAttendance(settledContext(deps, sender.id), {
    iri: activity.objectId ?? "",
    byId: sender.id,
    ...(refused === undefined ? {} : { refused }),
  });
