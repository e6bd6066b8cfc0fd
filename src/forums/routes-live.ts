import { streamSSE, type SSEStreamingApi } from "hono/streaming";
import { countText } from "../../views/forums/discussion.ts";
import { addedComment, arrivalNote, changedPost, newCount, said } from "../../views/forums/live.ts";
import { html, type Html } from "../../views/html.ts";
import type { Context, Heard } from "../context.ts";
import { networkOf } from "../core/network.ts";
import type { Id } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import type { Request, Web } from "../web/index.ts";
import { aroundOf } from "./around.ts";
import { onePost, type OnePost } from "./discussion-query.ts";
import { confirmedSince, listen, missedSince } from "./live.ts";
import { placedPost } from "./post-query.ts";
import { idOf, ours, slugOf } from "./request.ts";

/** Milliseconds between signs of life, so that no proxy on the way closes a quiet stream. */
const heartbeat = 25_000;

/** How long a page may take to show what its reader has just written, in ms: what becomes of it is told once more then. */
const shownWithin = 2_000;

/** What a stream still has to do: an event, or (null) only to ask whether its reader may still read. */
type Task = { kind: Heard["kind"]; contentId: Id } | null;

interface Reader {
  ctx: Context;
  ours: string;
  discussionId: Id;
  /** Whether the end of the discussion is on the page. */
  end: boolean;
  /** Comments that came since the page was opened. */
  count: number;
  first: OnePost | null;
}

function arrived(reader: Reader, found: OnePost): Html {
  const { ctx, end } = reader;
  const around = aroundOf(found, ctx.clock());
  reader.count++;
  reader.first ??= found;
  const { post, top } = reader.first;
  return html`${end ? addedComment(found.post, around, found.top) : null}
  ${newCount(countText(found.comments))}
  ${arrivalNote({ count: reader.count, first: post.id, here: end && post.id === top }, around)}`;
}

const marks: Partial<Record<Heard["kind"], string>> = {
  "discussion.moved out":
    "A manager moved this discussion to another workspace. Reload the page to see where.",
  "discussion.locked": "A manager locked this discussion.",
  "discussion.unlocked": "A manager unlocked this discussion. Reload the page to comment.",
};

/** What changes on the page; null for nothing. */
function part(reader: Reader, kind: Heard["kind"], found: OnePost): Html | null {
  const { post, title, top, comments } = found;
  if (kind === "comment.added") return arrived(reader, found);
  if (marks[kind]) return said(marks[kind]);
  if (!kind.startsWith("content.")) return null;
  const small = post.kind === "comment" && post.id !== top;
  const changed = changedPost(post, aroundOf(found, reader.ctx.clock()), { small, title });
  return kind === "content.deleted" ? html`${changed} ${newCount(countText(comments))}` : changed;
}

/** Sends one event, if its reader may still see it. Says whether the stream goes on. */
async function tell(stream: SSEStreamingApi, reader: Reader, task: Task): Promise<boolean> {
  const { ctx, ours: name, discussionId } = reader;
  try {
    // Asked anew each time: a membership, or a session, may have ended meanwhile.
    if (!task) {
      await placedPost(ctx, name, null, discussionId);
      return true;
    }
    const found = await onePost(ctx, name, null, task.contentId);
    const changed = part(reader, task.kind, found);
    if (changed) {
      const id = task.kind === "comment.added" ? String(found.arrived.getTime()) : undefined;
      await stream.writeSSE({ data: changed.toString(), id });
    }
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // What its author alone may see is not for this reader; the discussion as a whole may still be.
    if (task) return tell(stream, reader, null);
    await stream.writeSSE({ event: "end", data: "" });
    return false;
  }
}

/** The moment until which the page has everything: from the browser after a break, from the page's address at first. */
function sinceOf(c: Request, otherwise: Date): Date {
  const text = c.req.header("last-event-id") ?? c.req.query("after") ?? "";
  return /^\d{1,15}$/.test(text) ? new Date(Number(text)) : otherwise;
}

/** Live arrival: what happens in a discussion, as server-sent events. */
export function liveRoutes(app: Web): void {
  app.get("/workspaces/:slug/discussions/:id/live", async (c) => {
    const { ctx } = c.var;
    const id = idOf(c);
    const { head, row } = await placedPost(ctx, ours(c), slugOf(c), id);
    if (row.kind !== "discussion") throw notFound();
    const personId = ctx.actor?.id ?? null;
    const tasks: Task[] = [];
    let wake = () => {};
    const add = (task: Task) => {
      tasks.push(task);
      wake();
    };
    const written = new Set<Id>();
    let signedOut = false;
    const stop = listen(ctx.store, {
      discussionId: id,
      workspaceId: head.id,
      personId,
      counted: personId === null ? networkOf(c.var.address) : String(personId),
      happened({ kind, actorId, contentId }) {
        if (contentId === null) return;
        // One's own is on one's own page already.
        if (actorId !== null && actorId === personId) {
          if (kind === "comment.added") written.add(contentId);
          return;
        }
        add({ kind, contentId });
        if (written.delete(contentId)) setTimeout(() => add({ kind, contentId }), shownWithin).unref();
      },
      recheck: () => add(null),
      signedOut() {
        signedOut = true;
        add(null);
      },
    });
    const since = sinceOf(c, ctx.clock());
    const reader: Reader = {
      ctx,
      ours: ours(c),
      discussionId: id,
      end: c.req.query("end") === "1",
      count: 0,
      first: null,
    };
    // nginx would hold events back otherwise.
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => wake());
      try {
        await stream.write(": hello\n\n");
        const missed = await missedSince(ctx, id, since);
        const confirmed = await confirmedSince(ctx, id, since);
        tasks.unshift(
          ...missed.map((contentId) => ({ kind: "comment.added" as const, contentId })),
          ...confirmed.map((contentId) => ({ kind: "content.edited" as const, contentId })),
        );
        const told = new Set<Id>();
        while (!stream.aborted) {
          const task = tasks.shift();
          if (task === undefined) {
            const awake = Promise.withResolvers<void>();
            wake = awake.resolve;
            const timer = setTimeout(() => {
              void stream.write(": still here\n\n");
              awake.resolve();
            }, heartbeat);
            if (tasks.length === 0 && !stream.aborted) await awake.promise;
            clearTimeout(timer);
            continue;
          }
          if (task?.kind === "comment.added") {
            if (told.has(task.contentId)) continue;
            told.add(task.contentId);
          }
          if (signedOut || !(await tell(stream, reader, task))) break;
        }
      } finally {
        stop();
      }
    });
  });
}
