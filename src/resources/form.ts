import { parseId, type Id } from "../core/id.ts";
import type { FieldProblem } from "../core/refusal.ts";
import type { Fields } from "../web/index.ts";
import { folderGone } from "./placing.ts";
import type { FolderChoice } from "./queries.ts";

/** In which folder something lies, as a form has it so far. */
export interface WrittenFolder {
  choices: FolderChoice[];
  /** Null for none. */
  chosen: Id | null;
}

/** The folder that a form or an address names by its number; null for none. */
export const chosenFolder = (value: Fields[string] | undefined): Id | null =>
  typeof value === "string" ? parseId(value) : null;

/** What is wrong with the choice: the folder may have gone while the form was open. */
export const folderProblem = (written: WrittenFolder): FieldProblem[] =>
  written.chosen !== null && folderIri(written) === null ? [{ field: "folder", text: folderGone }] : [];

/** Its address; null for none, and for one that is gone. */
export const folderIri = ({ choices, chosen }: WrittenFolder): string | null =>
  choices.find(({ id }) => id === chosen)?.iri ?? null;
