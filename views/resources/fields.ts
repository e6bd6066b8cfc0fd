import type { WrittenFolder } from "../../src/resources/form.ts";
import type { Html } from "../html.ts";
import { select } from "../nhs/index.ts";
import { problemAt, type Problem } from "../parts/index.ts";

export interface FolderFieldProps {
  written: WrittenFolder;
  problems: readonly Problem[];
}

/** The choice of the folder in which something lies; nothing where there are none, unless there is something to say of it. */
export function folderField({ written, problems }: FolderFieldProps): Html | null {
  const { choices, chosen } = written;
  const problem = problemAt(problems, "folder");
  if (choices.length === 0 && !problem) return null;
  return select({
    name: "folder",
    id: "folder",
    label: { text: "Folder", classes: "nhsuk-label--s" },
    errorMessage: problem,
    items: [
      { value: "", text: "None: it stands at the top" },
      ...choices.map(({ id, path }) => ({ value: String(id), text: path, selected: id === chosen })),
    ],
  });
}
