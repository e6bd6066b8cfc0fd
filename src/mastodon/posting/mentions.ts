import { and, eq, isNull, or, sql } from "drizzle-orm";
import { actor } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { mentionsIn } from "../../core/text.ts";
import { mayKnow, standingOf, type Standing } from "../../workspaces/index.ts";
import type { Api } from "../api.ts";

export interface NamedWorkspace {
  id: Id;
  /** As it may be written: `sepsis-network`, `sepsis-network@north.example`. */
  spellings: string[];
  standing: Standing;
}

/** The workspaces that a text mentions, in the order of its words. Those the author may not know of are none. */
export async function workspacesNamed({ ctx }: Api, text: string): Promise<NamedWorkspace[]> {
  const named = mentionsIn(text);
  if (named.length === 0) return [];
  const rows = await ctx.store.db
    .select({ id: actor.id, handle: actor.handle, host: actor.host })
    .from(actor)
    .where(
      and(
        eq(actor.kind, "group"),
        isNull(actor.gone),
        or(
          ...named.map((name) => {
            const [handle = "", host] = name.split("@");
            if (!host || host === ctx.host) return eq(actor.localHandle, handle);
            return and(eq(sql`lower(${actor.handle})`, handle), eq(actor.host, host));
          }),
        ),
      ),
    );
  const found: NamedWorkspace[] = [];
  for (const { id, handle, host } of rows) {
    const standing = await standingOf(ctx.store, id, ctx.actor?.id ?? null);
    if (!mayKnow(standing)) continue;
    const plain = handle.toLowerCase();
    found.push({ id, standing, spellings: [`${plain}@${host}`, ...(host === ctx.host ? [plain] : [])] });
  }
  const place = ({ spellings }: NamedWorkspace) => named.findIndex((name) => spellings.includes(name));
  return found.sort((a, b) => place(a) - place(b));
}

/**
 * The text without the mentions that only say where it goes: apps write them at the beginning or, of a workspace, on
 * its own line at the end.
 */
export function withoutAddress(text: string, spellings: readonly string[]): string {
  const known = new Set(spellings);
  let rest = text.trim();
  const is = (name: string | undefined) => name !== undefined && known.has(name.toLowerCase());
  const atStart = /^@([\w.-]+(?:@[\w.-]+(?::\d+)?)?)(?:[:,]?\s+|$)/;
  const atEnd = /\s+@([\w.-]+(?:@[\w.-]+(?::\d+)?)?)$/;
  for (let match = atStart.exec(rest); is(match?.[1]); match = atStart.exec(rest)) {
    rest = rest.slice(match![0].length);
  }
  for (let match = atEnd.exec(rest); is(match?.[1]); match = atEnd.exec(rest)) {
    rest = rest.slice(0, -match![0].length);
  }
  return rest.trim();
}
