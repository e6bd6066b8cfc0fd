import { accepts } from "hono/accepts";
import { directoryPage, profilePage } from "../../../views/people/directory.ts";
import type { OnProfile } from "../../../views/posts/profile.ts";
import { findBySlug } from "../../actors/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { needsSignIn, type Request, type Web } from "../../web/index.ts";
import { tiesTo } from "../../ties/index.ts";
import { directory, profileOf } from "../queries.ts";

const activityTypes = ["application/activity+json", "application/ld+json"];

const wantsActivity = (c: Request): boolean =>
  activityTypes.includes(
    accepts(c, { header: "Accept", supports: ["text/html", ...activityTypes], default: "text/html" }),
  );

/** What was searched for and which page of it. */
export const asked = (c: Request) => ({
  query: (c.req.query("q") ?? "").trim().slice(0, 100),
  page: Number(c.req.query("page") ?? 1),
});

/** What a person's page shows besides: their posts, which another slice knows. */
export type OnPage = (c: Request, personId: Id) => Promise<OnProfile>;

export function peopleRoutes(app: Web, onPage: OnPage): void {
  app.get("/people", async (c) => {
    needsSignIn(c);
    const { query, page } = asked(c);
    const listed = await directory(c.var.ctx, { query, page });
    return c.html(directoryPage({ shell: c.var.shell, query, listed }));
  });

  app.get("/people/:slug", async (c) => {
    const { ctx, shell } = c.var;
    const slug = c.req.param("slug");
    // Of others' people, strangers learn nothing here, not even whether we know them.
    const local = !slug.includes("@") || slug.endsWith(`@${ctx.host}`);
    if (!local) needsSignIn(c);
    const id = await findBySlug(ctx, "person", slug);
    if (!id) throw notFound();
    const profile = await profileOf(ctx, id, ctx.actor?.id ?? null);
    c.header("vary", "accept");
    if (wantsActivity(c)) return c.redirect(profile.iri, 303);
    const own = id === ctx.actor?.id;
    const ties = own ? null : ((await tiesTo(ctx, [id])).get(id) ?? null);
    const posts = await onPage(c, id);
    return c.html(profilePage({ shell, profile, posts, own, ties }));
  });
}
