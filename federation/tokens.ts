import { type Id, parseId } from "../src/core/id.ts";
import type { Web } from "../src/web/index.ts";
import { standingOf } from "../src/workspaces/index.ts";
import { hasPeople, isOurKind, mayFetch, mayFind, mayLeave, signerOf } from "./access.ts";
import { actorById } from "./actors/rows.ts";
import { hostOf } from "./addresses.ts";
import type { Deps } from "./deps.ts";
import { answerJson, nothingHere } from "./documents.ts";
import { signToken } from "./wire/actor-token.ts";

/** How long a token holds, in ms (FEP-db0e recommends it). It cannot be called back. */
const holdsFor = 30 * 60_000;

/**
 * What members of a workspace show at a third server, which holds what one of its own people wrote there and does not
 * know who else belongs (FEP-db0e).
 */
export function tokenRoutes(app: Web, deps: Deps): void {
  app.get("/actors/:id/actor-token", async (c) => {
    const group = await actorById(deps.store.db, parseId(c.req.param("id")) ?? 0);
    if (!group?.local || group.gone || group.kind !== "group") return nothingHere(c);
    const { level } = await standingOf(deps.store, group.id, null);
    const signer = await signerOf(deps, c);
    // Of what is open nobody has to show one; and a confidential one is not there for those outside.
    if (level === "open" || (level === "confidential" && !(await mayFind(deps, group.id, signer))))
      return nothingHere(c);
    const refuse = (error: string) => answerJson(c, { error }, 403);
    if (!signer || !(await mayFetch(deps, group.id, signer)))
      return refuse("Tokens are for those who belong, and sign in person.");
    const audience = c.req.query("audience");
    // Who knows nothing of audiences follows the proposal to the letter.
    if (audience === undefined && (await isOurKind(deps, hostOf(signer))))
      return refuse("Name the server that it is for.");
    if (audience !== undefined && !(await isAmong(deps, group.id, audience)))
      return refuse("Nobody at that server has written in this workspace, or it may not have what is in it.");
    const now = deps.clock();
    const { rsa } = await deps.keys.of(group.id);
    const token = await signToken(
      {
        issuer: group.iri,
        actor: signer,
        ...(audience === undefined ? {} : { audience }),
        issuedAt: now,
        validUntil: new Date(now.getTime() + holdsFor),
      },
      { keyId: rsa.keyId, privateKey: rsa.pair.privateKey },
    );
    return answerJson(c, token);
  });
}

/** Whether a server, by its origin, may have what is in a workspace, and somebody there belongs or has written in it. */
async function isAmong(deps: Deps, workspaceId: Id, origin: string): Promise<boolean> {
  if (URL.parse(origin)?.origin !== origin) return false;
  const host = hostOf(origin);
  if (!(await mayLeave(deps, workspaceId, host))) return false;
  return hasPeople(deps, workspaceId, host);
}
