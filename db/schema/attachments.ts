import { bool, bytes, index, instant, integer, long, primaryKey, real, table, text } from "../columns.ts";
import { content } from "./forums.ts";
import { actor } from "./people.ts";

/** A file that belongs to a post: uploaded here, or attached by somebody elsewhere and served through this instance. */
export const attachment = table(
  "attachment",
  {
    id: long().primaryKey(),
    ownerId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** Empty until it is posted: then its owner alone sees it, for a day. */
    contentId: long().references(() => content.id, { onDelete: "cascade" }),
    /** Its place among the files of the post. */
    position: integer().notNull().default(0),
    kind: text({ enum: ["image", "video", "audio", "document"] }).notNull(),
    /** What the file was called. Of pictures nothing shows it. */
    name: text(),
    /** Told by the content; of what is elsewhere and was not fetched yet, what its server says. */
    mediaType: text().notNull(),
    /** What is to be seen or heard, for those who do not see or hear it. */
    description: text(),
    /** Its owner said that it adds nothing to the text. */
    decorative: bool().notNull().default(false),
    /** What matters most in a picture, from -1 to 1: to the right, and up. */
    focusX: real(),
    focusY: real(),
    width: integer(),
    height: integer(),
    /** Seconds. */
    duration: real(),
    /** Bytes; empty until they are here. */
    size: integer(),
    /** Of the bytes, hexadecimal. Of what is elsewhere, what its server promised, until they are here. */
    sha256: text(),
    /** The picture that stands for it in a post, where there is one. */
    smallWidth: integer(),
    smallHeight: integer(),
    smallSize: integer(),
    /** What addresses of it are signed with, for those who show neither a session nor a signature. */
    secret: text().notNull(),
    /** Where it is, of what somebody elsewhere attached. */
    remoteUrl: text(),
    tried: instant(),
    /** Why it could not be fetched. */
    problem: text(),
    created: instant().notNull(),
    /** When an edit took it out of the post: its history still shows it. */
    dropped: instant(),
  },
  (t) => [
    index("attachment_content").on(t.contentId, t.position),
    index("attachment_owner").on(t.ownerId, t.contentId, t.created),
  ],
);

/** The bytes of files, in pieces: whoever hears or sees a part of a long one needs no more in memory. */
export const attachmentPart = table(
  "attachment_part",
  {
    attachmentId: long()
      .notNull()
      .references(() => attachment.id, { onDelete: "cascade" }),
    variant: text({ enum: ["original", "small"] }).notNull(),
    number: integer().notNull(),
    data: bytes().notNull(),
  },
  (t) => [primaryKey({ columns: [t.attachmentId, t.variant, t.number] })],
);
