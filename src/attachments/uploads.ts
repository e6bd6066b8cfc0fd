import { randomBytes } from "node:crypto";
import { and, count, eq, inArray, isNull, lt, sum } from "drizzle-orm";
import { attachment, type Writer } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import { type Encoded, encodeFile, encodeSmall, type Small } from "./encode.ts";
import { description, type Focus } from "./input.ts";
import { largestFile, largestWaiting, longestName, mostWaiting, waitingFor } from "./rules.ts";
import { keepBytes } from "./store.ts";

export interface Upload {
  bytes: Uint8Array;
  /** As it was called where it came from. */
  name?: string | null;
  description?: string | null;
  decorative?: boolean;
  focus?: Focus | null;
  /** A picture to stand for a film or a recording. */
  thumbnail?: Uint8Array | null;
  /** The field of the form, for messages. */
  field?: string;
}

/** What signs the addresses of one file. */
export const newSecret = (): string => randomBytes(24).toString("base64url");

/** Without what a path or a line could be made of. */
export const plainName = (name: string | null | undefined): string | null =>
  name
    ?.split(/[/\\]/)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(-longestName) || null;

/** What of an encoded file stands in its row. */
export const factsOf = ({ kind, mediaType, data, sha256, width, height, duration, small }: Encoded) => ({
  ...{ kind, mediaType, sha256, width, height, duration, size: data.byteLength },
  ...factsOfSmall(small),
});

const factsOfSmall = (small: Small | null) => ({
  smallWidth: small?.width ?? null,
  smallHeight: small?.height ?? null,
  smallSize: small?.data.byteLength ?? null,
});

const theirs = (ownerId: Id) => and(eq(attachment.ownerId, ownerId), isNull(attachment.contentId));

/** @throws {Refusal} `too many` where somebody has uploaded much that they have not posted */
async function mayUpload(tx: Pick<Writer, "select">, ownerId: Id, more: number): Promise<void> {
  const [waiting] = await tx
    .select({ files: count(), bytes: sum(attachment.size) })
    .from(attachment)
    .where(theirs(ownerId));
  if ((waiting?.files ?? 0) < mostWaiting && Number(waiting?.bytes ?? 0) + more <= largestWaiting) return;
  throw new Refusal(
    "too many",
    "You have uploaded many files and not posted them. Post or remove some first; after a day they are deleted.",
  );
}

/**
 * Takes in a file for a post that is still to be written. Its owner alone sees it, and after a day it is deleted.
 *
 * @throws {Refusal} `invalid` for what cannot be attached, `too large`, `too many` uploads that were not posted
 */
export async function uploadFile(ctx: Context, upload: Upload): Promise<Id> {
  const { id: ownerId } = signedIn(ctx);
  const { bytes, field = "file", decorative = false, focus = null } = upload;
  if (bytes.byteLength > largestFile) throw new Refusal("too large", "The file must be smaller than 40 MB.");
  const words = described(upload.description, field);
  // Before the work, so that it cannot be had for nothing; and in the end, for what came at the same time.
  await mayUpload(ctx.store.db, ownerId, bytes.byteLength);
  const encoded = await encodeFile(bytes);
  if (!encoded.ok) throw invalid(field, encoded.problem);
  const file = encoded.value;
  if (upload.thumbnail && file.kind !== "image") file.small = await encodeSmall(upload.thumbnail);
  return change(ctx, async ({ tx, at }) => {
    await mayUpload(tx, ownerId, file.data.byteLength);
    const id = newId(at);
    await tx.insert(attachment).values({
      ...factsOf(file),
      id,
      ownerId,
      name: plainName(upload.name),
      description: words,
      decorative,
      focusX: focus?.x ?? null,
      focusY: focus?.y ?? null,
      secret: newSecret(),
      created: at,
    });
    await keepBytes(tx, id, "original", file.data);
    if (file.small) await keepBytes(tx, id, "small", file.small.data);
    return id;
  });
}

function described(text: string | null | undefined, field: string): string | null {
  const parsed = description.safeParse(text ?? "");
  if (!parsed.success) throw invalid(field, parsed.error.issues[0]!.message);
  return parsed.data;
}

export interface DescribeUpload {
  id: Id;
  /** What is not said stays. */
  description?: string | null;
  focus?: Focus | null;
  thumbnail?: Uint8Array | null;
}

/**
 * Describes a file that was uploaded and not posted yet.
 *
 * @throws {Refusal} `not found` for another's, and for one that was posted
 */
export async function describeUpload(ctx: Context, given: DescribeUpload): Promise<void> {
  const { id: ownerId } = signedIn(ctx);
  const small = given.thumbnail ? await encodeSmall(given.thumbnail) : null;
  const { focus } = given;
  const words = given.description === undefined ? undefined : described(given.description, "description");
  await change(ctx, async ({ tx }) => {
    const mine = and(eq(attachment.id, given.id), theirs(ownerId));
    const [found] = await tx.select({ kind: attachment.kind }).from(attachment).where(mine);
    if (!found) throw notFound();
    const own = small !== null && found.kind !== "image";
    const facts = {
      ...(words === undefined ? {} : { description: words }),
      ...(focus ? { focusX: focus.x, focusY: focus.y } : {}),
      ...(own ? factsOfSmall(small) : {}),
    };
    if (Object.keys(facts).length > 0) await tx.update(attachment).set(facts).where(mine);
    if (own) await keepBytes(tx, given.id, "small", small.data);
  });
}

/**
 * Throws away a file that was not posted.
 *
 * @throws {Refusal} `not found`; `invalid` for one that is in a post
 */
export async function discardUpload(ctx: Context, id: Id): Promise<void> {
  const { id: ownerId } = signedIn(ctx);
  await change(ctx, async ({ tx }) => {
    const [found] = await tx
      .select({ contentId: attachment.contentId })
      .from(attachment)
      .where(and(eq(attachment.id, id), eq(attachment.ownerId, ownerId)));
    if (!found) throw notFound();
    if (found.contentId !== null)
      throw new Refusal("invalid", "This file is in a post. Edit the post to take it out.");
    await tx.delete(attachment).where(and(eq(attachment.id, id), theirs(ownerId)));
  });
}

/**
 * Keeps files that are to be posted at some time until a day after it; whoever does not post them then has them kept
 * for a day from now.
 *
 * @throws {Refusal} `invalid` where one is not there, is somebody else's, or was posted
 */
export async function keepUploads(ctx: Context, ids: Id[], until: Date): Promise<void> {
  const { id: ownerId } = signedIn(ctx);
  if (ids.length === 0) return;
  await ctx.store.transaction(async (tx) => {
    const kept = await tx
      .update(attachment)
      .set({ created: until })
      .where(and(inArray(attachment.id, ids), eq(attachment.ownerId, ownerId), isNull(attachment.contentId)))
      .returning({ id: attachment.id });
    if (kept.length < ids.length) throw new Refusal("invalid", "One of the files is not there any more.");
  });
}

/** Deletes what was uploaded more than a day ago and not posted. */
export async function sweepUploads(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock().getTime() - waitingFor);
  const old = and(isNull(attachment.contentId), lt(attachment.created, before));
  const due = await ctx.store.db.select({ id: attachment.id }).from(attachment).where(old).limit(500);
  for (const { id } of due)
    await ctx.store.transaction((tx) => tx.delete(attachment).where(and(inArray(attachment.id, [id]), old)));
}
