import type { Html } from "../html.ts";
import { tag, type TagColour } from "../nhs/tag.ts";

/** The four access levels of a workspace. */
export type Level = "open" | "restricted" | "private" | "confidential";

const names = {
  open: "Open",
  restricted: "Restricted",
  private: "Private",
  confidential: "Confidential",
} satisfies Record<Level, string>;

const meanings = {
  open: "Anyone can read and join.",
  restricted:
    "Others see its name, its purpose, its home page and its managers, and can ask to join. Only members read the rest.",
  private: "Only members can read. Others see that it exists and can ask to join.",
  confidential: "Only members know that it exists. People join by invitation.",
} satisfies Record<Level, string>;

const colours = {
  open: "green",
  restricted: "blue",
  private: "purple",
  confidential: "red",
} satisfies Record<Level, TagColour>;

/** The level's name as people read it. */
export function levelName(level: Level): string {
  return names[level];
}

/** What the level means, in one or two plain sentences. */
export function levelMeaning(level: Level): string {
  return meanings[level];
}

/** The level as a tag. */
export function levelTag(level: Level): Html {
  return tag({ text: names[level], colour: colours[level] });
}
