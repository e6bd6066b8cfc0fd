import { forAnyone, forMembers } from "../../apps/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { fill, type Found, linkPages, pagingOf } from "../paging.ts";
import { written } from "../keeping.ts";
import { homeWithTags } from "../queries/home.ts";
import { readerHas } from "../queries/reader-has.ts";
import { shownIn } from "../queries/shown.ts";
import { publicIds } from "../queries/timelines.ts";

/** A page of a list, with the addresses of those before and after. */
export function answer<Item extends object | string>(c: Request, { items, ...links }: Found<Item>) {
  linkPages(c, links);
  return c.json(written(items));
}

const yes = (text: string | undefined): boolean => text === "true" || text === "1";

/** Timelines. */
export function timelineRoutes(app: Web): void {
  app.get("/api/v1/timelines/home", forMembers("read:statuses"), async (c) => {
    const api = await apiOf(c);
    const has = await readerHas(api);
    return answer(
      c,
      await fill(
        pagingOf(c),
        (paging) => homeWithTags(api, paging, has),
        (ids) => shownIn(api, "home", ids, has),
      ),
    );
  });

  app.get("/api/v1/timelines/public", forAnyone("read:statuses"), async (c) => {
    const api = await apiOf(c);
    const where = yes(c.req.query("local")) ? "local" : yes(c.req.query("remote")) ? "remote" : "all";
    const media = yes(c.req.query("only_media"));
    return answer(
      c,
      await fill(
        pagingOf(c),
        (paging) => publicIds(api, paging, where, media),
        (ids) => shownIn(api, "public", ids),
      ),
    );
  });
}
