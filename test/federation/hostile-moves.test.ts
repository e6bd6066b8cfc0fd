import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { content, membership } from "../../db/index.ts";
import { moveDiscussion, openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { activity, everyone, note, type Peer, type PeerActor, startPeer } from "../peers/index.ts";
import { contentAt, iriOf, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A category on a peer, to which Amara belongs. */
async function category({ a, amara, inbox, settle }: Scene, peer: Peer, name: string): Promise<PeerActor> {
  const iri = `${peer.origin}/users/${name}`;
  const group = await peer.addActor(name, { type: "Group", attributedTo: `${iri}/moderators` });
  peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 0, orderedItems: [] });
  peer.serve({ id: `${iri}/moderators`, type: "OrderedCollection", orderedItems: [] });
  const found = await a.running.federation.elsewhere.find(iri, amara.id);
  if (!found.ok || found.value.kind !== "workspace") throw new Error("The group was not found");
  await join(a.context(amara), { workspaceId: found.value.id });
  await settle();
  await group.send(inbox, activity(group, "Accept", peer.activities("Follow").at(-1)!));
  await settle();
  return group;
}

const announced = (group: PeerActor, inner: object | string) =>
  activity(group, "Announce", inner as never, { to: [everyone], cc: [`${group.iri}/followers`] });

/** A topic in a category, with a collection of its own, as NodeBB has them. */
async function topic(
  { inbox, settle }: Scene,
  group: PeerActor,
  by: PeerActor,
): Promise<{ iri: string; context: string }> {
  const context = `${by.peer.origin}/topic/${by.name}-${group.name}`;
  const post = note(by, "A topic", { more: { audience: group.iri, context, name: "A topic" } });
  by.peer.serve({
    id: context,
    type: "OrderedCollection",
    attributedTo: group.iri,
    orderedItems: [post.id as string],
  });
  await group.send(inbox, announced(group, activity(by, "Create", post)));
  await settle();
  return { iri: String(post.id), context };
}

const where = async ({ a }: Scene, iri: string) => {
  const row = await contentAt(a, iri);
  const { actorById } = await import("../../federation/actors/rows.ts");
  return row && (await actorById(a.store.db, row.workspaceId ?? 0))?.iri;
};

test("NodeBB moves a topic from one category to another, by its own account or by the category", async () => {
  const set = await scene({ hostname: "nodebb.localhost", software: "nodebb" });
  const { inbox, settle, peer, felix } = set;
  const [news, chat] = [await category(set, peer, "news"), await category(set, peer, "chat")];
  const { iri, context } = await topic(set, news, felix);
  expect(await where(set, iri)).toBe(news.iri);
  const move = { object: context, origin: news.iri, target: chat.iri, to: [everyone] };
  await felix.send(inbox, activity(felix, "Move", context, move));
  await settle();
  expect(await where(set, iri)).toBe(chat.iri);
  const back = activity(felix, "Move", context, { ...move, origin: chat.iri, target: news.iri });
  await chat.send(inbox, announced(chat, back));
  await settle();
  expect(await where(set, iri)).toBe(news.iri);
  // The same one again, after it was moved once more, changes nothing.
  await felix.send(inbox, activity(felix, "Move", context, move));
  await settle();
  await chat.send(inbox, announced(chat, back));
  await settle();
  expect(await where(set, iri)).toBe(chat.iri);
});

test("nobody takes a discussion that its home has not let go, and nobody puts one where it is not taken in", async () => {
  const set = await scene();
  const { a, inbox, settle, peer, felix } = set;
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  const mallory = await evil.addActor("mallory");
  const [honest, greedy] = [await category(set, peer, "honest"), await category(set, evil, "greedy")];
  const { iri, context } = await topic(set, honest, felix);
  const take = { object: context, origin: honest.iri, target: greedy.iri, to: [everyone] };
  for (const forged of [
    announced(greedy, activity(mallory, "Move", context, take)),
    announced(greedy, activity(mallory, "Move", iri, { ...take, object: iri, origin: greedy.iri })),
    announced(greedy, activity(mallory, "Remove", context, { target: honest.iri })),
  ]) {
    expect((await greedy.send(inbox, forged)).status).toBe(202);
    await settle();
    expect(await where(set, iri)).toBe(honest.iri);
  }
  const direct = activity(mallory, "Move", context, take);
  await mallory.send(inbox, direct);
  await settle();
  expect(await where(set, iri)).toBe(honest.iri);

  // Pushed into another's workspace: there it is not until that one has taken it in.
  const [theirs, spam] = [iri, await topic(set, greedy, mallory)];
  const push = { object: spam.context, origin: greedy.iri, target: honest.iri, to: [everyone] };
  await greedy.send(inbox, announced(greedy, activity(mallory, "Move", spam.context, push)));
  await settle();
  expect(await where(set, spam.iri)).not.toBe(honest.iri);
  expect(await where(set, theirs)).toBe(honest.iri);

  // What a stranger wrote elsewhere, claimed by a workspace that it was never in.
  const private_ = note(felix, "Said in another room", { more: { audience: `${peer.origin}/users/other` } });
  const claim = { object: private_.id as string, origin: `${peer.origin}/users/other`, target: greedy.iri };
  await greedy.send(inbox, announced(greedy, activity(mallory, "Move", String(private_.id), claim)));
  await greedy.send(inbox, announced(greedy, activity(felix, "Create", private_)));
  await settle();
  expect(await contentAt(a, String(private_.id))).toBeUndefined();
});

test("what stands in a workspace here is moved by those who manage both, and by nobody else", async () => {
  const set = await scene();
  const { a, amara, felix, workspaceId, group, inbox, settle } = set;
  const other = await a.addWorkspace("Other", { manager: amara });
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "Ours", source: "Words." });
  const iri = await iriOf(a, id);
  const [to] = [`${a.origin}/actors/${other.id}`];
  await join(a.context(amara), { workspaceId: other.id });
  const move = { object: iri, origin: group.iri, target: to, to: [everyone, group.iri] };
  await felix.send(inbox, activity(felix, "Move", iri, move));
  await felix.send(
    inbox,
    activity(felix, "Undo", activity(felix, "Move", iri, { ...move, origin: to, target: group.iri })),
  );
  await settle();
  expect(await where(set, iri)).toBe(group.iri);
  await a.store.transaction((tx) =>
    tx.update(membership).set({ role: "reader" }).where(eq(membership.workspaceId, other.id)),
  );
  await expect(moveDiscussion(a.context(amara), { contentId: id, toId: other.id })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await a.store.db.$count(content)).toBe(1);
});
