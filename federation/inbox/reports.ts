import { heardOfReport, heardResolved, takeReport } from "../../src/moderation/index.ts";
import { withoutNote } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { actingContext, type Arrived, done, type Handler, ignored, refused } from "./arrived.ts";

/** Somebody elsewhere finds that something should be looked at; or the home of a workspace passes that on. */
export const onFlag: Handler = async (deps, arrived) => {
  const { activity, sender, group } = arrived;
  if (group) return refused("A report is not for a workspace to pass on to everybody");
  const subjects = activity.objects.map((one) =>
    withoutNote(typeof one === "string" ? one : String(one.id ?? "")),
  );
  const known = await takeReport(actingContext(deps, arrived), {
    iri: activity.id,
    subjects,
    reason: (activity.content ?? activity.summary ?? "").slice(0, 2000),
    passedOnBy: sender.kind === "group" ? sender.id : null,
  });
  return known > 0 ? done : ignored("Nothing of it is looked after here");
};

/** What became of a report, of which one server told another. */
export const answersReport = (deps: Deps, arrived: Arrived, acted: boolean): Promise<boolean> =>
  heardOfReport(actingContext(deps, arrived), {
    iri: arrived.activity.objectId ?? "",
    senderId: arrived.sender.id,
    acted,
    note: (arrived.activity.summary ?? "").slice(0, 1000),
  });

/** Lemmy's word that a report is dealt with. It holds the report under another address than it was made under. */
export const onResolve: Handler = async (deps, arrived) => {
  const flag = arrived.activity.inner;
  if (flag?.type !== "Flag") return ignored("It does not say which report");
  const heard = await heardResolved(actingContext(deps, arrived), {
    reporterIri: flag.actor,
    subjects: flag.objects.map((one) => withoutNote(typeof one === "string" ? one : String(one.id ?? ""))),
  });
  return heard > 0 ? done : ignored("Nobody here has reported that");
};
