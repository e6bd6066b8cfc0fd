import { expect, test } from "vitest";
import { deleteContent, markSeen } from "../../src/forums/index.ts";
import { myWorkspaces } from "../../src/workspaces/index.ts";
import { activity, note } from "../peers/index.ts";
import { contentAt, iriOf, joined, scene } from "./scene.ts";

test("what arrives from another server is unread, and read again when its author deletes it", async () => {
  const set = await scene();
  const { a, amara, felix, group } = set;
  await joined(set, felix);
  const unread = async () => (await myWorkspaces(a.context(amara), "North"))[0]?.unread;
  const arrives = async (sent: Parameters<typeof felix.send>[1]) => {
    a.clock.tick({ minutes: 1 });
    await felix.send(set.inbox, sent);
    await set.settle();
  };

  const question = note(felix, "what do you think?", { mentions: [group] });
  await arrives(activity(felix, "Create", question));
  const found = (await contentAt(a, String(question.id)))!;
  expect(await unread()).toBe(1);
  await markSeen(a.context(amara), found.rootId);
  expect(await unread()).toBe(0);

  const answer = note(felix, "and one more thing", {
    mentions: [group],
    inReplyTo: await iriOf(a, found.rootId),
  });
  await arrives(activity(felix, "Create", answer));
  expect(await unread()).toBe(1);

  const other = note(felix, "something else", { mentions: [group] });
  await arrives(activity(felix, "Create", other));
  expect(await unread()).toBe(2);
  await arrives(activity(felix, "Delete", { id: String(other.id), type: "Tombstone" }));
  expect(await unread()).toBe(1);
  await deleteContent(a.context(amara), { contentId: found.rootId, reason: "Not for here" });
  expect(await unread()).toBe(0);
});
