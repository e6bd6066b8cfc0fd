import { index, long, table, text } from "../columns.ts";
import { content } from "./forums.ts";

/** Where a file or a folder of a workspace lies, of a discussion that is one. */
export const placement = table(
  "placement",
  {
    contentId: long()
      .primaryKey()
      .references(() => content.id, { onDelete: "cascade" }),
    /** Address of the folder; null for none. It may come later than what lies in it, and be deleted before it. */
    folderIri: text(),
  },
  (t) => [index("placement_folder").on(t.folderIri)],
);
