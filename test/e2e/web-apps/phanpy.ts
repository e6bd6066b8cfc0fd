import { createRestAPIClient, createStreamingAPIClient, type mastodon } from "masto";

/**
 * What Phanpy does in a browser, in its order and with its parameters, as its source says on 19 August 2026 (0340050):
 * `pages/login`, `utils/auth`, `utils/api`, `pages/home` and so on. It is not Phanpy, but asks as it does.
 */

const scope = "read write follow push";
const redirect = location.origin + location.pathname;
const form = (values: Record<string, string>) => ({
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(values).toString(),
});

let origin: string;
let app: { client_id: string; client_secret: string; vapid_key: string };
let verifier: string;
let code: string | null = null;
let token: string;
let masto: mastodon.rest.Client;
let streaming: mastodon.streaming.Client;

const digits = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function challengeOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Finds the server, registers, and opens its page in a window beside. */
async function signIn(instance: string): Promise<void> {
  origin = instance;
  const meta = await (await fetch(`${origin}/.well-known/host-meta`)).text();
  const [link] = new DOMParser().parseFromString(meta, "text/xml").getElementsByTagName("Link");
  const { host } = new URL(link!.getAttribute("template")!);
  if (host !== new URL(origin).host) throw new Error(`It would go to ${host}`);
  const made = { client_name: "Phanpy", redirect_uris: redirect, scopes: scope, website: location.origin };
  app = (await (await fetch(`${origin}/api/v1/apps`, form(made))).json()) as typeof app;
  const known = await (await fetch(`${origin}/.well-known/oauth-authorization-server`)).json();
  const { code_challenge_methods_supported: methods } = known as Record<string, string[]>;
  if (!methods?.includes("S256")) throw new Error("No PKCE");
  verifier = digits(crypto.getRandomValues(new Uint8Array(28)));
  const query = new URLSearchParams({
    client_id: app.client_id,
    code_challenge_method: "S256",
    code_challenge: await challengeOf(verifier),
    redirect_uri: redirect,
    response_type: "code",
    scope,
  });
  window.addEventListener(
    "message",
    ({ origin: from, data }: MessageEvent<{ type: string; code: string }>) => {
      if (from === location.origin && data.type === "oauth-callback") code = data.code;
    },
  );
  const beside = open(
    `${origin}/oauth/authorize?${query.toString()}`,
    "auth-popup",
    "popup,width=500,height=600",
  );
  if (!beside || beside.closed) throw new Error("No window");
}

const cameBack = (): boolean => code !== null;

/** The code becomes a token; then who one is, what one prefers, what the server is, and where it streams. */
async function begin(): Promise<{ acct: string; software: string; streams: string }> {
  const { client_id, client_secret } = app;
  const given = { client_id, redirect_uri: redirect, grant_type: "authorization_code", code: code! };
  const asked = form({ ...given, client_secret, code_verifier: verifier });
  ({ access_token: token } = (await (await fetch(`${origin}/oauth/token`, asked)).json()) as {
    access_token: string;
  });
  masto = createRestAPIClient({ url: origin, accessToken: token, timeout: 2 * 60_000 });
  const information = async () => {
    const info = await masto.v2.instance.fetch();
    const wellKnown = await (await fetch(`${origin}/.well-known/nodeinfo`)).json();
    const { links } = wellKnown as { links: { rel: string; href: string }[] };
    const schema = "http://nodeinfo.diaspora.software/ns/schema/";
    const { href } = links.find(({ rel }) => rel === `${schema}2.0`)!;
    const { software } = (await (await fetch(href)).json()) as { software: { name: string } };
    const streamingApiUrl = info.configuration.urls.streaming;
    const implementation = WebSocket;
    streaming = createStreamingAPIClient({ streamingApiUrl, accessToken: token, implementation });
    return { software: software.name, streams: streamingApiUrl };
  };
  const [, about, account] = await Promise.all([
    masto.v1.preferences.fetch(),
    information(),
    masto.v1.accounts.verifyCredentials(),
  ]);
  return { acct: account.acct, ...about };
}

const page = async <T>(list: mastodon.Paginator<T[], unknown>): Promise<T[]> =>
  (await list.values().next()).value ?? [];

/** The first screen: home, its second page, what was newer, and what stands beside it. */
async function home(): Promise<{ first: string[]; second: number; newer: number; lists: string[] }> {
  const lists = await masto.v1.lists.list();
  const pages = masto.v1.timelines.home.list({ limit: 20 }).values();
  type Statuses = mastodon.v1.Status[];
  const first: Statuses = (await pages.next()).value ?? [];
  const second: Statuses = (await pages.next()).value ?? [];
  await masto.v1.statuses.fetch({ id: first.map(({ reblog, id }) => reblog?.id ?? id) });
  await page(masto.v1.followedTags.list({ limit: 200 }));
  await masto.v1.customEmojis.list();
  await masto.v2.filters.list();
  await masto.v1.followRequests.list({ limit: 1 });
  const newer = await page(masto.v1.timelines.home.list({ limit: 5, sinceId: first[2]!.id }));
  return {
    first: first.map((one) => (one.reblog ?? one).content),
    second: second.length,
    newer: newer.length,
    lists: lists.map(({ title }) => title),
  };
}

/** The bell: what one was told, how far one has read, and that one is listening. */
async function bell(): Promise<{ groups: string[]; read: string; policy: boolean; announced: number }> {
  const told = await masto.v2.notifications.list({ limit: 20 });
  const newest = told.notificationGroups[0]!;
  await page(masto.v1.notifications.list({ limit: 1, sinceId: "0" }));
  await masto.v1.markers.fetch({ timeline: "notifications" } as never);
  const lastReadId = String(newest.mostRecentNotificationId);
  const markers = await masto.v1.markers.create({ notifications: { lastReadId } });
  await masto.v1.followRequests.list({ limit: 80 });
  const announced = await masto.v1.announcements.list();
  const policy = await masto.v2.notifications.policy.fetch();
  await page(masto.v1.notifications.requests.list());
  return {
    groups: told.notificationGroups.map(({ type }) => type),
    read: markers.notifications.lastReadId,
    policy: policy.forNotFollowing === "accept",
    announced: announced.length,
  };
}

/** Until the next notification comes over the socket; `listening` once it is open. */
function listen(): void {
  const subscription = streaming.user.notification.subscribe();
  void (async () => {
    for await (const { event, payload } of subscription) {
      if (event !== "notification") continue;
      document.title = `heard ${payload.type}`;
      return subscription.unsubscribe();
    }
  })();
}

/** A post with a picture, sent with a key, looked at, marked, edited from its source, and its thread. */
async function compose(
  words: string,
  picture: number[],
): Promise<{ alt: string; content: string; history: number; url: string }> {
  const file = new File([new Uint8Array(picture)], "board.jpg", { type: "image/jpeg" });
  const media = await masto.v2.media.create({ file, description: "A whiteboard" });
  const params = {
    status: words,
    visibility: "public",
    media_ids: [media.id],
    sensitive: false,
    language: "en",
  };
  const requestInit = { headers: { "Idempotency-Key": crypto.randomUUID() } };
  const posted = await masto.v1.statuses.create(params as never, { requestInit } as never);
  const post = masto.v1.statuses.$select(posted.id);
  const { text } = await post.source.fetch();
  const media_attributes = [{ id: media.id, description: "A whiteboard with five names" }];
  await post.update({ status: `${text}\n\nMore.`, media_ids: [media.id], media_attributes } as never);
  await post.favourite();
  await post.unfavourite();
  await post.bookmark();
  await post.unbookmark();
  await post.context.fetch();
  const history = await page(post.history.list());
  await page(post.favouritedBy.list({ limit: 80 } as never));
  await page(post.rebloggedBy.list({ limit: 80 } as never));
  const { content, mediaAttachments, url } = await post.fetch();
  return { alt: mediaAttachments[0]!.description!, content, history: history.length, url: url! };
}

/** Somebody's page, what one can do there, and what leads to a post by its address. */
async function look(
  acct: string,
  address: string,
): Promise<{ posts: number; group: boolean; found: string }> {
  const { id, group } = await masto.v1.accounts.lookup({ acct });
  const account = masto.v1.accounts.$select(id);
  await account.fetch();
  await page(account.statuses.list({ pinned: true }));
  const posts = await page(
    account.statuses.list({ limit: 20, exclude_replies: false, exclude_reblogs: true } as never),
  );
  await account.featuredTags.list();
  await masto.v1.accounts.relationships.fetch({ id: [id] });
  await masto.v1.accounts.familiarFollowers.fetch({ id: [id] } as never);
  await page(account.followers.list({ limit: 80 }));
  await page(account.following.list({ limit: 80 }));
  await account.lists.list();
  await page(account.endorsements.list());
  await masto.v2.search.list({ q: "from:me", type: "statuses", limit: 1 });
  for (const list of [masto.v1.trends.tags, masto.v1.trends.links, masto.v1.trends.statuses])
    await page(list.list() as mastodon.Paginator<unknown[], unknown>);
  await page(masto.v1.scheduledStatuses.list());
  await page(masto.v1.conversations.list({ limit: 20 }));
  const { statuses } = await masto.v2.search.list({ q: address, limit: 1, resolve: true });
  return { posts: posts.length, group: group ?? false, found: statuses[0]?.url ?? "" };
}

/** Out again: the token ends. */
async function signOut(): Promise<{ ended: boolean; after: number }> {
  const { client_id, client_secret } = app;
  const { ok } = await fetch(`${origin}/oauth/revoke`, form({ client_id, client_secret, token }));
  const headers = { Authorization: `Bearer ${token}` };
  const { status } = await fetch(`${origin}/api/v1/accounts/verify_credentials`, { headers });
  return { ended: ok, after: status };
}

export const phanpy = { signIn, cameBack, begin, home, bell, listen, compose, look, signOut };

// In the window beside: the code goes back to the one that opened it.
const back = new URLSearchParams(location.search).get("code");
const opener = window.opener as Window | null;
if (back && opener) opener.postMessage({ type: "oauth-callback", code: back }, location.origin);
else Object.assign(globalThis, { phanpy });
