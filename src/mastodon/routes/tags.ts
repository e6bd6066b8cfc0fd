import { forAnyone, forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { tagName } from "../../core/hashtags.ts";
import { featureTag, followTag, nameIn, unfeatureTag, unfollowTag } from "../../tags/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { list } from "../input.ts";
import { fill, pagingOf } from "../paging.ts";
import { accountById } from "../queries/accounts.ts";
import { statusesById } from "../queries/statuses.ts";
import { featuredTags, followedTags, ownTags, taggedIds, tagsByName, trendingTags } from "../queries/tags.ts";
import { trendingStatuses } from "../queries/trends.ts";
import { answer } from "./timelines.ts";

const yes = (text: string | undefined): boolean => text === "true" || text === "1";
const mostAtOnce = 4;

const names = (given: Parameters<typeof list>[0]): string[] =>
  list(given)
    .map(tagName)
    .filter((name) => name !== null)
    .slice(0, mostAtOnce);

function trendPage(c: Request, usual: number) {
  const number = (text: string | undefined, otherwise: number, most: number) => {
    const value = Number(text ?? otherwise);
    return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : otherwise;
  };
  return { limit: number(c.req.query("limit"), usual, 40), offset: number(c.req.query("offset"), 0, 1000) };
}

const one = async (api: Api, name: string) => (await tagsByName(api, [name]))[0]!;

/** Hashtags: what is written with them, and who follows and shows them. */
export function tagRoutes(app: Web): void {
  app.get("/api/v1/timelines/tag/:name", forAnyone("read:statuses"), async (c) => {
    const api = await apiOf(c);
    const name = nameIn(c.req.param("name"));
    const given = await parameters(c);
    const tags = { any: [name, ...names(given.any)], all: names(given.all), none: names(given.none) };
    const where = yes(c.req.query("local")) ? "local" : yes(c.req.query("remote")) ? "remote" : "all";
    const idsOf = (paging: Parameters<typeof taggedIds>[2]) => taggedIds(api, tags, paging, { where });
    const load = async (ids: number[]) =>
      (await statusesById(api, ids)).filter(
        ({ media_attachments: media }) => !yes(c.req.query("only_media")) || media.length > 0,
      );
    return answer(c, await fill(pagingOf(c), idsOf, load));
  });

  app.get("/api/v1/tags/:name", forAnyone("read"), async (c) =>
    c.json(await one(await apiOf(c), nameIn(c.req.param("name")))),
  );
  const change = (work: (api: Api, name: string) => Promise<unknown>) => async (c: Request) => {
    const api = await apiOf(c);
    const name = nameIn(c.req.param("name"));
    await work(api, name);
    return c.json(await one(api, name));
  };
  const follows = forMembers("write:follows");
  const shows = forMembers("write:accounts");
  app.post(
    "/api/v1/tags/:name/follow",
    follows,
    change(({ ctx }, name) => followTag(ctx, name)),
  );
  app.post(
    "/api/v1/tags/:name/unfollow",
    follows,
    change(({ ctx }, name) => unfollowTag(ctx, name)),
  );
  app.post(
    "/api/v1/tags/:name/feature",
    shows,
    change(({ ctx }, name) => featureTag(ctx, name)),
  );
  app.post(
    "/api/v1/tags/:name/unfeature",
    shows,
    change(({ ctx }, name) => unfeatureTag(ctx, { name })),
  );

  app.get("/api/v1/followed_tags", forMembers("read:follows"), async (c) => {
    const api = await apiOf(c);
    const paging = pagingOf(c, { usual: 100, most: 200 });
    const rows = await followedTags(api, paging);
    return answer(c, {
      items: await tagsByName(
        api,
        rows.map(({ name }) => name),
      ),
      first: rows[0]?.id ?? null,
      last: rows.at(-1)?.id ?? null,
      more: rows.length === paging.limit,
    });
  });

  app.get("/api/v1/featured_tags", forMembers("read:accounts"), async (c) => {
    const api = await apiOf(c);
    return c.json(await featuredTags(api, readerOf(api)));
  });
  app.post("/api/v1/featured_tags", shows, async (c) => {
    const api = await apiOf(c);
    const { name } = await parameters(c);
    const made = await featureTag(api.ctx, typeof name === "string" ? name : "");
    return c.json((await featuredTags(api, readerOf(api), made))[0]);
  });
  app.get("/api/v1/featured_tags/suggestions", forMembers("read:accounts"), async (c) =>
    c.json(await ownTags(await apiOf(c))),
  );
  app.delete("/api/v1/featured_tags/:id", shows, async (c) => {
    const id = parseId(c.req.param("id"));
    if (id === null) throw notFound();
    await unfeatureTag(c.var.ctx, { id });
    return c.json({});
  });
  app.get("/api/v1/accounts/:id/featured_tags", forAnyone("read:accounts"), async (c) => {
    const api = await apiOf(c);
    const { id } = await accountById(api, parseId(c.req.param("id")));
    return c.json(await featuredTags(api, Number(id)));
  });

  for (const path of ["/api/v1/trends", "/api/v1/trends/tags"])
    app.get(path, forAnyone("read"), async (c) => {
      const { limit, offset } = trendPage(c, 10);
      return c.json(await trendingTags(await apiOf(c), limit, offset));
    });
  app.get("/api/v1/trends/statuses", forAnyone("read"), async (c) => {
    const { limit, offset } = trendPage(c, 20);
    return c.json(await trendingStatuses(await apiOf(c), limit, offset));
  });
  // Nobody counts here which links are passed round.
  for (const path of ["/api/v1/trends/links", "/api/v1/timelines/link"])
    app.get(path, forAnyone("read"), (c) => c.json([]));
}
