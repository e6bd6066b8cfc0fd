import { bool, index, instant, json, long, sequence, table, text, uniqueIndex } from "../columns.ts";
import { content } from "./forums.ts";
import { person } from "./people.ts";

/** Words and posts that a member does not want to see in apps, and where. */
export const filter = table(
  "filter",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    title: text().notNull(),
    contexts: json<("home" | "notifications" | "public" | "thread" | "account")[]>().notNull(),
    /** `warn` says that something is there; `hide` does not; `blur` shows the words but no picture. */
    action: text({ enum: ["warn", "hide", "blur"] }).notNull(),
    ends: instant(),
    created: instant().notNull(),
  },
  (t) => [index("filter_person").on(t.personId, t.id)],
);

export const filterKeyword = table(
  "filter_keyword",
  {
    id: sequence(),
    filterId: long()
      .notNull()
      .references(() => filter.id, { onDelete: "cascade" }),
    keyword: text().notNull(),
    wholeWord: bool().notNull(),
  },
  (t) => [index("filter_keyword_filter").on(t.filterId, t.id)],
);

export const filterStatus = table(
  "filter_status",
  {
    id: sequence(),
    filterId: long()
      .notNull()
      .references(() => filter.id, { onDelete: "cascade" }),
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
  },
  (t) => [uniqueIndex("filter_status_once").on(t.filterId, t.contentId)],
);
