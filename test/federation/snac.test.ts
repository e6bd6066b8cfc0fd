import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { content, membership } from "../../db/index.ts";
import { addComment, deleteContent, editContent, openDiscussion } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { type SnacUser, snacIsHere, startSnac } from "../peers/snac.ts";
import { send } from "../../federation/delivery/send.ts";
import { type Instance, type Member, startInstance } from "../rig.ts";
import { depsOf } from "./deps.ts";
import { contentAt, iriOf } from "./scene.ts";

const context = "https://www.w3.org/ns/activitystreams";

// Many steps one after the other, each waited for: on a machine that has much else to do, they take their time.
vi.setConfig({ testTimeout: 180_000 });

/** snac works through its queue once a second. */
const until = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 40_000, interval: 100 });

async function meeting() {
  const a = await startInstance({ hostname: "north.localhost", work: true });
  const amara = await a.addMember("Amara Okafor");
  const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
  const snac = await startSnac();
  const bob = await snac.addUser("bob");
  const members = async () =>
    (await a.store.db.select().from(membership).where(eq(membership.workspaceId, id))).filter(
      ({ state, actorId }) => state === "active" && actorId !== amara.id,
    );
  const shows = (who: SnacUser, words: string) =>
    until(async () => expect(await who.timeline()).toContain(words));
  return { a, amara, workspaceId: id, group: `@${handle}@${a.host}`, snac, bob, members, shows };
}

/** Has a member here follow somebody there, as no page does yet. */
async function followed(a: Instance, { id }: Member, { iri, followers }: SnacUser): Promise<void> {
  const actor = `${a.origin}/actors/${id}`;
  const follow = { "@context": context, id: `${actor}#follow`, type: "Follow", actor, object: iri };
  expect(await send(depsOf(a), `${iri}/inbox`, id, Buffer.from(JSON.stringify(follow)))).toEqual({
    outcome: "done",
  });
  await until(() => expect(followers()).toBe(1));
}

test.skipIf(!snacIsHere)(
  "somebody on snac joins a workspace, reads, answers, edits, likes and takes it all back",
  async () => {
    const { a, amara, workspaceId, group, bob, members, shows } = await meeting();
    await bob.act("Follow", group);
    await until(async () => expect(await members()).toHaveLength(1));

    const id = await openDiscussion(a.context(amara), {
      workspaceId,
      title: "Night-shift screening",
      source: "What made it **stick**?",
    });
    await shows(bob, "Night-shift screening");
    const post = await iriOf(a, id);
    await bob.write("Moving it to handover.", { in_reply_to: post });
    await bob.act("Like", post);
    const one = async () => (await a.store.db.select().from(content).where(eq(content.parentId, id)))[0];
    const likes = async () => (await contentAt(a, post))!.likes;
    await until(async () =>
      expect(await one()).toMatchObject({
        rootId: id,
        html: expect.stringContaining("Moving it to handover"),
      }),
    );
    await until(async () => expect(await likes()).toBe(1));
    const { iri, id: commentId } = (await one())!;

    await addComment(a.context(amara), { parentId: commentId, source: "And at weekends?" });
    await bob.write("Moving it to the evening handover.", { edit_id: iri });
    await bob.act("Unlike", post);
    await until(async () =>
      expect(await one()).toMatchObject({
        html: expect.stringContaining("evening"),
        edited: expect.any(Date),
      }),
    );
    await until(async () => expect(await likes()).toBe(0));
    await shows(bob, "And at weekends?");

    // snac tells of a deletion only the servers of those who follow its author.
    await followed(a, amara, bob);
    await bob.act("Delete", iri);
    await bob.act("Unfollow", `${a.origin}/actors/${workspaceId}`);
    await until(async () => expect(await one()).toMatchObject({ html: "", deleted: expect.any(Date) }));
    await until(async () => expect(await members()).toHaveLength(0));
  },
);

test.skipIf(!snacIsHere)("what is edited or deleted here changes on snac too", async () => {
  const { a, amara, workspaceId, group, bob, members, shows } = await meeting();
  const ben = await a.addMember("Ben Hart");
  await join(a.context(ben), { workspaceId });
  await bob.act("Follow", group);
  await until(async () => expect(await members()).toHaveLength(2));
  const open = (as: Member, title: string) =>
    openDiscussion(a.context(as), { workspaceId, title, source: `The words of ${title}.` });
  const [edited, deleted, removed] = [
    await open(ben, "First"),
    await open(ben, "Second"),
    await open(ben, "Third"),
  ];
  for (const title of ["First", "Second", "Third"]) await shows(bob, `The words of ${title}.`);

  await editContent(a.context(ben), { contentId: edited, title: "First", source: "Better words." });
  await deleteContent(a.context(ben), { contentId: deleted });
  await deleteContent(a.context(amara), { contentId: removed, reason: "Not for here." });
  await until(async () => {
    const page = await bob.timeline();
    expect(page).toContain("Better words.");
    for (const title of ["First", "Second", "Third"]) expect(page).not.toContain(`The words of ${title}.`);
  });
});
