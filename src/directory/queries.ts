import { asc, and, isNotNull, ne, or, sql } from "drizzle-orm";
import { peer } from "../../db/index.ts";
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
        // A server that has not said yet what it is might be one.
        or(sql`${peer.software} is null`, sql`lower(${peer.software}) = 'tombolo'`),
      ),
    )
    .orderBy(asc(sql`lower(${peer.name})`))
    .limit(200);
  return rows.map(({ host, name }) => ({ host, name: name ?? host }));
}
