import { expect, test } from "vitest";
import { inbox } from "../../../db/index.ts";
import { addComment, openDiscussion } from "../../../src/forums/index.ts";
import {
  boostPost,
  editPost,
  followPerson,
  likePost,
  publishPost,
  deletePost,
} from "../../../src/posts/index.ts";
import { client, type Instance, type Member } from "../../rig.ts";
import { joinFrom, startNetwork } from "../network.ts";
import { contentAt, iriOf } from "../scene.ts";

const findPerson = async (home: Instance, as: Member, address: string): Promise<number> => {
  const found = await home.running.federation.elsewhere.find(address, as.id);
  if (!found.ok || found.value.kind !== "person") throw new Error("Nobody was found");
  return found.value.id;
};

test("colleagues at two organisations follow each other, and see the same; a third sees only what is for everybody", async () => {
  const { a, b, c, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const bola = await b.addMember("Bola Ade");
  const cleo = await c.addMember("Cleo Hart");
  const amaraThere = await findPerson(b, bola, `@amara-okafor@${a.host}`);
  await followPerson(b.context(bola), { personId: amaraThere });
  await settle();
  const open = await publishPost(a.context(amara), { source: "For everybody.", visibility: "public" });
  const close = await publishPost(a.context(amara), { source: "For followers.", visibility: "followers" });
  await settle();
  const [openIri, closeIri] = [await iriOf(a, open), await iriOf(a, close)];
  const there = (await contentAt(b, openIri))!;
  expect(there).toMatchObject({ visibility: "public", html: "<p>For everybody.</p>" });
  expect(await contentAt(b, closeIri)).toMatchObject({ visibility: "followers" });
  await likePost(b.context(bola), { contentId: there.id, liked: true });
  await boostPost(b.context(bola), { contentId: there.id, boosted: true });
  const answer = await publishPost(b.context(bola), {
    parentId: (await contentAt(b, closeIri))!.id,
    source: "Thank you.",
    visibility: "direct",
    alsoNamed: [amaraThere],
  });
  await settle();
  expect(await contentAt(a, openIri)).toMatchObject({ likes: 1, boosts: 1 });
  expect(await contentAt(a, await iriOf(b, answer))).toMatchObject({ visibility: "direct", parentId: close });

  // Somebody at a third organisation finds what is for everybody, and nothing else.
  expect((await c.running.federation.elsewhere.find(openIri, cleo.id)).ok).toBe(true);
  for (const iri of [closeIri, await iriOf(b, answer)]) {
    expect((await c.running.federation.elsewhere.find(iri, cleo.id)).ok).toBe(false);
    expect(await contentAt(c, iri)).toBeUndefined();
  }
  await editPost(a.context(amara), { contentId: open, source: "For all." });
  await deletePost(a.context(amara), { contentId: close });
  await settle();
  expect(await contentAt(b, openIri)).toMatchObject({ html: "<p>For all.</p>" });
  expect(await contentAt(b, closeIri)).toMatchObject({ html: "" });
  for (const one of [a, b]) {
    const refused = (await one.store.db.select().from(inbox)).filter((row) => row.state === "refused");
    expect(refused).toEqual([]);
  }
});

test("where personal posts are switched off nobody is followed, and what comes is not kept", async () => {
  const { a, b, settle } = await startNetwork();
  const { instance } = await import("../../../db/index.ts");
  const amara = await a.addMember("Amara Okafor");
  const bola = await b.addMember("Bola Ade");
  await a.store.transaction(async (tx) => {
    await tx.update(instance).set({ personalPosts: false });
  });
  const personId = await findPerson(b, bola, `@amara-okafor@${a.host}`);
  await followPerson(b.context(bola), { personId });
  const id = await publishPost(b.context(bola), {
    source: "Hello",
    visibility: "direct",
    alsoNamed: [personId],
  });
  await settle();
  expect(await contentAt(a, await iriOf(b, id))).toBeUndefined();
  await expect(
    publishPost(a.context(amara), { source: "Hello", visibility: "public" }),
  ).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("what came as an answer to somebody, before its workspace did, takes its place when that is joined", async () => {
  const { a, b, settle } = await startNetwork();
  const amara = await a.addMember("Amara Okafor");
  const bola = await b.addMember("Bola Ade");
  const { id: workspaceId, handle } = await a.addWorkspace("Sepsis network", { manager: amara });
  const root = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
  const comment = await addComment(a.context(amara), { parentId: root, source: "More words." });
  // A boost by somebody who is followed has it fetched as a post of her own, where nobody belongs to the workspace.
  const personId = await findPerson(b, bola, `@amara-okafor@${a.host}`);
  await followPerson(b.context(bola), { personId });
  await settle();
  await boostPost(a.context(amara), { contentId: comment, boosted: true });
  await settle();
  await joinFrom(b, bola, `@${handle}@${a.host}`);
  await settle();
  expect(await contentAt(b, await iriOf(a, comment))).toMatchObject({ kind: "comment" });
  expect((await client(b.origin).get("/")).status).toBeLessThan(500);
});
