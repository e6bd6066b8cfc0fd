import { connect } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { actor, content, inbox, like } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { activity, note, type PeerActor, undo } from "../peers/index.ts";
import { client } from "../rig.ts";
import { actorAt, contentAt, iriOf, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const said = async (set: Scene, by: PeerActor, post: JsonObject) => {
  const create = activity(by, "Create", post);
  const { status } = await by.send(set.inbox, create);
  await set.settle();
  return { status, create };
};

describe("a replay after everything was forgotten", () => {
  /** Forgets what arrived, as the daily sweep does after a month. */
  const aMonthLater = async ({ a }: Scene): Promise<void> => {
    a.clock.tick({ days: 32 });
    await a.store.transaction((tx) => tx.delete(inbox));
  };

  test("of the very request is refused by its date", async () => {
    const set = await scene();
    const { a, felix, group } = set;
    const body = JSON.stringify(activity(felix, "Create", note(felix, "once", { mentions: [group] })));
    const request = { method: "POST", url: set.inbox, body: new Uint8Array(Buffer.from(body)) };
    const signed = await signRequest(request, felix, "draft-cavage", a.clock.now());
    const send = () =>
      client(a.origin).send("POST", "/inbox", body, {
        "content-type": "application/activity+json",
        ...signed,
      });
    expect((await send()).status).toBe(202);
    await set.settle();
    await aMonthLater(set);
    expect((await send()).status).toBe(401);
    expect(await a.store.db.$count(content)).toBe(1);
  });

  test("signed anew, brings back neither what was deleted nor an older wording, and makes nothing twice", async () => {
    const set = await scene();
    const { a, amara, felix, group, workspaceId } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Ours", source: "Words." });
    const post = await iriOf(a, id);
    const [gone, edited] = ["gone", "edited"].map((words) => note(felix, words, { mentions: [group] }));
    const first = [(await said(set, felix, gone!)).create, (await said(set, felix, edited!)).create];
    const liked = activity(felix, "Like", post);
    const old = { ...edited!, content: "<p>older</p>", updated: a.clock.now().toISOString() };
    a.clock.tick({ minutes: 5 });
    const newer = { ...edited!, content: "<p>newer</p>", updated: a.clock.now().toISOString() };
    const replayed = [...first, activity(felix, "Update", old), activity(felix, "Update", newer), liked];
    for (const one of replayed.slice(2)) await felix.send(set.inbox, one);
    await felix.send(set.inbox, activity(felix, "Delete", String(gone!.id)));
    await set.settle();
    const picture = async () => [
      await a.store.db.select().from(content).orderBy(content.id),
      await a.store.db.select().from(like),
    ];
    const before = await picture();
    await aMonthLater(set);
    for (const one of replayed) await felix.send(set.inbox, one);
    await set.settle();
    expect(await picture()).toEqual(before);
    expect((await contentAt(a, String(edited!.id)))!.html).toBe("<p>newer</p>");
  });
});

test("ids that differ in case or spelling are different posts, and none stands for another", async () => {
  const set = await scene();
  const { a, felix, peer, group } = set;
  const mallory = await peer.addActor("mallory");
  const original = note(felix, "the original", { mentions: [group] });
  await said(set, felix, original);
  const iri = String(original.id);
  const others = [
    iri.replace("/statuses/", "/Statuses/"),
    iri.replace("/statuses/", "/%73tatuses/"),
    iri.replace("/statuses/", "/./statuses/"),
    iri.replace("/statuses/", "/x/../statuses/"),
    `${iri}?`,
    `${iri}#`,
    `${iri}/`,
    `${iri}%00`,
    `${iri}\u0301`,
  ];
  for (const id of others) {
    const forged = { ...original, id, attributedTo: mallory.iri, content: "<p>another</p>" };
    await said(set, mallory, forged);
    await mallory.send(set.inbox, activity(mallory, "Update", { ...forged, content: "<p>changed</p>" }));
    await mallory.send(set.inbox, activity(mallory, "Delete", id));
    await mallory.send(set.inbox, undo(mallory, activity(felix, "Create", id)));
    await set.settle();
  }
  expect(await contentAt(a, iri)).toMatchObject({
    html: expect.stringContaining("the original"),
    deleted: null,
  });
  const written = await a.store.db.select({ iri: content.iri }).from(content);
  expect(new Set(written.map((one) => one.iri)).size).toBe(written.length);
});

test("HTML and SVG in every field that is shown do nothing", async () => {
  const set = await scene();
  const { a, amara, peer, group, workspaceId } = set;
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)></svg>`;
  const svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
  const mallory = await peer.addActor("mallory", {
    name: evil,
    summary: evil,
    url: "javascript:alert(1)",
    icon: { type: "Image", mediaType: "image/svg+xml", url: svg },
    attachment: [{ type: "PropertyValue", name: "Job", value: evil }],
  });
  const post = note(mallory, evil, {
    mentions: [group],
    more: {
      type: "Article",
      name: evil,
      summary: evil,
      url: "javascript:alert(1)",
      attachment: [
        { type: "Document", url: "javascript:alert(1)", name: evil },
        { type: "Image", url: svg, name: evil },
      ],
      tag: [
        { type: "Mention", href: group.iri, name: evil },
        { type: "Hashtag", href: "javascript:alert(1)", name: evil },
      ],
    },
  });
  await said(set, mallory, post);
  const kept = (await contentAt(a, String(post.id)))!;
  expect(kept).toMatchObject({ kind: "discussion", workspaceId });
  expect(kept.url ?? "").not.toContain("javascript:");
  const visitor = await a.as(amara);
  const handle = group.name.split("@")[1];
  for (const path of [
    `/workspaces/${handle}/forum`,
    `/workspaces/${handle}/discussions/${kept.id}`,
    `/people/mallory@${peer.host}`,
    "/",
    "/notifications",
  ]) {
    const page = await visitor.get(path);
    expect([path, page.status]).toEqual([path, 200]);
    expect(page.text).not.toMatch(/<script>alert|<img src=x|<svg onload|href="javascript:|src="data:/i);
    expect(page.headers["content-security-policy"]).toMatch(/script-src/);
  }
  expect((await actorAt(a, mallory.iri))?.pictureUrl ?? "").not.toContain("svg");
});

test("a request whose head drips keeps nobody else waiting", async () => {
  const set = await scene();
  const { port } = new URL(set.a.origin);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write("POST /inbox HTTP/1.1\r\nHost: ");
  const drip = setInterval(() => socket.write("x"), 20);
  for (let each = 0; each < 5; each++) expect((await client(set.a.origin).get("/sign-in")).status).toBe(200);
  clearInterval(drip);
  socket.destroy();
});

test("a history that goes in circles comes to an end", async () => {
  const set = await scene();
  const { a, amara, peer, felix } = set;
  const iri = `${peer.origin}/users/ward`;
  const ward = await peer.addActor("ward", { type: "Group" });
  const item = activity(ward, "Announce", String(note(felix, "one", { more: { audience: iri } }).id));
  const page = (name: string, prev: string) =>
    peer.serve({
      id: `${iri}/${name}`,
      type: "OrderedCollectionPage",
      orderedItems: [item],
      prev: `${iri}/${prev}`,
    });
  peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 3, last: `${iri}/one` });
  page("one", "two");
  page("two", "three");
  page("three", "one");
  const found = await a.running.federation.elsewhere.find(iri, amara.id);
  if (!found.ok) throw new Error(found.problem);
  await join(a.context(amara), { workspaceId: found.value.id });
  await set.settle();
  await ward.send(set.inbox, activity(ward, "Accept", peer.activities("Follow")[0]!));
  peer.forget();
  await set.settle();
  expect(peer.requests.filter(({ path }) => /\/(one|two|three)$/.test(path)).length).toBeLessThan(10);
  expect(await a.store.db.query.history.findMany()).toMatchObject([{ state: "done" }]);
  expect(await a.store.db.$count(actor)).toBeLessThan(10);
});
