/**
 * What Semaphore 1.0.0 does in a browser, in its order and with its parameters, as its source says on 12 December 2025
 * (4e99ea4b): `_actions/addInstance`, `_api/*`, `_api/stream/*`. It is not Semaphore, but asks as it does: with `fetch`
 * alone, signing in in the same window, with the token of its socket in the address.
 */

const scope = "read write follow push";
const redirect = `${location.origin}/settings/instances/add`;

interface Kept {
  origin: string;
  client_id: string;
  client_secret: string;
}

let origin: string;
let token: string;

type Json = Record<string, unknown>;
type Status = { id: string; content: string; account: Json; reblog: Status | null; [other: string]: unknown };

/** `paramsString`: lists as Rails has them. */
const params = (values: Json): string =>
  Object.entries(values)
    .flatMap(([key, value]) =>
      Array.isArray(value)
        ? value.map((one) => `${encodeURIComponent(key)}[]=${encodeURIComponent(String(one))}`)
        : `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
    )
    .join("&");

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const whole = body instanceof FormData || body instanceof URLSearchParams;
  if (body && !whole) headers["Content-Type"] = "application/json";
  const sent = body ? { body: whole ? body : JSON.stringify(body) } : {};
  const answer = await fetch(origin + path, { method, headers, ...sent });
  if (answer.status >= 300) throw Object.assign(new Error(path), { status: answer.status });
  return (await answer.json()) as T;
}

const get = <T = Json[]>(path: string, values?: Json) =>
  ask<T>("GET", values ? `${path}?${params(values)}` : path);
const post = <T = Json>(path: string, body?: unknown) => ask<T>("POST", path, body);

/** Registers, looks at the instance, and goes to its page. */
async function signIn(instance: string): Promise<void> {
  origin = instance;
  const given = { client_name: "Semaphore", redirect_uris: redirect, scopes: scope };
  const registering = post<Kept>("/api/v1/apps", { ...given, website: "https://semaphore.social" });
  await get<Json>("/api/v1/instance");
  const { client_id, client_secret } = await registering;
  localStorage.setItem("semaphore", JSON.stringify({ origin, client_id, client_secret }));
  const asked = { client_id, redirect_uri: redirect, response_type: "code", scope };
  location.href = `${origin}/oauth/authorize?${params(asked)}`;
}

/** Back with a code: a token, who one is, and what its first page asks. */
async function begin(): Promise<{ acct: string; home: string[]; older: number; streams: string }> {
  const kept = JSON.parse(localStorage.getItem("semaphore")!) as Kept;
  ({ origin } = kept);
  const { client_id, client_secret } = kept;
  const code = new URLSearchParams(location.search).get("code")!;
  const given = { client_id, client_secret, redirect_uri: redirect, grant_type: "authorization_code", code };
  const made = await post<{ access_token: string }>("/oauth/token", new URLSearchParams(given));
  token = made.access_token;
  const [me, , instance] = await Promise.all([
    get<{ acct: string }>("/api/v1/accounts/verify_credentials"),
    get("/api/v1/custom_emojis"),
    get<{ urls: { streaming_api: string } }>("/api/v1/instance"),
    get("/api/v1/lists"),
    get("/api/v1/filters"),
    get("/api/v1/follow_requests"),
  ]);
  const first = await get<Status[]>("/api/v1/timelines/home", { limit: 20 });
  const older = await get<Status[]>("/api/v1/timelines/home", { max_id: first.at(-1)!.id, limit: 20 });
  await get("/api/v1/notifications", { limit: 20 });
  const home = first.map((one) => (one.reblog ?? one).content);
  return { acct: me.acct, home, older: older.length, streams: instance.urls.streaming_api };
}

/** Each of its other timelines, and its settings. */
async function around(): Promise<Record<string, number>> {
  const without = ["follow", "favourite", "reblog", "poll"];
  const more = ["admin.sign_up", "update", "follow_request", "admin.report"];
  const [list] = await get<{ id: string }[]>("/api/v1/lists");
  const asked: Record<string, Promise<unknown[]>> = {
    local: get("/api/v1/timelines/public", { limit: 20, local: true }),
    federated: get("/api/v1/timelines/public", { limit: 20 }),
    mentions: get("/api/v1/notifications", { limit: 20, exclude_types: [...without, ...more] }),
    favourites: get("/api/v1/favourites", { limit: 20 }),
    bookmarks: get("/api/v1/bookmarks", { limit: 20 }),
    direct: get("/api/v1/conversations", { limit: 20 }),
    tag: get("/api/v1/timelines/tag/nights", { limit: 20 }),
    list: get(`/api/v1/timelines/list/${list!.id}`, { limit: 20 }),
    blocks: get("/api/v1/blocks", { limit: 80 }),
    mutes: get("/api/v1/mutes", { limit: 80 }),
  };
  const found: Record<string, number> = {};
  for (const [name, items] of Object.entries(asked)) found[name] = (await items).length;
  const filter = await post<{ id: string }>("/api/v1/filters", { phrase: "quiz", context: ["home"] });
  await ask("PUT", `/api/v1/filters/${filter.id}`, { ...filter, phrase: "quizzes" });
  await ask("DELETE", `/api/v1/filters/${filter.id}`);
  return found;
}

/** A workspace, found as one writes and followed; how one stands there; and a colleague of whose posts one is told. */
async function follow(
  words: string,
  colleague: string,
): Promise<{ following: boolean; posts: number; bell: boolean }> {
  const search = { q: words, resolve: true, limit: 5, exclude_unreviewed: false };
  const { accounts } = await get<{ accounts: { id: string; group: boolean }[] }>("/api/v2/search", search);
  const { id } = accounts.find(({ group }) => group)!;
  const at = `/api/v1/accounts/${id}`;
  await post(`${at}/follow`);
  await get<Json>(at);
  const [relationship] = await get<{ following: boolean }[]>("/api/v1/accounts/relationships", { id });
  const posts = await get(`${at}/statuses`, { limit: 20, exclude_replies: true });
  await get(`${at}/statuses`, { limit: 20, only_media: true });
  await get(`${at}/statuses`, { limit: 40, pinned: true });
  await get(`${at}/followers`, { limit: 80 });
  await get(`${at}/following`, { limit: 80 });
  const { accounts: people } = await get<{ accounts: { id: string }[] }>("/api/v2/search", {
    ...search,
    q: colleague,
  });
  const theirs = `/api/v1/accounts/${people[0]!.id}`;
  await post(`${theirs}/follow`, { reblogs: true });
  const { notifying } = await post<{ notifying: boolean }>(`${theirs}/follow`, { notify: true });
  return { following: relationship!.following, posts: posts.length, bell: notifying };
}

/** A post with a picture that is described later by `PUT`, which is not there under v2; marked, changed, answered. */
async function write(
  words: string,
  picture: number[],
): Promise<{ alt: string; answers: number; text: string }> {
  const form = new FormData();
  form.append("file", new File([new Uint8Array(picture)], "board.jpg", { type: "image/jpeg" }));
  const media = await post<{ id: string }>("/api/v2/media", form);
  const described = { description: "A whiteboard", focus: "0.5,0.5" };
  await ask("PUT", `/api/v2/media/${media.id}`, described).catch((error: { status: number }) => {
    if (error.status !== 404) throw error;
    return ask("PUT", `/api/v1/media/${media.id}`, described);
  });
  const given = { status: words, media_ids: [media.id], visibility: "public" };
  const posted = await post<Status>("/api/v1/statuses", given);
  const at = `/api/v1/statuses/${posted.id}`;
  for (const mark of ["favourite", "bookmark", "mute", "pin"]) {
    await post(`${at}/${mark}`);
    await post(`${at}/un${mark}`);
  }
  await ask("PUT", at, { status: `${words} Since March.`, media_ids: [media.id] });
  const answer = { status: "In the afternoons too.", in_reply_to_id: posted.id, visibility: "public" };
  await post<Status>("/api/v1/statuses", answer);
  const gone = await post<Status>("/api/v1/statuses", { ...answer, status: "No." });
  await ask("DELETE", `/api/v1/statuses/${gone.id}`);
  const { descendants } = await get<{ descendants: Status[] }>(`${at}/context`);
  await get(`${at}/reblogged_by`, { limit: 80 });
  await get(`${at}/favourited_by`, { limit: 80 });
  const shown = await get<Status & { media_attachments: { description: string }[] }>(at);
  return { alt: shown.media_attachments[0]!.description, answers: descendants.length, text: shown.content };
}

/** Says in the title what it hears. */
function listen(streams: string): void {
  const asked = params({ stream: "user", access_token: token });
  const socket = new WebSocket(`${streams}/api/v1/streaming?${asked}`);
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const { event, payload } = JSON.parse(data) as { event: string; payload: string };
    const { type } = JSON.parse(payload) as { type?: string };
    document.title += ` ${event}${type ? `:${type}` : ""}`;
  };
}

export const semaphore = { signIn, begin, around, follow, write, listen };
Object.assign(globalThis, { semaphore });
