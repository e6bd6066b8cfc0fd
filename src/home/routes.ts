import { homePage, startPage, welcomePage } from "../../views/home.ts";
import { notificationsOf } from "../notifications/index.ts";
import { waiting } from "../people/index.ts";
import { postsBeside } from "../posts/index.ts";
import { needsSignIn, type Request, type Web } from "../web/index.ts";
import { myWorkspaces, workspacesHere } from "../workspaces/index.ts";
import { greeting } from "./greeting.ts";
import { feedOf, readCursor, writeCursor } from "./feed.ts";
import { askingToJoin, latestInTheOpen, sinceLastVisit } from "./queries.ts";

async function welcome(c: Request) {
  const { ctx, shell } = c.var;
  const { name } = shell.instance;
  const [latest, { items, more }] = await Promise.all([
    latestInTheOpen(ctx, name),
    workspacesHere(ctx, name, { words: "", page: 1, only: "open" }),
  ]);
  return c.html(welcomePage({ shell, workspaces: items, more, latest, now: ctx.clock() }));
}

async function home(c: Request) {
  const { ctx, shell } = c.var;
  if (!shell.viewer) return welcome(c);
  const ours = shell.instance.name;
  const now = ctx.clock();
  const only = c.req.query("show") === "unread" ? "unread" : "all";
  const after = readCursor(c.req.query("after"));
  const workspaces = myWorkspaces(ctx, ours);
  const [mine, feed, since, told, posts] = await Promise.all([
    workspaces,
    feedOf(ctx, workspaces, { after, only }),
    sinceLastVisit(ctx),
    // Nothing to ask for where the head of the page counts nothing.
    shell.viewer.unread > 0
      ? notificationsOf(ctx, ours, { waiting: true, limit: 3 })
      : { items: [], more: false },
    postsBeside(ctx),
  ]);
  const asking = mine.some(({ asking }) => asking > 0) ? await askingToJoin(ctx, ours) : [];
  const applying = ctx.actor?.administrator ? await waiting(ctx) : [];
  const show = only === "unread" ? "&show=unread" : "";
  return c.html(
    homePage({
      shell,
      greeting: greeting(shell.viewer.name, now),
      since,
      told,
      asking,
      applying,
      feed: feed.items,
      only,
      newest: after ? `/${show.replace("&", "?")}` : null,
      older: feed.older ? `/?after=${writeCursor(feed.older)}${show}` : null,
      mine,
      posts,
      now,
    }),
  );
}

async function start(c: Request) {
  needsSignIn(c);
  const { ctx, shell } = c.var;
  const mine = await myWorkspaces(ctx, shell.instance.name);
  const workspaces = mine.filter(
    ({ state, role, managersPost }) =>
      state === "active" &&
      (managersPost ? role === "manager" : role === "manager" || role === "contributor"),
  );
  const [only] = workspaces;
  if (only && workspaces.length === 1) return c.redirect(`${only.href}/forum/new`, 303);
  return c.html(startPage({ shell, workspaces }));
}

/** The first page, and the way to a new discussion from it. */
export function routes(app: Web): void {
  app.get("/", home);
  app.get("/start", start);
}
