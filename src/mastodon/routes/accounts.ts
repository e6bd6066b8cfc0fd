import { and, desc, eq, lt } from "drizzle-orm";
import { content, membership } from "../../../db/index.ts";
import { findBySlug } from "../../actors/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import { tagName } from "../../core/hashtags.ts";
import { type Id, parseId } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { followWorkspace, readerStanding, unfollowWorkspace } from "../../workspaces/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { idsIn } from "../input.ts";
import { fill, pagingOf, type Paging } from "../paging.ts";
import { accountById, accountList } from "../queries/accounts.ts";
import { ownAccount } from "../queries/own-account.ts";
import { isBlockedBy, relationshipsTo, relationshipTo } from "../queries/relationships.ts";
import { shownIn } from "../queries/shown.ts";
import { pinnedOf } from "../queries/own-shelves.ts";
import { taggedIds } from "../queries/tags.ts";
import { workspaceIds, writtenIds } from "../queries/timelines.ts";
import { answer } from "./timelines.ts";

const yes = (text: string | undefined): boolean => text === "true" || text === "1";

const idOf = (c: Request): Id | null => parseId(c.req.param("id"));

/** Accounts by membership: of a workspace its members, of oneself one's workspaces. The newest first. */
const memberships = (api: Api, of: { workspaceId: Id } | { memberId: Id }, { limit, max }: Paging) =>
  api.ctx.store.db
    .select({ id: membership.id, workspaceId: membership.workspaceId, memberId: membership.actorId })
    .from(membership)
    .where(
      and(
        "workspaceId" in of
          ? eq(membership.workspaceId, of.workspaceId)
          : eq(membership.actorId, of.memberId),
        eq(membership.state, "active"),
        max === null ? undefined : lt(membership.id, max),
      ),
    )
    .orderBy(desc(membership.id))
    .limit(limit);

async function accountPage(c: Request, api: Api, of: Parameters<typeof memberships>[1]) {
  const paging = pagingOf(c, { usual: 40, most: 80 });
  const rows = await memberships(api, of, paging);
  const ids = rows.map((row) => ("workspaceId" in of ? row.memberId : row.workspaceId));
  return answer(c, {
    items: await accountList(api, ids),
    first: null,
    last: rows.at(-1)?.id ?? null,
    more: rows.length === paging.limit,
  });
}

/** Accounts: people, and workspaces, which are followed. */
export function accountRoutes(app: Web): void {
  const read = forAnyone("read:accounts");

  app.get("/api/v1/accounts/verify_credentials", forMembers("read:accounts"), async (c) =>
    c.json(await ownAccount(await apiOf(c))),
  );

  app.get("/api/v1/accounts/relationships", forMembers("read:follows"), async (c) => {
    const api = await apiOf(c);
    return c.json(await relationshipsTo(api, idsIn((await parameters(c)).id)));
  });

  app.get("/api/v1/accounts/lookup", read, async (c) => {
    const api = await apiOf(c);
    const address = (c.req.query("acct") ?? "").replace(/^@/, "");
    const id =
      (await findBySlug(api.ctx, "group", address)) ?? (await findBySlug(api.ctx, "person", address));
    return c.json(await accountById(api, id));
  });

  app.get("/api/v1/accounts", read, async (c) => {
    const api = await apiOf(c);
    return c.json(await accountList(api, idsIn((await parameters(c)).id)));
  });

  app.get("/api/v1/accounts/:id", read, async (c) => c.json(await accountById(await apiOf(c), idOf(c))));

  app.get("/api/v1/accounts/:id/statuses", forAnyone("read:statuses"), async (c) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    const id = Number(account.id);
    const pinned = yes(c.req.query("pinned"));
    const media = yes(c.req.query("only_media"));
    if (await isBlockedBy(api, id)) return c.json([]);
    if (pinned && !account.group) return answer(c, await pinnedOf(api, id, pagingOf(c)));
    if (account.group) await readerStanding(api.ctx, id);
    const discussionsOnly = yes(c.req.query("exclude_replies"));
    const tagged = c.req.query("tagged") === undefined ? null : tagName(c.req.query("tagged")!);
    const of = eq(account.group ? content.workspaceId : content.authorId, id);
    const idsOf = (paging: Paging) =>
      tagged !== null
        ? taggedIds(api, { any: [tagged] }, paging, { more: of })
        : account.group
          ? workspaceIds(api, id, paging, { pinned, media })
          : writtenIds(api, id, paging, { discussionsOnly, media });
    return answer(c, await fill(pagingOf(c), idsOf, (ids) => shownIn(api, "account", ids)));
  });

  app.get("/api/v1/accounts/:id/followers", read, async (c) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    if (!account.group) return c.json([]);
    await readerStanding(api.ctx, Number(account.id));
    return accountPage(c, api, { workspaceId: Number(account.id) });
  });

  // Where somebody belongs is theirs to say.
  app.get("/api/v1/accounts/:id/following", read, async (c) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    return Number(account.id) === readerOf(api)
      ? accountPage(c, api, { memberId: readerOf(api) })
      : c.json([]);
  });

  const change = (work: typeof followWorkspace) => async (c: Request) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    if (!account.group)
      throw new Refusal("forbidden", "People cannot be followed here yet; follow a workspace.");
    const id = Number(account.id);
    await work(api.ctx, id);
    // Who left a confidential workspace knows nothing of it any more.
    const left = (await relationshipsTo(api, [id]))[0];
    return c.json(left ?? { ...(await relationshipTo(api, readerOf(api))), id: account.id });
  };
  app.post("/api/v1/accounts/:id/follow", forMembers("write:follows"), change(followWorkspace));
  app.post("/api/v1/accounts/:id/unfollow", forMembers("write:follows"), change(unfollowWorkspace));
}
