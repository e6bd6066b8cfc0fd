export { type Emoji, emojiHref, emojisIn, emojisOf, withEmojis } from "./emojis.ts";
export { keepEmojis, keepTags } from "./keeping.ts";
export {
  featureTag,
  type Featured,
  followTag,
  mostFeatured,
  nameIn,
  unfeatureTag,
  unfollowTag,
} from "./operations.ts";
export { findTags, openUses, spellings, taggedIds, tagsOf, type Use, type WithTags } from "./queries.ts";
export { routes } from "./routes.ts";
