import type { Id } from "../../../core/id.ts";
import type { Api } from "../../api.ts";
import type { Status } from "../../entities/status.ts";
import type { Has } from "../reader-has.ts";
import { filtered } from "./filtered.ts";
import { media } from "./media.ts";
import { ownMarks } from "./own-marks.ts";
import { poll } from "./poll.ts";

/**
 * One aspect of statuses that stands in tables of its own (files, bookmarks, tags …): loaded for a whole page at once,
 * by the id of the post, never of a boost. Only for posts that the asker may see.
 */
export type Facet = (api: Api, ids: Id[], has: Has) => Promise<Map<Id, Partial<Status>>>;

/** One that is the same for everybody, and kept with the words of a post. */
export type WordsFacet = (api: Api, ids: Id[]) => Promise<Map<Id, Partial<Status>>>;

interface Post {
  id: Id;
  hasFiles: boolean;
  hasPoll: boolean;
}

/** What the facets that are asked each time say of these posts, together. Each has a file of its own here. */
export async function facetsOf(
  api: Api,
  posts: readonly Post[],
  has: Has,
): Promise<Map<Id, Partial<Status>>> {
  const ids = posts.map(({ id }) => id);
  const asked: [Facet, Id[]][] = [
    [ownMarks, has.saved || has.pinned || has.quiet ? ids : []],
    [filtered, has.filters ? ids : []],
    [media, posts.filter(({ hasFiles }) => hasFiles).map(({ id }) => id)],
    [poll, posts.filter(({ hasPoll }) => hasPoll).map(({ id }) => id)],
  ];
  const together = new Map<Id, Partial<Status>>();
  for (const found of await Promise.all(
    asked.filter(([, some]) => some.length > 0).map(([facet, some]) => facet(api, some, has)),
  )) {
    for (const [id, part] of found) together.set(id, { ...together.get(id), ...part });
  }
  return together;
}
