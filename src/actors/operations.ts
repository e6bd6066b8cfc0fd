import { eq } from "drizzle-orm";
import { actor } from "../../db/index.ts";
import type { Change, Context, Reader } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid } from "../core/refusal.ts";
import { handleFrom, handlePattern, reservedHandles } from "./rules.ts";

export interface NewLocalActor {
  kind: "person" | "group" | "application";
  handle: string;
  name: string;
  summary?: string;
  job?: string | null;
  organisation?: string | null;
  place?: string | null;
  approves?: boolean;
  discoverable?: boolean;
  indexable?: boolean;
}

/**
 * Writes an actor of ours. Its keys are made when they are first needed.
 *
 * @throws {Refusal} `invalid` on `handle`, when it is taken or not allowed
 */
export async function insertLocalActor(ctx: Context, { tx, at }: Change, made: NewLocalActor): Promise<Id> {
  const localHandle = made.handle.toLowerCase();
  if (!handlePattern.test(made.handle)) {
    throw invalid("handle", "Use letters, numbers and hyphens, such as sepsis-network. 2 to 30 characters.");
  }
  if (made.kind !== "application" && reservedHandles.has(localHandle)) {
    throw invalid("handle", `${made.handle} is kept for the system. Choose another.`);
  }
  const [taken] = await tx.select({ id: actor.id }).from(actor).where(eq(actor.localHandle, localHandle));
  if (taken) throw invalid("handle", `${made.handle} is taken. Choose another.`);

  const id = newId(at);
  const iri = `${ctx.origin}/actors/${id}`;
  const path = made.kind === "group" ? "workspaces" : "people";
  await tx.insert(actor).values({
    id,
    iri,
    kind: made.kind,
    host: ctx.host,
    local: true,
    handle: made.handle,
    localHandle,
    name: made.name,
    summary: made.summary ?? "",
    url: made.kind === "application" ? ctx.origin : `${ctx.origin}/${path}/${made.handle}`,
    job: made.job ?? null,
    organisation: made.organisation ?? null,
    place: made.place ?? null,
    inbox: `${iri}/inbox`,
    sharedInbox: `${ctx.origin}/inbox`,
    outbox: `${iri}/outbox`,
    followers: `${iri}/followers`,
    featured: made.kind === "group" ? `${iri}/featured` : null,
    moderators: made.kind === "group" ? `${iri}/moderators` : null,
    approves: made.approves ?? false,
    discoverable: made.discoverable ?? false,
    indexable: made.indexable ?? false,
    created: at,
  });
  return id;
}

/** A handle nobody has yet, made from a name: `Priya Nair` → `priya-nair`, then `priya-nair-2`. */
export async function freeHandle(db: Reader, name: string): Promise<string> {
  const base = handleFrom(name);
  for (let n = 1; ; n++) {
    const handle = n === 1 ? base : `${base.slice(0, 26)}-${n}`;
    if (reservedHandles.has(handle)) continue;
    const [taken] = await db.select({ id: actor.id }).from(actor).where(eq(actor.localHandle, handle));
    if (!taken) return handle;
  }
}
