import { and, asc, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { actor, membership, peer, peerRule } from "../../db/index.ts";
import { address, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";

export interface KnownOrganisation {
  host: string;
  name: string;
}

/** Organisations on Tombolo that this instance has met, by name. For members. */
export async function knownOrganisations(ctx: Context): Promise<KnownOrganisation[]> {
  signedIn(ctx);
  const rows = await ctx.store.db
    .select({ host: peer.host, name: peer.name })
    .from(peer)
    .where(
      and(
        isNotNull(peer.name),
        ne(peer.host, ctx.host),
        // What an administrator has silenced or suspended is not offered.
        sql`not exists (select 1 from ${peerRule} where ${peerRule.host} = ${peer.host} and ${peerRule.rule} <> 'allowed')`,
        // A server that has not said yet what it is might be one.
        or(sql`${peer.software} is null`, sql`lower(${peer.software}) = 'tombolo'`),
      ),
    )
    .orderBy(asc(sql`lower(${peer.name})`))
    .limit(200);
  return rows.map(({ host, name }) => ({ host, name: name ?? host }));
}

/** Which of the workspaces that another organisation offers the reader belongs to, or has asked to join. */
export async function markKnown<Offered extends { address: string }>(
  ctx: Context,
  offers: Offered[],
): Promise<(Offered & { href: string | null; standing: "active" | "requested" | null })[]> {
  const { id } = signedIn(ctx);
  const rows = await ctx.store.db
    .select({ handle: actor.handle, host: actor.host, local: actor.local, state: membership.state })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(and(eq(membership.actorId, id), inArray(membership.state, ["active", "requested"])));
  const mine = new Map(rows.map((row) => [address(row).toLowerCase(), row]));
  return offers.map((offer) => {
    const row = mine.get(offer.address.toLowerCase());
    if (!row) return { ...offer, href: null, standing: null };
    return { ...offer, href: `/workspaces/${slug(row)}`, standing: row.state as "active" | "requested" };
  });
}

/** What the organisation at a host is called, where it has said so; null otherwise. */
export async function organisationName(ctx: Context, host: string): Promise<string | null> {
  signedIn(ctx);
  const [row] = await ctx.store.db.select({ name: peer.name }).from(peer).where(eq(peer.host, host));
  return row?.name ?? null;
}
