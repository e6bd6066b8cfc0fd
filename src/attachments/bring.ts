import { eq } from "drizzle-orm";
import { attachment, type Store } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { encodeFile } from "./encode.ts";
import type { StoredFile } from "./queries.ts";
import { fileById } from "./queries.ts";
import { largestFile, largestPicture, retryAfter } from "./rules.ts";
import { keepBytes } from "./store.ts";
import { factsOf } from "./uploads.ts";

/** Files that are fetched from elsewhere at one time: a page full of pictures must not become a flood. */
const atOnce = 4;
let busy = 0;
const waiting: (() => void)[] = [];
const running = new WeakMap<Store, Map<Id, Promise<StoredFile | null>>>();

async function turn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy--;
  }
}

/** Whether the bytes of a file are here. */
export const isHere = ({ size }: StoredFile): boolean => size !== null;

/**
 * A file with its bytes: of what somebody elsewhere attached they are fetched when somebody first looks, checked as what
 * is uploaded here, and kept as long as the post. Null where they cannot be had; then it is tried again after an hour.
 */
export async function brought(ctx: Context, file: StoredFile): Promise<StoredFile | null> {
  if (!isToBring(ctx, file)) return isHere(file) ? file : null;
  let inStore = running.get(ctx.store);
  if (!inStore) running.set(ctx.store, (inStore = new Map()));
  let current = inStore.get(file.id);
  if (!current) {
    current = turn(() => bring(ctx, file)).finally(() => inStore.delete(file.id));
    inStore.set(file.id, current);
  }
  return current;
}

const isToBring = (ctx: Context, file: StoredFile): boolean =>
  !isHere(file) &&
  file.remoteUrl !== null &&
  file.contentId !== null &&
  !(file.tried && ctx.clock().getTime() - file.tried.getTime() < retryAfter);

async function bring(ctx: Context, { id }: StoredFile): Promise<StoredFile | null> {
  // Between the look at it and its turn somebody else may have brought it, or tried to.
  const file = await fileById(ctx.store.db, id);
  if (!file || !isToBring(ctx, file)) return file && isHere(file) ? file : null;
  const maxBytes = file.kind === "image" ? largestPicture : largestFile;
  const answer = await ctx.elsewhere.file(file.remoteUrl!, { contentId: file.contentId!, maxBytes });
  const encoded = answer.ok ? await checked(answer.value, file) : answer;
  const tried = ctx.clock();
  await ctx.store.transaction(async (tx) => {
    const it = eq(attachment.id, file.id);
    if (!encoded.ok) {
      await tx
        .update(attachment)
        .set({ tried, problem: encoded.problem.slice(0, 200) })
        .where(it);
      return;
    }
    // The post may have been deleted meanwhile, and its files with it.
    const kept = await tx
      .update(attachment)
      .set({ ...factsOf(encoded.value), ...lasting(file), tried, problem: null })
      .where(it)
      .returning({ id: attachment.id });
    if (kept.length === 0) return;
    await keepBytes(tx, file.id, "original", encoded.value.data);
    if (encoded.value.small) await keepBytes(tx, file.id, "small", encoded.value.small.data);
  });
  return encoded.ok ? fileById(ctx.store.db, file.id) : null;
}

/** By the digest that its server promised it is known again when the post is edited; ours is of what we made of it. */
const lasting = ({ sha256, duration }: StoredFile) => ({
  sha256,
  ...(duration === null ? {} : { duration }),
});

async function checked(bytes: Uint8Array, file: StoredFile) {
  const { createHash } = await import("node:crypto");
  const promised = file.sha256;
  if (promised && createHash("sha256").update(bytes).digest("hex") !== promised)
    return { ok: false, problem: "The file is not what its server promised." } as const;
  const encoded = await encodeFile(bytes);
  // A picture that turns out to be a program, or a film, is not what the post says.
  if (encoded.ok && encoded.value.kind !== file.kind)
    return { ok: false, problem: "The file is of another kind than its server says." } as const;
  return encoded;
}
