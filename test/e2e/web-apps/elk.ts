import { createRestAPIClient, createStreamingAPIClient, type mastodon } from "masto";

/**
 * What Elk 1.0.1 does in a browser, once its own server has fetched a token (see the test), in its order and with its
 * parameters, as its source says on 18 August 2026 (ae4ebf3). It is not Elk, but asks as it does.
 */

let masto: mastodon.rest.Client;
let streaming: mastodon.streaming.Client;

const page = async <T>(list: mastodon.Paginator<T[], unknown>): Promise<T[]> =>
  (await list.values().next()).value ?? [];

async function begin(
  origin: string,
  accessToken: string,
): Promise<{ acct: string; push: boolean; wide: number }> {
  masto = createRestAPIClient({ url: origin, accessToken });
  const instance = await masto.v2.instance.fetch();
  const streamingApiUrl = instance.configuration.urls.streaming;
  streaming = createStreamingAPIClient({ streamingApiUrl, accessToken, implementation: WebSocket });
  await (await fetch(`${origin}/nodeinfo/2.0`)).json();
  const [account, , push] = await Promise.all([
    masto.v1.accounts.verifyCredentials(),
    masto.v1.preferences.fetch(),
    masto.v1.push.subscription.fetch().catch(() => undefined),
  ]);
  const wide = instance.configuration.statuses.maxCharacters;
  return { acct: account.acct, push: push !== undefined, wide };
}

/** Home while it listens, and how many notifications are new. */
async function home(): Promise<{ items: number; told: number; followed: number }> {
  const stream = streaming.user.subscribe();
  void (async () => {
    for await (const { event } of stream) document.title += ` ${event}`;
  })();
  const position = await masto.v1.markers.fetch({ timeline: ["notifications"] });
  let told = 0;
  for await (const some of masto.v1.notifications.list({ limit: 30 })) {
    const end = some.findIndex(({ id }) => id === position.notifications.lastReadId);
    told += end < 0 ? some.length : end;
    if (end >= 0) break;
  }
  const items = await page(masto.v1.timelines.home.list({ limit: 30 }));
  const followed = await page(masto.v1.followedTags.list());
  return { items: items.length, told, followed: followed.length };
}

/** Every entry of its menu, and what is behind it. */
async function menu(): Promise<Record<string, number>> {
  await page(masto.v1.notifications.list({ limit: 30, types: ["mention"] }));
  const lists: Record<string, mastodon.Paginator<unknown[], unknown>> = {
    conversations: masto.v1.conversations.list(),
    favourites: masto.v1.favourites.list(),
    bookmarks: masto.v1.bookmarks.list(),
    public: masto.v1.timelines.public.list({ limit: 30 }),
    local: masto.v1.timelines.public.list({ limit: 30, local: true }),
    statuses: masto.v1.trends.statuses.list(),
    tags: masto.v1.trends.tags.list({ limit: 20 }),
    links: masto.v1.trends.links.list(),
    scheduled: masto.v1.scheduledStatuses.list(),
    mutes: masto.v1.mutes.list(),
    blocks: masto.v1.blocks.list(),
    domains: masto.v1.domainBlocks.list(),
    hashtags: masto.v1.followedTags.list(),
  };
  const found: Record<string, number> = {};
  for (const [name, list] of Object.entries(lists)) found[name] = (await page(list)).length;
  found.suggestions = (await masto.v2.suggestions.list({ limit: 20 })).length;
  found.lists = (await masto.v1.lists.list()).length;
  return found;
}

/** A search as one writes, a profile, and what one does there. */
async function look(acct: string, list: string): Promise<{ found: number; posts: number; members: number }> {
  const { accounts } = await masto.v2.search.list({
    q: acct.slice(0, 4),
    type: "accounts",
    limit: 25,
    resolve: true,
  });
  await masto.v2.search.list({ q: "nights", type: "hashtags", limit: 25, resolve: false });
  const { id } = await masto.v1.accounts.lookup({ acct });
  const account = masto.v1.accounts.$select(id);
  await masto.v1.accounts.relationships.fetch({ id: [id] });
  await page(account.statuses.list({ pinned: true }));
  const posts = await page(account.statuses.list({ limit: 30, excludeReplies: true }));
  await page(account.statuses.list({ onlyMedia: true, excludeReplies: false }));
  await account.note.create({ comment: "Met at the ward" });
  const own = await masto.v1.lists.list();
  const { id: listId } = own.find(({ title }) => title === list)!;
  await page(masto.v1.timelines.list.$select(listId).list());
  const members = await page(masto.v1.lists.$select(listId).accounts.list({ limit: 1000 } as never));
  return { found: accounts.length, posts: posts.length, members: members.length };
}

/** A post with a picture that is described later, and a poll; then its thread. */
async function write(words: string, picture: number[]): Promise<{ alt: string; options: number }> {
  const file = new File([new Uint8Array(picture)], "board.jpg", { type: "image/jpeg" });
  const media = await masto.v1.media.create({ file } as never);
  await masto.v1.media.$select(media.id).update({ description: "A whiteboard" });
  const params = { spoilerText: "", sensitive: false, visibility: "public", language: "en" } as const;
  const posted = await masto.v1.statuses.create({ ...params, status: words, mediaIds: [media.id] });
  const poll = { options: ["Nights", "Days"], expiresIn: 86_400, hideTotals: false, multiple: false };
  const asked = await masto.v1.statuses.create({
    ...params,
    status: `${words} When?`,
    mediaIds: [],
    poll,
  } as never);
  const post = masto.v1.statuses.$select(posted.id);
  await post.context.fetch();
  await post.pin();
  await post.unpin();
  await post.mute();
  await post.unmute();
  await masto.v1.polls.$select(asked.poll!.id).fetch();
  return { alt: (await post.fetch()).mediaAttachments[0]!.description!, options: asked.poll!.options.length };
}

Object.assign(globalThis, { elk: { begin, home, menu, look, write } });
export type Elk = {
  begin: typeof begin;
  home: typeof home;
  menu: typeof menu;
  look: typeof look;
  write: typeof write;
};
