import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { contentTag, reblog } from "../../../db/index.ts";
import { boostPost, followPerson } from "../../../src/posts/index.ts";
import { activity, note } from "../../peers/index.ts";
import { mastodon } from "../../peers/mastodon.ts";
import { contentAt } from "../scene.ts";
import { groupThere, meet, type Meeting } from "../peers/meeting.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Amara here follows Paula on Mastodon. */
async function following({ a, amara, peer, given, settle }: Meeting): Promise<void> {
  const found = await a.running.federation.elsewhere.find(`@paula@${peer.host}`, amara.id);
  if (!found.ok || found.value.kind !== "person") throw new Error("She was not found");
  await followPerson(a.context(amara), { personId: found.value.id });
  await settle();
  const asked = peer.activities("Follow").at(-1)!;
  await given(peer.person, activity(peer.person, "Accept", asked));
}

test("no workspace takes a post that was not said to it, and none brings back what was deleted", async () => {
  const set = await meet(mastodon);
  const { a, amara, peer, given } = set;
  await following(set);
  const { group } = await groupThere(set);
  const said = note(peer.person, "A calm night", {
    more: { tag: [{ type: "Hashtag", name: "#Nights", href: `${peer.origin}/tags/nights` }] },
  });
  const create = activity(peer.person, "Create", said);
  await given(peer.person, create);
  const row = (await contentAt(a, String(said.id)))!;
  expect(row).toMatchObject({ kind: "post", workspaceId: null });
  const tags = await a.store.db.select().from(contentTag).where(eq(contentTag.contentId, row.id));
  expect(tags).toMatchObject([{ name: "nights" }]);
  await boostPost(a.context(amara), { contentId: row.id, boosted: true });

  const taken = await given(group, activity(group, "Announce", create));
  expect(taken).toMatchObject({ state: "refused" });
  expect(await contentAt(a, String(said.id))).toMatchObject({ id: row.id, kind: "post", workspaceId: null });
  expect(await a.store.db.$count(reblog, eq(reblog.contentId, row.id))).toBe(1);

  await given(peer.person, activity(peer.person, "Delete", String(said.id)));
  await given(group, activity(group, "Announce", create));
  const gone = { id: row.id, kind: "post", html: "", deleted: expect.any(Date) as Date };
  expect(await contentAt(a, String(said.id))).toMatchObject(gone);
});
