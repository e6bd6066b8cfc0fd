import { eq } from "drizzle-orm";
import { z } from "zod";
import { content } from "../../../db/index.ts";
import { findBySlug } from "../../actors/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import { tagName } from "../../core/hashtags.ts";
import { type Id, parseId } from "../../core/id.ts";
import { limited } from "../../people/index.ts";
import { followPerson, removeFollower, unfollowPerson } from "../../posts/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { followWorkspace, readerStanding, unfollowWorkspace } from "../../workspaces/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { flag, idsIn, taken } from "../input.ts";
import { fill, pagingOf, type Paging } from "../paging.ts";
import { inWordsOfApps } from "../posting/refusals.ts";
import { accountById, accountList } from "../queries/accounts.ts";
import { ownAccount } from "../queries/own-account.ts";
import { isBlockedBy, relationshipsTo, relationshipTo } from "../queries/relationships.ts";
import { shownIn } from "../queries/shown.ts";
import { pinnedOf } from "../queries/own-shelves.ts";
import { taggedIds } from "../queries/tags.ts";
import { workspaceIds, writtenIds } from "../queries/timelines.ts";
import { tiesPage } from "./ties.ts";
import { answer } from "./timelines.ts";

const yes = (text: string | undefined): boolean => text === "true" || text === "1";

const followInput = z.object({ reblogs: flag.optional(), notify: flag.optional() });

const idOf = (c: Request): Id | null => parseId(c.req.param("id"));

/** Accounts: people, and workspaces, which are followed. */
export function accountRoutes(app: Web): void {
  const read = forAnyone("read:accounts");

  app.get("/api/v1/accounts/verify_credentials", forMembers("profile"), async (c) =>
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
    const withReplies = !yes(c.req.query("exclude_replies"));
    const withBoosts = !yes(c.req.query("exclude_reblogs"));
    const tagged = c.req.query("tagged") === undefined ? null : tagName(c.req.query("tagged")!);
    const of = eq(account.group ? content.workspaceId : content.authorId, id);
    const idsOf = (paging: Paging) =>
      tagged !== null
        ? taggedIds(api, { any: [tagged] }, paging, { more: of, ofOne: true })
        : account.group
          ? workspaceIds(api, id, paging, { pinned, media })
          : writtenIds(api, id, paging, { withReplies, withBoosts, media });
    return answer(c, await fill(pagingOf(c), idsOf, (ids) => shownIn(api, "account", ids)));
  });

  app.get("/api/v1/accounts/:id/followers", read, async (c) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    if (!account.group) return tiesPage(c, api, { followedId: Number(account.id) });
    await readerStanding(api.ctx, Number(account.id));
    return tiesPage(c, api, { workspaceId: Number(account.id) });
  });

  // Where somebody belongs is theirs to say; the people whom they follow are known to colleagues.
  app.get("/api/v1/accounts/:id/following", read, async (c) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    if (account.group) return c.json([]);
    return tiesPage(c, api, { followerId: Number(account.id) });
  });

  const followPersonOf = async (c: Request, api: Api, personId: Id) => {
    const { reblogs, notify } = await taken(c, followInput);
    await inWordsOfApps("That account is no longer there.", () =>
      followPerson(api.ctx, { personId, reblogs, notify }),
    );
  };
  const unfollowPersonOf = (_c: Request, api: Api, personId: Id) => unfollowPerson(api.ctx, { personId });

  const change = (work: typeof followWorkspace, ofPerson: typeof followPersonOf) => async (c: Request) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    const id = Number(account.id);
    if (account.group) await work(api.ctx, id);
    else await ofPerson(c, api, id);
    // Who left a confidential workspace knows nothing of it any more.
    const left = (await relationshipsTo(api, [id]))[0];
    return c.json(left ?? { ...(await relationshipTo(api, readerOf(api))), id: account.id });
  };
  app.post(
    "/api/v1/accounts/:id/follow",
    forMembers("write:follows"),
    limited("follows"),
    change(followWorkspace, followPersonOf),
  );
  app.post(
    "/api/v1/accounts/:id/unfollow",
    forMembers("write:follows"),
    change(unfollowWorkspace, unfollowPersonOf),
  );
  app.post("/api/v1/accounts/:id/remove_from_followers", forMembers("write:follows"), async (c) => {
    const api = await apiOf(c);
    const account = await accountById(api, idOf(c));
    if (!account.group) await removeFollower(api.ctx, { followerId: Number(account.id) });
    return c.json(await relationshipTo(api, Number(account.id)));
  });
}
