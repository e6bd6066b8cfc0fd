import type { Id } from "../../../core/id.ts";
import type { Api } from "../../api.ts";
import type { Status } from "../../entities/status.ts";
import { filtered } from "./filtered.ts";
import { media } from "./media.ts";
import { ownMarks } from "./own-marks.ts";
import { poll } from "./poll.ts";
import { emojis } from "./emojis.ts";
import { tags } from "./tags.ts";

/**
 * One aspect of statuses that stands in tables of its own (files, bookmarks, tags …): loaded for a whole page at once,
 * by the id of the post, never of a boost. Only for posts that the asker may see.
 */
export type Facet = (api: Api, ids: Id[]) => Promise<Map<Id, Partial<Status>>>;

/** Every facet there is. Each has a file of its own here. */
const facets: Facet[] = [ownMarks, filtered, media, tags, emojis, poll];

/** What all facets say of these posts, together. */
export async function facetsOf(api: Api, ids: Id[]): Promise<Map<Id, Partial<Status>>> {
  const together = new Map<Id, Partial<Status>>();
  for (const found of await Promise.all(facets.map((facet) => facet(api, ids)))) {
    for (const [id, part] of found) together.set(id, { ...together.get(id), ...part });
  }
  return together;
}
