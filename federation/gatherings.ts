import type { Json } from "./actors/documents.ts";
import { actorById, type ActorRow } from "./actors/rows.ts";
import type { Translated } from "./bridge.ts";
import { about } from "./builder.ts";
import type { Deps } from "./deps.ts";
import { audienceFor } from "./objects/audience.ts";
import { isPlaced, loadContent, type WireContent } from "./objects/load.ts";
import { fresh, type Happened, inboxOf } from "./sending.ts";

const types = { coming: "Join", "not coming": "Ignore", none: "Leave" } as const;

/** Somebody comes to an event, does not, or takes back what they said. It goes the way of a like: through the workspace. */
export const answer = (
  { answer: said, answerIri, said: at }: Happened<"gathering.answered">["data"],
  loaded: WireContent,
  by: ActorRow,
): Json => ({
  ...about(answerIri, types[said], by.iri, new Date(at)),
  ...audienceFor(loaded, by),
  object: loaded.row.iri,
});

/**
 * The organiser here says yes to somebody elsewhere, whose program waits for that (Mobilizon). Only where everybody may
 * know of the event: elsewhere its workspace passes on who comes, and that is answer enough.
 */
export async function accepted(
  deps: Deps,
  { contentId, actorId, created, data }: Happened<"gathering.answered">,
): Promise<NonNullable<Translated["besides"]> | null> {
  if (data.answer !== "coming" || !data.activityIri) return null;
  const loaded = contentId ? await loadContent(deps.store.db, contentId) : null;
  const by = actorId ? await actorById(deps.store.db, actorId) : null;
  if (!isPlaced(loaded) || !by || by.local || by.gone || !loaded.author.local) return null;
  if (loaded.workspace.level !== "open" || loaded.row.deleted) return null;
  const activity: Json = {
    ...about(fresh(deps, created), "Accept", loaded.author.iri, created),
    to: [by.iri],
    cc: [],
    object: { id: data.activityIri, type: "Join", actor: by.iri, object: loaded.row.iri },
  };
  return { activity, actorId: loaded.author.id, to: [inboxOf(by)] };
}
