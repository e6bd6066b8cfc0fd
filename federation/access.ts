import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { actor, content, follow, membership, peer, prepared } from "../db/index.ts";
import { obstacle } from "../src/agreements/index.ts";
import type { Id } from "../src/core/id.ts";
import { isMeantFor } from "../src/posts/index.ts";
import { mayRead, standingOf } from "../src/workspaces/index.ts";
import { actorById, actorByIri } from "./actors/rows.ts";
import { verdictFor } from "../src/peers/index.ts";
import { hostOf } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import type { Reading } from "./remote/fetch.ts";
import type { Request } from "../src/web/index.ts";
import { verifyRequest } from "./wire/verify-request.ts";

/** Address of the actor that signed a request for a document; null where it is unsigned or the signature is wrong. */
export async function signerOf(deps: Deps, c: Request): Promise<string | null> {
  if (!c.req.header("signature")) return null;
  const verified = await verifyRequest(
    {
      method: c.req.method,
      url: publicUrl(deps, c),
      headers: c.req.raw.headers,
      body: new Uint8Array(),
    },
    deps.publicKeys.askedBy(c.get("address")),
    deps.clock(),
  );
  if (!verified.ok) return null;
  const suspended = (await verdictFor(deps.store, hostOf(verified.actorIri))) === "suspended";
  return suspended ? null : verified.actorIri;
}

/** The address as the asker knows it: behind a proxy the connection's own may differ. */
export function publicUrl(deps: Deps, c: Request): string {
  const { url } = c.req;
  // Everything after the host, as it came.
  return deps.env.origin + url.slice(url.indexOf("/", url.indexOf("//") + 2));
}

const softwareQuery = prepared(
  "software of peer",
  (db) =>
    db
      .select({ software: peer.software })
      .from(peer)
      .where(eq(peer.host, sql.placeholder("host"))),
  true,
);

/** Whether a server runs this program, by its NodeInfo: then it signs for each member, and proves what they do. */
export async function isOurKind(deps: Deps, host: string): Promise<boolean> {
  const [known] = await softwareQuery(deps.store, { host });
  return known?.software === "tombolo";
}

/** A member of ours on whose behalf what is inside a workspace elsewhere is asked for; none where everybody reads it. */
export async function readerIn(deps: Deps, workspaceId: Id): Promise<Reading | undefined> {
  if (mayRead(await standingOf(deps.store, workspaceId, null))) return undefined;
  const [member] = await deps.store.db
    .select({ id: membership.actorId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.state, "active"),
        eq(actor.local, true),
        isNull(actor.gone),
      ),
    )
    .orderBy(membership.id)
    .limit(1);
  return member && { member: member.id, workspaceId };
}

/** Whether what is said in a workspace may go to a server at all: anywhere from an open one, else under an agreement. */
export async function mayLeave(deps: Deps, workspaceId: Id | null, host: string): Promise<boolean> {
  if (workspaceId === null) return true;
  const { level } = await standingOf(deps.store, workspaceId, null);
  return (await obstacle(deps.store.db, deps.clock(), { workspaceId, level, host })) === null;
}

/**
 * Whether whoever asks may know that a confidential workspace is there: the servers of those who belong, or who are
 * invited.
 */
export async function mayFind(deps: Deps, workspaceId: Id, signer: string | null): Promise<boolean> {
  const asker = signer ? await actorByIri(deps.store.db, signer) : null;
  if (!asker || asker.gone || !(await mayLeave(deps, workspaceId, asker.host))) return false;
  const [there] = await deps.store.db
    .select({ id: membership.id })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        inArray(membership.state, ["active", "invited", "requested"]),
        asker.kind === "application" ? eq(actor.host, asker.host) : eq(actor.id, asker.id),
      ),
    )
    .limit(1);
  return !!there;
}

/** Whether whoever asks may read a post of somebody's own: they sign in person, unless everybody may. */
export async function mayFetchPost(deps: Deps, id: Id, signer: string | null): Promise<boolean> {
  const { db } = deps.store;
  if (await isMeantFor(db, id, null)) return true;
  const asker = signer ? await actorByIri(db, signer) : null;
  return !!asker && !asker.gone && asker.kind === "person" && (await isMeantFor(db, id, asker.id));
}

/**
 * Whether whoever asks may read what is inside a workspace: anyone for an open one; else a member, who signs in person.
 * Programs that have no other way (Lemmy) ask as a whole server, where one of its people belongs.
 */
export async function mayFetch(deps: Deps, workspaceId: Id, signer: string | null): Promise<boolean> {
  const open = await standingOf(deps.store, workspaceId, null);
  if (mayRead(open)) return true;
  if (!signer) return false;
  const asker = await actorByIri(deps.store.db, signer);
  if (!asker || asker.gone || !(await mayLeave(deps, workspaceId, asker.host))) return false;
  // Where it moved to, its history is taken over.
  if ((await actorById(deps.store.db, workspaceId))?.movedTo === asker.iri) return true;
  // The home of a workspace reads what our members sent to it.
  const group = await actorById(deps.store.db, workspaceId);
  if (group && !group.local && group.host === asker.host) return true;
  if (asker.kind !== "application") return mayRead(await standingOf(deps.store, workspaceId, asker.id));
  if (await isOurKind(deps, asker.host)) return false;
  const [member] = await deps.store.db
    .select({ id: follow.id })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(and(eq(follow.followedId, workspaceId), eq(follow.state, "accepted"), eq(actor.host, asker.host)))
    .limit(1);
  return !!member;
}

/** Whether somebody at a server belongs to a workspace or has written in it. */
export async function hasPeople(deps: Deps, workspaceId: Id, host: string): Promise<boolean> {
  const wrote = sql`exists (select 1 from ${content} where ${content.authorId} = ${actor.id} and ${content.workspaceId} = ${workspaceId})`;
  const belongs = sql`exists (select 1 from ${membership} where ${membership.actorId} = ${actor.id} and ${membership.workspaceId} = ${workspaceId} and ${membership.state} = 'active')`;
  const [found] = await deps.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.host, host), or(wrote, belongs)))
    .limit(1);
  return !!found;
}
