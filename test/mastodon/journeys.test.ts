import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import generator, { detector } from "megalodon";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { filesOf } from "../../src/attachments/index.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { publishPost } from "../../src/posts/index.ts";
import { decide } from "../../src/workspaces/index.ts";
import { fileOf, photo } from "../attachments/samples.ts";
import { type Client, type Instance, type Member, startInstance } from "../rig.ts";
import { decide as letIn } from "./sign-in.ts";

/** Clients that nobody here wrote, over the network, against a started instance. */
const outOfBand = "urn:ietf:wg:oauth:2.0:oob";
const scopes = "read write follow push";

let north: Instance;
let amara: Member;
let priya: Member;
let browser: Client;
let workspaceId: number;
let discussion: number;

beforeAll(async () => {
  // A name that every resolver knows.
  north = await startInstance({ hostname: "localhost", keep: true });
  [amara, priya] = [await north.addMember("Amara Okafor"), await north.addMember("Priya Nair")];
  browser = await north.as(priya);
  workspaceId = (await north.addWorkspace("Sepsis Network", { manager: amara, level: "restricted" })).id;
  const manager = north.context(amara);
  discussion = await openDiscussion(manager, {
    workspaceId,
    title: "Night screening",
    source: "Who asks at night?",
  });
  for (let n = 0; n < 25; n++)
    await openDiscussion(manager, { workspaceId, title: `Ward ${n}`, source: "Quiet." });
});
afterAll(() => north.stop());

const approve = (member = priya) =>
  decide(north.context(amara), { workspaceId, memberId: member.id, approve: true });
const answers = (parentId: number, source: string) => addComment(north.context(amara), { parentId, source });

/** Says yes on the page that an app leads to, and reads the code there. */
async function codeFrom(address: string): Promise<string> {
  const query = Object.fromEntries(new URL(address).searchParams);
  const allowed = await letIn(browser, query);
  const page = await browser.get(allowed.location!);
  return /<code>([\w-]+)<\/code>/.exec(page.text)![1]!;
}

describe("masto", () => {
  test("signs in, follows, is let in, reads, writes, hears and pages", async () => {
    const url = north.origin;
    const { v1: apps } = createRestAPIClient({ url });
    const app = await apps.apps.create({ clientName: "masto", redirectUris: outOfBand, scopes });
    const asked = new URLSearchParams({ client_id: app.clientId!, redirect_uri: outOfBand, scope: scopes });
    const code = await codeFrom(`${url}/oauth/authorize?response_type=code&${asked.toString()}`);
    const token = await createOAuthAPIClient({ url }).token.create({
      clientId: app.clientId!,
      clientSecret: app.clientSecret!,
      redirectUri: outOfBand,
      code,
      grantType: "authorization_code",
      scope: scopes,
    });
    const api = createRestAPIClient({ url, accessToken: token.accessToken });
    expect((await api.v1.accounts.verifyCredentials()).acct).toBe("priya-nair");
    expect((await api.v2.instance.fetch()).domain).toBe(north.host);
    expect(await api.v1.timelines.home.list()).toEqual([]);

    const { accounts } = await api.v2.search.list({ q: "sepsis", type: "accounts" });
    const workspace = accounts.find(({ group }) => group)!;
    expect((await api.v1.accounts.$select(workspace.id).follow()).requested).toBe(true);
    await approve();
    expect((await api.v1.accounts.relationships.fetch({ id: [workspace.id] }))[0]!.following).toBe(true);

    const { v2 } = await api.v2.instance.fetch().then(() => api);
    const streaming = createStreamingAPIClient({
      streamingApiUrl: (await v2.instance.fetch()).configuration.urls.streaming,
      accessToken: token.accessToken,
      implementation: WebSocket,
    });
    const user = streaming.user.subscribe();
    const heard = (async () => {
      for await (const event of user) if (event.event === "notification") return event.payload;
      return null;
    })();

    const file = fileOf(await photo(), "board.jpg", "image/jpeg");
    const uploaded = await api.v2.media.create({ file, description: "A whiteboard", focus: "0.5,0" });
    const opened = await api.v1.statuses.create({
      status: `@${workspace.acct} From masto\n\nDoes it hold?`,
      mediaIds: [uploaded.id],
    });
    expect(opened.visibility).toBe("private");
    const [picture] = (await api.v1.statuses.$select(opened.id).fetch()).mediaAttachments;
    expect(picture).toMatchObject({ id: uploaded.id, type: "image", description: "A whiteboard" });
    expect((await fetch(picture!.url!)).headers.get("content-type")).toBe("image/webp");
    // The socket may open a moment after it was asked for.
    const reply = await hears(heard, () => answers(Number(opened.id), "It does."));
    expect(reply).toMatchObject({ type: "mention", status: { inReplyToId: opened.id } });
    streaming.close();

    const own = await api.v1.statuses.create({ status: "Good.", inReplyToId: reply!.status!.id });
    const thread = await api.v1.statuses.$select(opened.id).context.fetch();
    expect(thread.descendants.map(({ id }) => id)).toContain(own.id);
    expect((await api.v1.notifications.list())[0]!.type).toBe("mention");
    const pages: string[] = [];
    for await (const page of api.v1.timelines.home.list({ limit: 5 }))
      pages.push(...page.map(({ id }) => id));
    expect(pages.length).toBe(27);
    expect(new Set(pages).size).toBe(27);
    await api.v1.statuses.$select(own.id).remove();
  });
});

/** Does something again and again until it was heard: a socket opens when it opens. */
async function hears<T>(heard: Promise<T>, work: () => Promise<unknown>): Promise<T> {
  let done = false;
  void heard.then(() => (done = true));
  while (!done) {
    await work();
    await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return heard;
}

describe("megalodon", () => {
  test("knows what it speaks with, signs in, reads, writes, hears", async () => {
    expect(await detector(north.origin)).toBe("mastodon");
    const stranger = generator("mastodon", north.origin);
    const app = await stranger.registerApp("megalodon", {
      scopes: scopes.split(" "),
      redirect_uris: outOfBand,
    });
    const code = await codeFrom(app.url!);
    const token = await stranger.fetchAccessToken(app.client_id, app.client_secret, code, outOfBand);
    const api = generator("mastodon", north.origin, token.access_token);
    expect((await api.verifyAccountCredentials()).data.acct).toBe("priya-nair");
    const { accounts } = (await api.search("sepsis", { type: "accounts" })).data;
    const workspace = accounts.find(({ group }) => group)!;
    await api.followAccount(workspace.id);
    if ((await api.getRelationship(workspace.id)).data.requested) await approve();
    const home = (await api.getHomeTimeline({ limit: 5 })).data;
    expect(home[0]!.account.acct).toBe("sepsis-network");

    const socket = await api.userStreaming();
    const heard = new Promise<{ type: string }>((resolve) =>
      socket.on("notification", (told: { type: string }) => resolve(told)),
    );
    const folder = mkdtempSync(join(tmpdir(), "tombolo-megalodon-"));
    writeFileSync(join(folder, "board.jpg"), await photo());
    const file = createReadStream(join(folder, "board.jpg"));
    const media = (await api.uploadMedia(file, { description: "A whiteboard" })).data;
    rmSync(folder, { recursive: true });
    const posted = await api.postStatus(`@${workspace.acct} From megalodon\n\nDoes it?`, {
      media_ids: [media.id],
    });
    const opened = posted.data as { id: string };
    const [picture] = (await api.getStatus(opened.id)).data.media_attachments;
    expect(picture).toMatchObject({ id: media.id, type: "image", description: "A whiteboard" });
    const told = await hears(heard, () => answers(Number(opened.id), "It does."));
    expect(told.type).toBe("mention");
    socket.removeAllListeners();
    socket.stop();
    const { descendants } = (await api.getStatusContext(opened.id)).data;
    expect(descendants.length).toBeGreaterThan(0);
    expect((await api.favouriteStatus(String(discussion))).data.favourited).toBe(true);
    expect((await api.getNotifications()).data[0]!.type).toBe("mention");
    expect((await api.getLists()).data).toMatchObject([{ title: "Sepsis Network" }]);

    const own = (await api.postStatus("From megalodon", { visibility: "private", spoiler_text: "Quiet" }))
      .data as { id: string; visibility: string; spoiler_text: string };
    expect(own).toMatchObject({ visibility: "private", spoiler_text: "Quiet" });
    const open = await publishPost(north.context(amara), { visibility: "public", source: "For all" });
    expect((await api.reblogStatus(String(open))).data.reblog!.id).toBe(String(open));
    await publishPost(north.context(amara), { visibility: "direct", source: "@priya-nair Only for you" });
    const [talk] = (await api.getConversationTimeline({ limit: 1 })).data;
    expect(talk!.unread).toBe(true);
    expect((await api.readConversation(talk!.id)).data.unread).toBe(false);
    await api.followAccount(String(amara.id));
    expect((await api.getRelationship(String(amara.id))).data.following).toBe(true);
    await api.deleteStatus(own.id);
  });
});

describe("masto, outside workspaces", () => {
  test("posts for everybody, boosts, follows a colleague, and hears a message that is for it alone", async () => {
    const url = north.origin;
    const { v1: apps } = createRestAPIClient({ url });
    const app = await apps.apps.create({ clientName: "masto", redirectUris: outOfBand, scopes });
    const asked = new URLSearchParams({ client_id: app.clientId!, redirect_uri: outOfBand, scope: scopes });
    const token = await createOAuthAPIClient({ url }).token.create({
      clientId: app.clientId!,
      clientSecret: app.clientSecret!,
      redirectUri: outOfBand,
      code: await codeFrom(`${url}/oauth/authorize?response_type=code&${asked.toString()}`),
      grantType: "authorization_code",
      scope: scopes,
    });
    const api = createRestAPIClient({ url, accessToken: token.accessToken });
    const own = await api.v1.statuses.create({ status: "From masto, to all", visibility: "public" });
    expect(own).toMatchObject({ visibility: "public", reblogged: false });

    const [colleague] = await api.v1.accounts.search.list({ q: "amara" });
    expect((await api.v1.accounts.$select(colleague!.id).follow()).following).toBe(true);
    const theirs = await publishPost(north.context(amara), {
      visibility: "followers",
      source: "For followers",
    });
    const home = await api.v1.timelines.home.list({ limit: 2 });
    expect(home.map(({ id }) => id)).toEqual([String(theirs), own.id]);
    const open = await publishPost(north.context(amara), { visibility: "public", source: "For all" });
    const boost = await api.v1.statuses.$select(String(open)).reblog();
    expect(boost.reblog).toMatchObject({ id: String(open), reblogged: true });
    expect((await api.v1.statuses.$select(String(open)).unreblog()).reblogged).toBe(false);

    const streaming = createStreamingAPIClient({
      streamingApiUrl: (await api.v2.instance.fetch()).configuration.urls.streaming,
      accessToken: token.accessToken,
      implementation: WebSocket,
    });
    const direct = streaming.direct.subscribe();
    const heard = (async () => {
      for await (const event of direct) if (event.event === "conversation") return event.payload;
      return null;
    })();
    const talk = await hears(heard, () =>
      publishPost(north.context(amara), { visibility: "direct", source: "@priya-nair Only for you" }),
    );
    streaming.close();
    expect(talk).toMatchObject({ unread: true, accounts: [{ acct: "amara-okafor" }] });
    const [first] = await api.v1.conversations.list();
    expect((await api.v1.conversations.$select(first!.id).read()).unread).toBe(false);
    await api.v1.conversations.$select(first!.id).remove();
    await api.v1.statuses.$select(own.id).remove();
    await api.v1.accounts.$select(colleague!.id).unfollow();
  });
});

const hasToot = spawnSync("toot", ["--help"]).status !== null;
if (!hasToot) {
  console.warn("toot is not installed (a package of Debian): what it does is NOT tested");
  if (process.env.TEST_EVERYTHING) test("toot is installed", () => expect(hasToot).toBe(true));
}

describe.skipIf(!hasToot)("toot", () => {
  test("signs in, reads, writes and is told", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tombolo-toot-"));
    const { PATH } = process.env;
    const env = { PATH, HOME: folder, XDG_CONFIG_HOME: folder, BROWSER: "true", PYTHONUNBUFFERED: "1" };
    const start = (...words: string[]) => spawn("toot", [...words, "--no-color"], { env });
    const run = async (...words: string[]) => {
      const child = start(...words);
      const output = await outputOf(child);
      if (child.exitCode !== 0) throw new Error(`toot ${words.join(" ")}: ${output}`);
      return output;
    };
    /** In a terminal, where it goes on to the next page as long as somebody says yes. */
    const readAll = (...words: string[]) => {
      const child = spawn("script", ["-qec", `toot ${words.join(" ")} --no-color`, "/dev/null"], { env });
      child.stdin.end("y\n".repeat(20));
      return outputOf(child);
    };
    try {
      const login = start("login", "--disable-https", "-i", north.host);
      const address = new Promise<string>((resolve) => {
        let text = "";
        login.stdout.on("data", (part: Buffer) => {
          text += String(part);
          const [found] = /https?:\/\/\S+\/oauth\/authorize\/?\?\S+/.exec(text) ?? [];
          if (found && text.includes("[Y/n]")) resolve(found);
        });
      });
      const ended = outputOf(login);
      login.stdin.write("n\n");
      const found = await Promise.race([address, ended]);
      login.stdin.write(`${await codeFrom(found)}\n`);
      expect(await ended).toContain("Successfully logged in");

      expect(await run("whoami")).toContain("@priya-nair");
      await run("follow", "sepsis-network");
      await approve().catch(() => {});
      const posted = await run("post", "@sepsis-network From toot");
      const [, id] = /discussions\/(\d+)/.exec(posted) ?? [];
      expect(await run("timeline", "--once", "-c", "5")).toContain("From toot");
      await answers(Number(id), "Heard you, toot.");
      expect(await run("thread", id!)).toContain("Heard you, toot.");
      expect(await run("notifications")).toContain("Heard you, toot.");
      expect(await run("post", "--reply-to", id!, "Thanks")).toContain("posted");
      await run("favourite", String(discussion));
      expect(await run("post", "--visibility", "unlisted", "From toot, to whoever looks")).toContain(
        "posted",
      );
      const open = await publishPost(north.context(amara), { visibility: "public", source: "For toot" });
      await run("follow", "amara-okafor");
      expect(await run("timeline", "--once", "-c", "3")).toContain("For toot");
      await run("reblog", String(open));
      expect(await run("reblogged_by", String(open))).toContain("@priya-nair");
      expect(await run("search", "sepsis")).toContain("sepsis-network");
      const board = join(folder, "board.jpg");
      writeFileSync(board, await photo());
      expect(await run("upload", board, "-d", "A whiteboard")).toContain("/attachments/");
      const drawn = await run("post", "-m", board, "-d", "A whiteboard", "@sepsis-network With a picture");
      const [, pictured] = /discussions\/(\d+)/.exec(drawn) ?? [];
      const files = await filesOf(north.store.db, [Number(pictured)]);
      expect(files.get(Number(pictured))).toMatchObject([{ kind: "image", description: "A whiteboard" }]);
      const home = await readAll("timeline", "-c", "5");
      for (const title of ["Ward 0", "Ward 12", "Ward 24", "Night screening"]) expect(home).toContain(title);
      await run("bookmark", pictured!);
      expect(await readAll("bookmarks")).toContain("With a picture");
      await run("delete", id!);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    // A Python program, started twenty times.
  }, 120_000);
});

function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout!.on("data", (part: Buffer) => (text += String(part)));
  child.stderr!.on("data", (part: Buffer) => (text += String(part)));
  return new Promise((resolve) => child.once("close", () => resolve(text)));
}
