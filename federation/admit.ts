import { eq } from "drizzle-orm";
import { peer } from "../db/index.ts";
import { leaks } from "../src/agreements/index.ts";
import type { Id } from "../src/core/id.ts";
import type { Request } from "../src/web/index.ts";
import { isOurKind, mayFetch, mayLeave, signerOf } from "./access.ts";
import { actorById, actorByIri } from "./actors/rows.ts";
import { hostOf, sameOrigin } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import { type ReadToken, readTokenHeader } from "./wire/actor-token.ts";

/** How far ahead of ours the clock of the server that made a token may be, in ms. */
const ahead = 10 * 60_000;

/**
 * Whether whoever asks may read what one of ours wrote in a workspace: as `mayFetch` says, or, where the workspace lives
 * elsewhere, because they show a token of it.
 */
export async function mayRead(deps: Deps, c: Request, workspaceId: Id): Promise<boolean> {
  const signer = await signerOf(deps, c);
  if (await mayFetch(deps, workspaceId, signer)) return true;
  const token = signer === null ? null : readTokenHeader(c.req.header("authorization"));
  return token !== null && token.actor === signer && admits(deps, workspaceId, token);
}

/**
 * Whether a token opens a workspace here: made by the workspace itself, for this server, not over, and with its
 * signature. Its home decides who belongs; what we shared with that home only has to be shared still, and what is known
 * to leak gets nothing from us either.
 */
async function admits(deps: Deps, workspaceId: Id, token: ReadToken): Promise<boolean> {
  const { env, store, clock, publicKeys } = deps;
  const group = await actorById(store.db, workspaceId);
  if (!group || group.local || group.gone || token.issuer !== group.iri) return false;
  const asker = hostOf(token.actor);
  const meant =
    token.audience === undefined ? !(await isOurKind(deps, asker)) : token.audience === env.origin;
  if (!meant) return false;
  const now = clock().getTime();
  if (token.issuedAt.getTime() > now + ahead || token.validUntil.getTime() <= now) return false;
  const [known] = await store.db.select({ software: peer.software }).from(peer).where(eq(peer.host, asker));
  if (leaks(known?.software ?? null) || !(await mayLeave(deps, workspaceId, group.host))) return false;
  if ((await actorByIri(store.db, token.actor))?.gone || !sameOrigin(token.keyId, group.iri)) return false;
  const key = await publicKeys.get(token.keyId);
  if (key?.actorIri !== group.iri) return false;
  if (token.verifies(key.publicKey)) return true;
  const again = key.fresh ? null : await publicKeys.refetch(token.keyId);
  return again?.actorIri === group.iri && token.verifies(again.publicKey);
}
