import { and, desc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { follow } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { mayRead, standingOf } from "../../workspaces/index.ts";
import { type Api, readerOf } from "../api.ts";
import type { Account } from "../entities/account.ts";
import { accountList, accountsById } from "./accounts.ts";

const mine = alias(follow, "mine");
const most = 20;

/** Of those whom the asker follows, who follows each account; of a workspace only where they see its members. */
export async function familiarTo(api: Api, ids: Id[]): Promise<{ id: string; accounts: Account[] }[]> {
  const there = await accountsById(api, ids.slice(0, 40));
  const found: { id: string; accounts: Account[] }[] = [];
  for (const id of ids) {
    const account = there.get(id);
    if (!account) continue;
    const seen = !account.group || mayRead(await standingOf(api.ctx.store, id, readerOf(api)));
    const rows = seen
      ? await api.ctx.store.db
          .select({ id: follow.followerId })
          .from(follow)
          .innerJoin(mine, eq(mine.followedId, follow.followerId))
          .where(
            and(
              eq(follow.followedId, id),
              eq(follow.state, "accepted"),
              eq(mine.followerId, readerOf(api)),
              eq(mine.state, "accepted"),
            ),
          )
          .orderBy(desc(follow.id))
          .limit(most)
      : [];
    found.push({
      id: account.id,
      accounts: await accountList(
        api,
        rows.map((row) => row.id),
      ),
    });
  }
  return found;
}
