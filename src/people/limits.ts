import type { MiddlewareHandler } from "hono";
import { Refusal } from "../core/refusal.ts";
import type { Web, WebEnv } from "../web/index.ts";
import { countUse } from "./attempts.ts";

/** How often somebody may do something within an hour, by apps and on pages together. */
const limits = {
  posts: {
    max: 150,
    minutes: 60,
    text: "You have written as much as one can within an hour. Try again later.",
  },
  follows: {
    max: 100,
    minutes: 60,
    text: "You have followed as many as one can within an hour. Try again later.",
  },
} as const;

/**
 * Lets through what a member may still do within the hour, and says how much that is in the headers that Mastodon sends.
 * What was refused for another reason does not count.
 *
 * @throws {Refusal} `too many`
 */
export function limited(what: keyof typeof limits): MiddlewareHandler<WebEnv> {
  const { max, minutes, text } = limits[what];
  return async (c, next) => {
    const { ctx } = c.var;
    if (!ctx.actor) return next();
    const used = await countUse(ctx, { key: `${what} by ${ctx.actor.id}`, max, minutes });
    c.header("x-ratelimit-limit", String(max));
    c.header("x-ratelimit-remaining", String(Math.max(max - used.count, 0)));
    c.header("x-ratelimit-reset", used.ends.toISOString());
    if (used.count > max) throw new Refusal("too many", text);
    await next();
    if (c.res.status >= 400) await used.takeBack();
  };
}

/** The same for the forms of pages in which people write and follow. */
export function limitPages(app: Web): void {
  for (const path of [
    "/posts",
    "/people/:slug/posts/:id/boost",
    "/workspaces/:slug/forum/new",
    "/workspaces/:slug/discussions/:id/comments",
  ])
    app.post(path, limited("posts"));
  for (const path of ["/people/:slug/follow", "/workspaces/:slug/join"]) app.post(path, limited("follows"));
}
