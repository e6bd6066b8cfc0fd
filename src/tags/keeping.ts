import { eq } from "drizzle-orm";
import { contentEmoji, contentTag, type Writer } from "../../db/index.ts";
import { mostTags, tagName } from "../core/hashtags.ts";
import type { Id } from "../core/id.ts";
import { noteRemotePicture } from "../media/index.ts";
import { type Emoji, emojisIn } from "./emojis.ts";

/** What a post is marked with, in the place of what it was marked with before. What is no hashtag is left out. */
export async function keepTags(tx: Writer, contentId: Id, written: readonly string[]): Promise<void> {
  await tx.delete(contentTag).where(eq(contentTag.contentId, contentId));
  const tags = new Map<string, string>();
  for (const one of written) {
    const name = tagName(one);
    if (name && tags.size < mostTags && !tags.has(name)) tags.set(name, one.replace(/^[#＃]/, ""));
  }
  if (tags.size === 0) return;
  await tx.insert(contentTag).values([...tags].map(([name, text]) => ({ contentId, name, written: text })));
}

/** The small pictures that its author's server names for a post. Each is served from here. */
export async function keepEmojis(tx: Writer, contentId: Id, emojis: readonly Emoji[]): Promise<void> {
  await tx.delete(contentEmoji).where(eq(contentEmoji.contentId, contentId));
  const kept = emojisIn(emojis);
  if (kept.length === 0) return;
  await tx.insert(contentEmoji).values(kept.map((emoji) => ({ contentId, ...emoji })));
  for (const { url } of kept) await noteRemotePicture({ tx }, url);
}
