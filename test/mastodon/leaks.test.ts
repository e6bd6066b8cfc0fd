import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversation, discussion, membership, notification } from "../../db/index.ts";
import { uploadFile } from "../../src/attachments/index.ts";
import { addComment, openDiscussion, setLike } from "../../src/forums/index.ts";
import { followPerson, publishPost } from "../../src/posts/index.ts";
import { client } from "../rig.ts";
import { type Scene, scene } from "./scene.ts";

/** Stands in everything that members alone may read. */
const canary = "kittiwake";

let s: Scene;
/** Everything that has an id and is not for those outside: by the level of its workspace. */
const hidden = {
  restricted: [] as number[],
  confidential: [] as number[],
  "for some people": [] as number[],
};

beforeAll(async () => {
  s = await scene();
  const [manager, member] = [s.north.context(s.amara), s.north.context(s.priya)];
  for (const level of ["restricted", "confidential"] as const) {
    const { id: workspaceId } = s[level];
    const bytes = Buffer.from(`%PDF-1.7\n${canary}\n%%EOF\n`);
    const file = await uploadFile(manager, { bytes, name: `${canary}.pdf`, description: canary });
    const opened = await openDiscussion(manager, {
      files: [{ id: file }],
      workspaceId,
      title: `A ${canary} ${level}`,
      source: `The ${canary}, @olu-outside, of @priya-nair.`,
    });
    const answer = await addComment(member, { parentId: opened, source: `${canary} again, @olu-outside` });
    await setLike(manager, { contentId: answer, liked: true });
    const { db } = s.north.store;
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
    hidden[level].push(opened, answer, boost!.id, list!.id, told!.id, workspaceId, file);
  }
  // Posts of somebody's own, outside any workspace: for followers, and for one of them.
  await followPerson(member, { personId: s.amara.id });
  const followers = await publishPost(manager, { visibility: "followers", source: `A ${canary}` });
  const direct = await publishPost(manager, {
    visibility: "direct",
    source: `@priya-nair The ${canary}`,
    parentId: followers,
  });
  await publishPost(member, { visibility: "direct", source: `@amara-okafor ${canary}`, parentId: direct });
  const { db } = s.north.store;
  const [talk] = await db.select({ id: conversation.id }).from(conversation);
  hidden["for some people"].push(followers, direct, talk!.id);
});
afterAll(() => s.north.stop());

const asked = [
  ..."timelines/home timelines/public timelines/public?local=true notifications markers lists conversations follow_requests instance accounts/verify_credentials preferences trends/statuses bookmarks favourites mutes blocks domain_blocks endorsements filters".split(
    " ",
  ),
  `accounts/search?q=${canary}`,
].map((path) => `/api/v1/${path}`);
const ofAny = [
  ...["", "/context", "/history", "/source", "/favourited_by", "/reblogged_by"].map(
    (part) => `statuses/ID${part}`,
  ),
  ...["", "/statuses", "/statuses?pinned=true", "/followers", "/following", "/lists", "/endorsements"].map(
    (part) => `accounts/ID${part}`,
  ),
  ..."lists/ID lists/ID/accounts timelines/list/ID notifications/ID statuses?id[]=ID accounts?id[]=ID accounts/relationships?id[]=ID accounts/familiar_followers?id[]=ID notifications?account_id=ID".split(
    " ",
  ),
  "timelines/public?min_id=ID",
  "timelines/home?max_id=ID",
].map((path) => `/api/v1/${path}`);
const more = [
  "/api/v2/notifications",
  "/api/v2/notifications/favourite-ID",
  "/api/v2/notifications/ungrouped-ID/accounts",
  `/api/v2/search?q=${canary}`,
  "/api/v2/search?q=ORIGIN/content/ID&resolve=true",
  "/api/v2/search?q=ORIGIN/actors/ID&resolve=true",
  "/api/v2/instance",
  "/api/v1/media/ID",
  "/attachments/ID/original",
  "/attachments/ID/small",
  "/attachments/ID/original?key=ID.99999.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "/api/v1/timelines/public?only_media=true",
];
const changing: [method: string, path: string][] = [
  ["POST", "/api/v1/statuses/ID/favourite"],
  ["POST", "/api/v1/statuses/ID/unfavourite"],
  ["POST", "/api/v1/statuses/ID/reblog"],
  ["POST", "/api/v1/statuses/ID/unreblog"],
  ["POST", "/api/v1/conversations/ID/read"],
  ["DELETE", "/api/v1/conversations/ID"],
  ...["bookmark", "unbookmark", "pin", "unpin", "mute", "unmute"].map((what): [string, string] => [
    "POST",
    `/api/v1/statuses/ID/${what}`,
  ]),
  ["PUT", "/api/v1/statuses/ID"],
  ["DELETE", "/api/v1/statuses/ID"],
  ["POST", "/api/v1/notifications/ID/dismiss"],
  ["POST", "/api/v2/notifications/favourite-ID/dismiss"],
  ["DELETE", "/api/v1/lists/ID"],
  ["PUT", "/api/v1/media/ID"],
  ["DELETE", "/api/v1/media/ID"],
  ["POST", "/api/v1/lists/ID/accounts"],
  ["GET", "/api/v2/filters/ID"],
  ["POST", "/api/v2/filters/ID/statuses"],
  ["DELETE", "/api/v2/filters/statuses/ID"],
  ["POST", "/api/v1/follow_requests/ID/authorize"],
];

/** What an answer would give away: the words, and whom it is about. */
const gives = (text: string, level: keyof typeof hidden): string[] => [
  ...(text.toLowerCase().includes(canary) ? [canary] : []),
  ...hidden[level]
    .slice(0, 3)
    .filter((id) => text.includes(`"${id}"`))
    .map(String),
  ...(level === "confidential" && /quiet.room/i.test(text) ? ["its name"] : []),
];

describe.each(["restricted", "confidential", "for some people"] as const)("what is %s", (level) => {
  test.each(["an outsider", "nobody", "an app of its own"])("is there in no answer for %s", async (who) => {
    const visitor = client(s.north.origin);
    const token = who === "an outsider" ? s.app.olu.token : who === "nobody" ? null : await ownToken();
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    let looked = 0;
    const leaks: string[] = [];
    const look = async (method: string, path: string) => {
      const body = method === "GET" ? "" : JSON.stringify({ status: "Changed" });
      const sent = { ...headers, "content-type": "application/json", "content-length": String(body.length) };
      const answer = await visitor.send(method, path, body, sent);
      looked++;
      const given = gives(answer.text, level);
      if (answer.status >= 500 || given.length > 0)
        leaks.push(`${method} ${path}: ${answer.status} ${given.join()}`);
      return answer.status;
    };
    for (const path of asked) await look("GET", path);
    // An app that speaks for itself is nobody with a token: a few look enough.
    for (const id of who === "an app of its own" ? hidden[level].slice(0, 1) : hidden[level]) {
      for (const path of [...ofAny, ...more]) {
        const filled = path
          .replace("ORIGIN", encodeURIComponent(s.north.origin))
          .replaceAll("ID", String(id));
        await look("GET", filled);
      }
      for (const [method, path] of changing) {
        const status = await look(method, path.replace("ID", String(id)));
        if (![401, 403, 404, 422].includes(status))
          leaks.push(`${method} ${path} of ${id} answered ${status}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(looked).toBeGreaterThan(40);
  });

  test("looks the same as what is not there", async () => {
    for (const part of ["", "/context", "/history", "/favourited_by", "/reblogged_by"]) {
      const [hiddenOne, none] = await Promise.all(
        [hidden[level][0]!, 12345].map((id) => s.app.olu.ask("GET", `/api/v1/statuses/${id}${part}`)),
      );
      expect([hiddenOne!.status, hiddenOne!.text]).toEqual([none!.status, none!.text]);
      expect(none!.status).toBe(404);
    }
  });

  test("and its members read all of it", async () => {
    const { descendants } = await s.app.priya.get(`/api/v1/statuses/${hidden[level][0]}/context`);
    expect(JSON.stringify(descendants)).toContain(canary);
  });
});

async function ownToken(): Promise<string> {
  const visitor = client(s.north.origin);
  const made = await visitor.post("/api/v1/apps", {
    client_name: "Alone",
    redirect_uris: "urn:ietf:wg:oauth:2.0:oob",
    scopes: "read write",
  });
  const { client_id, client_secret } = made.json<{ client_id: string; client_secret: string }>();
  const given = await visitor.post("/oauth/token", {
    grant_type: "client_credentials",
    client_id,
    client_secret,
    scope: "read write",
  });
  return given.json<{ access_token: string }>().access_token;
}
