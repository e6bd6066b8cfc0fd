import { eq } from "drizzle-orm";
import { peer } from "../../db/index.ts";
import type { Context } from "../context.ts";
import { networkOf } from "../core/network.ts";
import { countAttempt } from "../people/index.ts";

/**
 * Whether a federated server answers at an address that a stranger typed. Which it is not is not told, and the tries
 * are limited, so that nobody explores other networks by way of this server.
 *
 * @param from the stranger's address, for the limit
 * @throws {Refusal} `too many`
 */
export async function isThere(ctx: Context, host: string, from: string): Promise<boolean> {
  if (host === ctx.host) return true;
  const [known] = await ctx.store.db.select({ host: peer.host }).from(peer).where(eq(peer.host, host));
  if (known) return true;
  await countAttempt(ctx, [
    { key: `homes from ${networkOf(from)}`, max: 30, minutes: 60 },
    { key: "homes", max: 600, minutes: 60 },
  ]);
  return ctx.elsewhere.answers(host);
}
