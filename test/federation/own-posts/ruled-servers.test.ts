import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { event, follow } from "../../../db/index.ts";
import { followPerson } from "../../../src/posts/index.ts";
import { ruleOn } from "../../../src/peers/index.ts";
import { type App, appFor } from "../../mastodon/app.ts";
import { activity, note } from "../../peers/index.ts";
import { mastodon } from "../../peers/mastodon.ts";
import type { Member } from "../../rig.ts";
import { actorAt, contentAt } from "../scene.ts";
import { meet, type Meeting } from "../peers/meeting.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Somebody here follows Paula on Mastodon. */
async function follows({ a, peer, given, settle }: Meeting, who: Member): Promise<void> {
  const found = await a.running.federation.elsewhere.find(`@paula@${peer.host}`, who.id);
  if (!found.ok) throw new Error(found.problem);
  await followPerson(a.context(who), { personId: found.value.id });
  await settle();
  const asked = peer.activities("Follow").at(-1)!;
  await given(peer.person, activity(peer.person, "Accept", asked));
}

test("who follows whom ends where a server is suspended, also below its name, and begins anew when that is over", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given, settle } = set;
  await follows(set, amara);
  await given(peer.person, activity(peer.person, "Follow", `${a.origin}/actors/${amara.id}`));
  expect(await a.store.db.$count(follow, eq(follow.ofPerson, true))).toBe(2);
  const admin = a.context(a.administrator);
  await ruleOn(admin, { host: peer.host.replace(/:.*/, ""), rule: "suspended" });
  expect(await a.store.db.$count(follow, eq(follow.ofPerson, true))).toBe(0);
  const kinds = (await a.store.db.select({ kind: event.kind }).from(event)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["follow.ended", "follower.removed"]));
  await settle();
  expect([...peer.activities("Undo"), ...peer.activities("Reject")]).toEqual([]);
  await ruleOn(admin, { host: peer.host.replace(/:.*/, ""), rule: "none" });
  await follows(set, amara);
  expect(await a.store.db.$count(follow, eq(follow.ofPerson, true))).toBe(1);
});

test("what people of a silenced server say is shown to who follows them, and not among what everybody is shown", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given } = set;
  const tom = await a.addMember("Tom Baker");
  await follows(set, tom);
  await ruleOn(a.context(a.administrator), { host: peer.host.replace(/:.*/, ""), rule: "silenced" });
  const app = { amara: await appFor(a, amara), tom: await appFor(a, tom) };
  const tag = { type: "Hashtag", name: "#ward", href: `https://${peer.host}/tags/ward` };
  const said = note(peer.person, "A calm #ward.", { more: { tag: [tag] } });
  expect(await given(peer.person, activity(peer.person, "Create", said))).toMatchObject({ state: "done" });
  const id = String((await contentAt(a, String(said.id)))!.id);
  const ids = async (of: App, path: string) =>
    ((await of.get(path)) as { id: string }[]).map((one) => one.id);
  for (const path of [
    "/api/v1/timelines/public",
    "/api/v1/timelines/public?remote=true",
    "/api/v1/timelines/tag/ward",
  ]) {
    expect(await ids(app.tom, path)).toEqual([id]);
    expect(await ids(app.amara, path)).toEqual([]);
  }
  // Whoever looks for them finds them.
  const paula = (await actorAt(a, peer.person.iri))!.id;
  expect(await ids(app.amara, `/api/v1/accounts/${paula}/statuses`)).toEqual([id]);
  expect(await ids(app.tom, "/api/v1/timelines/home")).toEqual([id]);
  expect((await (await a.as(tom)).get("/tags/ward")).text).toContain("A calm");
  expect((await (await a.as(amara)).get("/tags/ward")).text).not.toContain("A calm");
});
