import { and, eq, inArray } from "drizzle-orm";
import { conversation } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { type Api, readerOf } from "../api.ts";
import type { Account } from "../entities/account.ts";
import type { Status } from "../entities/status.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { accountsById } from "./accounts.ts";
import { shownIn } from "./shown.ts";

/** Mastodon's Conversation: the direct messages of one thread, as the asker has them. */
export interface Conversation {
  id: string;
  unread: boolean;
  /** Those who take part in the newest message, without the asker. */
  accounts: Account[];
  last_status: Status;
}

/** The newest message of each of one's conversations: by these the list goes on, as Mastodon's does. */
export async function conversationIds(api: Api, paging: Paging): Promise<Id[]> {
  const rows = await api.ctx.store.db
    .select({ id: conversation.lastId })
    .from(conversation)
    .where(and(eq(conversation.personId, readerOf(api)), between(conversation.lastId, paging)))
    .orderBy(direction(conversation.lastId, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** One's own conversations by the newest message of each, in that order. */
export async function conversationsByLast(api: Api, lastIds: Id[]): Promise<Conversation[]> {
  if (lastIds.length === 0) return [];
  const rows = await api.ctx.store.db
    .select()
    .from(conversation)
    .where(and(eq(conversation.personId, readerOf(api)), inArray(conversation.lastId, lastIds)));
  const statuses = await shownIn(api, "thread", lastIds);
  const taking = (last: Status): Id[] =>
    [last.account, ...last.mentions].map(({ id }) => Number(id)).filter((id) => id !== readerOf(api));
  const accounts = await accountsById(api, statuses.flatMap(taking));
  const byId = new Map(rows.map((row) => [row.lastId, row]));
  return statuses.flatMap((last) => {
    const row = byId.get(Number(last.id));
    if (!row) return [];
    const others = [...new Set(taking(last))].flatMap((id) => accounts.get(id) ?? []);
    return [{ id: String(row.id), unread: row.unread, accounts: others, last_status: last }];
  });
}
