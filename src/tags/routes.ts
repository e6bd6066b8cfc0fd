import { tagPage as tagView } from "../../views/tags.ts";
import { tagName } from "../core/hashtags.ts";
import { parseId } from "../core/id.ts";
import type { Web } from "../web/index.ts";
import { nameIn } from "./operations.ts";
import { tagPage } from "./page.ts";

/** The page of a hashtag. */
export function routes(app: Web): void {
  app.get("/tags/:name", async (c) => {
    const { ctx, shell } = c.var;
    const asked = c.req.param("name");
    const name = nameIn(asked);
    // One address for all spellings.
    if (asked !== name) return c.redirect(`/tags/${encodeURIComponent(tagName(asked)!)}`, 302);
    const before = parseId(c.req.query("before"));
    const view = await tagPage(ctx, shell.instance.name, name, before);
    const path = `/tags/${encodeURIComponent(name)}`;
    return c.html(
      tagView({
        ...view,
        shell,
        newer: before === null ? null : path,
        older: view.more ? `${path}?before=${view.posts.at(-1)!.id}` : null,
        now: ctx.clock(),
      }),
    );
  });
}
