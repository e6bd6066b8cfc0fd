import { and, eq } from "drizzle-orm";
import { attachmentPart, type Store, type Writer } from "../../db/index.ts";
import type { Id } from "../core/id.ts";

export type Variant = "original" | "small";

/** Bytes of a piece. */
const pieceSize = 1024 * 1024;

/** Keeps the bytes of a file in pieces, in place of what was kept before. */
export async function keepBytes(
  tx: Writer,
  attachmentId: Id,
  variant: Variant,
  data: Uint8Array,
): Promise<void> {
  await tx
    .delete(attachmentPart)
    .where(and(eq(attachmentPart.attachmentId, attachmentId), eq(attachmentPart.variant, variant)));
  for (let number = 0; number * pieceSize < data.byteLength; number++) {
    const piece = data.subarray(number * pieceSize, (number + 1) * pieceSize);
    await tx.insert(attachmentPart).values({ attachmentId, variant, number, data: piece });
  }
}

/** The bytes from `first` to `last`, both included, piece by piece. */
export async function* bytesOf(
  store: Store,
  { attachmentId, variant }: { attachmentId: Id; variant: Variant },
  first: number,
  last: number,
): AsyncGenerator<Uint8Array> {
  const [from, to] = [Math.floor(first / pieceSize), Math.floor(last / pieceSize)];
  for (let number = from; number <= to; number++) {
    const [row] = await store.db
      .select({ data: attachmentPart.data })
      .from(attachmentPart)
      .where(
        and(
          eq(attachmentPart.attachmentId, attachmentId),
          eq(attachmentPart.variant, variant),
          eq(attachmentPart.number, number),
        ),
      );
    // Deleted meanwhile: what has gone out is all there is.
    if (!row) throw new Error("The file is gone");
    const start = number * pieceSize;
    yield new Uint8Array(row.data).subarray(Math.max(0, first - start), last - start + 1);
  }
}
