import { and, eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { actor, instance, membership } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { addComment, deleteContent, openDiscussion, setLike, setPinned } from "../../src/forums/index.ts";
import { decide, removeMember } from "../../src/workspaces/index.ts";
import { activity, everyone, follow, note, type PeerActor, startPeer } from "../peers/index.ts";
import { client, type Instance } from "../rig.ts";
import { agree, agreeInWriting } from "./agreements.ts";
import { actorAt, ask, contentAt, iriOf, scene, type Scene } from "./scene.ts";
import { joinFrom, startNetwork } from "./network.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Lets somebody in who has asked. */
async function letIn(set: Scene, who: PeerActor): Promise<void> {
  await agreeInWriting(set.a, who.peer.host);
  await who.send(set.group.inbox, follow(who, set.group.iri));
  await set.settle();
  const row = await actorAt(set.a, who.iri);
  await decide(set.a.context(set.amara), { workspaceId: set.workspaceId, memberId: row!.id, approve: true });
  await set.settle();
}

/** A restricted workspace with a bit of everything in it. Returns every address that tells what is inside. */
async function filled(set: Scene) {
  const { a, amara, workspaceId, group } = set;
  const id = await openDiscussion(a.context(amara), {
    workspaceId,
    title: "Among us",
    source: "Secret one.",
  });
  const comment = await addComment(a.context(amara), { parentId: id, source: "Secret two." });
  await setLike(a.context(amara), { contentId: comment, liked: true });
  await setPinned(a.context(amara), { contentId: id, on: true });
  const gone = await addComment(a.context(amara), { parentId: id, source: "Secret three." });
  await set.settle();
  await deleteContent(a.context(amara), { contentId: gone });
  await set.settle();
  const { activity: sent } = await import("../../db/index.ts");
  const activities = await a.store.db
    .select({ iri: sent.iri })
    .from(sent)
    .where(eq(sent.workspaceId, workspaceId));
  const posts = await Promise.all([id, comment, gone].map((one) => iriOf(a, one)));
  return [
    ...posts,
    ...posts.map((one) => `${one}/context`),
    ...posts.map((one) => `${one}/context?page=true`),
    ...activities.map((one) => one.iri),
    ...["outbox", "outbox?page=true", "outbox?page=true&after=0", "followers", "members", "featured"].map(
      (part) => `${group.iri}/${part}`,
    ),
    `${group.iri}/followers?is_follower=${encodeURIComponent(`${a.origin}/actors/${amara.id}`)}`,
  ];
}

describe("what is inside a restricted workspace", () => {
  test("is shown on no route to strangers, whoever signs", async () => {
    const set = await scene({ level: "restricted" });
    const { a, felix, peer } = set;
    const inside = await filled(set);
    expect(inside.length).toBeGreaterThan(20);
    const greta = await peer.addActor("greta");
    await letIn(set, greta);
    const elsewhere = await startPeer({ clock: a.clock, hostname: "other.localhost" });
    const stranger = await elsewhere.addActor("stranger", { type: "Application" });
    // Asked, and not let in, though on a member's server.
    await felix.send(set.group.inbox, follow(felix, set.group.iri));
    await set.settle();
    // A signature that was made for another address opens nothing.
    const forged = await signRequest(
      { method: "GET", url: `${a.origin}/elsewhere` },
      { keyId: greta.keyId, privateKey: greta.privateKey },
      "draft-cavage",
      a.clock.now(),
    );
    for (const url of inside) {
      const answers = await Promise.all([ask(url), stranger.fetch(url), felix.fetch(url), ask(url, forged)]);
      for (const { status, text } of answers)
        expect([url, status, text]).toEqual([url, 404, `{"error":"Not found"}`]);
    }
  });

  test("is shown to a member, and to the server that asks on a member's behalf", async () => {
    const set = await scene({ level: "restricted" });
    const [post = "", , gone, ...more] = await filled(set);
    const greta = await set.peer.addActor("greta");
    const application = await set.peer.addActor("instance", { type: "Application" });
    await letIn(set, greta);
    const shown = more.filter((one) => !/context/.test(one) || one.startsWith(`${post}/`));
    for (const url of [post, ...shown])
      for (const answer of await Promise.all([greta.fetch(url), application.fetch(url)]))
        expect([url, answer.status]).toEqual([
          url,
          expect.toBeOneOf(url.includes("/activities/") ? [200, 410] : [200]),
        ]);
    expect((await greta.fetch(gone!)).status).toBe(410);
  });

  test("stands in no page, feed or list that a visitor can open", async () => {
    const set = await scene({ level: "restricted" });
    await filled(set);
    const visitor = client(set.a.origin);
    const { content } = await import("../../db/index.ts");
    const ids = await set.a.store.db.select({ id: content.id }).from(content);
    const paths = [
      "/",
      "/workspaces",
      "/workspaces/sepsis-network",
      ...ids.map(({ id }) => `/content/${id}`),
    ];
    for (const path of paths)
      for (const accept of ["text/html", "application/activity+json"])
        expect((await visitor.get(path, { accept })).text).not.toMatch(/Secret|Among us/);
  });

  test("is sent to members' servers only, and never says that it is public", async () => {
    const set = await scene({ level: "restricted" });
    const { a, amara, workspaceId, group, felix, peer } = set;
    const other = await startPeer({ clock: a.clock, hostname: "other.localhost" });
    await agreeInWriting(a, other.host);
    const waiting = await other.addActor("waiting");
    await waiting.send(group.inbox, follow(waiting, group.iri));
    await letIn(set, felix);
    const urls = await filled(set);
    expect(peer.activities("Announce").length).toBeGreaterThan(5);
    expect(other.delivered()).toEqual([]);
    const everything = [
      ...peer.delivered(),
      ...(await Promise.all(urls.map(async (url) => (await felix.fetch(url)).text))),
    ].join("\n");
    expect(everything).toContain("Secret one");
    expect(everything).not.toMatch(/#Public|as:Public|"Public"/);
    for (const one of peer.activities("Announce")) expect(one.to).toEqual([`${group.iri}/members`]);

    // Who is removed is told, and hears nothing more.
    const row = await actorAt(a, felix.iri);
    peer.forget();
    await removeMember(a.context(amara), { workspaceId, memberId: row!.id, answer: "Moved on." });
    await openDiscussion(a.context(amara), { workspaceId, title: "After that", source: "Secret four." });
    await set.settle();
    expect(peer.activities()).toMatchObject([
      { type: "Reject", summary: "Moved on." },
      { type: "Remove", object: felix.iri, target: `${group.iri}/members` },
    ]);
    expect((await felix.fetch(urls[0]!)).status).toBe(404);
  });

  test("takes nothing in from strangers, and says why", async () => {
    const set = await scene({ level: "restricted" });
    const { a, group, felix, peer } = set;
    const [post] = await filled(set);
    const attempts: JsonObject[] = [
      activity(felix, "Create", note(felix, "hello", { mentions: [group] })),
      activity(felix, "Create", note(felix, "hello", { mentions: [group], inReplyTo: post! })),
      activity(felix, "Like", post!, { to: [group.iri], cc: [] }),
    ];
    const { content, like } = await import("../../db/index.ts");
    const before = await a.store.db.select().from(content);
    for (const one of attempts) await felix.send(group.inbox, one);
    await set.settle();
    expect(await a.store.db.select().from(content)).toHaveLength(before.length);
    expect(await a.store.db.select().from(like)).toHaveLength(1);
    expect(JSON.stringify(peer.activities())).not.toMatch(/Secret|Among/);
    for (const one of peer.activities()) expect(one).toMatchObject({ type: "Reject", to: [felix.iri] });
  });
});

test("the home of a restricted workspace reads what a member's server wrote into it; other servers do not", async () => {
  const { a, b, c, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const priya = await b.addMember("Priya Nair");
  await agree(a, b, settle);
  const { id, handle } = await a.addWorkspace("Board papers", { manager: amara, level: "restricted" });
  const atB = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const [asked] = await a.store.db
    .select({ memberId: membership.actorId })
    .from(membership)
    .where(and(eq(membership.workspaceId, id), eq(membership.state, "requested")));
  await decide(a.context(amara), { workspaceId: id, memberId: asked!.memberId, approve: true });
  await settle();
  const post = await iriOf(
    b,
    await openDiscussion(b.context(priya), { workspaceId: atB, title: "From the south", source: "Inside." }),
  );
  await settle();
  expect(await contentAt(a, post)).toMatchObject({ workspaceId: id, html: "<p>Inside.</p>" });

  const as = async (who: Instance, actorId: number): Promise<number> => {
    const { fetchDocument } = await import("../../federation/remote/fetch.ts");
    const { depsOf } = await import("./deps.ts");
    const answer = await fetchDocument(depsOf(who), post, actorId);
    return answer.ok ? 200 : answer.kind === "gone" ? 404 : 0;
  };
  const applicationOf = async (who: Instance): Promise<number> =>
    (await who.store.db.select({ id: instance.actorId }).from(instance))[0]!.id;
  expect(await as(a, await applicationOf(a))).toBe(200);
  expect(await as(a, id)).toBe(200);
  expect(await as(c, await applicationOf(c))).toBe(404);
  expect((await ask(post)).status).toBe(404);
  expect(JSON.stringify(await b.store.db.select().from(actor))).not.toContain(everyone);
});
