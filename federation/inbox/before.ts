import { and, eq, gt, like, lt, sql } from "drizzle-orm";
import { givenAs, kv, prepared } from "../../db/index.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";

/** How long it is remembered that something was taken back, in ms: as long as the inbox knows an activity again. */
const rememberedFor = 30 * 24 * 60 * 60_000;

const prefix = "undone:";

/**
 * Something was taken back that is not here: it may still be on its way, as servers do not keep the order of what they
 * send. When it comes, it stays away.
 *
 * @param iri of the post, or of the activity
 * @param by the actor who took it back, or the workspace that passed that on
 */
export async function rememberUndone(deps: Deps, iri: string, by: string): Promise<void> {
  const expires = new Date(deps.clock().getTime() + rememberedFor);
  await deps.store.transaction(async (tx) => {
    await tx
      .insert(kv)
      .values({ key: prefix + iri, value: by, expires })
      .onConflictDoUpdate({ target: kv.key, set: { value: by, expires } });
  });
}

const undoneQuery = prepared("taken back before", (db) =>
  db
    .select({ by: kv.value })
    .from(kv)
    .where(and(eq(kv.key, sql.placeholder("key")), gt(kv.expires, givenAs(kv.expires, "now")))),
);

/** Whether something was taken back before it came: by its own server, or by the workspace it is for. */
export async function wasUndone(deps: Deps, iri: string, workspaceIri: string | null): Promise<boolean> {
  const [row] = await undoneQuery(deps.store, { key: prefix + iri, now: deps.clock() });
  return !!row && (row.by === workspaceIri || sameOrigin(String(row.by), iri));
}

/** What was taken back is there again. */
export async function forgetUndone(deps: Deps, iri: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.delete(kv).where(eq(kv.key, prefix + iri));
  });
}

/** Forgets what came too late to matter. */
export async function sweepUndone(deps: Deps): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.delete(kv).where(and(like(kv.key, `${prefix}%`), lt(kv.expires, deps.clock())));
  });
}
