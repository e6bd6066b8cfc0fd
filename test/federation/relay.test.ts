import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { activity, everyone, note, type Peer, type PeerActor, startPeer, undo } from "../peers/index.ts";
import type { Instance } from "../rig.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { contentAt, iriOf } from "./scene.ts";

vi.setConfig({ testTimeout: 120_000 });

/** A workspace on A with a member on B, and somebody on Mastodon. */
async function between() {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const priya = await b.addMember("Priya Nair");
  const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
  const atB = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const peer: Peer = await startPeer({ clock: a.clock });
  const felix = await peer.addActor("felix");
  const group = { iri: `${a.origin}/actors/${workspaceId}`, name: `@${handle}@${a.host}` };
  const send = async (by: PeerActor, sent: JsonObject, to: Instance = a) => {
    expect((await by.send(`${to.origin}/inbox`, sent)).status).toBe(202);
    await settle();
    a.clock.tick({ minutes: 1 });
  };
  /** As Mastodon does: an address that is a part of the post's, where nothing can be read. */
  const act = (type: string, about: string | JsonObject, more: JsonObject = {}): JsonObject => ({
    ...activity(felix, type, about, more),
    id: `${String(typeof about === "string" ? felix.iri : about.id)}#${type.toLowerCase()}s/${a.clock.now().getTime()}`,
  });
  return { a, b, amara, priya, workspaceId, atB, peer, felix, group, send, act, settle };
}

describe("what somebody on Mastodon does in a workspace", () => {
  test("arrives at its members elsewhere: words, edits, likes, and deletions", async () => {
    const { a, b, amara, workspaceId, peer, felix, group, send, act, settle } = await between();
    const said = note(felix, "what do you think?", { mentions: [group] });
    await send(felix, activity(felix, "Create", said));
    expect(await contentAt(b, String(said.id))).toMatchObject({ kind: "discussion" });

    const edited = { ...said, content: "<p>what did you think?</p>", updated: a.clock.now().toISOString() };
    peer.serve(edited);
    await send(felix, act("Update", edited));
    expect((await contentAt(b, String(said.id)))?.html).toBe("<p>what did you think?</p>");

    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    await settle();
    const post = await iriOf(a, id);
    const like = act("Like", post);
    await send(felix, like);
    expect(await contentAt(b, post)).toMatchObject({ likes: 1 });
    await send(felix, { ...undo(felix, like), id: `${String(like.id)}/undo` });
    expect(await contentAt(b, post)).toMatchObject({ likes: 0 });

    peer.documents.delete(new URL(String(said.id)).pathname);
    const tombstone = { id: said.id!, type: "Tombstone" };
    await send(felix, act("Delete", tombstone, { to: [everyone], cc: [] }));
    for (const one of [a, b])
      expect(await contentAt(one, String(said.id))).toMatchObject({ deleted: expect.any(Date), html: "" });
  });

  test("in reply to a member elsewhere reaches both homes, and each has it once", async () => {
    const { a, b, amara, priya, workspaceId, felix, group, send, settle } = await between();
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    await settle();
    const root = (await contentAt(b, await iriOf(a, id)))!;
    const comment = await addComment(b.context(priya), { parentId: root.id, source: "From the south." });
    await settle();
    const parent = await iriOf(b, comment);
    const mentions = [{ iri: `${b.origin}/actors/${priya.id}`, name: `@${priya.handle}@${b.host}` }, group];
    const reply = note(felix, "and from the hills", { mentions, inReplyTo: parent });
    const create = activity(felix, "Create", reply);
    await send(felix, create, b);
    expect(await contentAt(b, String(reply.id))).toBeUndefined();
    await send(felix, create, a);
    for (const one of [a, b])
      expect(await contentAt(one, String(reply.id))).toMatchObject({
        kind: "comment",
        parentId: (await contentAt(one, parent))!.id,
        accepted: expect.any(Date),
      });
  });

  test("and who closed the account holds up nobody's history", async () => {
    const { a, b, c, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor");
    const priya = await b.addMember("Priya Nair");
    const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
    const peer = await startPeer({ clock: a.clock });
    const felix = await peer.addActor("felix");
    const group = { iri: `${a.origin}/actors/${workspaceId}`, name: `@${handle}@${a.host}` };
    const said = note(felix, "I was here", { mentions: [group] });
    await felix.send(`${a.origin}/inbox`, activity(felix, "Create", said));
    await settle();
    const answer = await addComment(a.context(amara), {
      parentId: (await contentAt(a, String(said.id)))!.id,
      source: "You were.",
    });
    await openDiscussion(a.context(amara), { workspaceId, title: "Since then", source: "Words." });
    peer.documents.set(new URL(felix.iri).pathname, { status: 410 });
    await settle();
    await joinFrom(b, priya, group.name);
    await settle();
    for (const iri of [String(said.id), await iriOf(a, answer)])
      expect([iri, await contentAt(b, iri)]).toEqual([iri, expect.objectContaining({ deleted: null })]);
    expect(await b.store.db.$count((await import("../../db/index.ts")).content)).toBe(3);
    expect(c.origin).not.toBe(b.origin);
  });
});
