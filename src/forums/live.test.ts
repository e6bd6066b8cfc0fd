import { get, type ClientRequest } from "node:http";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { content } from "../../db/index.ts";
import { type Client, type Instance, type Member, startInstance } from "../../test/rig.ts";
import { decide, join, readmit, removeMember } from "../workspaces/index.ts";
import { mostForOne } from "./live.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
  settleContent,
} from "./index.ts";

let north: Instance;
let amara: Member;
let priya: Member;
let place: { id: number; handle: string };

beforeAll(async () => {
  north = await startInstance({ keep: true });
  amara = await north.addMember("Amara Okafor");
  priya = await north.addMember("Priya Nair");
  place = await north.addWorkspace("Live Ward", { manager: amara, level: "restricted" });
  await enter();
});
afterAll(() => north?.stop());

async function enter() {
  await join(north.context(priya), { workspaceId: place.id });
  await decide(north.context(amara), { workspaceId: place.id, memberId: priya.id, approve: true });
}

interface Stream {
  status: number;
  text(): string;
  /** Until the stream has sent this. */
  until(words: string): Promise<string>;
  ended: Promise<void>;
  close(): void;
}

/** Opens a stream of events as a browser does. */
async function listen(visitor: Client, path: string, headers: Record<string, string> = {}): Promise<Stream> {
  let text = "";
  const waiting = new Set<() => void>();
  const ended = Promise.withResolvers<void>();
  const address = new URL(path, visitor.origin);
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const opened = Promise.withResolvers<number>();
  const request: ClientRequest = get(
    {
      host: "127.0.0.1",
      port: address.port,
      path: address.pathname + address.search,
      agent: false,
      headers: { host: address.host, accept: "text/event-stream", cookie, ...headers },
    },
    (answer) => {
      opened.resolve(answer.statusCode ?? 0);
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
        for (const look of waiting) look();
      });
      answer.on("close", () => ended.resolve());
    },
  );
  request.on("error", (error) => {
    opened.reject(error);
    ended.resolve();
  });
  onTestFinished(() => void request.destroy());
  return {
    status: await opened.promise,
    text: () => text,
    until: (words) =>
      new Promise((resolve) => {
        const look = () => {
          if (!text.includes(words)) return;
          waiting.delete(look);
          resolve(text);
        };
        waiting.add(look);
        look();
      }),
    ended: ended.promise,
    close: () => request.destroy(),
  };
}

const open = async (title: string) =>
  openDiscussion(north.context(amara), { workspaceId: place.id, title, source: "Hello" });
const pathOf = (id: number) => `/workspaces/${place.handle}/discussions/${id}`;
const say = (parentId: number, source: string, who = amara) =>
  addComment(north.context(who), { parentId, source });

/** The stream that the page itself asks for. */
async function fromPage(visitor: Client, id: number, headers = {}): Promise<Stream> {
  const { text } = await visitor.get(pathOf(id));
  const [, path = ""] = /hx-sse:connect="([^"]+)"/.exec(text) ?? [];
  return listen(visitor, path.replaceAll("&amp;", "&"), headers);
}

test("comments, replies, likes, edits and deletions arrive while one reads", async () => {
  const id = await open("Live");
  const stream = await fromPage(await north.as(priya), id);
  expect(stream.status).toBe(200);
  await stream.until(": hello");
  const first = await say(id, "First words");
  await stream.until("First words");
  expect(stream.text()).toMatch(/hx-target="#comments" hx-swap="beforeend"/);
  expect(stream.text()).toContain(`1 new comment`);
  expect(stream.text()).toContain(`href="#comment-${first}"`);
  await say(first, "A reply");
  await stream.until(`hx-target="#replies-${first}"`);
  await stream.until("2 new comments");
  await setLike(north.context(amara), { contentId: first, liked: true });
  await stream.until("Helpful · 1");
  await editContent(north.context(amara), { contentId: first, source: "Other words" });
  await stream.until("Other words");
  await setLocked(north.context(amara), { contentId: id, on: true });
  await stream.until("A manager locked this discussion.");
  await deleteContent(north.context(amara), { contentId: first });
  await stream.until("Deleted by its author.");
});

test("one's own comments, and other discussions, do not arrive", async () => {
  const [id, other] = [await open("Mine"), await open("Other")];
  const stream = await fromPage(await north.as(priya), id);
  await stream.until(": hello");
  await say(id, "From my own form", priya);
  await say(other, "Elsewhere");
  await say(id, "The last");
  expect(await stream.until("The last")).not.toMatch(/From my own form|Elsewhere/);
});

test("what came between the page and the stream, or during a break, is sent once", async () => {
  const id = await open("Breaks");
  const visitor = await north.as(priya);
  const { text } = await visitor.get(pathOf(id));
  const [, path = ""] = /hx-sse:connect="([^"]+)"/.exec(text) ?? [];
  await say(id, "Between the two");
  const stream = await listen(visitor, path.replaceAll("&amp;", "&"));
  const seen = await stream.until("Between the two");
  await stream.until("\n\n");
  const [, last = ""] = /^id: (\d+)$/m.exec(seen) ?? [];
  stream.close();
  await say(id, "During the break");
  const again = await listen(visitor, path.replaceAll("&amp;", "&"), { "last-event-id": last });
  await again.until("During the break");
  await say(id, "Afterwards");
  const all = await again.until("Afterwards");
  expect(all).not.toContain("Between the two");
  expect(all.match(/<p>During the break<\/p>/g)).toHaveLength(1);
});

test("that the workspace's home took one's comment in is told, also where the page was not there yet", async () => {
  const id = await open("Confirmed");
  const waiting = async (source: string) => {
    const comment = await say(id, source, priya);
    await north.store.transaction(async (tx) => {
      await tx.update(content).set({ accepted: null }).where(eq(content.id, comment));
    });
    return comment;
  };
  const visitor = await north.as(priya);
  const path = pathOf(id);
  const before = await waiting("Sent before.");
  const since = north.clock().getTime();
  north.clock.tick({ seconds: 5 });
  await settleContent(north.context(), { contentId: before });
  const stream = await listen(visitor, `${path}/live?after=${since}`);
  await stream.until("Sent before.");

  const comment = await waiting("Sent just now.");
  await settleContent(north.context(), { contentId: comment });
  const once = (await stream.until("Sent just now.")).split("Sent just now.").length;
  // The page may have shown it after that.
  await expect.poll(() => stream.text().split("Sent just now.").length).toBeGreaterThan(once);
  stream.close();
});

test("a stream ends when its reader is removed, and shows nothing more", async () => {
  const id = await open("Removed");
  const stream = await fromPage(await north.as(priya), id);
  await stream.until(": hello");
  await removeMember(north.context(amara), { workspaceId: place.id, memberId: priya.id });
  await say(id, "Among ourselves");
  await stream.ended;
  expect(stream.text()).toContain("event: end");
  expect(stream.text()).not.toContain("Among ourselves");
  expect((await listen(await north.as(priya), `${pathOf(id)}/live`)).status).toBe(404);
  await readmit(north.context(amara), { workspaceId: place.id, memberId: priya.id });
  await enter();
});

test("a stream ends when its reader signs out", async () => {
  const id = await open("Signing out");
  const visitor = await north.as(priya);
  const stream = await fromPage(visitor, id);
  await stream.until(": hello");
  await visitor.post("/sign-out");
  await stream.ended;
});

test("one person has a bounded number of streams, and closing one makes room", async () => {
  const id = await open("Many pages");
  const visitor = await north.as(priya);
  const streams: Stream[] = [];
  for (let n = 0; n < mostForOne; n++) streams.push(await listen(visitor, `${pathOf(id)}/live`));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  expect((await listen(visitor, `${pathOf(id)}/live`)).status).toBe(429);
  expect((await listen(await north.as(amara), `${pathOf(id)}/live`)).status).toBe(200);
  for (const stream of streams) stream.close();
  await expect
    .poll(async () => {
      const stream = await listen(visitor, `${pathOf(id)}/live`);
      stream.close();
      return stream.status;
    })
    .toBe(200);
});
