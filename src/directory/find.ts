import { eq } from "drizzle-orm";
import { actor, content } from "../../db/index.ts";
import { findBySlug, ownPostHref, slug } from "../actors/index.ts";
import { type Context, type Found, signedIn } from "../context.ts";
import { type Id, parseId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import type { Result } from "../core/result.ts";
import { isSeenBy } from "../visibility/index.ts";
import { localPath } from "../web/index.ts";
import { headOf, postHref, type WorkspaceHead } from "../workspaces/index.ts";

/** What an address leads to here: a workspace to join, or a page. */
export type Opened = { workspace: WorkspaceHead } | { href: string };

const nothingThere = "There is nothing at this address, or it may not be seen. Check it for typing mistakes.";

/**
 * Opens `@handle@host` or a web address here, for somebody who is signed in. Another server is asked, with the
 * limits of the agent, so that it ends in time.
 */
export async function open(ctx: Context, address: string, ours: string): Promise<Result<Opened>> {
  const { id: readerId } = signedIn(ctx);
  const here = await ownAddress(ctx, address.trim());
  if (here === "nothing") return { ok: false, problem: nothingThere };
  if (typeof here === "string") return { ok: true, value: { href: here } };
  const found: Result<Found> = here
    ? { ok: true, value: here }
    : await ctx.elsewhere.find(address.trim(), readerId);
  if (!found.ok) return found;
  try {
    const opened = await page(ctx, found.value, ours);
    if (opened) return { ok: true, value: opened };
  } catch (error) {
    // What the reader may not know of is not there.
    if (!(error instanceof Refusal)) throw error;
  }
  return { ok: false, problem: nothingThere };
}

async function page(ctx: Context, found: Found, ours: string): Promise<Opened | null> {
  if (found.kind === "workspace") {
    return { workspace: await headOf(ctx, found.id, ours) };
  }
  if (found.kind === "person") {
    const path = await slugOf(ctx, found.id);
    return path ? { href: `/people/${path}` } : null;
  }
  const [row] = await ctx.store.db
    .select({ rootId: content.rootId, authorId: content.authorId })
    .from(content)
    .where(eq(content.id, found.id));
  if (!row) return null;
  if (found.kind === "post") {
    const path = await slugOf(ctx, row.authorId);
    return path ? { href: ownPostHref(path, found.id) } : null;
  }
  const { mayRead, slug: path } = await headOf(ctx, found.workspaceId, ours);
  // Whether something is written there is for those who may read it.
  if (!mayRead) return null;
  return { href: postHref(path, { id: found.id, rootId: row.rootId }) };
}

async function slugOf(ctx: Context, id: Id): Promise<string | null> {
  const [row] = await ctx.store.db
    .select({ handle: actor.handle, host: actor.host, local: actor.local })
    .from(actor)
    .where(eq(actor.id, id));
  return row ? slug(row) : null;
}

/** What is ours is not asked for over the network: null where it is not ours, a path, or what was found. */
export async function ownAddress(ctx: Context, address: string): Promise<Found | string | "nothing" | null> {
  const named = /^@?([^@\s/]+)@([^@\s/]+)$/.exec(address);
  if (named?.[2]?.toLowerCase() === ctx.host) {
    const workspace = await findBySlug(ctx, "group", named[1]!);
    if (workspace) return { kind: "workspace", id: workspace };
    const person = await findBySlug(ctx, "person", named[1]!);
    return person ? { kind: "person", id: person } : "nothing";
  }
  if (!URL.canParse(address)) return null;
  const { origin, pathname, search, hash } = new URL(address);
  if (origin !== ctx.origin) return null;
  const [, room, key] = /^\/(actors|workspaces|content)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (room === "workspaces") {
    const id = await findBySlug(ctx, "group", key!.replace(/%40/g, "@"));
    return id ? { kind: "workspace", id } : "nothing";
  }
  const id = parseId(key);
  if (room === "actors") {
    const [row] = await ctx.store.db
      .select({ kind: actor.kind })
      .from(actor)
      .where(eq(actor.id, id ?? 0));
    if (!row || row.kind === "application") return "nothing";
    return { kind: row.kind === "group" ? "workspace" : "person", id: id! };
  }
  if (room === "content") {
    const [row] = await ctx.store.db
      .select({ workspaceId: content.workspaceId })
      .from(content)
      .where(eq(content.id, id ?? 0));
    // A post of somebody's own leads to its page from its address.
    if (row?.workspaceId === null) {
      const seen = await isSeenBy(ctx.store.db, id!, ctx.actor?.id ?? null);
      return seen ? localPath(`/content/${id}`, "/") : "nothing";
    }
    return row ? { kind: "content", id: id!, workspaceId: row.workspaceId } : "nothing";
  }
  return localPath(pathname + search + hash, "/");
}
