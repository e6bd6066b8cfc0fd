import { z } from "zod";
import { forAnyone, forMembers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import {
  blockHost,
  blockPerson,
  endorse,
  muteAccount,
  setNote,
  unblockHost,
  unblockPerson,
  unmuteAccount,
} from "../../relations/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, date } from "../api.ts";
import { flag, idsIn, taken, words } from "../input.ts";
import { fillRows, pagingOf } from "../paging.ts";
import { inWords } from "../posting/refusals.ts";
import { accountById, accountList } from "../queries/accounts.ts";
import { familiarTo } from "../queries/familiar.ts";
import { accountRows, blockedHosts, muteEnds } from "../queries/own-shelves.ts";
import { relationshipTo } from "../queries/relationships.ts";
import { answer } from "./timelines.ts";

const muteBody = z.object({
  notifications: flag.optional(),
  duration: words.nullish().transform((text) => (text ? Number(text) : 0)),
});
const noteBody = z.object({ comment: words.nullish().transform((text) => text ?? "") });
const domainBody = z.object({ domain: words.nullish().transform((text) => text ?? "") });

/** Does something about the account in the path, and says how one stands to it now. */
const about = (work: (c: Request, api: Api, id: Id) => Promise<void>) => async (c: Request) => {
  const api = await apiOf(c);
  const id = parseId(c.req.param("id"));
  if (id === null) throw notFound();
  // Who is gone, or may not be known, is there for nobody.
  await accountById(api, id);
  await inWords(() => work(c, api, id));
  return c.json(await relationshipTo(api, id));
};

const page = async (c: Request, which: "blocks" | "endorsements", personId?: Id) => {
  const api = await apiOf(c);
  const paging = pagingOf(c, { usual: 40, most: 80 });
  const rowsOf = (asked: typeof paging) => accountRows(api, which, asked, personId);
  return answer(c, await fillRows(paging, rowsOf, (ids) => accountList(api, ids)));
};

/** Whom one mutes, blocks, recommends, and what one noted about them. */
export function relationRoutes(app: Web): void {
  const mutes = forMembers("write:mutes");
  app.post(
    "/api/v1/accounts/:id/mute",
    mutes,
    about(async (c, { ctx }, id) => muteAccount(ctx, id, await taken(c, muteBody))),
  );
  app.post(
    "/api/v1/accounts/:id/unmute",
    mutes,
    about((_, { ctx }, id) => unmuteAccount(ctx, id)),
  );
  const blocks = forMembers("write:blocks");
  app.post(
    "/api/v1/accounts/:id/block",
    blocks,
    about((_, { ctx }, id) => blockPerson(ctx, id)),
  );
  app.post(
    "/api/v1/accounts/:id/unblock",
    blocks,
    about((_, { ctx }, id) => unblockPerson(ctx, id)),
  );
  app.post(
    "/api/v1/accounts/:id/note",
    forMembers("write:accounts"),
    about(async (c, { ctx }, id) => setNote(ctx, id, { text: (await taken(c, noteBody)).comment })),
  );
  // Two names for one thing: Mastodon renamed it in version 4.4.
  for (const [path, on] of [
    ["pin", true],
    ["endorse", true],
    ["unpin", false],
    ["unendorse", false],
  ] as const)
    app.post(
      `/api/v1/accounts/:id/${path}`,
      forMembers("write:accounts"),
      about((_, { ctx }, id) => endorse(ctx, id, on)),
    );

  app.get("/api/v1/mutes", forMembers("read:mutes"), async (c) => {
    const api = await apiOf(c);
    const load = async (ids: Id[]) => {
      const ends = await muteEnds(api, ids);
      return (await accountList(api, ids)).map((account) => {
        const end = ends.get(Number(account.id));
        return { ...account, mute_expires_at: end ? date(end) : null };
      });
    };
    const paging = pagingOf(c, { usual: 40, most: 80 });
    return answer(c, await fillRows(paging, (asked) => accountRows(api, "mutes", asked), load));
  });
  app.get("/api/v1/blocks", forMembers("read:blocks"), (c) => page(c, "blocks"));
  app.get("/api/v1/endorsements", forMembers("read:accounts"), (c) => page(c, "endorsements"));
  app.get("/api/v1/accounts/:id/endorsements", forAnyone("read:accounts"), async (c) => {
    const { id } = await accountById(await apiOf(c), parseId(c.req.param("id")));
    return page(c, "endorsements", Number(id));
  });

  app.get("/api/v1/domain_blocks", forMembers("read:blocks"), async (c) =>
    answer(c, await blockedHosts(await apiOf(c), pagingOf(c, { usual: 100, most: 200 }))),
  );
  app.post("/api/v1/domain_blocks", blocks, async (c) => {
    await blockHost((await apiOf(c)).ctx, (await taken(c, domainBody)).domain);
    return c.json({});
  });
  app.delete("/api/v1/domain_blocks", blocks, async (c) => {
    await unblockHost((await apiOf(c)).ctx, (await taken(c, domainBody)).domain);
    return c.json({});
  });

  app.get("/api/v1/accounts/familiar_followers", forMembers("read:follows"), async (c) => {
    const api = await apiOf(c);
    return c.json(await familiarTo(api, idsIn((await parameters(c)).id)));
  });
}
