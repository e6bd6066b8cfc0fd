import { randomBytes } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie } from "hono/cookie";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import type { Store } from "../db/index.ts";
import * as apps from "./apps/index.ts";
import type { Federation } from "../federation/index.ts";
import { assets, type Assets } from "./assets.ts";
import * as attachments from "./attachments/index.ts";
import * as gatherings from "./gatherings/index.ts";
import * as resources from "./resources/index.ts";
import * as proposals from "./proposals/index.ts";
import * as polls from "./polls/index.ts";
import type { Context } from "./context.ts";
import type { Clock } from "./core/clock.ts";
import { notFound, Refusal } from "./core/refusal.ts";
import * as directory from "./directory/index.ts";
import type { Env } from "./env.ts";
import * as agreements from "./agreements/index.ts";
import * as forums from "./forums/index.ts";
import * as home from "./home/index.ts";
import { clientAddress } from "./web/client-address.ts";
import { pageHeaders } from "./web/headers.ts";
import { jsonInOnePiece, pagesInOnePiece } from "./web/pages.ts";
import { showRefusal, unexpected } from "./web/failures.ts";
import * as mastodon from "./mastodon/index.ts";
import * as media from "./media/index.ts";
import * as moderation from "./moderation/index.ts";
import * as notifications from "./notifications/index.ts";
import * as organisations from "./organisations/index.ts";
import * as keys from "./keys/index.ts";
import * as peers from "./peers/index.ts";
import * as people from "./people/index.ts";
import * as posts from "./posts/index.ts";
import { createSealer } from "./push/index.ts";
import * as tags from "./tags/index.ts";
import { takeNotice, type Web, type WebEnv } from "./web/index.ts";
import * as relations from "./relations/index.ts";
import * as shelves from "./shelves/index.ts";
import * as workspaces from "./workspaces/index.ts";

export interface Services {
  env: Env;
  store: Store;
  clock: Clock;
  federation: Federation;
  /** What an operation needs, as somebody or as a stranger. */
  context(actor: Context["actor"]): Context;
  media: media.Pictures;
  mailer: people.Mailer;
  /** What apps listen to. */
  hub: mastodon.Hub;
  /** Printed at start; asked for when the set-up page is reached from another machine. */
  setupCode: string;
}

const megabyte = 1024 * 1024;

/** All of the web server: pages, federation, assets. */
export function createApp(services: Services): Web {
  const { env, store, clock, federation, context } = services;
  const app: Web = new Hono<WebEnv>();
  const files: Assets = assets(env.root);
  const secure = env.origin.startsWith("https:");
  const vapid = apps.vapidKeys(env.secretKey);

  app.use(async (c, next) => {
    // No address of ours has a NUL, and PostgreSQL takes none.
    if (c.req.url.includes("%00")) throw notFound();
    c.set("requestId", crypto.randomUUID());
    c.set(
      "address",
      clientAddress(getConnInfo(c).remote.address, c.req.header("x-forwarded-for"), env.trustedProxies),
    );
    c.set("ctx", context(null));
    c.set("sessionToken", null);
    c.set("grant", null);
    c.set("formTarget", null);
    await next();
  });

  const asked = ["/api/*", "/oauth/token", "/oauth/revoke", "/oauth/userinfo"];
  for (const path of [...asked, "/.well-known/*", "/nodeinfo/*"]) app.use(path, apps.fromAnywhere);

  // Other servers speak first: no cookies, no pages, limits of their own.
  files.routes(app);
  federation.routes(app);

  // Then apps, which show a token at each request.
  const small = bodyLimit({ maxSize: 12 * megabyte, onError: () => tooLarge("10 MB") });
  // With what a form is made of besides, and with the forms of several files.
  const large = bodyLimit({
    maxSize: attachments.largestFile + 4 * megabyte,
    onError: () => tooLarge("40 MB"),
  });
  const limited: MiddlewareHandler<WebEnv> = (c, next) =>
    (attachments.takesFiles(c.req.path) ? large : small)(c, next);
  const whereSent: MiddlewareHandler<WebEnv> = (c, next) =>
    /^(GET|HEAD)$/.test(c.req.method) ? next() : limited(c, next);
  for (const path of asked) app.use(path, jsonInOnePiece, whereSent);
  for (const path of ["/api/*", "/oauth/userinfo"]) app.use(path, apps.bearer(context));
  apps.apiRoutes(app, { vapidKey: vapid.publicKey });
  const sealer = createSealer(env.secretKey);
  mastodon.routes(app, { version: env.version, vapidKey: vapid.publicKey, sealer }, services.hub);

  for (const path of ["/oauth/*", "/sign-in/*"]) app.use(path, apps.opensForApps);

  app.use(pageHeaders({ secure }));
  app.use(pagesInOnePiece);
  app.use(csrf({ origin: env.origin }));
  // That one looks at what forms can send. From another site nothing is done at all, whatever its type.
  app.use(async (c, next) => {
    const from = c.req.header("origin");
    if (!/^(GET|HEAD|OPTIONS)$/.test(c.req.method) && from && from !== env.origin) throw fromElsewhere();
    await next();
  });
  app.use(whereSent);
  media.routes(app, services.media);

  app.use(async (c, next) => {
    const token = getCookie(c, people.sessionCookie(secure)) ?? null;
    const viewer = token ? await people.viewerOf(store, token, clock()) : null;
    const instance = await organisations.current(store);
    if (viewer) {
      c.set("sessionToken", token);
      c.set("ctx", context({ id: viewer.id, local: true, administrator: viewer.administrator }));
    }
    c.set("shell", {
      instance: instance ?? { name: "Tombolo", shortName: "Tombolo", logo: null },
      viewer,
      nonce: c.get("nonce"),
      once: randomBytes(12).toString("base64url"),
      path: c.req.path,
      notice: takeNotice(c),
      assets: files.names,
    });
    // Nothing but the set-up answers before there is an organisation.
    if (!instance && !c.req.path.startsWith("/setup")) return c.redirect("/setup");
    await next();
  });

  people.limitPages(app);
  organisations.routes(app, { setupCode: services.setupCode, mailer: services.mailer });
  agreements.routes(app);
  peers.routes(app);
  keys.routes(app);
  people.routes(app, { mailer: services.mailer, secure, onPage: posts.onProfile });
  posts.routes(app);
  relations.routes(app);
  shelves.routes(app);
  apps.routes(app);
  home.routes(app);
  directory.routes(app);
  workspaces.routes(app);
  forums.routes(app);
  attachments.routes(app);
  polls.routes(app);
  gatherings.routes(app);
  resources.routes(app);
  proposals.routes(app);
  moderation.routes(app);
  notifications.routes(app);
  tags.routes(app);

  app.notFound((c) => showRefusal(c, notFound()));
  app.onError((error, c) => {
    if (error instanceof Refusal) return showRefusal(c, error);
    if (error instanceof HTTPException && error.status === 403) return showRefusal(c, fromElsewhere(error));
    return unexpected(c, error);
  });
  return app;
}

function tooLarge(most: string): never {
  throw new Refusal("too large", `That is too large. Files and pictures may have up to ${most}.`);
}

/** What the check against forged forms throws. */
const fromElsewhere = (cause?: unknown): Refusal =>
  new Refusal("forbidden", "This form came from another site. Open the page here, then send it again.", {
    cause,
  });
