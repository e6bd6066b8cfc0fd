import { and, eq } from "drizzle-orm";
import { actor, pollVote } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import { actorById } from "./actors/rows.ts";
import type { Translated } from "./bridge.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import { loadContent } from "./objects/load.ts";
import { type Happened, inboxOf } from "./sending.ts";

/** So many voters' servers are sent new numbers, at most, where they would not learn of them otherwise. */
const most = 500;

/**
 * A vote of a member here in the poll of somebody elsewhere: to that author alone. It stands in no collection, no
 * workspace passes it on, and nothing shows it at an address.
 */
export async function voted(
  deps: Deps,
  { actorId, created, data }: Happened<"poll.voted">,
): Promise<Translated | null> {
  const loaded = await loadContent(deps.store.db, data.pollId);
  const by = actorId ? await actorById(deps.store.db, actorId) : null;
  const option = loaded?.poll?.options[data.position];
  if (!loaded || !option || !by?.local || loaded.row.deleted) return null;
  const { author } = loaded;
  if (author.local || author.gone) return null;
  const activity = build.vote(data.voteIri, created, loaded, by, option.text);
  return { workspaceId: null, activity, actorId: by.id, to: [inboxOf(author)] };
}

/** People elsewhere who voted in a poll: their servers show its numbers. */
export const votersAway = (deps: Deps, contentId: Id | null) =>
  deps.store.db
    .selectDistinct({ id: actor.id, iri: actor.iri })
    .from(pollVote)
    .innerJoin(actor, eq(actor.id, pollVote.actorId))
    .where(and(eq(pollVote.contentId, contentId ?? 0), eq(actor.local, false)))
    .limit(most);

export const voterIris = async (deps: Deps, contentId: Id): Promise<string[]> =>
  (await votersAway(deps, contentId)).map(({ iri }) => iri);
