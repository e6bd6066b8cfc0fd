import { eventsView } from "../../views/gatherings/list.ts";
import { excerpt } from "../core/text.ts";
import { notFound } from "../core/refusal.ts";
import { idOf, onePost, ours, readableHead, slugOf } from "../forums/index.ts";
import { done, fields, needsSignIn, type Web } from "../web/index.ts";
import { discussionHref, mayStart } from "../workspaces/index.ts";
import { answerGathering, type AttendanceAnswer } from "./answering.ts";
import { calendarOf } from "./calendar.ts";
import { gatheringNow } from "./posting.ts";
import { eventsPage } from "./queries.ts";

const answers: Record<AttendanceAnswer, string> = {
  coming: "You are on the list of those who come.",
  "not coming": "You have said that you are not coming.",
  none: "Your answer is taken back.",
};

/** The events of a workspace, and who comes. */
export function routes(app: Web): void {
  app.get("/workspaces/:slug/events", async (c) => {
    const { ctx, shell } = c.var;
    const head = await readableHead(c);
    const past = c.req.query("show") === "past";
    const events = await eventsPage(ctx, head, { past, after: c.req.query("after") });
    const starts = !!ctx.actor && mayStart(head.standing, ctx.actor);
    return c.html(eventsView({ shell, head, events, mayStart: starts }));
  });

  app.post("/workspaces/:slug/discussions/:id/answer", async (c) => {
    const { ctx } = c.var;
    const { head, discussionId } = await onePost(ctx, ours(c), slugOf(c), idOf(c));
    needsSignIn(c);
    const said = (await fields(c)).answer;
    const answer = (Object.keys(answers) as AttendanceAnswer[]).find((one) => one === said);
    if (!answer) throw notFound();
    await answerGathering(ctx, { contentId: discussionId, answer });
    return done(c, discussionHref(head.slug, discussionId), answers[answer]);
  });

  app.get("/workspaces/:slug/discussions/:id/event.ics", async (c) => {
    const { ctx } = c.var;
    const { discussionId, title, post, iri } = await onePost(ctx, ours(c), slugOf(c), idOf(c));
    const gone = post.state === "deleted" || post.state === "hidden" || post.id !== discussionId;
    const found = gone ? null : await gatheringNow(ctx.store.db, discussionId);
    if (!found) throw notFound();
    const entry = calendarOf({
      ...found,
      iri,
      title: title ?? "",
      text: excerpt(post.html, 2000),
      href: `${ctx.origin}/content/${discussionId}`,
      changed: post.edited ?? post.published,
    });
    return c.body(entry, 200, {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'attachment; filename="event.ics"',
      "cache-control": "private, no-cache",
    });
  });
}
