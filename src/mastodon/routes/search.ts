import { and, asc, eq, inArray, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { actor, membership, person, workspace } from "../../../db/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import { findBySlug } from "../../actors/index.ts";
import type { Found } from "../../context.ts";
import { type Id, parseId } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Result } from "../../core/result.ts";
import { apart } from "../../ties/index.ts";
import { ownAddress } from "../../directory/index.ts";
import type { Request, Web } from "../../web/index.ts";
import type { Level } from "../../workspaces/index.ts";
import { type Api, apiOf } from "../api.ts";
import type { Account } from "../entities/account.ts";
import type { Status } from "../entities/status.ts";
import type { Tag } from "../entities/tag.ts";
import { accountList } from "../queries/accounts.ts";
import { statusesById } from "../queries/statuses.ts";
import { tagsByName } from "../queries/tags.ts";
import { findTags } from "../../tags/index.ts";
import { tagName } from "../../core/hashtags.ts";

const yes = (text: string | undefined): boolean => text === "true" || text === "1";

interface Asked {
  words: string;
  limit: number;
  offset: number;
  /** Ask other servers for what is not known here. */
  resolve: boolean;
}

function askedFor(c: Request): Asked {
  const number = (text: string | undefined, usual: number, most: number) => {
    const value = Number(text ?? usual);
    return Number.isFinite(value) && value >= 0 ? Math.min(Math.floor(value), most) : usual;
  };
  return {
    words: (c.req.query("q") ?? "").trim().slice(0, 500),
    limit: number(c.req.query("limit"), 20, 40),
    offset: number(c.req.query("offset"), 0, 10_000),
    resolve: yes(c.req.query("resolve")),
  };
}

/** What one address means: `@handle@host` or a web address. */
async function found(api: Api, { words, resolve }: Asked): Promise<{ account?: Id; status?: Id } | null> {
  const isAddress = /^https?:\/\/\S+$/i.test(words) || /^@?[\w.-]+@[\w.-]+(:\d+)?$/.test(words);
  const reader = api.ctx.actor;
  if (!isAddress || !resolve || !reader) return null;
  const address = /^https?:/i.test(words) || words.startsWith("@") ? words : `@${words}`;
  const here = await ownAddress(api.ctx, address);
  if (typeof here === "string") return pageOf(api, here);
  const result = here ? { ok: true as const, value: here } : await askElsewhere(api, address, reader.id);
  if (!result.ok) return null;
  const { kind, id } = result.value;
  return kind === "content" || kind === "post" ? { status: id } : { account: id };
}

/** What another server says, or nothing: also where that is a workspace that one may not know of. */
async function askElsewhere(api: Api, address: string, reader: Id): Promise<Result<Found>> {
  try {
    return await api.ctx.elsewhere.find(address, reader);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message };
    throw error;
  }
}

/** The post or the person that a page of ours is about: apps pass its address round. */
async function pageOf(api: Api, path: string): Promise<{ account?: Id; status?: Id } | null> {
  const [, discussion, comment] =
    /^\/workspaces\/[^/]+\/discussions\/(\d+)(?:\?comment=(\d+))?/.exec(path) ?? [];
  const status = parseId(comment ?? discussion);
  if (status !== null) return { status };
  const own = parseId(/^\/people\/[^/]+\/posts\/(\d+)/.exec(path)?.[1]);
  if (own !== null) return { status: own };
  const [, slug] = /^\/people\/([^/?#]+)$/.exec(path) ?? [];
  const account = slug ? await findBySlug(api.ctx, "person", decodeURIComponent(slug)) : null;
  return account === null ? null : { account };
}

/**
 * The workspaces that a list may show the asker, as the pages have it. What is hidden must not leave a gap in a page
 * either: by it one could find out, letter by letter, what it is called.
 */
function listed({ ctx }: Api): SQL | undefined {
  const levels: Level[] = ctx.actor ? ["open", "restricted", "private"] : ["open", "restricted"];
  return or(inArray(workspace.level, levels), inArray(membership.state, ["active", "invited", "requested"]));
}

/** Workspaces and people by name, handle or purpose; people for members only, as in the directory. */
async function accountIds(api: Api, { words, limit, offset }: Asked): Promise<Id[]> {
  const [, plain = "", host] = /^@?([^@\s]*)(?:@(\S+))?$/.exec(words) ?? [null, words];
  const parts = (plain || words).toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  if (parts.length === 0) return [];
  const rows = await api.ctx.store.db
    .select({ id: actor.id })
    .from(actor)
    .leftJoin(workspace, eq(workspace.actorId, actor.id))
    .leftJoin(person, eq(person.actorId, actor.id))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, actor.id), eq(membership.actorId, api.ctx.actor?.id ?? 0)),
    )
    .where(
      and(
        isNull(actor.gone),
        api.ctx.actor ? not(apart(api.ctx.actor.id, actor.id)) : undefined,
        host ? eq(actor.host, host.toLowerCase()) : undefined,
        or(
          listed(api),
          api.ctx.actor
            ? and(eq(actor.kind, "person"), or(eq(actor.local, false), eq(person.state, "active")))
            : undefined,
        ),
        ...parts.map((part) => {
          const pattern = `%${part.replace(/[\\%_]/g, "\\$&")}%`;
          return or(
            ...[actor.name, actor.handle, workspace.purpose].map(
              (column) => sql`lower(${column}) like ${pattern} escape '\\'`,
            ),
          );
        }),
      ),
    )
    // Workspaces first: they are what one follows.
    .orderBy(sql`case when ${actor.kind} = 'group' then 0 else 1 end`, asc(actor.id))
    .limit(limit)
    .offset(offset);
  return rows.map(({ id }) => id);
}

async function accountsFor(api: Api, asked: Asked): Promise<{ accounts: Account[]; statuses: Status[] }> {
  const exact = asked.offset === 0 ? await found(api, asked) : null;
  if (exact?.status) return { accounts: [], statuses: await statusesById(api, [exact.status]) };
  const ids = exact?.account ? [exact.account] : await accountIds(api, asked);
  return { accounts: await accountList(api, ids), statuses: [] };
}

/** Hashtags that begin so, of posts that the asker may read. */
async function hashtagsFor(api: Api, { words, limit, offset }: Asked): Promise<Tag[]> {
  const name = tagName(words);
  return name ? tagsByName(api, await findTags(api.ctx, name, { limit, offset })) : [];
}

/** Search for workspaces, people, hashtags, and posts by their address. */
export function searchRoutes(app: Web): void {
  app.get("/api/v2/search", forAnyone("read:search"), async (c) => {
    const api = await apiOf(c);
    const { accounts, statuses } = await accountsFor(api, askedFor(c));
    const type = c.req.query("type");
    const only = <Item>(name: string, items: Item[]) => (!type || type === name ? items : []);
    return c.json({
      accounts: only("accounts", accounts),
      statuses: only("statuses", statuses),
      hashtags: only("hashtags", await hashtagsFor(api, askedFor(c))),
    });
  });

  app.get("/api/v1/accounts/search", forMembers("read:accounts"), async (c) =>
    c.json((await accountsFor(await apiOf(c), askedFor(c))).accounts),
  );
}
