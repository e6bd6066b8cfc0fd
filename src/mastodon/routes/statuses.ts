import { asc, desc, eq } from "drizzle-orm";
import { content, like, revision } from "../../../db/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import type { Id } from "../../core/id.ts";
import { setLike } from "../../forums/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, date } from "../api.ts";
import { idsIn } from "../input.ts";
import { withTitle } from "../markup.ts";
import { accountList } from "../queries/accounts.ts";
import { earlierMedia } from "../queries/facets/media.ts";
import { postIn, statusById, statusesById } from "../queries/statuses.ts";
import { shownIn } from "../queries/shown.ts";
import { threadAround } from "../queries/thread.ts";

async function wordings(api: Api, id: Id) {
  const { status } = await postIn(api, String(id));
  const { db } = api.ctx.store;
  const older = await db
    .select()
    .from(revision)
    .where(eq(revision.contentId, id))
    .orderBy(asc(revision.replaced));
  const [now] = await db
    .select({ title: content.title, html: content.html })
    .from(content)
    .where(eq(content.id, id));
  const all = [...older, { replaced: null, title: now?.title ?? null, html: now?.html ?? "" }];
  const media = await earlierMedia(
    api,
    id,
    older.map(({ files }) => files),
  );
  return all.map((wording, n) => ({
    content: withTitle(wording.title, wording.html),
    spoiler_text: "",
    sensitive: false,
    created_at: n === 0 ? status.created_at : date(all[n - 1]!.replaced!),
    account: status.account,
    media_attachments: media[n] ?? status.media_attachments,
    emojis: [],
  }));
}

const mark = (liked: boolean) => async (c: Request) => {
  const api = await apiOf(c);
  const { id } = await postIn(api, c.req.param("id"));
  await setLike(api.ctx, { contentId: id, liked });
  return c.json(await statusById(api, c.req.param("id")));
};

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
    const rows = await api.ctx.store.db
      .select({ id: like.actorId })
      .from(like)
      .where(eq(like.contentId, id))
      .orderBy(desc(like.created))
      .limit(80);
    return c.json(
      await accountList(
        api,
        rows.map((row) => row.id),
      ),
    );
  });

  // Its workspace passes on a discussion, and no comment.
  app.get("/api/v1/statuses/:id/reblogged_by", read, async (c) => {
    const api = await apiOf(c);
    const { id, status } = await postIn(api, c.req.param("id"));
    const [row] = await api.ctx.store.db
      .select({ workspaceId: content.workspaceId })
      .from(content)
      .where(eq(content.id, id));
    return c.json(
      status.in_reply_to_id === null && row?.workspaceId ? await accountList(api, [row.workspaceId]) : [],
    );
  });

  app.post("/api/v1/statuses/:id/favourite", forMembers("write:favourites"), mark(true));
  app.post("/api/v1/statuses/:id/unfavourite", forMembers("write:favourites"), mark(false));
}
