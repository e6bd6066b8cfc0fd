import { forMembers } from "../../apps/index.ts";
import type { Context } from "../../context.ts";
import { type Id, parseId } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import { muteThread, pinPost, savePost, unsavePost } from "../../shelves/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { fill, fillRows, pagingOf } from "../paging.ts";
import { likedMoments, likedStatuses, savedRows } from "../queries/own-shelves.ts";
import { postIn, statusById, statusesById } from "../queries/statuses.ts";
import { answer } from "./timelines.ts";

/** Does something with the post in the path, of a boost with the one inside, and answers with it. */
const mark = (work: (ctx: Context, id: Id) => Promise<void>) => async (c: Request) => {
  const api = await apiOf(c);
  const { id } = await postIn(api, c.req.param("id"));
  await work(api.ctx, id);
  return c.json(await statusById(api, c.req.param("id")));
};

/** What one saves, likes, pins, and wants to be told no more of. */
export function shelfRoutes(app: Web): void {
  app.get("/api/v1/bookmarks", forMembers("read:bookmarks"), async (c) => {
    const api = await apiOf(c);
    const rowsOf = (paging: Parameters<typeof savedRows>[1]) => savedRows(api, paging);
    return answer(c, await fillRows(pagingOf(c), rowsOf, (ids) => statusesById(api, ids)));
  });
  app.post("/api/v1/statuses/:id/bookmark", forMembers("write:bookmarks"), mark(savePost));
  app.post("/api/v1/statuses/:id/unbookmark", forMembers("write:bookmarks"), async (c) => {
    const api = await apiOf(c);
    // Also what one may not read any more.
    const id = parseId(c.req.param("id"));
    if (id !== null) await unsavePost(api.ctx, id);
    return mark(unsavePost)(c);
  });

  app.get("/api/v1/favourites", forMembers("read:favourites"), async (c) => {
    const api = await apiOf(c);
    const page = await fill(
      pagingOf(c),
      (paging) => likedMoments(api, paging),
      (moments) => likedStatuses(api, moments),
    );
    return answer(c, page);
  });

  const accounts = forMembers("write:accounts");
  app.post("/api/v1/statuses/:id/pin", accounts, async (c) => {
    const api = await apiOf(c);
    const { reblog } = await statusById(api, c.req.param("id"));
    if (reblog) throw new Refusal("invalid", "What a workspace passes on cannot be pinned.");
    return mark((ctx, id) => pinPost(ctx, id, true))(c);
  });
  app.post(
    "/api/v1/statuses/:id/unpin",
    accounts,
    mark((ctx, id) => pinPost(ctx, id, false)),
  );

  const mutes = forMembers("write:mutes");
  app.post(
    "/api/v1/statuses/:id/mute",
    mutes,
    mark((ctx, id) => muteThread(ctx, id, true)),
  );
  app.post(
    "/api/v1/statuses/:id/unmute",
    mutes,
    mark((ctx, id) => muteThread(ctx, id, false)),
  );
}
