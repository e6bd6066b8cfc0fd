import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, event, membership } from "../../db/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { ruleOn, setAllowlistOnly } from "../../src/peers/index.ts";
import { activity, follow, note } from "../peers/index.ts";
import { contentAt, joined, scene, type Scene } from "./scene.ts";

const stateOf = async ({ a }: Scene, iri: string) =>
  (
    await a.store.db
      .select({ state: membership.state })
      .from(membership)
      .innerJoin(actor, and(eq(actor.id, membership.actorId), eq(actor.iri, iri)))
  )[0]?.state;

test("from a suspended server nothing comes in, nothing goes out to it, and its people belong nowhere", async () => {
  const set = await scene();
  const { a, amara, workspaceId, peer, felix, group } = set;
  await joined(set, felix);
  const admin = a.context(a.administrator);
  await expect(ruleOn(a.context(amara), { host: peer.host, rule: "suspended" })).rejects.toThrow(
    "administrator",
  );
  await ruleOn(admin, { host: "masto.localhost", rule: "suspended", reason: "Spam" });
  expect(await stateOf(set, felix.iri)).toBe("removed");
  await set.settle();
  peer.forget();
  await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
  const said = note(felix, "hello", { mentions: [group] });
  expect((await felix.send(set.inbox, activity(felix, "Create", said))).status).toBe(403);
  await set.settle();
  expect(peer.requests).toEqual([]);
  expect(await contentAt(a, String(said.id))).toBeUndefined();
  const kinds = await a.store.db.select({ kind: event.kind }).from(event);
  expect(kinds.map(({ kind }) => kind)).toContain("peer.suspended");

  // Lifted, they may join again by themselves.
  await ruleOn(admin, { host: "masto.localhost", rule: "none" });
  expect(await stateOf(set, felix.iri)).toBe("left");
  await felix.send(set.inbox, follow(felix, group.iri));
  await set.settle();
  expect(await stateOf(set, felix.iri)).toBe("active");
});

test("people of a silenced server ask to join an open workspace, and do not speak in it before", async () => {
  const set = await scene();
  const { a, peer, felix, group } = set;
  await ruleOn(a.context(a.administrator), { host: peer.host.replace(/:.*/, ""), rule: "silenced" });
  const said = note(felix, "hello", { mentions: [group] });
  await felix.send(set.inbox, activity(felix, "Create", said));
  await set.settle();
  expect(await contentAt(a, String(said.id))).toBeUndefined();
  await joined(set, felix);
  expect(await stateOf(set, felix.iri)).toBe("requested");
});

test("with the switch on, only servers that are allowed are dealt with", async () => {
  const set = await scene();
  const { a, peer, felix, group } = set;
  const admin = a.context(a.administrator);
  await setAllowlistOnly(admin, true);
  const send = () => felix.send(set.inbox, follow(felix, group.iri));
  expect((await send()).status).toBe(401);
  expect(peer.requests).toEqual([]);
  await ruleOn(admin, { host: peer.host, rule: "allowed" });
  a.clock.tick({ minutes: 6 });
  expect((await send()).status).toBe(202);
  await set.settle();
  expect(await stateOf(set, felix.iri)).toBe("active");
});
