import { and, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { content, follow, like, notification, reblog } from "../../../db/index.ts";
import type { JsonObject } from "../../../federation/wire/json.ts";
import {
  answerFollow,
  boostPost,
  deletePost,
  editPost,
  followPerson,
  likePost,
  publishPost,
  removeFollower,
  unfollowPerson,
} from "../../../src/posts/index.ts";
import { activity, note, undo } from "../../peers/index.ts";
import { mastodon, timeline } from "../../peers/mastodon.ts";
import { actorAt, ask, contentAt, iriOf } from "../scene.ts";
import { meet, type Meeting } from "../peers/meeting.ts";

vi.setConfig({ testTimeout: 60_000 });

const iriOfAmara = ({ a, amara }: Meeting) => `${a.origin}/actors/${amara.id}`;

/** Paula on Mastodon follows Amara here. */
async function followed(set: Meeting): Promise<JsonObject> {
  const { peer, given } = set;
  const asked = activity(peer.person, "Follow", iriOfAmara(set));
  expect(await given(peer.person, asked)).toMatchObject({ state: "done" });
  return asked;
}

/** Amara here follows Paula on Mastodon. */
async function following(set: Meeting): Promise<number> {
  const { a, amara, peer, given, settle } = set;
  const found = await a.running.federation.elsewhere.find(`@paula@${peer.host}`, amara.id);
  if (!found.ok || found.value.kind !== "person") throw new Error("She was not found");
  const personId = found.value.id;
  expect(await followPerson(a.context(amara), { personId })).toBe(false);
  await settle();
  const asked = peer.activities("Follow").at(-1)!;
  expect(asked).toMatchObject({ actor: iriOfAmara(set), object: peer.person.iri });
  await given(peer.person, activity(peer.person, "Accept", asked, { to: [iriOfAmara(set)], cc: [] }));
  return personId;
}

test("people on Mastodon follow a member, and have what she posts to them, its edits and its end", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, settle } = set;
  const ctx = a.context(amara);
  await followed(set);
  expect(peer.activities("Accept").at(-1)).toMatchObject({ actor: iriOfAmara(set) });
  const id = await publishPost(ctx, { source: "A *calm* night.", visibility: "public" });
  const close = await publishPost(ctx, { source: "For you.", visibility: "followers", warning: "Work" });
  await settle();
  const [iri, second] = [await iriOf(a, id), await iriOf(a, close)];
  const create = peer.activities("Create").find((one) => (one.object as JsonObject).id === iri)!;
  expect(create).toMatchObject({
    actor: iriOfAmara(set),
    to: ["https://www.w3.org/ns/activitystreams#Public"],
    cc: [`${iriOfAmara(set)}/followers`],
    object: { type: "Note", content: "<p>A <em>calm</em> night.</p>", inReplyTo: null, sensitive: false },
  });
  expect([...timeline(peer).keys()]).toEqual([iri, second]);
  const other = peer.activities("Create").at(-1)!;
  expect(other).toMatchObject({
    to: [`${iriOfAmara(set)}/followers`],
    cc: [],
    object: { summary: "Work", sensitive: true },
  });
  // Read again at its address: what is for followers, by a follower only.
  expect((await ask(iri)).status).toBe(200);
  expect((await ask(second)).status).toBe(404);
  expect((await ask(String(other.id))).status).toBe(404);
  expect((await peer.person.fetch(second)).status).toBe(200);
  const outbox = await ask(`${iriOfAmara(set)}/outbox?page=true`);
  expect(outbox.json<{ orderedItems: JsonObject[] }>().orderedItems.map((one) => one.id)).toEqual([
    create.id,
  ]);

  await editPost(ctx, { contentId: id, source: "A quiet night." });
  await deletePost(ctx, { contentId: close });
  await settle();
  expect([...timeline(peer)].map(([at, { text }]) => [at, text])).toEqual([[iri, "<p>A quiet night.</p>"]]);
  expect((await peer.person.fetch(second)).status).toBe(410);
  expect(peer.dropped).toEqual([]);

  await removeFollower(ctx, { followerId: (await actorAt(a, peer.person.iri))!.id });
  await publishPost(ctx, { source: "Not any more.", visibility: "public" });
  await settle();
  expect(peer.activities("Reject")).toHaveLength(1);
  expect(timeline(peer).size).toBe(1);
});

test("a member who decides herself who follows her is asked", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given, settle } = set;
  const { actor } = await import("../../../db/index.ts");
  await a.store.transaction(async (tx) => {
    await tx.update(actor).set({ approves: true }).where(eq(actor.id, amara.id));
  });
  const asked = activity(peer.person, "Follow", iriOfAmara(set));
  await given(peer.person, asked);
  expect(peer.activities("Accept")).toEqual([]);
  const paula = (await actorAt(a, peer.person.iri))!;
  await publishPost(a.context(amara), { source: "For those who follow.", visibility: "followers" });
  await settle();
  expect(timeline(peer).size).toBe(0);
  await answerFollow(a.context(amara), { followerId: paula.id, accept: true });
  await settle();
  expect(peer.activities("Accept").at(-1)).toMatchObject({ object: { id: asked.id } });
  // She leaves again.
  await given(peer.person, undo(peer.person, asked));
  expect(await a.store.db.select().from(follow).where(eq(follow.followedId, amara.id))).toEqual([]);
});

test("what people post whom a member follows arrives; hers go back: like, answer, boost, direct message", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given, settle } = set;
  const ctx = a.context(amara);
  const stranger = note(peer.person, "Nobody here follows me yet");
  expect(await given(peer.person, activity(peer.person, "Create", stranger))).toMatchObject({
    state: "ignored",
  });
  const paulaId = await following(set);
  const said = note(peer.person, "Hello from outside", { more: { summary: "Weather", sensitive: true } });
  expect(await given(peer.person, activity(peer.person, "Create", said))).toMatchObject({ state: "done" });
  const row = (await contentAt(a, String(said.id)))!;
  expect(row).toMatchObject({ kind: "post", workspaceId: null, visibility: "public", warning: "Weather" });

  await likePost(ctx, { contentId: row.id, liked: true });
  await boostPost(ctx, { contentId: row.id, boosted: true });
  const answer = await publishPost(ctx, {
    parentId: row.id,
    source: "Hello back",
    visibility: "public",
    alsoNamed: [paulaId],
  });
  const secret = await publishPost(ctx, {
    source: `@paula@${peer.host} between us`,
    visibility: "direct",
  });
  await settle();
  expect(peer.activities("Like")).toMatchObject([{ object: said.id, actor: iriOfAmara(set) }]);
  expect(peer.activities("Announce").filter((one) => one.actor === iriOfAmara(set))).toMatchObject([
    { object: said.id },
  ]);
  const [back, direct] = peer.activities("Create").slice(-2);
  expect(back).toMatchObject({
    object: { inReplyTo: said.id, tag: [{ type: "Mention", href: peer.person.iri }] },
  });
  expect(direct).toMatchObject({ to: [peer.person.iri], cc: [], object: { to: [peer.person.iri], cc: [] } });
  expect((await ask(await iriOf(a, secret))).status).toBe(404);
  expect((await ask(await iriOf(a, answer))).status).toBe(200);

  await likePost(ctx, { contentId: row.id, liked: false });
  await boostPost(ctx, { contentId: row.id, boosted: false });
  await deletePost(ctx, { contentId: secret });
  await unfollowPerson(ctx, { personId: paulaId });
  await settle();
  expect(peer.activities("Undo").map((one) => (one.object as JsonObject).type)).toEqual([
    "Like",
    "Announce",
    "Follow",
  ]);
  expect(peer.activities("Delete")).toHaveLength(1);
  // Whom nobody follows any more is not heard.
  const later = note(peer.person, "Still there?");
  expect(await given(peer.person, activity(peer.person, "Create", later))).toMatchObject({
    state: "ignored",
  });
});

test("answers, likes, boosts, edits and deletions of theirs count here, once, and only for those whom they are for", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given } = set;
  const ben = await a.addMember("Ben Hart");
  const id = await publishPost(a.context(amara), { source: "Who is on tonight?", visibility: "public" });
  const iri = await iriOf(a, id);
  const name = { iri: iriOfAmara(set), name: `@amara-okafor@${a.host}` };
  const answer = note(peer.person, "I am", { inReplyTo: iri, mentions: [name] });
  await given(peer.person, activity(peer.person, "Create", answer));
  const liked = activity(peer.person, "Like", iri);
  const boosted = activity(peer.person, "Announce", iri);
  for (const one of [liked, boosted, liked, boosted]) await given(peer.person, one);
  const row = (await contentAt(a, String(answer.id)))!;
  expect(row).toMatchObject({ kind: "post", rootId: id, parentId: id });
  expect((await contentAt(a, iri))!).toMatchObject({ likes: 1, boosts: 1 });
  const kinds = await a.store.db
    .select({ kind: notification.kind })
    .from(notification)
    .where(eq(notification.personId, amara.id));
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(["boost", "like", "reply"]);

  const direct = note(peer.person, "only you", { more: { to: [iriOfAmara(set)], cc: [] }, mentions: [name] });
  await given(peer.person, activity(peer.person, "Create", direct));
  const secret = (await contentAt(a, String(direct.id)))!;
  expect(secret.visibility).toBe("direct");
  await expect(likePost(a.context(ben), { contentId: secret.id, liked: true })).rejects.toMatchObject({
    code: "not found",
  });
  await likePost(a.context(amara), { contentId: secret.id, liked: true });

  // Another one changes nothing of it, and its author all.
  const mallory = await peer.addActor("mallory");
  expect(await given(mallory, activity(mallory, "Delete", String(answer.id)))).toMatchObject({
    state: "ignored",
  });
  await given(mallory, undo(mallory, liked));
  expect((await contentAt(a, iri))!.likes).toBe(1);
  await given(peer.person, undo(peer.person, liked));
  await given(peer.person, undo(peer.person, boosted));
  expect((await contentAt(a, iri))!).toMatchObject({ likes: 0, boosts: 0 });
  expect(await a.store.db.select().from(reblog)).toEqual([]);
  const again = {
    ...answer,
    content: "<p>I was</p>",
    updated: new Date(a.clock().getTime() + 1000).toISOString(),
  };
  await given(peer.person, activity(peer.person, "Update", again));
  expect((await contentAt(a, String(answer.id)))!.html).toBe("<p>I was</p>");
  await given(peer.person, activity(peer.person, "Delete", String(answer.id)));
  expect((await contentAt(a, String(answer.id)))!).toMatchObject({ html: "" });
  expect((await contentAt(a, String(answer.id)))!.deleted).not.toBeNull();
  expect(
    await a.store.db
      .select()
      .from(like)
      .where(and(eq(like.contentId, id))),
  ).toEqual([]);
});

test("a thread that a followed person answers in is fetched; nothing but what everybody may read", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given } = set;
  const quentin = await peer.addActor("quentin");
  const first = note(quentin, "How do you count beds?");
  const closed = note(quentin, "Between us", { more: { to: [`${quentin.iri}/followers`], cc: [] } });
  await following(set);
  const answer = note(peer.person, "By hand", { inReplyTo: String(first.id) });
  const other = note(peer.person, "Yes", { inReplyTo: String(closed.id) });
  for (const one of [answer, other]) await given(peer.person, activity(peer.person, "Create", one));
  const root = (await contentAt(a, String(first.id)))!;
  expect(root).toMatchObject({ kind: "post", visibility: "public" });
  expect(await contentAt(a, String(answer.id))).toMatchObject({ rootId: root.id, parentId: root.id });
  expect(await contentAt(a, String(closed.id))).toBeUndefined();
  expect(await contentAt(a, String(other.id))).toMatchObject({ parentId: null });
  // A boost by somebody who is followed brings what is boosted.
  const shared = note(quentin, "Worth reading");
  await given(peer.person, activity(peer.person, "Announce", String(shared.id)));
  const brought = (await contentAt(a, String(shared.id)))!;
  expect(await a.store.db.select().from(reblog).where(eq(reblog.contentId, brought.id))).toHaveLength(1);
  // A search by its address finds what is open.
  const more = note(quentin, "Found by its address");
  const found = await a.running.federation.elsewhere.find(String(more.id), amara.id);
  expect(found).toMatchObject({ ok: true, value: { kind: "post" } });
  expect((await a.running.federation.elsewhere.find(String(closed.id), amara.id)).ok).toBe(false);
});

test("an account that is closed elsewhere takes its own posts along", async () => {
  const set = await meet(mastodon);
  const { a, peer, given } = set;
  await following(set);
  const said = note(peer.person, "My last words");
  await given(peer.person, activity(peer.person, "Create", said));
  await given(peer.person, activity(peer.person, "Delete", peer.person.iri));
  const [row] = await a.store.db
    .select()
    .from(content)
    .where(eq(content.iri, String(said.id)));
  expect(row).toMatchObject({ html: "" });
  expect(row!.deleted).not.toBeNull();
  expect(await a.store.db.select().from(follow).where(eq(follow.followedId, row!.authorId))).toEqual([]);
});
