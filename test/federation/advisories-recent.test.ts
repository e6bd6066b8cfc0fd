import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { actor, content, membership } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { ruleOn } from "../../src/peers/index.ts";
import { decide, join } from "../../src/workspaces/index.ts";
import { activity, everyone, follow, note, type Reply, startPeer } from "../peers/index.ts";
import { agreeInWriting } from "./agreements.ts";
import { actorAt, ask, contentAt, iriOf, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What went wrong in other servers in 2025 and 2026, tried here; where it was read stands beside it. */

/** A group on the peer that somebody here has asked to join. */
async function ward({ a, amara, peer, settle }: Scene, more: JsonObject = {}) {
  const iri = `${peer.origin}/users/ward`;
  const group = await peer.addActor("ward", { type: "Group", name: "Ward", ...more });
  peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 0, orderedItems: [] });
  const found = await a.running.federation.elsewhere.find(iri, amara.id);
  if (!found.ok) throw new Error(found.problem);
  await join(a.context(amara), { workspaceId: found.value.id });
  await settle();
  return { group, workspaceId: found.value.id, asked: peer.activities("Follow").at(-1)! };
}

// https://github.com/mastodon/mastodon/security/advisories/GHSA-5h2f-wg8j-xqwp (read at vulnerability.circl.lu)
test("CVE-2026-23961, Mastodon: what a suspended server's people say comes in by no boost, no answer and no group", async () => {
  const set = await scene();
  const { a, felix, group: ours } = set;
  const { group, asked } = await ward(set);
  await group.send(set.inbox, activity(group, "Accept", asked));
  const bad = await startPeer({ clock: a.clock, hostname: "bad.localhost" });
  const ben = await bad.addActor("ben");
  await ruleOn(a.context(a.administrator), { host: "bad.localhost", rule: "suspended", reason: "Spam" });
  await set.settle();
  bad.forget();
  const said = note(ben, "spam", { more: { audience: group.iri, to: [everyone, group.iri] } });
  const more = { to: [everyone], cc: [`${group.iri}/followers`] };
  const announce = (object: JsonObject | string) =>
    group.send(set.inbox, { ...activity(group, "Announce", group.iri, more), object });
  await announce(String(said.id));
  await announce(activity(ben, "Create", said));
  await announce(activity(ben, "Update", said));
  const answer = note(felix, "look at that", { mentions: [ours], inReplyTo: String(said.id) });
  await felix.send(set.inbox, activity(felix, "Create", answer));
  await set.settle();
  expect(await contentAt(a, String(said.id))).toBeUndefined();
  expect((await a.store.db.select().from(content)).map(({ html }) => html).join()).not.toContain("spam");
  expect(bad.requests).toEqual([]);
});

// https://fokus.cool/2025/03/25/pixelfed-vulnerability.html
test("CVE-2025-30741, Pixelfed: a request to join is no membership until the group itself has said so", async () => {
  const set = await scene();
  const { a, peer, felix } = set;
  const { group, workspaceId, asked } = await ward(set, { manuallyApprovesFollowers: true });
  const state = async () =>
    (await a.store.db.select().from(membership).where(eq(membership.workspaceId, workspaceId))).map(
      (row) => row.state,
    );
  expect(await state()).toEqual(["requested"]);
  const mallory = await (await startPeer({ clock: a.clock, hostname: "evil.localhost" })).addActor("mallory");
  for (const by of [felix, mallory]) {
    await by.send(set.inbox, activity(by, "Accept", asked));
    await by.send(set.inbox, activity(by, "Accept", String(asked.id)));
    await by.send(set.inbox, activity(by, "Announce", activity(group, "Accept", asked)));
  }
  await set.settle();
  expect(await state()).toEqual(["requested"]);
  expect(peer.requests.filter(({ path }) => path.includes("/outbox"))).toEqual([]);
  await group.send(set.inbox, activity(group, "Accept", asked));
  await set.settle();
  expect(await state()).toEqual(["active"]);
});

// https://github.com/mastodon/mastodon/security/advisories (4.5.5: limits of polls of others)
test("CVE-2026-23962, Mastodon: a poll with choices without end is refused, and one that fits keeps none", async () => {
  const set = await scene();
  const { a, felix, group } = set;
  const poll = (count: number) =>
    note(felix, "Which?", {
      mentions: [group],
      more: {
        type: "Question",
        oneOf: Array.from({ length: count }, (_, each) => ({ type: "Note", name: `choice ${each}` })),
      },
    });
  const send = (post: JsonObject) => felix.send(set.inbox, activity(felix, "Create", post));
  const [small, large] = [poll(50), poll(20_000)];
  expect((await send(large)).status).toBe(413);
  expect((await send(small)).status).toBe(202);
  await set.settle();
  const kept = await contentAt(a, String(small.id));
  expect(kept).toMatchObject({ kind: "discussion" });
  expect(JSON.stringify(kept)).not.toContain("choice 49");
});

// https://nvd.nist.gov/vuln/detail/CVE-2026-25540
test("CVE-2026-25540, Mastodon: what one member's server was shown, no cache shows to another", async () => {
  const set = await scene({ level: "restricted" });
  const { a, amara, workspaceId, felix, group } = set;
  await agreeInWriting(a, felix.peer.host);
  await felix.send(group.inbox, follow(felix, group.iri));
  await set.settle();
  const row = await actorAt(a, felix.iri);
  await decide(a.context(amara), { workspaceId, memberId: row!.id, approve: true });
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "A secret." });
  await set.settle();
  const post = await iriOf(a, id);
  for (const path of [post, `${post}/context`, `${group.iri}/outbox`]) {
    const shown = await felix.fetch(path);
    expect([path, shown.status]).toEqual([path, 200]);
    expect(String(shown.headers["cache-control"])).toMatch(/private|no-store/);
    const stranger = await ask(path);
    expect([path, stranger.status]).toEqual([path, 404]);
    expect(stranger.text).not.toContain("secret");
  }
});

// https://github.com/fedify-dev/fedify/security/advisories/GHSA-rchf-xwx2-hm93
test("CVE-2025-68475, Fedify: a page that is made to be read slowly is read at once, or not at all", async () => {
  const set = await scene();
  const { a, amara, peer, felix, group } = set;
  const slow = [
    `<a${' href="x" '.repeat(20_000)}`,
    `<link${" rel=alternate".repeat(20_000)}`,
    "<a ".repeat(60_000),
    `<!--${"--".repeat(60_000)}`,
    `<p title="${"&".repeat(60_000)}`,
  ];
  const began = performance.now();
  for (const [each, body] of slow.entries()) {
    const path = `/slow/${each}`;
    const page: Reply = { status: 200, headers: { "content-type": "text/html" }, body: `<html>${body}` };
    peer.documents.set(path, page);
    const found = await a.running.federation.elsewhere.find(`${peer.origin}${path}`, amara.id);
    expect(found.ok).toBe(false);
    const post = note(felix, body, { mentions: [group] });
    expect((await felix.send(set.inbox, activity(felix, "Create", post))).status).toBe(202);
    await set.settle();
  }
  // Read in the time that goes with its square, each of them would take longer than all of them may.
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(await a.store.db.$count(actor, eq(actor.iri, `${peer.origin}/slow/0`))).toBe(0);
});
