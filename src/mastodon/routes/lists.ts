import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actor, membership } from "../../../db/index.ts";
import { forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import {
  addToList,
  changeList,
  deleteList,
  entriesOf,
  listById,
  listsOf,
  makeList,
  type OwnList,
  removeFromList,
} from "../../shelves/index.ts";
import { check, type Parameters, parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { flag, idsIn, words } from "../input.ts";
import { fill, pagingOf } from "../paging.ts";
import { inWords } from "../posting/refusals.ts";
import { accountList } from "../queries/accounts.ts";
import { listTimelineIds } from "../queries/list-timeline.ts";
import { shownIn } from "../queries/shown.ts";
import { workspaceIds } from "../queries/timelines.ts";
import { answer } from "./timelines.ts";

/** Mastodon's List. */
interface List {
  id: string;
  title: string;
  replies_policy: OwnList["replies"];
  exclusive: boolean;
}

const ownList = ({ id, title, replies, exclusive }: OwnList): List => ({
  id: String(id),
  title,
  replies_policy: replies,
  exclusive,
});

/** There is one for each membership too, which follows it. */
const placeList = ({ id, name }: { id: number; name: string }): List => ({
  id: String(id),
  title: name,
  replies_policy: "none",
  exclusive: false,
});

const placesOf = (api: Api, id?: number) =>
  api.ctx.store.db
    .select({ id: membership.id, name: actor.name, workspaceId: membership.workspaceId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(
      and(
        eq(membership.actorId, readerOf(api)),
        eq(membership.state, "active"),
        id === undefined ? undefined : eq(membership.id, id),
      ),
    )
    .orderBy(membership.id);

/** The list in the path: one that the asker made, or one of a workspace they belong to. */
async function listIn(c: Request, api: Api) {
  const id = parseId(c.req.param("id"));
  const own = id === null ? null : await listById(api.ctx, id);
  if (own) return { own, place: null };
  const [place] = id === null ? [] : await placesOf(api, id);
  if (!place) throw notFound();
  return { own: null, place };
}

/** The same, to be changed. */
async function ownIn(c: Request, api: Api): Promise<OwnList> {
  const { own } = await listIn(c, api);
  if (own) return own;
  throw new Refusal(
    "invalid",
    "This list is one of your workspaces. It changes when you join or leave. You can make lists of your own.",
  );
}

const body = z.object({
  title: words.optional(),
  replies_policy: z
    .enum(["list", "followed", "none"], { error: "Choose whose replies are in it" })
    .optional(),
  exclusive: flag.optional(),
});

const given = (sent: Parameters) => {
  const { title, replies_policy: replies, exclusive } = check(body, sent);
  return { title, replies, exclusive };
};

/** The lists that a member made, beside those of their workspaces. */
export function listRoutes(app: Web): void {
  const reading = forMembers("read:lists");
  const writing = forMembers("write:lists");

  app.get("/api/v1/lists", reading, async (c) => {
    const api = await apiOf(c);
    return c.json([...(await placesOf(api)).map(placeList), ...(await listsOf(api.ctx)).map(ownList)]);
  });
  app.post("/api/v1/lists", writing, async (c) => {
    const api = await apiOf(c);
    const { title = "", ...rest } = given(await parameters(c));
    const id = await inWords(() => makeList(api.ctx, { title, ...rest }));
    return c.json(ownList((await listById(api.ctx, id))!));
  });
  app.get("/api/v1/lists/:id", reading, async (c) => {
    const { own, place } = await listIn(c, await apiOf(c));
    return c.json(own ? ownList(own) : placeList(place));
  });
  app.put("/api/v1/lists/:id", writing, async (c) => {
    const api = await apiOf(c);
    const { id } = await ownIn(c, api);
    const changes = given(await parameters(c));
    await inWords(() => changeList(api.ctx, id, changes));
    return c.json(ownList((await listById(api.ctx, id))!));
  });
  app.delete("/api/v1/lists/:id", writing, async (c) => {
    const api = await apiOf(c);
    await deleteList(api.ctx, (await ownIn(c, api)).id);
    return c.json({});
  });

  app.get("/api/v1/lists/:id/accounts", reading, async (c) => {
    const api = await apiOf(c);
    const { own, place } = await listIn(c, api);
    if (place) return c.json(await accountList(api, [place.workspaceId]));
    const ids = await entriesOf(api.ctx, own.id);
    // As Mastodon: all of them at once where none is the limit.
    if (c.req.query("limit") === "0") return c.json(await accountList(api, ids));
    const paging = pagingOf(c, { usual: 40, most: 80 });
    const { max, since, min, limit } = paging;
    const within = ids.filter(
      (id) => (max === null || id < max) && (since === null || id > since) && (min === null || id > min),
    );
    const page = min === null ? within.slice(0, limit) : within.slice(-limit);
    return answer(c, {
      items: await accountList(api, page),
      first: page[0] ?? null,
      last: page.at(-1) ?? null,
      more: within.length > page.length,
    });
  });
  const entries = (work: typeof addToList) => async (c: Request) => {
    const api = await apiOf(c);
    const { id } = await ownIn(c, api);
    const { account_ids: ids } = await parameters(c);
    await work(api.ctx, id, idsIn(ids));
    return c.json({});
  };
  app.post("/api/v1/lists/:id/accounts", writing, entries(addToList));
  app.delete("/api/v1/lists/:id/accounts", writing, entries(removeFromList));

  app.get("/api/v1/timelines/list/:id", reading, async (c) => {
    const api = await apiOf(c);
    const { own, place } = await listIn(c, api);
    const page = await fill(
      pagingOf(c),
      (paging) => (own ? listTimelineIds(api, own, paging) : workspaceIds(api, place.workspaceId, paging)),
      (ids) => shownIn(api, "list", ids),
    );
    return answer(c, page);
  });

  app.get("/api/v1/accounts/:id/lists", reading, async (c) => {
    const api = await apiOf(c);
    const id = parseId(c.req.param("id")) ?? 0;
    const places = (await placesOf(api)).filter(({ workspaceId }) => workspaceId === id);
    return c.json([...places.map(placeList), ...(await listsOf(api.ctx, { holding: id })).map(ownList)]);
  });
}
