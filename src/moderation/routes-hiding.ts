import { hiddenPage, hidePage } from "../../views/moderation/hiding.ts";
import { card, cardRow, findBySlug } from "../actors/index.ts";
import { type FieldProblem, notFound, Refusal } from "../core/refusal.ts";
import { excerpt } from "../core/text.ts";
import { onePost, postHref } from "../forums/index.ts";
import { administrator } from "../people/index.ts";
import { check, done, fields, needsSignIn, type Request, type Web } from "../web/index.ts";
import { hidePerson, hidePost, showPerson, showPost } from "./hiding.ts";
import { hiddenHereList, hiddenPersonOf } from "./hidden-query.ts";
import { hidingInput } from "./input.ts";
import { idIn, ours } from "./request.ts";

/** What is to be hidden, or is, as its page shows it. */
interface About {
  name: string;
  /** What is hidden already has no words to show. */
  excerpt: string | null;
  hidden: boolean;
  back: string;
  path: string;
  hide: (reason: string) => Promise<void>;
  show: () => Promise<void>;
}

async function postIn(c: Request): Promise<About> {
  const { ctx } = c.var;
  const found = await onePost(ctx, ours(c), c.req.param("slug") ?? "", idIn(c.req.param("id")));
  needsSignIn(c);
  administrator(ctx);
  const { post, head, discussionId: rootId } = found;
  if (post.state === "deleted") throw new Refusal("gone", "This has been deleted.");
  const contentId = post.id;
  return {
    name: `${post.author.name}’s ${post.kind === "discussion" ? "post" : "comment"}`,
    excerpt: excerpt(post.html, 300),
    hidden: post.hidden !== null,
    back: postHref(head.slug, { id: contentId, rootId }),
    path: `${head.href}/posts/${contentId}/hide`,
    hide: (reason) => hidePost(ctx, { contentId, reason }),
    show: () => showPost(ctx, { contentId }),
  };
}

async function personIn(c: Request): Promise<About> {
  needsSignIn(c);
  const { ctx } = c.var;
  administrator(ctx);
  const personId = await findBySlug(ctx, "person", c.req.param("slug") ?? "");
  const row = personId === null ? null : await cardRow(ctx.store.db, personId);
  if (!row || personId === null) throw notFound();
  const { name, href } = card(row, ours(c));
  return {
    name: `all that ${name} writes`,
    excerpt: null,
    hidden: (await hiddenPersonOf(ctx, personId)) !== null,
    back: href,
    path: `${href}/hide`,
    hide: (reason) => hidePerson(ctx, { personId, reason }),
    show: () => showPerson(ctx, { personId }),
  };
}

const page = (c: Request, about: About, problems: FieldProblem[] = []) =>
  c.html(hidePage({ shell: c.var.shell, ...about, problems }), problems.length > 0 ? 422 : 200);

async function set(c: Request, about: About) {
  const form = await fields(c);
  if (form.on === "no") {
    await about.show();
    return done(c, about.back, "Shown here again.");
  }
  try {
    await about.hide(check(hidingInput, form).reason);
  } catch (error) {
    if (!(error instanceof Refusal) || error.problems.length === 0) throw error;
    return page(c, about, error.problems);
  }
  const undo = { path: about.path, fields: { on: "no" } };
  return done(c, about.back, "Hidden from everybody here. Elsewhere nothing changes.", "success", undo);
}

/** Administrators hide what is said elsewhere, or show it again. */
export function hidingRoutes(app: Web): void {
  app.get("/workspaces/:slug/posts/:id/hide", async (c) => page(c, await postIn(c)));
  app.post("/workspaces/:slug/posts/:id/hide", async (c) => set(c, await postIn(c)));
  app.get("/people/:slug/hide", async (c) => page(c, await personIn(c)));
  app.post("/people/:slug/hide", async (c) => set(c, await personIn(c)));

  app.get("/admin/hidden", async (c) => {
    const items = await hiddenHereList(c.var.ctx, ours(c));
    return c.html(hiddenPage({ shell: c.var.shell, items, now: c.var.ctx.clock() }));
  });
  // An administrator is no member of each workspace, and undoes it here.
  app.post("/admin/hidden", async (c) => {
    const { post, person } = await fields(c);
    if (post) await showPost(c.var.ctx, { contentId: idIn(post) });
    else await showPerson(c.var.ctx, { personId: idIn(person) });
    return done(c, "/admin/hidden", "Shown here again.");
  });
}
