import { and, asc, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { attachment, type Reader, type revision } from "../../db/index.ts";
import type { Change } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid } from "../core/refusal.ts";
import { type AttachedFile, attachedFiles } from "./input.ts";
import { kindOf, longestDescription, mostFiles } from "./rules.ts";
import { newSecret, plainName } from "./uploads.ts";

/** A file that somebody elsewhere attached to a post, as their server says. */
export interface FileElsewhere {
  url: string;
  mediaType: string;
  /** Of a document. */
  name?: string | null;
  description: string | null;
  focus: { x: number; y: number } | null;
  width: number | null;
  height: number | null;
  duration?: number | null;
  /** Hexadecimal SHA-256 of what stands there, where the server promises it. */
  sha256: string | null;
}

/** The files of a post: uploaded here, or named by the server it came from. */
export type Files = { here: AttachedFile[] } | { elsewhere: FileElsewhere[] };

/** How the files of a post were at one time. */
export type KeptFiles = NonNullable<(typeof revision.$inferSelect)["files"]>;

const inPost = (contentId: Id) => and(eq(attachment.contentId, contentId), isNull(attachment.dropped));

/** The files that a post has now. */
export async function filesNow(db: Reader, contentId: Id): Promise<KeptFiles> {
  return db
    .select({
      id: attachment.id,
      description: attachment.description,
      decorative: attachment.decorative,
    })
    .from(attachment)
    .where(inPost(contentId))
    .orderBy(asc(attachment.position), asc(attachment.id));
}

/**
 * Gives a post these files, in this order, and takes out the others, which stay in its history.
 *
 * @returns whether anything is different now
 * @throws {Refusal} `invalid` for too many, and for files that are another's or in another post
 */
export async function setFiles(made: Change, post: { id: Id; authorId: Id }, files: Files): Promise<boolean> {
  return "here" in files
    ? setOwn(made, post, files.here)
    : setElsewhere(made, post, files.elsewhere.slice(0, mostFiles));
}

async function setOwn(
  { tx, at }: Change,
  post: { id: Id; authorId: Id },
  given: AttachedFile[],
): Promise<boolean> {
  const parsed = attachedFiles.safeParse(given);
  if (!parsed.success) throw invalid("files", parsed.error.issues[0]!.message);
  const before = await tx.select().from(attachment).where(inPost(post.id)).orderBy(asc(attachment.position));
  const ids = parsed.data.map(({ id }) => id);
  let changed = JSON.stringify(before.map(({ id }) => id)) !== JSON.stringify(ids);
  for (const [position, { id, description, decorative, focus }] of parsed.data.entries()) {
    const had = before.find((one) => one.id === id);
    const said = {
      ...(description === undefined ? {} : { description }),
      ...(decorative === undefined ? {} : { decorative }),
      ...(focus ? { focusX: focus.x, focusY: focus.y } : {}),
    };
    changed ||= !had || Object.entries(said).some(([name, value]) => had[name as keyof typeof had] !== value);
    const theirs: SQL | undefined = and(
      eq(attachment.id, id),
      eq(attachment.ownerId, post.authorId),
      had ? eq(attachment.contentId, post.id) : isNull(attachment.contentId),
    );
    const kept = await tx
      .update(attachment)
      .set({ ...said, contentId: post.id, position, dropped: null })
      .where(theirs)
      .returning({ id: attachment.id });
    if (kept.length === 0 || ids.indexOf(id) !== position)
      throw invalid(
        "files",
        "One of the files is not there any more, or is in a post already. Add it again.",
      );
  }
  await drop(
    { tx, at },
    before.filter(({ id }) => !ids.includes(id)).map(({ id }) => id),
  );
  return changed;
}

async function drop({ tx, at }: Pick<Change, "tx" | "at">, ids: Id[]): Promise<void> {
  if (ids.length > 0) await tx.update(attachment).set({ dropped: at }).where(inArray(attachment.id, ids));
}

/** The same file is known again by its address: what was fetched of it stays. */
async function setElsewhere(
  { tx, at }: Change,
  post: { id: Id; authorId: Id },
  given: FileElsewhere[],
): Promise<boolean> {
  const before = await tx.select().from(attachment).where(inPost(post.id));
  const kept = new Set<Id>();
  let changed = false;
  for (const [position, file] of given.entries()) {
    const known = kindOf(file.mediaType);
    if (!known) continue;
    const facts = {
      description: file.description?.slice(0, longestDescription) || null,
      focusX: file.focus?.x ?? null,
      focusY: file.focus?.y ?? null,
      position,
    };
    const had = before.find(
      ({ id, remoteUrl, sha256 }) =>
        !kept.has(id) && remoteUrl === file.url && (!file.sha256 || sha256 === file.sha256),
    );
    if (had) {
      kept.add(had.id);
      changed ||= had.description !== facts.description || had.position !== position;
      await tx.update(attachment).set(facts).where(eq(attachment.id, had.id));
      continue;
    }
    changed = true;
    await tx.insert(attachment).values({
      ...known,
      ...facts,
      id: newId(at),
      ownerId: post.authorId,
      contentId: post.id,
      name: plainName(file.name),
      width: file.width,
      height: file.height,
      duration: file.duration ?? null,
      sha256: file.sha256,
      secret: newSecret(),
      remoteUrl: file.url,
      created: at,
    });
  }
  const gone = before.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  await drop({ tx, at }, gone);
  return changed || gone.length > 0;
}

/** The files of an earlier wording stand again. */
export async function putBackFiles(made: Change, contentId: Id, kept: KeptFiles | null): Promise<void> {
  if (!kept) return;
  const { tx } = made;
  const now = await filesNow(tx, contentId);
  const ids = kept.map(({ id }) => id);
  await drop(
    made,
    now.map(({ id }) => id).filter((id) => !ids.includes(id)),
  );
  for (const [position, { id, description, decorative }] of kept.entries())
    await tx
      .update(attachment)
      .set({ position, description, decorative, dropped: null })
      .where(and(eq(attachment.id, id), eq(attachment.contentId, contentId)));
}

/** Deletes the files of a post for good, those of its history too. */
export async function forgetFiles({ tx }: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  if (contentIds.length > 0) await tx.delete(attachment).where(inArray(attachment.contentId, contentIds));
}
