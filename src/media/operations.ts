import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { media, remotePicture } from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid } from "../core/refusal.ts";
import { encodePicture, type Picture } from "./encode.ts";

/** Keeps a picture, once however often it comes. */
export async function keepPicture({ tx, at }: Pick<Change, "tx" | "at">, picture: Picture): Promise<Id> {
  await tx
    .insert(media)
    .values({ id: newId(at), ...picture, created: at })
    .onConflictDoNothing({ target: media.sha256 });
  const [kept] = await tx.select({ id: media.id }).from(media).where(eq(media.sha256, picture.sha256));
  return kept!.id;
}

/**
 * Takes in a picture that somebody uploaded.
 *
 * @throws {Refusal} `invalid` on `picture`
 */
export async function storePicture(ctx: Context, bytes: Uint8Array): Promise<Id> {
  const encoded = await encodePicture(bytes);
  if (!encoded.ok) throw invalid("picture", encoded.problem);
  return change(ctx, (made) => keepPicture(made, encoded.value));
}

/** Where a remote picture is served here: hexadecimal SHA-256 of its address. */
export const hashOfUrl = (url: string): string => createHash("sha256").update(url).digest("hex");

/** Notes the picture of an actor elsewhere, so that it can be served from here. Only what is noted is ever fetched. */
export async function noteRemotePicture({ tx }: Pick<Change, "tx">, url: string): Promise<void> {
  await tx
    .insert(remotePicture)
    .values({ urlHash: hashOfUrl(url), url })
    .onConflictDoNothing({ target: remotePicture.urlHash });
}
