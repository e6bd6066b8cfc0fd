import { createServer, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { join as joinWorkspace } from "../../src/workspaces/index.ts";
import { photo } from "../attachments/samples.ts";
import { freePort, type Instance, type Member, startInstance } from "../rig.ts";
import { expectNoTrouble, memberWindow, openWindow, useChromium } from "./browser.ts";
import type { Elk } from "./web-apps/elk.ts";
import type { phanpy as Phanpy } from "./web-apps/phanpy.ts";
import type { semaphore as Semaphore } from "./web-apps/semaphore.ts";

/**
 * Web apps live at an address of their own, in a browser that keeps sites apart: each answer has to say that it may be
 * read there, each method is asked for before, the page where one lets an app in is a window beside that has to come
 * back, and the token of a socket is a subprotocol. The apps cannot be built here; what they ask is replayed.
 */

useChromium();

declare const phanpy: typeof Phanpy;
declare const elk: Elk;
declare const semaphore: typeof Semaphore;

let north: Instance;
let [amara, priya] = [] as unknown as [Member, Member];
let workspace: { id: number; handle: string };
let another: { id: number; handle: string };
let server: Server;
/** Where the apps live. */
let apps: string;
let picture: number[];

/** What Elk's server does: registers it (once) with an address of its own that has the app's, encoded, in its path. */
const elkIsBack = () => `${apps}/api/${north.host}/oauth/${encodeURIComponent(apps)}`;
const scope = "read write follow push";
let elkApp: { client_id: string; client_secret: string };

async function elkAsks<T>(path: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json", "user-agent": "Elk/1.0.1" };
  const answer = await fetch(north.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as T;
}

async function elkFetches(code: string, answer: ServerResponse): Promise<void> {
  const given = { redirect_uri: elkIsBack(), grant_type: "authorization_code", code, scope };
  const { client_id, client_secret } = elkApp;
  const { access_token: token } = await elkAsks<{ access_token: string }>("/oauth/token", {
    client_id,
    client_secret,
    ...given,
  });
  answer.writeHead(302, { location: `/elk?token=${encodeURIComponent(token)}` }).end();
}

beforeAll(async () => {
  north = await startInstance({
    hostname: "localhost",
    organisation: "North Shore Hospitals Trust",
    keep: true,
  });
  [amara, priya] = [await north.addMember("Amara Okafor"), await north.addMember("Priya Nair")];
  workspace = await north.addWorkspace("Sepsis Network", { manager: amara });
  another = await north.addWorkspace("Frailty Network", { manager: amara });
  await joinWorkspace(north.context(priya), { workspaceId: workspace.id });
  for (let n = 0; n < 25; n++) {
    const words = { title: `Ward ${n}`, source: "Quiet. #nights" };
    await openDiscussion(north.context(amara), { workspaceId: workspace.id, ...words });
  }
  const own = await openDiscussion(north.context(priya), {
    workspaceId: workspace.id,
    title: "Who asks?",
    source: "At night.",
  });
  await addComment(north.context(amara), { parentId: own, source: "We do." });
  picture = [...(await photo(400, 300))];
  const made = await build({
    entryPoints: ["phanpy", "elk", "semaphore"].map((name) =>
      join(import.meta.dirname, "web-apps", `${name}.ts`),
    ),
    bundle: true,
    format: "iife",
    platform: "browser",
    outdir: "out",
    write: false,
  });
  const scripts = new Map(made.outputFiles.map(({ path, text }) => [path.split("/").at(-1)!, text]));
  apps = `http://127.0.0.1:${await freePort()}`;
  server = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url!, apps);
    if (pathname.startsWith("/api/")) return void elkFetches(searchParams.get("code")!, answer);
    const script = scripts.get(pathname.slice(1));
    answer.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
    const app = pathname.startsWith("/elk")
      ? "elk"
      : pathname.startsWith("/settings")
        ? "semaphore"
        : "phanpy";
    answer.end(script ?? `<!doctype html><link rel="icon" href="data:,"><script src="/${app}.js"></script>`);
  }).listen(Number(new URL(apps).port), "127.0.0.1");
});
afterAll(async () => {
  server.close();
  await north.stop();
});

test("what Phanpy asks, from another address: signs in beside, reads, is told, writes, signs out", async () => {
  const window = await openWindow([north.origin, apps]);
  const { page } = window;
  await page.goto(`${apps}/`);
  const [beside] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate((origin) => phanpy.signIn(origin), north.origin),
  ]);
  await beside.getByLabel("Email address").fill(priya.email);
  await beside.getByLabel("Password", { exact: true }).fill(priya.password);
  await beside.getByRole("button", { name: "Sign in" }).click();
  await beside.getByRole("button", { name: "Let it in", exact: true }).click();
  await page.waitForFunction(() => phanpy.cameBack());
  await beside.close();

  const begun = await page.evaluate(() => phanpy.begin());
  expect(begun).toEqual({
    acct: priya.handle,
    software: "tombolo",
    streams: north.origin.replace("http", "ws"),
  });
  const home = await page.evaluate(() => phanpy.home());
  expect(home).toMatchObject({ second: 6, newer: 2, lists: ["Sepsis Network"] });
  expect(home.first).toHaveLength(20);
  expect(home.first[1]).toContain("Ward 24");
  const bell = await page.evaluate(() => phanpy.bell());
  expect(bell).toMatchObject({ groups: ["mention"], read: expect.stringMatching(/^\d+$/), announced: 0 });

  const words = `@${workspace.handle} From another address\n\nDoes it hold?`;
  const shown = await page.evaluate(({ words, picture }) => phanpy.compose(words, picture), {
    words,
    picture,
  });
  expect(shown).toMatchObject({ alt: "A whiteboard with five names", history: 2 });
  expect(shown.content).toContain("More.");
  const looked = await page.evaluate(({ acct, address }) => phanpy.look(acct, address), {
    acct: workspace.handle,
    address: shown.url,
  });
  expect(looked).toEqual({ posts: 20, group: true, found: shown.url });

  await page.evaluate(() => phanpy.listen());
  const mine = await openDiscussion(north.context(priya), {
    workspaceId: workspace.id,
    title: "Listening",
    source: "Anybody?",
  });
  await expect
    .poll(async () => {
      await addComment(north.context(amara), { parentId: mine, source: "Yes." });
      return page.title();
    })
    .toBe("heard mention");
  expect(await page.evaluate(() => phanpy.signOut())).toEqual({ ended: true, after: 401 });
  expectNoTrouble(window);
});

test("what Elk asks: signs in by way of its own server, listens, and goes through its menu", async () => {
  elkApp = await elkAsks("/api/v1/apps", {
    client_name: "Elk",
    website: apps,
    redirect_uris: elkIsBack(),
    scopes: scope,
  });
  const window = await memberWindow(north, priya, [north.origin, apps]);
  const { page } = window;
  const query = new URLSearchParams({
    client_id: elkApp.client_id,
    force_login: "false",
    scope,
    response_type: "code",
    lang: "en-GB",
    redirect_uri: elkIsBack(),
  });
  await page.goto(`${north.origin}/oauth/authorize?${query.toString()}`);
  await page.getByRole("button", { name: "Let it in", exact: true }).click();
  await page.waitForURL(/\/elk\?token=/);
  const token = new URL(page.url()).searchParams.get("token")!;
  const begun = await page.evaluate(({ origin, token }) => elk.begin(origin, token), {
    origin: north.origin,
    token,
  });
  expect(begun).toMatchObject({ acct: priya.handle, push: false });
  const home = await page.evaluate(() => elk.home());
  expect(home.items).toBeGreaterThan(25);
  const menu = await page.evaluate(() => elk.menu());
  expect(menu).toMatchObject({ public: home.items, local: home.items, lists: 1, blocks: 0 });
  const looked = await page.evaluate((acct) => elk.look(acct, "Sepsis Network"), workspace.handle);
  expect(looked).toEqual({ found: 1, posts: home.items, members: 1 });
  const words = `@${workspace.handle} From the other one.`;
  const shown = await page.evaluate(({ words, picture }) => elk.write(words, picture), { words, picture });
  expect(shown).toEqual({ alt: "A whiteboard", options: 2 });
  // The socket may have opened after what was written before.
  await expect
    .poll(async () => {
      const said = { workspaceId: workspace.id, title: "Still listening", source: "Anybody?" };
      await openDiscussion(north.context(amara), said);
      return page.title();
    })
    .toContain("update");
  expectNoTrouble(window);
});

test("what Semaphore asks: signs in in its own window, finds a workspace, writes, and hears an answer", async () => {
  const window = await memberWindow(north, priya, [north.origin, apps]);
  const { page } = window;
  await page.goto(`${apps}/settings/instances/add`);
  await page.evaluate((origin) => semaphore.signIn(origin), north.origin);
  await page.getByRole("button", { name: "Let it in", exact: true }).click();
  await page.waitForURL(/\/settings\/instances\/add\?code=/);
  const begun = await page.evaluate(() => semaphore.begin());
  expect(begun).toMatchObject({ acct: priya.handle, streams: north.origin.replace("http", "ws") });
  expect(begun.home).toHaveLength(20);
  expect(begun.older).toBeGreaterThan(0);
  const around = await page.evaluate(() => semaphore.around());
  expect(around).toMatchObject({ local: 20, federated: 20, tag: 20, list: 20, bookmarks: 0, blocks: 0 });
  expect(around.mentions).toBeGreaterThan(0);
  const followed = await page.evaluate(() => semaphore.follow("frailty", "amara"));
  expect(followed).toEqual({ following: true, posts: 0, bell: true });
  const shown = await page.evaluate(({ words, picture }) => semaphore.write(words, picture), {
    words: `@${another.handle} We screen at the door.`,
    picture,
  });
  expect(shown).toMatchObject({ alt: "A whiteboard", answers: 1 });
  expect(shown.text).toContain("Since March.");
  await page.evaluate((streams) => semaphore.listen(streams), begun.streams);
  const mine = await openDiscussion(north.context(priya), {
    workspaceId: another.id,
    title: "Listening to Semaphore",
    source: "Anybody?",
  });
  await expect
    .poll(async () => {
      await addComment(north.context(amara), { parentId: mine, source: "Yes." });
      return page.title();
    })
    .toContain("notification:mention");
  expectNoTrouble(window);
});
