import type { Id } from "../../src/core/id.ts";
import type { Result } from "../../src/core/result.ts";
import { hasPeople, isOurKind } from "../access.ts";
import { actorById } from "../actors/rows.ts";
import { hostOf } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { readToken, tokenScheme } from "../wire/actor-token.ts";
import { fetchDocument, type Reading } from "./fetch.ts";

/** Tokens in memory, each for half of the time that it holds: clocks differ. */
const kept = 5_000;
/** How long a workspace that gave none is not asked again, in ms. */
const refusedFor = 60_000;

export interface ActorTokens {
  /** The header that opens an address elsewhere; null where none is needed, or to be had. */
  header(reading: Reading, url: string): Promise<Result<string | null>>;
}

/** Tokens of workspaces elsewhere (FEP-db0e), for what their members wrote on third servers. */
export function actorTokens(deps: () => Deps): ActorTokens {
  const memory = new Map<string, { header: string | null; until: number }>();

  async function ask(member: Id, endpoint: string, issuer: string, audience: string) {
    const now = deps().clock().getTime();
    const address = new URL(endpoint);
    address.searchParams.set("audience", audience);
    const answer = await fetchDocument(deps(), address.href, member);
    if (!answer.ok && answer.kind === "unreachable") return answer;
    const token = answer.ok ? readToken(answer.value.document) : null;
    const fits = token?.issuer === issuer && (token.audience ?? audience) === audience;
    if (!answer.ok || !token || !fits)
      return { ok: true, value: { header: null, until: now + refusedFor } } as const;
    const half = (token.validUntil.getTime() - token.issuedAt.getTime()) / 2;
    const header = `${tokenScheme} ${JSON.stringify(answer.value.document)}`;
    return { ok: true, value: { header, until: now + half } } as const;
  }

  return {
    async header({ member, workspaceId }, url) {
      const none = { ok: true, value: null } as const;
      const group = await actorById(deps().store.db, workspaceId);
      const audience = URL.parse(url)?.origin;
      if (!group?.actorToken || !audience || group.local || hostOf(url) === group.host) return none;
      const name = `${workspaceId} ${member} ${audience}`;
      const found = memory.get(name);
      if (found && found.until > deps().clock().getTime()) return { ok: true, value: found.header };
      // A workspace that knows nothing of audiences would have us show that we belong to whoever a reply names.
      const careful = await isOurKind(deps(), group.host);
      if (!careful && !(await hasPeople(deps(), workspaceId, hostOf(url)))) return none;
      const asked = await ask(member, group.actorToken, group.iri, audience);
      if (!asked.ok) return asked;
      if (memory.size >= kept) memory.clear();
      memory.set(name, asked.value);
      return { ok: true, value: asked.value.header };
    },
  };
}
