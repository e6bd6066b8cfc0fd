import { tagsOf } from "../../../tags/index.ts";
import { tagUrl } from "../../entities/tag.ts";
import type { WordsFacet } from "./index.ts";

/** The hashtags of posts. */
export const tags: WordsFacet = async (api, ids) => {
  const found = await tagsOf(api.ctx.store.db, ids);
  return new Map(
    [...found].map(([id, some]) => [
      id,
      { tags: some.map(({ name }) => ({ name, url: tagUrl(api, name) })) },
    ]),
  );
};
