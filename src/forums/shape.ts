import { card, type Card } from "../actors/index.ts";
import { fileView, type FileView, type StoredFile } from "../attachments/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { type Emoji, withEmojis } from "../tags/index.ts";
import { maySettle } from "../proposals/index.ts";
import type { PollShown } from "../polls/index.ts";
import {
  type AskedAct,
  isMember,
  mayContribute,
  mayManage,
  mayStart,
  type Standing,
} from "../workspaces/index.ts";
import type { Form } from "./forms.ts";
import type { Managing } from "./managing-query.ts";
import type { PostRow } from "./post-query.ts";
import { mayComment, mayDelete, mayEdit, mayLike } from "./rules.ts";

/** A post as pages show it to one reader. */
export interface PostView {
  id: Id;
  kind: "discussion" | "comment";
  author: Card;
  /** Sanitised when it arrived; links to what is known here lead here. */
  html: string;
  files: FileView[];
  poll: PollShown | null;
  published: Date;
  edited: Date | null;
  /** Who made this wording, where it was a manager and not its author. */
  editedBy: string | null;
  state: "there" | "waiting" | "refused" | "deleted" | "hidden";
  /** Why the workspace's home would not have it. */
  refusal: string | null;
  deletedBy: "author" | "manager";
  likes: number;
  liked: boolean;
  /** Whether the reader saved it; null for strangers. */
  saved: boolean | null;
  /** The reader blocked its author: its words are shown when they ask for them. */
  blocked: boolean;
  /** Came since the reader was here last. */
  fresh: boolean;
  mine: boolean;
  /** For an answer to an answer: whom it answers. */
  answers: { id: Id; name: string } | null;
  may: {
    like: boolean;
    vote: boolean;
    reply: boolean;
    edit: boolean;
    remove: boolean;
    block: boolean;
    report: boolean;
    hide: boolean;
  };
  /** Of a discussion, for those who may pin and lock it. */
  manage: { pinned: boolean; locked: boolean } | null;
  /** Removed by a manager: for those who can restore it. */
  removed: { reason: string | null } | null;
  /** Hidden here by administrators: why, for them and for its author. */
  hidden: { reason: string | null } | null;
  /** What managers here asked of the workspace's home. */
  asked: AskedAct[];
}

/** Who reads, and where. */
export interface Reading {
  ctx: Context;
  standing: Standing;
  /** Name of this instance's organisation. */
  ours: string;
  /** Of the discussion. */
  form: Form;
  pinned: Date | null;
  locked: Date | null;
  /** Who made the present wording of a page, where it was not its author. */
  editors: Map<Id, string>;
  /** How far they had read before. */
  seen: Date | null;
  /** Leads links in a text to what is known here. */
  relink: (html: string) => string;
  managing: Managing;
  files: Map<Id, StoredFile[]>;
  /** What the reader saved, and whom they blocked. */
  saved: ReadonlySet<Id>;
  blocked: ReadonlySet<Id>;
  polls: Map<Id, PollShown>;
  /** Why posts are hidden here, where the reader may know. */
  hidden: Map<Id, string>;
  /** The small pictures of posts from elsewhere. */
  emojis: Map<Id, Emoji[]>;
}

/** When a post came here: what the author's own clock says may be long before. */
export const arrival = (row: { accepted: Date | null; published: Date }): Date =>
  row.accepted ?? row.published;

/** The headings of a page, the highest of them next below its title, so that one can go through it by them. */
function withHeadings(html: string): string {
  const levels = [...html.matchAll(/<h([2-6])>/g)].map(([, level]) => Number(level));
  const up = levels.length > 0 ? Math.min(...levels) - 2 : 0;
  return up === 0
    ? html
    : html.replace(/<(\/?)h([2-6])>/g, (_, end: string, level: string) => `<${end}h${Number(level) - up}>`);
}

export function postView(reading: Reading, row: PostRow, parent?: PostRow | null): PostView {
  const { ctx, standing, seen } = reading;
  const acting = ctx.actor;
  const page = row.kind === "discussion" && reading.form === "page";
  const facts = { authorId: row.authorId, deleted: row.deleted, locked: reading.locked, page };
  const mine = acting?.id === row.authorId;
  const state = row.deleted
    ? "deleted"
    : row.hidden
      ? "hidden"
      : row.refused !== null
        ? "refused"
        : row.accepted === null
          ? "waiting"
          : "there";
  const there = state === "there";
  const shown = row.hidden === null;
  const poll = row.deleted || row.hidden ? null : (reading.polls.get(row.id) ?? null);
  return {
    id: row.id,
    kind: row.kind,
    author: card(row.author, reading.ours),
    html: withEmojis(reading.relink(page ? withHeadings(row.html) : row.html), reading.emojis.get(row.id)),
    files: row.deleted || row.hidden ? [] : (reading.files.get(row.id) ?? []).map(fileView),
    poll,
    published: row.published,
    edited: row.edited,
    editedBy: reading.editors.get(row.id) ?? null,
    state,
    refusal: row.refused,
    deletedBy: row.deletedById === null || row.deletedById === row.authorId ? "author" : "manager",
    likes: row.likes,
    liked: row.liked !== null,
    saved: acting && there ? reading.saved.has(row.id) : null,
    blocked: reading.blocked.has(row.authorId),
    fresh: seen !== null && !mine && arrival(row) > seen,
    mine,
    answers: parent
      ? {
          id: parent.id,
          name: parent.deleted
            ? "a deleted comment"
            : parent.hidden
              ? "a hidden comment"
              : card(parent.author, reading.ours).name,
        }
      : null,
    may: {
      like: there && !!acting && mayLike(standing, acting, facts),
      vote: there && !!acting && !!poll && !poll.ended && !poll.voted && mayContribute(standing, acting),
      reply: there && !!acting && mayComment(standing, acting, facts),
      edit: shown && !!acting && mayEdit(standing, acting, facts),
      remove: !!acting && mayDelete(standing, acting, facts),
      report: there && !!acting && !mine,
      block: there && !mine && mayManage(standing),
      hide: state !== "deleted" && !!acting?.administrator,
    },
    manage:
      row.kind === "discussion" && shown && mayManage(standing)
        ? { pinned: reading.pinned !== null, locked: reading.locked !== null }
        : null,
    removed: reading.managing.removed.get(row.id) ?? null,
    hidden: shown ? null : { reason: reading.hidden.get(row.id) ?? null },
    asked: reading.managing.asked.get(row.id) ?? [],
  };
}

/** What the reader may do with the discussion as a whole. */
export function rightsIn(standing: Standing, ctx: Context, root: PostRow, locked: Date | null) {
  const facts = { authorId: root.authorId, deleted: root.deleted, locked };
  return {
    comment:
      !!ctx.actor && root.refused === null && root.hidden === null && mayComment(standing, ctx.actor, facts),
    /** Says whether they come, of an event. */
    answer: !!ctx.actor && root.refused === null && mayLike(standing, ctx.actor, facts),
    member: isMember(standing),
    /** Says whether an offer or a request still stands. */
    settle: !!ctx.actor && root.refused === null && maySettle(standing, ctx.actor, facts),
    /** Adds something to a folder. */
    start: !!ctx.actor && mayStart(standing, ctx.actor),
  };
}
