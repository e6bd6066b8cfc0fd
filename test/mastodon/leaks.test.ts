import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversation, discussion, membership, notification } from "../../db/index.ts";
import { uploadFile } from "../../src/attachments/index.ts";
import { addComment, deleteContent, editContent, openDiscussion, setLike } from "../../src/forums/index.ts";
import { deletePost, followPerson, publishPost } from "../../src/posts/index.ts";
import { client } from "../rig.ts";
import { type Asked, everyRoute, isForApps } from "./every-route.ts";
import { type Ear, listenBySocket, listenBySse } from "./listening.ts";
import { type Scene, scene } from "./scene.ts";

/** Stands in everything that members alone may read. */
const canary = "kittiwake";

/** The numbers of what is not for those outside, by what they are numbers of. */
type Kind = "post" | "workspace" | "list" | "told" | "file" | "talk" | "waiting" | "filter";
type Hidden = Partial<Record<Kind, number[]>>;

let s: Scene;
const levels = ["restricted", "confidential", "for some people"] as const;
type Level = (typeof levels)[number];
const hidden: Record<Level, Hidden> = { restricted: {}, confidential: {}, "for some people": {} };
const poll = { options: [`${canary} one`, "Two"], expiresIn: 3600 };

beforeAll(async () => {
  s = await scene();
  const [manager, member] = [s.north.context(s.amara), s.north.context(s.priya)];
  const { db } = s.north.store;
  for (const level of ["restricted", "confidential"] as const) {
    const { id: workspaceId } = s[level];
    const bytes = Buffer.from(`%PDF-1.7\n${canary}\n%%EOF\n`);
    const file = await uploadFile(manager, { bytes, name: `${canary}.pdf`, description: canary });
    const opened = await openDiscussion(manager, {
      files: [{ id: file }],
      workspaceId,
      title: `A ${canary} ${level}`,
      source: `The ${canary}, @olu-outside, of @priya-nair. #guillemots`,
      poll,
    });
    const answer = await addComment(member, { parentId: opened, source: `${canary} again, @olu-outside` });
    await setLike(manager, { contentId: answer, liked: true });
    await s.app.priya.post(`/api/v1/statuses/${opened}/bookmark`);
    const [boost] = await db
      .select({ id: discussion.boostId })
      .from(discussion)
      .where(eq(discussion.contentId, opened));
    const [list] = await db
      .select({ id: membership.id })
      .from(membership)
      .where(eq(membership.workspaceId, workspaceId));
    const [told] = await db
      .select({ id: notification.id })
      .from(notification)
      .where(eq(notification.workspaceId, workspaceId));
    hidden[level] = {
      post: [opened, answer, boost!.id!],
      workspace: [workspaceId],
      list: [list!.id],
      told: [told!.id],
      file: [file],
    };
  }
  // Posts of somebody's own, outside any workspace: for followers, and for one of them.
  await followPerson(member, { personId: s.amara.id });
  const followers = await publishPost(manager, {
    visibility: "followers",
    source: `A ${canary} #guillemots`,
    warning: canary,
    poll,
  });
  const direct = await publishPost(manager, {
    visibility: "direct",
    source: `@priya-nair The ${canary}`,
    parentId: followers,
  });
  await publishPost(member, { visibility: "direct", source: `@amara-okafor ${canary}`, parentId: direct });
  const [talk] = await db.select({ id: conversation.id }).from(conversation);
  const waiting = await s.app.priya.post("/api/v1/statuses", {
    status: `Later, ${canary}`,
    scheduled_at: new Date(s.north.clock.now().getTime() + 3_600_000).toISOString(),
  });
  const filter = await s.app.priya.post("/api/v2/filters", {
    title: canary,
    context: ["home"],
    keywords_attributes: [{ keyword: canary }],
  });
  hidden["for some people"] = {
    post: [followers, direct],
    talk: [talk!.id],
    waiting: [Number(waiting.id)],
    filter: [Number(filter.id), Number(filter.keywords[0].id)],
  };
});
afterAll(() => s.north.stop());

/** What a number in an address is a number of. */
const kinds: [RegExp, Kind][] = [
  [/\/(statuses|polls)\/:id/, "post"],
  [/\/list(s)?\/:id/, "list"],
  [/\/(accounts|follow_requests|requests)\/:id/, "workspace"],
  [/\/notifications\/:/, "told"],
  [/\/(media|attachments)\/:id/, "file"],
  [/\/conversations\/:id/, "talk"],
  [/\/scheduled_statuses\/:id/, "waiting"],
  [/\/(filters|featured_tags)(\/\w+)?\/:id/, "filter"],
];
const kindOf = (path: string): Kind | null =>
  path.includes("/filters/") ? "filter" : (kinds.find(([pattern]) => pattern.test(path))?.[1] ?? null);

const streams = [
  ..."user user:notification public public:local public:remote public:media public:local:media public:remote:media direct"
    .split(" ")
    .map((stream) => ({ stream })),
  { stream: "hashtag", tag: "guillemots" },
  { stream: "hashtag:local", tag: "guillemots" },
];

/** What stands for the other parameters. One that is not here fails the test: say what it is. */
const others: Record<string, string[]> = {
  ":key": ["favourite-ID", "reblog-ID", "ungrouped-ID"],
  ":variant": ["original", "small"],
  ":hash": ["0".repeat(64)],
  ":name": ["guillemots"],
};

/** Every address with the numbers of one level put in; with nothing to put in, once. */
function filled({ method, path, queries, body }: Asked, level: Level, origin: string) {
  const kind = kindOf(path);
  // What one asks of a workspace that one may know is no secret.
  const askedFor = level === "restricted" && method !== "GET" && kind === "workspace";
  const ids = askedFor ? [] : kind ? (hidden[level][kind] ?? []) : (hidden[level].post ?? []);
  let paths = [path];
  for (const [whole, name = ""] of path.matchAll(/:([a-z]+)(\{[^}]*\})?/g)) {
    const values = name === "id" ? ["ID"] : others[`:${name}`];
    if (!values) throw new Error(`${path}: say in this test what stands for :${name}`);
    paths = paths.flatMap((one) => values.map((value) => one.replace(whole, value)));
  }
  const asked = paths.flatMap((one) => [one, ...queries.map((query) => `${one}?${query}`)]);
  const put = (text: string, id: number) =>
    text
      .replaceAll("ORIGIN", encodeURIComponent(origin))
      .replaceAll("HOST", new URL(origin).host)
      .replaceAll("WORD", canary)
      .replaceAll("NAME", "quiet")
      .replaceAll("ID", String(id));
  const sent = body && JSON.stringify(body);
  const all = asked.flatMap((address) =>
    ids.map((id) => [put(address, id), sent && put(sent, id)] as [string, string | undefined]),
  );
  return [...new Map(all.map((one) => [one.join(" "), one])).values()];
}

/** What an answer would give away: the words, and whom it is about. */
const gives = (text: string, level: Level): string[] => [
  ...(text.toLowerCase().includes(canary) ? [canary] : []),
  ...(hidden[level].post ?? []).filter((id) => text.includes(`"${id}"`)).map(String),
  ...(level === "confidential" && /quiet.room/i.test(text) ? ["its name"] : []),
];

test("every address that the router knows is walked here", () => {
  const known = (all: { method: string; path: string }[]) =>
    [...new Set(all.map(({ method, path }) => `${method} ${path}`))].sort();
  const mounted = s.north.running.routes.filter(({ method, path }) => method !== "ALL" && isForApps(path));
  expect(known(everyRoute)).toEqual(known(mounted));
});

describe.each(levels)("what is %s", (level) => {
  test.each(["an outsider", "nobody", "an app of its own"])("is there in no answer for %s", async (who) => {
    const visitor = client(s.north.origin);
    const token = who === "an outsider" ? s.app.olu.token : who === "nobody" ? null : await ownToken();
    const headers: Record<string, string> = {
      accept: "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const leaks: string[] = [];
    let looked = 0;
    // What changes something comes last: it may change what one sees.
    const order = [...everyRoute].sort((a, b) => Number(b.method === "GET") - Number(a.method === "GET"));
    for (const route of order) {
      if (route.path.includes("/streaming/:name")) continue;
      for (const [address, body] of filled(route, level, s.north.origin)) {
        const { method } = route;
        const sent: Record<string, string> = body
          ? { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }
          : {};
        const answer = await visitor.send(method, address, body ?? "", { ...headers, ...sent });
        looked++;
        const given = gives(answer.text, level);
        if (answer.status >= 500 || given.length > 0)
          leaks.push(`${method} ${address}: ${answer.status} ${given.join()}`);
        const changes = method !== "GET" && route.path.includes(":id");
        if (changes && ![401, 403, 404, 422].includes(answer.status))
          leaks.push(`${method} ${address} answered ${answer.status}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(looked).toBeGreaterThan(100);
  });

  test("looks the same as what is not there", async () => {
    const parts = "/context /history /favourited_by /reblogged_by".split(" ");
    const paths = ["", ...parts].map((part) => `statuses/ID${part}`);
    for (const path of [...paths, "polls/ID"]) {
      const [hiddenOne, none] = await Promise.all(
        [hidden[level].post![0]!, 12345].map((id) =>
          s.app.olu.ask("GET", `/api/v1/${path.replace("ID", String(id))}`),
        ),
      );
      expect([hiddenOne!.status, hiddenOne!.text]).toEqual([none!.status, none!.text]);
      expect(none!.status).toBe(404);
    }
  });

  test("is put in no filter and no list of theirs", async () => {
    const own = await s.app.olu.post("/api/v2/filters", { title: "Mine", context: ["home"] });
    const list = await s.app.olu.post("/api/v1/lists", { title: "Mine" });
    for (const id of hidden[level].post!) {
      const answer = await s.app.olu.ask("POST", `/api/v2/filters/${own.id}/statuses`, {
        status_id: String(id),
      });
      expect(answer.status).toBe(404);
    }
    for (const id of level === "confidential" ? hidden[level].workspace! : []) {
      const answer = await s.app.olu.ask("POST", `/api/v1/lists/${list.id}/accounts`, {
        account_ids: [String(id)],
      });
      expect([404, 422]).toContain(answer.status);
    }
  });

  test("and its members read all of it", async () => {
    const { descendants } = await s.app.priya.get(`/api/v1/statuses/${hidden[level].post![0]}/context`);
    expect(JSON.stringify(descendants)).toContain(canary);
  });
});

test("a hashtag says nothing of what stands in it for members alone", async () => {
  for (const app of [s.app.olu, s.app.stranger]) {
    const tag = await app.get("/api/v1/tags/guillemots");
    for (const { uses, accounts } of tag.history) expect([uses, accounts]).toEqual(["0", "0"]);
    expect(await app.get("/api/v1/trends/tags")).toEqual([]);
    expect((await app.get("/api/v2/search?q=guillemots&type=hashtags")).hashtags).toEqual([]);
    expect(await app.get("/api/v1/timelines/tag/guillemots")).toEqual([]);
  }
  expect(await s.app.priya.get("/api/v1/timelines/tag/guillemots")).not.toEqual([]);
});

test("no stream tells an outsider of it, in either way to listen", async () => {
  const { origin } = s.north;
  const token = s.app.olu.token!;
  const lists = levels.flatMap((level) => (hidden[level].list ?? []).map(String));
  const all = [...streams, ...lists.map((list) => ({ stream: "list", list }))];
  const socket = await listenBySocket(origin, { protocol: token });
  for (const one of all) socket.say({ type: "subscribe", ...one });
  await socket.agreed();
  const ears: Ear[] = [socket];
  for (const { stream, ...of } of all) {
    const query = new URLSearchParams(of as Record<string, string>).toString();
    ears.push(await listenBySse(origin, `${stream.replaceAll(":", "/")}${query ? `?${query}` : ""}`, token));
  }
  const [manager, member] = [s.north.context(s.amara), s.north.context(s.priya)];
  const made: number[] = [];
  const words = { title: `A ${canary}`, source: `@olu-outside ${canary} #guillemots` };
  for (const level of ["restricted", "confidential"] as const) {
    const opened = await openDiscussion(manager, { workspaceId: s[level].id, ...words, poll });
    const answer = await addComment(member, { parentId: opened, source: words.source });
    await setLike(member, { contentId: opened, liked: true });
    await editContent(manager, { contentId: opened, ...words, source: `${words.source}, changed` });
    await deleteContent(member, { contentId: answer });
    made.push(opened, answer);
  }
  for (const visibility of ["followers", "direct"] as const) {
    const source = `${canary} #guillemots ${visibility === "direct" ? "@priya-nair" : ""}`;
    const contentId = await publishPost(manager, { visibility, source });
    await deletePost(manager, { contentId });
    made.push(contentId);
  }
  // Streams keep the order: when this has come, whatever was before it has.
  const mark = await openDiscussion(manager, {
    workspaceId: s.open.id,
    title: "A mark",
    source: "For all to read, with #guillemots",
  });
  const heardMark = ({ payload }: { payload: string }) => payload.includes(`"${mark}"`);
  await socket.until(heardMark);
  for (const ear of ears.slice(1))
    if (/^public(\/local)?$|^hashtag/.test(ear.name)) await ear.until(heardMark);
  const heard = ears.flatMap((ear) => ear.heard).filter((event) => !heardMark(event));
  for (const ear of ears) ear.close();
  expect(heard).toEqual([]);
  expect(made).toHaveLength(6);
});

async function ownToken(): Promise<string> {
  const visitor = client(s.north.origin);
  const made = await visitor.post("/api/v1/apps", {
    client_name: "Alone",
    redirect_uris: "urn:ietf:wg:oauth:2.0:oob",
    scopes: "read write follow push",
  });
  const { client_id, client_secret } = made.json<{ client_id: string; client_secret: string }>();
  const given = await visitor.post("/oauth/token", {
    grant_type: "client_credentials",
    client_id,
    client_secret,
    scope: "read write follow push",
  });
  return given.json<{ access_token: string }>().access_token;
}
