import { assets } from "../../src/assets.ts";
import { draftFor } from "../../src/forums/drafts.ts";
import { discussionPage } from "../../src/forums/discussion-query.ts";
import { feedOf } from "../../src/home/feed.ts";
import { greeting } from "../../src/home/greeting.ts";
import { askingToJoin, sinceLastVisit } from "../../src/home/queries.ts";
import { notificationsOf } from "../../src/notifications/index.ts";
import { current } from "../../src/organisations/index.ts";
import { sessionCookie, viewerOf } from "../../src/people/index.ts";
import { postsBeside } from "../../src/posts/index.ts";
import { myWorkspaces } from "../../src/workspaces/index.ts";
import { discussionView } from "../../views/forums/discussion.ts";
import { blank } from "../../views/forums/writing.ts";
import { homePage } from "../../views/home.ts";
import type { Shell } from "../../views/layout/page.ts";
import { type Figure, rate } from "./report.ts";
import { load, ownRate, root, start } from "./server.ts";
import { atRest } from "./rest.ts";
import { makeWorld, type World } from "./world.ts";

/** Share of what rendering alone reaches that the whole server is to reach. */
const target = 0.25;

/** The two pages as functions of nothing: the same properties that the server loads, loaded once. */
async function renderings(world: World): Promise<{ home: () => Buffer; discussion: () => Buffer }> {
  const { store } = world;
  const now = new Date();
  const ctx = { ...world.as(world.readerId), clock: () => now };
  const instance = (await current(store))!;
  const ours = instance.name;
  const viewer = (await viewerOf(store, world.token, now))!;
  const shell: Shell = {
    instance,
    viewer,
    nonce: "bench",
    once: "bench",
    path: "/",
    notice: null,
    assets: assets(root).names,
  };
  const workspaces = myWorkspaces(ctx, ours);
  const feed = await feedOf(ctx, workspaces, { after: null, only: "all" });
  const mine = await workspaces;
  const home = {
    shell,
    greeting: greeting(viewer.name, now),
    since: await sinceLastVisit(ctx),
    told: await notificationsOf(ctx, ours, { waiting: true, limit: 3 }),
    asking: await askingToJoin(ctx, ours),
    applying: [],
    feed: feed.items,
    only: "all" as const,
    newest: null,
    older: "/?after=1-1",
    mine,
    posts: await postsBeside(ctx),
    now,
  };
  if (feed.items.length < 25 || mine.length !== 8) throw new Error("The home page has less than it should");
  const showing = { sort: "oldest" as const, page: 1 };
  const discussion = await discussionPage(ctx, ours, world.workspaceSlug, world.discussionId, showing);
  await draftFor(ctx, { parentId: world.discussionId });
  const page = { shell, discussion, now, open: null, reply: null, writing: blank };
  // As bytes: a text of which nobody has asked for the letters is not written yet.
  return {
    home: () => Buffer.from(String(homePage(home))),
    discussion: () => Buffer.from(String(discussionView(page))),
  };
}

/** Short rounds, rendering and serving in turn, of which the best counts: what disturbs the machine disturbs both. */
const rounds = 20;

/** Pages that the server answers in a second of its processor, beside rendering the same page and nothing else. */
export async function benchPages(): Promise<Figure[]> {
  const world = await makeWorld();
  const alone = await renderings(world);
  const server = await start(world);
  const figures: Figure[] = [];
  const paths = {
    home: "/",
    discussion: `/workspaces/${world.workspaceSlug}/discussions/${world.discussionId}`,
  };
  try {
    // What was written above is still to be told to nobody: that is no part of a page.
    await atRest(world.store);
    for (const page of ["home", "discussion"] as const) {
      const headers = { host: new URL(world.origin).host, cookie: `${sessionCookie(false)}=${world.token}` };
      const served = (count: number, more: Record<string, string> = {}) =>
        load(
          world.port,
          Array.from({ length: count }, () => ({
            method: "GET",
            path: paths[page],
            headers: { ...headers, accept: "text/html", ...more },
          })),
          200,
        );
      const measured = async (count: number, more?: Record<string, string>) => {
        const before = server.cpu();
        await served(count, more);
        return count / (server.cpu() - before);
      };
      const text = await served(500);
      const rendered = alone[page]().byteLength;
      const size = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
      // A page of another size would be another page.
      if (Math.abs(text.length / rendered - 1) > 0.05) {
        console.warn(`${page}: served ${size(text.length)}, rendered ${size(rendered)}`);
      }
      let [limit, plain, packed] = [0, 0, 0];
      for (let round = 0; round < rounds; round++) {
        limit = Math.max(limit, await ownRate(alone[page], 0.1, 1));
        plain = Math.max(plain, await measured(100));
        packed = Math.max(packed, await measured(50, { "accept-encoding": "gzip" }));
      }
      const share = plain / limit;
      figures.push(
        {
          what: `${page} page (${size(text.length)}), signed in`,
          figure: rate(plain),
          limit: `${rate(limit)} (rendering alone)`,
          share,
          good: share >= target,
        },
        { what: `${page} page, compressed as browsers ask`, figure: rate(packed) },
      );
    }
  } finally {
    await server.stop();
    await world.store.close();
    world.remove();
  }
  return figures;
}
