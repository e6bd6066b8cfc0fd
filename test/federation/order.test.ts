import { and, eq, like as matches } from "drizzle-orm";
import { expect, test } from "vitest";
import { content, inbox, like } from "../../db/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { activity, note, type PeerActor, startPeer, undo } from "../peers/index.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { contentAt, iriOf, joined, scene } from "./scene.ts";

const when = (sent: JsonObject, at: Date): JsonObject => ({ ...sent, published: at.toISOString() });

test("a like does not overtake its post where that has to wait for its author's server", async () => {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const priya = await b.addMember("Priya Nair");
  const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
  await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  const peer = await startPeer({ clock: a.clock });
  const felix = await peer.addActor("felix");
  const group = { iri: `${a.origin}/actors/${id}`, name: `@${handle}@${a.host}` };
  const said = note(felix, "what do you think?", { mentions: [group] });
  const liked = activity(felix, "Like", String(said.id), { to: [group.iri], cc: [] });
  for (const one of [activity(felix, "Create", said), liked]) {
    peer.serve(one);
    expect((await felix.send(`${a.origin}/inbox`, one)).status).toBe(202);
  }
  // Home knows who it is. When it passes that on, their server is away.
  await a.settle();
  const path = new URL(felix.iri).pathname;
  peer.documents.set(path, { status: 503 });
  await b.settle();
  expect(await contentAt(b, String(said.id))).toBeUndefined();

  // It is there again, and chance would have the like tried first.
  peer.serve(felix.document);
  await b.store.transaction(async (tx) => {
    const isLike = and(eq(inbox.state, "new"), matches(inbox.body, '%"type":"Like"%'));
    const changed = await tx
      .update(inbox)
      .set({ nextAttempt: b.clock.now() })
      .where(isLike)
      .returning({ seq: inbox.seq });
    expect(changed).toHaveLength(1);
  });
  await b.settle();
  expect(await contentAt(b, String(said.id))).toBeUndefined();
  for (let round = 0; round < 3; round++) {
    a.clock.tick({ minutes: 20 });
    await settle();
  }
  for (const one of [a, b]) expect(await contentAt(one, String(said.id))).toMatchObject({ likes: 1 });
});

/** Every order of some things. */
const orders = <One>(all: One[]): One[][] =>
  all.length < 2
    ? [all]
    : all.flatMap((one, at) =>
        orders([...all.slice(0, at), ...all.slice(at + 1)]).map((rest) => [one, ...rest]),
      );

test("of likes that are taken back and made again the last word counts, in whatever order they come", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, inbox: to } = set;
  const greta: PeerActor = await peer.addActor("greta");
  await joined(set, greta);
  const stands: string[] = [];
  const gone: string[] = [];
  const cases = [...orders([0, 1, 2]), ...orders([0, 1, 2, 3]).filter((_order, nth) => nth % 4 === 3)];
  for (const order of cases) {
    const id = await openDiscussion(a.context(amara), {
      workspaceId,
      title: String(order),
      source: "Words.",
    });
    const post = await iriOf(a, id);
    const first = Date.parse("2026-11-02T09:00:00Z");
    const at = (minutes: number) => new Date(first + minutes * 60_000);
    const [one, two] = [1, 3].map((minute) => when(activity(greta, "Like", post), at(minute)));
    const said = [one!, when(undo(greta, one!), at(2)), two!, when(undo(greta, two!), at(4))];
    (order.length === 3 ? stands : gone).push(post);
    for (const index of order) await greta.send(to, said[index]!);
    await set.settle();
  }
  const held = await a.store.db
    .select({ iri: content.iri })
    .from(like)
    .innerJoin(content, eq(content.id, like.contentId));
  expect(held.map(({ iri }) => iri).sort()).toEqual(stands.sort());
  for (const iri of gone) expect(await contentAt(a, iri)).toMatchObject({ likes: 0 });
  for (const iri of stands) expect(await contentAt(a, iri)).toMatchObject({ likes: 1 });
});
