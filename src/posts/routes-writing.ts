import { previewPart, type OwnWriting } from "../../views/posts/form.ts";
import { postsPage, threadPage } from "../../views/posts/pages.ts";
import { ownPostHref } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { preview } from "../forums/index.ts";
import { unansweredIn } from "../polls/index.ts";
import { check, done, needsSignIn, type Request, wantsPart, type Web } from "../web/index.ts";
import { personalPosts, postFor } from "./facts.ts";
import { postInput } from "./input.ts";
import { mustNameSomebody, namedIn, slugsOf } from "./named.ts";
import { publishPost } from "./operations.ts";
import { postsFollowed } from "./lists.ts";
import { threadOf } from "./queries.ts";
import { beforeOf, ours, problemsOf, type SentPost, sentPost } from "./request.ts";

export const blankPost: OwnWriting = {
  source: "",
  warning: "",
  visibility: "public",
  preview: null,
  problems: [],
};

async function feed(c: Request, writing: OwnWriting) {
  const { ctx, shell } = c.var;
  const before = beforeOf(c);
  const [posts, on] = await Promise.all([postsFollowed(ctx, ours(c), before), personalPosts(ctx.store.db)]);
  const props = { shell, posts, writing, on, before, now: ctx.clock(), unanswered: unansweredIn(c) };
  return c.html(postsPage(props), writing.problems.length > 0 ? 422 : 200);
}

/** The page of a post, with what was written as an answer to it so far. */
export async function showThread(c: Request, slug: string, id: Id, writing: OwnWriting) {
  const { ctx, shell } = c.var;
  const { post, thread } = await threadOf(ctx, ours(c), slug, id);
  const on = await personalPosts(ctx.store.db);
  return c.html(
    threadPage({ shell, post, thread, writing, on, now: ctx.clock(), unanswered: unansweredIn(c) }),
    writing.problems.length > 0 ? 422 : 200,
  );
}

/** Who is told of an answer: whose post it is, and, of a message, whoever takes part in it. */
async function answered(ctx: Context, { parentId, visibility }: SentPost): Promise<Id[]> {
  if (parentId === null) return [];
  const parent = await postFor(ctx, ctx.store.db, parentId);
  const others = visibility === "direct" ? await namedIn(ctx.store.db, parentId) : [];
  return [parent.authorId, ...others];
}

async function again(c: Request, sent: SentPost, more: Partial<OwnWriting>) {
  const { source, warning, visibility, parentId, poll } = sent;
  const writing = { ...blankPost, source, warning, visibility, poll: poll.written, ...more };
  if (parentId === null) return feed(c, writing);
  const { ctx } = c.var;
  return showThread(c, await authorSlug(ctx, parentId), parentId, writing);
}

/** As the address of a post names its author. */
async function authorSlug(ctx: Context, id: Id): Promise<string> {
  const { authorId } = await postFor(ctx, ctx.store.db, id);
  return (await slugsOf(ctx, [authorId])).get(authorId) ?? "";
}

/** Writing posts of one's own, and reading those of people one follows. */
export function writingRoutes(app: Web): void {
  app.get("/posts", (c) => {
    needsSignIn(c);
    return feed(c, blankPost);
  });

  app.post("/posts", async (c) => {
    const me = needsSignIn(c);
    const { ctx } = c.var;
    const sent = await sentPost(c);
    if (sent.action === "preview") {
      const text = await preview(ctx, sent.source);
      return wantsPart(c) ? c.html(previewPart(text) ?? "") : again(c, sent, { preview: text });
    }
    const { source, warning, visibility, parentId, once } = sent;
    let id: Id;
    try {
      check(postInput, { source, warning, visibility });
      if (visibility === "direct" && parentId === null) await mustNameSomebody(ctx, source);
      const words = { source, warning, visibility, poll: sent.poll.given };
      id = await publishPost(ctx, { ...words, parentId, once, alsoNamed: await answered(ctx, sent) });
    } catch (error) {
      return again(c, sent, { problems: problemsOf(error) });
    }
    const slug = (await slugsOf(ctx, [me.id])).get(me.id) ?? "";
    return done(c, ownPostHref(slug, id), visibility === "direct" ? "Sent." : "Posted.");
  });
}
