import { exists, and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { attachment, type Reader, type revision } from "../../../../db/index.ts";
import {
  filesById,
  filesOf,
  isOpenPost,
  readableFacts,
  type StoredFile,
} from "../../../attachments/index.ts";
import type { Id } from "../../../core/id.ts";
import type { Api } from "../../api.ts";
import { type MediaAttachment, mediaAttachment } from "../../entities/media-attachment.ts";
import type { Facet } from "./index.ts";

async function shown(api: Api, contentId: Id, files: StoredFile[]): Promise<MediaAttachment[]> {
  const { db } = api.ctx.store;
  const post = await readableFacts(db, contentId);
  const open = post !== null && (await isOpenPost(db, post));
  return files.map((file) => mediaAttachment(api, file, open));
}

/** The files of posts. */
export const media: Facet = async (api, ids) => {
  const files = await filesOf(api.ctx.store.db, ids);
  const found = await Promise.all(
    [...files].map(async ([id, some]) => [id, { media_attachments: await shown(api, id, some) }] as const),
  );
  return new Map(found);
};

type Kept = NonNullable<(typeof revision.$inferSelect)["files"]>;

/** The files that each earlier wording of a post had, as they were described then. */
export async function earlierMedia(
  api: Api,
  contentId: Id,
  wordings: (Kept | null)[],
): Promise<MediaAttachment[][]> {
  const ids = wordings.flatMap((kept) => kept?.map(({ id }) => id) ?? []);
  const files = await filesById(api.ctx.store.db, [...new Set(ids)]);
  return Promise.all(
    wordings.map((kept) =>
      shown(
        api,
        contentId,
        (kept ?? []).flatMap(({ id, description }) => {
          const file = files.get(id);
          return file?.contentId === contentId ? { ...file, description } : [];
        }),
      ),
    ),
  );
}

/** For lists of posts with something to see or hear in them only. */
export const hasMedia = (db: Reader, contentId: SQLiteColumn): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(attachment)
      .where(and(eq(attachment.contentId, contentId), isNull(attachment.dropped))),
  );
