import { request } from "node:http";
import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { activity, agreement, content, peer as peerTable } from "../../db/index.ts";
import { uploadFile } from "../../src/attachments/index.ts";
import { addComment, openDiscussion, setPinned } from "../../src/forums/index.ts";
import {
  changeWorkspace,
  invite,
  join,
  type Level,
  nameOrganisations,
  removeMember,
} from "../../src/workspaces/index.ts";
import { publishPost, setApproval } from "../../src/posts/index.ts";
import { follow, type PeerActor, startPeer } from "../peers/index.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { agreeInWriting } from "./agreements.ts";
import { actorAt } from "./scene.ts";

vi.setConfig({ testTimeout: 180_000 });

/** In every text that those outside must not see; in no handle, because answers may repeat the address that was asked. */
const planted = /zqplanted/i;

/** The whole answer; of a stream what comes at first. */
function ask(
  origin: string,
  path: string,
  headers: Record<string, string>,
  { method = "GET", body }: { method?: string; body?: string } = {},
): Promise<{ status: number; text: string }> {
  const url = new URL(path, origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port: url.port,
        method,
        path: url.pathname + url.search,
        headers: { host: url.host, ...headers },
        agent: false,
      },
      (answer) => {
        let text = `${JSON.stringify(answer.headers)}\n`;
        const end = () => resolve({ status: answer.statusCode ?? 0, text });
        answer.on("data", (part: Buffer) => (text += part.toString("latin1")));
        answer.on("end", end);
        answer.on("error", end);
        if (/event-stream/.test(answer.headers["content-type"] ?? "")) setTimeout(() => sent.destroy(), 100);
      },
    );
    sent.on("error", (error) => (sent.destroyed ? resolve({ status: 0, text: "" }) : reject(error)));
    sent.end(body);
  });
}

interface Hidden {
  level: Level;
  id: number;
  slug: string;
  /** Numbers in addresses that lead inside: the workspace, posts, activities. */
  ids: number[];
}

/** A workspace that is not open, with planted words in all that those outside must not see. */
async function hide(a: Instance, manager: Member, level: Level): Promise<Hidden> {
  const as = a.context(manager);
  const { id, handle } = await a.addWorkspace(`Room ${level}`, { manager, level });
  const words = (secret: boolean, text: string) => (secret ? `${text} zqplanted` : text);
  await changeWorkspace(as, id, {
    name: words(level === "confidential", `Room ${level}`),
    purpose: words(level === "confidential", "A purpose that is long enough."),
    source: words(level !== "restricted", "How we work."),
  });
  const bytes = Buffer.from("%PDF-1.7\nZqplanted\n%%EOF\n");
  const file = await uploadFile(as, { bytes, name: "Zqplanted.pdf", description: "Zqplanted" });
  const post = await openDiscussion(as, {
    files: [{ id: file }],
    workspaceId: id,
    title: "Zqplanted title",
    source: "Zqplanted words.",
    form: "event",
    gathering: {
      starts: new Date("2027-12-03T14:00:00Z"),
      ends: new Date("2027-12-03T15:00:00Z"),
      ...{ timezone: "Europe/London", place: "Zqplanted place", online: true, joinMode: "free" as const },
      link: "https://meet.example/zqplanted",
    },
  });
  await openDiscussion(as, { workspaceId: id, title: "Zqplanted page", source: "Zqplanted.", form: "page" });
  const folder = await openDiscussion(as, { workspaceId: id, title: "Zqplanted folder", form: "folder" });
  const inside = await uploadFile(as, { bytes, name: "Zqplanted.pdf", description: "Zqplanted" });
  await openDiscussion(as, {
    ...{ workspaceId: id, title: "Zqplanted file", form: "file", files: [{ id: inside }] },
    folder: `${a.origin}/content/${folder}`,
  });
  const proposal = { quantity: 6, until: null, place: "Zqplanted store" };
  const offer = await openDiscussion(as, {
    ...{ workspaceId: id, title: "Zqplanted offer", source: "Zqplanted.", form: "offer", proposal },
  });
  const comment = await addComment(as, { parentId: post, source: "Zqplanted comment." });
  await setPinned(as, { contentId: post, on: true });
  await a.settle();
  const sent = await a.store.db
    .select({ id: activity.id })
    .from(activity)
    .where(eq(activity.workspaceId, id));
  return { level, id, slug: handle, ids: [id, post, comment, sent[0]!.id, file, folder, offer] };
}

/** Posts of somebody's own that are for followers, and for somebody else: they stand in no workspace. */
async function own(a: Instance, author: Member): Promise<Hidden> {
  const as = a.context(author);
  await setApproval(as, true);
  const followers = await publishPost(as, {
    visibility: "followers",
    source: "Zqplanted for followers.",
    warning: "Zqplanted warning",
  });
  const direct = await publishPost(as, { visibility: "direct", source: "@ada-admin Zqplanted for you." });
  await a.settle();
  return { level: "private", id: author.id, slug: author.handle, ids: [followers, direct] };
}

/** What stands for each parameter of an address. One that is not here fails the test: say what it is. */
function filled(path: string, { slug, ids }: Hidden, member: Member): string[] {
  const fixed: Record<string, string> = {
    slug,
    member: String(member.id),
    person: member.handle,
    token: "no-such-token",
    key: "no-such-key",
    host: "other.localhost",
    hash: "0".repeat(64),
    name: "name",
    variant: "original",
    report: "1",
  };
  let paths = [path];
  for (const [whole, name = ""] of path.matchAll(/:([a-zA-Z_]+)(\{[^}]*\})?\??/g)) {
    const values = name === "id" ? ids.map(String) : fixed[name] === undefined ? null : [fixed[name]];
    if (!values) throw new Error(`${path}: say in this test what stands for :${name}`);
    paths = paths.flatMap((one) => values.map((value) => one.replace(whole, value)));
  }
  return paths.map((one) => one.replace(/\*$/, "x"));
}

async function scene() {
  const a = await startInstance();
  const [manager, other, gone] = [
    await a.addMember("Amara Okafor"),
    await a.addMember("Samir Khan"),
    await a.addMember("Gwen Rees"),
  ];
  const peer = await startPeer({ clock: a.clock, software: "tombolo", hostname: "other.localhost" });
  const [stranger, removed, inside, application] = await Promise.all([
    peer.addActor("stranger"),
    peer.addActor("removed"),
    peer.addActor("inside"),
    peer.addActor("instance", { type: "Application" }),
  ]);
  const { checkPeer } = await import("../../federation/remote/peers.ts");
  const { depsOf } = await import("./deps.ts");
  const open = await a.addWorkspace("Open house", { manager });
  await join(a.context(other), { workspaceId: open.id });
  await checkPeer(depsOf(a), peer.host);
  // Also where an agreement covers it all: who asks has to belong.
  const { confirmed } = await agreed(a, peer.host);
  expect(confirmed).toBe(true);
  const hidden: Hidden[] = [];
  for (const level of ["restricted", "private", "confidential"] as const) {
    const room = await hide(a, manager, level);
    const { id: workspaceId } = room;
    if (level === "confidential")
      await nameOrganisations(a.context(manager), { workspaceId, hosts: [peer.host] });
    for (const one of [removed, inside]) {
      await one.fetch(`${a.origin}/actors/${open.id}/outbox`);
      const known = await rememberedAs(a, one, open.id);
      await invite(a.context(manager), { workspaceId, memberId: known });
      await one.send(`${a.origin}/inbox`, follow(one, `${a.origin}/actors/${workspaceId}`));
      await a.settle();
    }
    await invite(a.context(manager), { workspaceId, memberId: gone.id });
    await join(a.context(gone), { workspaceId });
    for (const memberId of [gone.id, (await actorAt(a, removed.iri))!.id])
      await removeMember(a.context(manager), { workspaceId, memberId });
    hidden.push(room);
  }
  await a.settle();
  // From here on it counts as one of our own kind: each of its people has to ask in person.
  await runs(a, peer.host, "tombolo");
  const posts = await own(a, manager);
  return { a, manager, other, gone, hidden, posts, peer, stranger, removed, inside, application };
}

/** The actor as it is known once it has spoken to us. */
async function rememberedAs(a: Instance, who: PeerActor, openId: number): Promise<number> {
  await who.send(`${a.origin}/inbox`, follow(who, `${a.origin}/actors/${openId}`));
  await a.settle();
  return (await actorAt(a, who.iri))!.id;
}

/** What the other server is taken for. */
const runs = (a: Instance, host: string, software: string) =>
  a.store.transaction((tx) => tx.update(peerTable).set({ software }).where(eq(peerTable.host, host)));

async function agreed(a: Instance, host: string): Promise<{ confirmed: boolean }> {
  // Their server is no real one, and proves nothing: until it has joined it is taken for other software.
  await runs(a, host, "lemmy");
  await agreeInWriting(a, host);
  const [row] = await a.store.db.select().from(agreement).where(eq(agreement.host, host));
  return { confirmed: row?.state === "active" };
}

test("no route shows an outsider anything of a workspace that is not open, whoever asks and signs", async () => {
  const { a, manager, other, gone, hidden, posts: written, ...theirs } = await scene();
  const { stranger, removed, inside, application } = theirs;
  const rooms = [...hidden, written];
  const { routes } = a.running;
  const gets = [...new Set(routes.filter(({ method }) => method === "GET").map(({ path }) => path))];
  expect(gets.length).toBeGreaterThan(80);
  const group = ({ id }: Hidden) => `/actors/${id}`;
  const more = rooms.flatMap((room) => [
    ...["outbox?page=true", "outbox?page=true&after=0"].map((part) => `${group(room)}/${part}`),
    `${group(room)}/followers?is_follower=${encodeURIComponent(inside.iri)}`,
    `${group(room)}/resources?page=true`,
    ...room.ids.flatMap((id) => [`/content/${id}/context?page=true`, `/content/${id}/items?page=true`]),
    ...[`${a.origin}${group(room)}`, `${a.origin}/content/${room.ids[1]}`, `@${room.slug}@${a.host}`].flatMap(
      (address) => [
        `/open?address=${encodeURIComponent(address)}`,
        `/authorize_interaction?uri=${encodeURIComponent(address)}`,
      ],
    ),
    `/.well-known/webfinger?resource=acct:${room.slug}@${a.host}`,
    `/api/v2/search?q=${room.slug}&resolve=true`,
  ]);
  const searches = ["/workspaces", "/people", "/discover", "/api/v2/search"].map(
    (path) => `${path}?q=zqplante`,
  );
  const pages = [
    ...new Set([
      ...gets.flatMap((path) => rooms.flatMap((room) => filled(path, room, manager))),
      ...more,
      ...searches,
    ]),
  ];
  const cookieOf = async (member: Member) =>
    [...(await a.as(member)).cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const activityJson = { accept: "application/activity+json" };
  const visitors: [string, Record<string, string>][] = [
    ["a stranger", { accept: "text/html" }],
    ["a stranger's server, unsigned", activityJson],
    ["a member of another workspace", { accept: "text/html", cookie: await cookieOf(other) }],
    ["a removed member", { accept: "text/html", cookie: await cookieOf(gone) }],
  ];
  const leaks: string[] = [];
  const look = (who: string, path: string, text: string) => {
    if (planted.test(text)) leaks.push(`${who}: ${path}`);
  };
  // Apps have no cookies, and documents are for other servers: each is asked for as its kind asks.
  const isDocument = (path: string) =>
    /^\/(actors|content|activities|agreements|attachments|workspaces)\b/.test(path) &&
    !/\/(manage|posts)\b/.test(path);
  for (const path of pages) {
    if (/sign-out/.test(path)) continue;
    for (const [who, headers] of visitors) {
      if (headers.cookie && /^\/(api|oauth|media|pictures|assets|nodeinfo|\.well-known)\b/.test(path))
        continue;
      if (headers === activityJson && !isDocument(path)) continue;
      look(who, path, (await ask(a.origin, path, headers)).text);
    }
  }
  // Whatever stands for ActivityPub: all that another server can ask for, signed.
  const documents = pages.filter((path) => /^\/(actors|content|activities|agreements)/.test(path));
  for (const path of documents)
    for (const [who, actor] of [
      ["somebody elsewhere", stranger],
      ["a removed member elsewhere", removed],
      ["a whole server with a member", application],
    ] as const)
      look(who, path, (await actor.fetch(a.origin + path)).text);
  expect(leaks).toEqual([]);

  // What is sent without being asked for.
  const posts = [
    ...new Set(
      routes
        .filter(({ method }) => /POST|PUT|PATCH|DELETE/.test(method))
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ];
  expect(posts.length).toBeGreaterThan(50);
  for (const [index, one] of posts.entries()) {
    const [method = "", path = ""] = one.split(" ");
    if (/inbox|setup|sign-out/.test(path)) continue;
    for (const room of rooms)
      for (const address of filled(path, { ...room, ids: room.ids.slice(1, 2) }, manager)) {
        const cookie = await cookieOf(index % 2 === 0 ? gone : other);
        const type = { "content-type": "application/x-www-form-urlencoded", origin: a.origin, cookie };
        look(
          "sent by a member of another workspace",
          one,
          (await ask(a.origin, address, type, { method, body: "x=y" })).text,
        );
      }
  }
  expect(leaks).toEqual([]);

  // It is there, for those who belong.
  const member = { accept: "text/html", cookie: await cookieOf(manager) };
  for (const id of written.ids)
    expect((await ask(a.origin, `/people/${written.slug}/posts/${id}`, member)).text).toMatch(planted);
  for (const room of hidden) {
    expect((await ask(a.origin, `/workspaces/${room.slug}/forum`, member)).text).toMatch(planted);
    expect((await inside.fetch(`${a.origin}${group(room)}/outbox?page=true`)).text).toMatch(planted);
    const [post] = await a.store.db.select().from(content).where(eq(content.id, room.ids[1]!));
    expect((await inside.fetch(post!.iri)).text).toMatch(planted);
  }
});
