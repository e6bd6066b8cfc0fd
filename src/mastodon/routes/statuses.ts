import { and, asc, eq } from "drizzle-orm";
import { content, like, reblog, revision } from "../../../db/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import type { Id } from "../../core/id.ts";
import { setLike } from "../../forums/index.ts";
import { limited } from "../../people/index.ts";
import { boostPost, likePost } from "../../posts/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, date } from "../api.ts";
import { idsIn } from "../input.ts";
import { withTitle } from "../markup.ts";
import { between, direction, fill, fillRows, newestFirst, type Paging, pagingOf } from "../paging.ts";
import { inWordsOfApps } from "../posting/refusals.ts";
import { isOwnPost } from "../posting/own.ts";
import { accountList } from "../queries/accounts.ts";
import { earlierMedia } from "../queries/facets/media.ts";
import { postIn, statusById, statusesById } from "../queries/statuses.ts";
import { shownIn } from "../queries/shown.ts";
import { threadAround } from "../queries/thread.ts";
import { answer } from "./timelines.ts";

async function wordings(api: Api, id: Id) {
  const { status } = await postIn(api, String(id));
  const { db } = api.ctx.store;
  const older = await db
    .select()
    .from(revision)
    .where(eq(revision.contentId, id))
    .orderBy(asc(revision.replaced));
  const [now] = await db
    .select({ title: content.title, html: content.html, warning: content.warning, kind: content.kind })
    .from(content)
    .where(eq(content.id, id));
  // Of a post of somebody's own, what an older wording was headed by is its content warning.
  const own = now?.kind === "post";
  const title = (own ? now.warning : now?.title) ?? null;
  const all = [...older, { replaced: null, title, html: now?.html ?? "" }];
  const media = await earlierMedia(
    api,
    id,
    older.map(({ files }) => files),
  );
  return all.map((wording, n) => ({
    content: withTitle(own ? null : wording.title, wording.html),
    spoiler_text: own ? (wording.title ?? "") : "",
    sensitive: status.sensitive,
    created_at: n === 0 ? status.created_at : date(all[n - 1]!.replaced!),
    account: status.account,
    media_attachments: media[n] ?? status.media_attachments,
    emojis: [],
  }));
}

const mark = (liked: boolean) => async (c: Request) => {
  const api = await apiOf(c);
  const { id } = await postIn(api, c.req.param("id"));
  if (await isOwnPost(api, id)) await likePost(api.ctx, { contentId: id, liked });
  else await setLike(api.ctx, { contentId: id, liked });
  return c.json(await statusById(api, c.req.param("id")));
};

/** Passes a post on: then the answer is the boost, with an id of its own. */
const passOn = (boosted: boolean) => async (c: Request) => {
  const api = await apiOf(c);
  const { id } = await postIn(api, c.req.param("id"));
  const boostId = await inWordsOfApps("Only what everybody may read can be boosted.", () =>
    boostPost(api.ctx, { contentId: id, boosted }),
  );
  return c.json(await statusById(api, boostId ?? id));
};

const people = (c: Request): Paging => pagingOf(c, { usual: 40, most: 80 });

/** Posts: read them, with what is around them, and say that one is helpful. */
export function statusRoutes(app: Web): void {
  const read = forAnyone("read:statuses");

  app.get("/api/v1/statuses", read, async (c) => {
    const api = await apiOf(c);
    return c.json(await statusesById(api, idsIn((await parameters(c)).id)));
  });

  app.get("/api/v1/statuses/:id", read, async (c) =>
    c.json(await statusById(await apiOf(c), c.req.param("id"))),
  );

  app.get("/api/v1/statuses/:id/context", read, async (c) => {
    const api = await apiOf(c);
    const { id } = await postIn(api, c.req.param("id"));
    const { before, after } = await threadAround(api, id);
    return c.json({
      ancestors: await shownIn(api, "thread", before),
      descendants: await shownIn(api, "thread", after),
    });
  });

  app.get("/api/v1/statuses/:id/history", read, async (c) => {
    const api = await apiOf(c);
    return c.json(await wordings(api, (await postIn(api, c.req.param("id"))).id));
  });

  app.get("/api/v1/statuses/:id/favourited_by", read, async (c) => {
    const api = await apiOf(c);
    const { id } = await postIn(api, c.req.param("id"));
    const idsOf = async (paging: Paging) => {
      const rows = await api.ctx.store.db
        .select({ id: like.actorId })
        .from(like)
        .where(and(eq(like.contentId, id), between(like.actorId, paging)))
        .orderBy(direction(like.actorId, paging))
        .limit(paging.limit);
      return newestFirst(
        rows.map((row) => row.id),
        paging,
      );
    };
    return answer(c, await fill(people(c), idsOf, (ids) => accountList(api, ids)));
  });

  // Its workspace passes on a discussion, and no comment; people pass on whatever everybody reads.
  app.get("/api/v1/statuses/:id/reblogged_by", read, async (c) => {
    const api = await apiOf(c);
    const { id, status } = await postIn(api, c.req.param("id"));
    const [row] = await api.ctx.store.db
      .select({ workspaceId: content.workspaceId })
      .from(content)
      .where(eq(content.id, id));
    const place = status.in_reply_to_id === null && row?.workspaceId ? [row.workspaceId] : [];
    const rowsOf = (paging: Paging) =>
      api.ctx.store.db
        .select({ id: reblog.id, of: reblog.actorId })
        .from(reblog)
        .where(and(eq(reblog.contentId, id), between(reblog.id, paging)))
        .orderBy(direction(reblog.id, paging))
        .limit(paging.limit);
    const paging = people(c);
    const page = await fillRows(paging, rowsOf, (ids) => accountList(api, ids));
    const first = paging.max === null && paging.min === null && paging.since === null;
    const before = first ? await accountList(api, place) : [];
    return answer(c, { ...page, items: [...before, ...page.items] });
  });

  app.post("/api/v1/statuses/:id/reblog", forMembers("write:statuses"), limited("posts"), passOn(true));
  app.post("/api/v1/statuses/:id/unreblog", forMembers("write:statuses"), passOn(false));
  app.post("/api/v1/statuses/:id/favourite", forMembers("write:favourites"), mark(true));
  app.post("/api/v1/statuses/:id/unfavourite", forMembers("write:favourites"), mark(false));
}
