import { isOurKind, readerIn } from "../access.ts";
import type { ActorRow } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { type Activity, readActivity } from "../read.ts";
import { resolveAuthor } from "../remote/actors.ts";
import { fetchDocument, type Json } from "../remote/fetch.ts";
import { verifyProof } from "../wire/proof.ts";
import { later, type Outcome, refused } from "./arrived.ts";

export interface Certain {
  activity: Activity;
  sender: ActorRow;
}

/**
 * Whose an activity is that a workspace passes on, for certain. Between our own instances it has a proof. Else a
 * workspace's server vouches for its own people, and for everyone else the activity has a proof (FEP-8b32), or its own server shows it: a hostile workspace puts no words into
 * anybody's mouth.
 */
export async function authentic(
  deps: Deps,
  group: ActorRow,
  activity: Activity,
  raw: Json,
): Promise<Certain | Outcome> {
  if (!sameOrigin(activity.id, activity.actor))
    return refused("The activity's id is of another server than its actor");
  const sender = await resolveAuthor(deps, activity.actor);
  if (!sender) return later("Whoever did this cannot be had");
  if (sender.local) return { activity, sender };
  const verified = await verifyProof(raw, (keyId) => deps.publicKeys.ofProof(keyId), deps.clock());
  if (verified.ok && verified.actorIri === activity.actor) return { activity, sender };
  // Ours prove what their people do. Of a closed account there is no key any more: its workspace is believed.
  const proves = !sender.gone && (await isOurKind(deps, sender.host));
  // A key that counts no more says nothing, for or against: then the author's own server shows what was done.
  if (proves && (verified.ok || verified.kind !== "key"))
    return refused("It has no proof by whoever is said to have done it");
  if (!proves && sameOrigin(activity.actor, group.iri)) return { activity, sender };
  // Mastodon names most of its activities after a part of something else, where they cannot be read.
  if (activity.id.includes("#")) return byObject(deps, { activity, sender });
  const answer = await fetchDocument(deps, activity.id, await readerIn(deps, group.id));
  if (!answer.ok) {
    if (answer.kind === "gone") return byObject(deps, { activity, sender });
    return answer.kind === "unreachable" ? later(answer.problem) : refused(answer.problem);
  }
  const parsed = await readActivity(answer.value.document);
  if (
    !parsed.ok ||
    parsed.value.id !== activity.id ||
    parsed.value.actor !== activity.actor ||
    !sameOrigin(activity.id, answer.value.url)
  ) {
    return refused("Its own server shows another activity");
  }
  return { activity: parsed.value, sender };
}

/**
 * An activity that its own server does not show, judged by what it is about. Words are read where they stand, and what
 * is said to be deleted is looked for (FEP-4f05). A like has no words: of those, a workspace is believed.
 */
async function byObject(deps: Deps, certain: Certain): Promise<Certain | Outcome> {
  const { activity } = certain;
  const { type, objectId } = activity;
  if (type === "Create" || type === "Update") return { ...certain, activity: { ...activity, object: null } };
  if (["Like", "Dislike", "Join", "Ignore", "Leave"].includes(type)) return certain;
  if (type === "Undo" && (activity.inner?.type === "Like" || activity.inner?.type === "Dislike"))
    return certain;
  if (type !== "Delete" || !objectId || !sameOrigin(objectId, activity.actor))
    return refused("Its own server does not show this activity");
  const answer = await fetchDocument(deps, objectId);
  if (answer.ok && answer.value.document.type !== "Tombstone")
    return refused("It still stands at its address");
  if (!answer.ok && answer.kind !== "gone") return later(answer.problem);
  return certain;
}

/** Whether an activity carries a proof that its own actor made. */
export async function proved(deps: Deps, raw: Json, actorIri: string): Promise<boolean> {
  if (!raw.proof) return false;
  const verified = await verifyProof(raw, (keyId) => deps.publicKeys.ofProof(keyId), deps.clock());
  return verified.ok && verified.actorIri === actorIri;
}
