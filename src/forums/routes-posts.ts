import { deleteView, editView, removeView } from "../../views/forums/change.ts";
import { formWords } from "../../views/forums/form-words.ts";
import { historyPageView } from "../../views/forums/history.ts";
import { post as postPart } from "../../views/forums/post.ts";
import { previewPart, type Writing } from "../../views/forums/writing.ts";
import { filesOf, fileView } from "../attachments/index.ts";
import { excerpt } from "../core/text.ts";
import { Refusal } from "../core/refusal.ts";
import type { Id } from "../core/id.ts";
import {
  chosenFolder,
  folderIri,
  folderProblem,
  foldersOf,
  placementNow,
  type WrittenFolder,
} from "../resources/index.ts";
import { proposalInput, proposalNow, sentProposal, writtenProposal } from "../proposals/index.ts";
import { gatheringInput, gatheringNow, sentGathering, writtenGathering } from "../gatherings/index.ts";
import { savePost, unsavePost } from "../shelves/index.ts";
import { check, done, type Fields, needsSignIn, type Request, wantsPart, type Web } from "../web/index.ts";
import { discussionHref } from "../workspaces/index.ts";
import { aroundOf } from "./around.ts";
import { editContent, setLike } from "./changes.ts";
import { onePost } from "./discussion-query.ts";
import { draftFor } from "./drafts.ts";
import { historyPage } from "./history-query.ts";
import { isAboutFiles, lastFile, newFileId, sentFiles } from "./form-files.ts";
import { isProposal } from "./forms.ts";
import { commentInput, fileComment, inputFor } from "./input.ts";
import { postHref } from "./links.ts";
import { isPage, postFor } from "./facts.ts";
import { preview } from "./preview.ts";
import { deleteContent } from "./removals.ts";
import { askedOf, datesFirst, fieldsAndDates, idOf, ours, problemsOf, sent, slugOf } from "./request.ts";

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const load = (c: Request) => onePost(c.var.ctx, ours(c), slugOf(c), idOf(c));

/** One's own post, to edit. */
async function editing(c: Request) {
  const { head, post, discussionId, form } = await load(c);
  needsSignIn(c);
  if (post.state === "deleted") throw new Refusal("gone", "This has been deleted.");
  if (!post.may.edit) {
    throw new Refusal(
      "forbidden",
      post.mine ? "You can no longer edit this here." : "Only its author can edit this.",
    );
  }
  const isEvent = post.kind === "discussion" && form === "event";
  const isFile = post.kind === "discussion" && form === "file";
  const { mine, kind } = post;
  const is = { isEvent, isFile, isProposal: post.kind === "discussion" && isProposal(form) };
  return { shell: c.var.shell, head, id: post.id, discussionId, kind, form, ...is, mine };
}

/** In which folder a file lies, to be changed. */
async function folderChoice(c: Request, workspaceId: Id, contentId: Id): Promise<WrittenFolder> {
  const { db } = c.var.ctx.store;
  const now = await placementNow(db, contentId);
  const choices = await foldersOf(db, workspaceId, now?.folderIri ?? null);
  return { choices, chosen: choices.find(({ iri }) => iri === now?.folderIri)?.id ?? null };
}

/** Somebody's post, to delete. */
async function deleting(c: Request) {
  const { head, post, discussionId, form, title } = await load(c);
  needsSignIn(c);
  if (post.state === "deleted") throw new Refusal("gone", "This has been deleted already.");
  if (!post.may.remove) throw new Refusal("forbidden", "Only its author or a manager can delete this.");
  return { head, post, discussionId, form, title };
}

/** Editing, deleting, liking a post, and what it said before. */
export function postRoutes(app: Web): void {
  app.get("/workspaces/:slug/posts/:id/edit", async (c) => {
    const { ctx } = c.var;
    const props = await editing(c);
    const { post } = await postFor(ctx, ctx.store.db, props.id);
    if (!props.mine && !isPage(post))
      throw new Refusal("conflict", "This page was written elsewhere: only its author can edit it.");
    // What the workspace's home did not take in is not lost.
    const kept = await draftFor(ctx, { editedId: props.id });
    const event = props.isEvent ? await gatheringNow(ctx.store.db, props.id) : null;
    const proposal = props.isProposal ? await proposalNow(ctx.store.db, props.id) : null;
    const writing: Writing = {
      title: (kept ? kept.title : post.title) ?? "",
      source: (kept ? kept.source : post.source) ?? "",
      preview: null,
      kept: kept?.updated ?? null,
      problems: [],
      files: ((await filesOf(ctx.store.db, [post.id])).get(post.id) ?? []).map(fileView),
      ...(event ? { gathering: writtenGathering(event) } : {}),
      ...(proposal ? { proposal: writtenProposal(proposal) } : {}),
      ...(props.isFile ? { folder: await folderChoice(c, props.head.id, props.id) } : {}),
    };
    return c.html(editView({ ...props, writing }));
  });

  app.post("/workspaces/:slug/posts/:id/edit", async (c) => {
    const { ctx } = c.var;
    const props = await editing(c);
    const { id, kind, head, discussionId: rootId } = props;
    const { action, title, source, all } = await sent(c);
    // Of another's page, its files stay as they are.
    const sentAlong = await sentFiles(c, props.mine ? all : {}, { place: "post", contentId: id });
    const files = props.isFile ? lastFile(sentAlong) : sentAlong;
    const chosen = chosenFolder(all.folder);
    const folder = props.isFile ? { ...(await folderChoice(c, head.id, id)), chosen } : null;
    const failed = files.refused.length > 0;
    const gathering = props.isEvent ? sentGathering(all) : null;
    const proposal = props.isProposal ? sentProposal(all) : null;
    const said = {
      title,
      source,
      preview: null,
      kept: null,
      ...(gathering ? { gathering } : {}),
      ...(proposal ? { proposal } : {}),
      ...(folder ? { folder } : {}),
    };
    const writing: Writing = { ...said, problems: files.refused, files: files.shown };
    if (action === "preview") {
      const text = await preview(ctx, source);
      if (wantsPart(c)) return c.html(previewPart(text) ?? "");
      return c.html(editView({ ...props, writing: { ...writing, preview: text } }));
    }
    if (isAboutFiles(action) || failed) return c.html(editView({ ...props, writing }), failed ? 422 : 200);
    try {
      const comment = files.given.length > 0 ? fileComment : commentInput;
      const dates = gathering ? fieldsAndDates(gatheringInput, gathering) : null;
      const about = proposal ? fieldsAndDates(proposalInput, proposal) : null;
      const input =
        kind === "discussion"
          ? check(inputFor(props.form), { title, source }, [
              ...(props.isFile && files.given.length === 0
                ? [{ field: newFileId("post"), text: "Choose a file" }]
                : []),
              ...(folder ? folderProblem(folder) : []),
              ...(dates?.problems ?? []),
              ...(about?.problems ?? []),
              ...files.undescribed,
            ])
          : check(comment, { source }, files.undescribed);
      const facts = {
        gathering: dates?.value ?? null,
        folder: folder && folderIri(folder),
        proposal: about?.value ?? null,
      };
      const said = { contentId: id, ...input, ...facts };
      await editContent(ctx, props.mine ? { ...said, files: files.given } : said);
    } catch (error) {
      return c.html(
        editView({ ...props, writing: { ...writing, problems: datesFirst(problemsOf(error)) } }),
        422,
      );
    }
    return done(c, postHref(head.slug, { id, rootId }), "Changes saved.");
  });

  app.get("/workspaces/:slug/posts/:id/delete", async (c) => {
    const { head, post, discussionId, form, title } = await deleting(c);
    const { id, kind, author } = post;
    const props = {
      shell: c.var.shell,
      head,
      id,
      discussionId,
      kind,
      form,
      // Of a folder or a file there may be its name alone.
      excerpt: excerpt(post.html, 300) || (title ?? ""),
    };
    return c.html(post.mine ? deleteView(props) : removeView({ ...props, author: author.name }));
  });

  app.post("/workspaces/:slug/posts/:id/delete", async (c) => {
    const { head, post, discussionId, form } = await deleting(c);
    const { id, kind, mine } = post;
    const { reason } = (await sent(c)).all;
    const why = typeof reason === "string" ? reason.trim().slice(0, 300) : "";
    await deleteContent(c.var.ctx, { contentId: id, reason: mine ? undefined : why || undefined });
    const whole = kind === "discussion" && (mine || !head.elsewhere);
    const to = whole ? head.href + formWords[form].path : postHref(head.slug, { id, rootId: discussionId });
    const name = kind === "comment" ? "Comment" : capital(formWords[form].name);
    if (mine) return done(c, to, `${name} deleted.`);
    if (head.elsewhere) return done(c, to, askedOf(head, "remove it"));
    return done(c, to, `${name} removed.`, "success", {
      path: `${head.href}/posts/${id}/restore`,
      fields: {},
    });
  });

  app.get("/workspaces/:slug/posts/:id/history", async (c) => {
    const history = await historyPage(c.var.ctx, ours(c), slugOf(c), idOf(c));
    return c.html(historyPageView({ shell: c.var.shell, history }));
  });

  const marked = async (c: Request, work: (id: Id, all: Fields) => Promise<void>) => {
    const { ctx } = c.var;
    const before = await load(c);
    const { id } = before.post;
    await work(id, (await sent(c)).all);
    if (wantsPart(c)) {
      const { post, top, ...around } = await load(c);
      return c.html(
        postPart(post, aroundOf(around, ctx.clock()), { small: post.kind === "comment" && post.id !== top }),
      );
    }
    const { head, discussionId: rootId } = before;
    return c.redirect(postHref(head.slug, { id, rootId }), 303);
  };
  app.post("/workspaces/:slug/posts/:id/like", (c) =>
    marked(c, (contentId, { liked }) => setLike(c.var.ctx, { contentId, liked: liked !== "no" })),
  );
  app.post("/workspaces/:slug/posts/:id/save", (c) =>
    marked(c, (id, { saved }) => (saved === "no" ? unsavePost(c.var.ctx, id) : savePost(c.var.ctx, id))),
  );

  // The ActivityPub address of a post, opened in a browser; other servers are answered before.
  app.get("/content/:id", async (c) => {
    const { head, discussionId: rootId, post } = await onePost(c.var.ctx, ours(c), null, idOf(c));
    return c.redirect(
      post.kind === "discussion"
        ? discussionHref(head.slug, rootId)
        : postHref(head.slug, { id: post.id, rootId }),
      302,
    );
  });
}
