import { emojisOf } from "../../../tags/index.ts";
import { customEmoji } from "../../entities/tag.ts";
import type { WordsFacet } from "./index.ts";

/** The small pictures in posts from elsewhere. */
export const emojis: WordsFacet = async (api, ids) => {
  const found = await emojisOf(api.ctx.store, ids);
  return new Map([...found].map(([id, some]) => [id, { emojis: some.map((one) => customEmoji(api, one)) }]));
};
