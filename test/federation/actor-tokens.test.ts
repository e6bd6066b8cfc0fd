import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test, vi } from "vitest";
import { content, discussion, membership } from "../../db/index.ts";
import { fetchDocument } from "../../federation/remote/fetch.ts";
import { signToken } from "../../federation/wire/actor-token.ts";
import { generateRsaPair } from "../../federation/wire/keys.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { decide, removeMember } from "../../src/workspaces/index.ts";
import type { Instance, Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import { depsOf } from "./deps.ts";
import { joinFrom } from "./network.ts";
import { people, type People } from "./place.ts";
import { actorAt, ask, contentAt, iriOf } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const all = people();
let room: Awaited<ReturnType<typeof shared>>;

/** A restricted workspace on A with people of B and C, who know nothing of each other; Tom on C has written in it. */
async function shared({ a, b, c, amara, priya, tom, settle }: People) {
  for (const one of [b, c]) await agree(a, one, settle);
  const { id, handle } = await a.addWorkspace("Board papers", { manager: amara, level: "restricted" });
  const at = { a: id, b: 0, c: 0 };
  for (const [name, one, member] of [["b", b, priya] as const, ["c", c, tom] as const]) {
    at[name] = await joinFrom(one, member, `@${handle}@${a.host}`);
    await settle();
    await letIn(a, amara, id);
    await settle();
  }
  const post = await openDiscussion(c.context(tom), {
    workspaceId: at.c,
    title: "By the lake",
    source: "Ours.",
  });
  await settle();
  return { at, post: await iriOf(c, post), group: `${a.origin}/actors/${id}` };
}

async function letIn(home: Instance, manager: Member, workspaceId: number): Promise<void> {
  const asking = await home.store.db
    .select({ memberId: membership.actorId })
    .from(membership)
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.state, "requested")));
  for (const { memberId } of asking)
    await decide(home.context(manager), { workspaceId, memberId, approve: true });
}

beforeAll(async () => void (room = await shared(all())), 60_000);

/** Asks as a member does, in person, with whatever header. */
async function asked(by: Instance, member: Member, url: string, authorization?: string): Promise<number> {
  const { rsa } = await depsOf(by).keys.of(member.id);
  const key = { keyId: rsa.keyId, privateKey: rsa.pair.privateKey };
  const signature = await signRequest({ method: "GET", url }, key, "draft-cavage", by.clock());
  return (await ask(url, { ...signature, ...(authorization ? { authorization } : {}) })).status;
}

/** The token that a member's server gets for a third server. */
async function tokenFor(
  by: Instance,
  member: Member,
  server: string,
  endpoint = `${room.group}/actor-token`,
) {
  const url = `${endpoint}?audience=${encodeURIComponent(server)}`;
  const answer = await fetchDocument(depsOf(by), url, member.id);
  return answer.ok ? answer.value.document : null;
}

const header = (token: unknown) => `ActivityPubActorToken ${JSON.stringify(token)}`;

test("a member reads at a third server what was written there, with a token of the workspace", async () => {
  const { b, c, priya } = all();
  const { post, at } = room;
  expect(await asked(b, priya, post)).toBe(404);
  const reading = { member: priya.id, workspaceId: at.b };
  expect(await fetchDocument(depsOf(b), post, reading)).toMatchObject({
    ok: true,
    value: { document: { name: "By the lake" } },
  });
  const token = await tokenFor(b, priya, c.origin);
  expect(token).toMatchObject({
    issuer: room.group,
    actor: `${b.origin}/actors/${priya.id}`,
    audience: c.origin,
  });
  expect(Date.parse(String(token!.validUntil)) - Date.parse(String(token!.issuedAt))).toBe(30 * 60_000);
  for (const url of [post, `${post}/context`, `${post}/context?page=true`])
    expect(await asked(b, priya, url, header(token)), url).toBe(200);
});

test("what a member's server missed it reads at its author's, so that the answer to it finds its place", async () => {
  const { a, b, amara, settle } = all();
  const { post } = room;
  const { id } = (await contentAt(b, post))!;
  await b.store.transaction(async (tx) => {
    await tx.delete(discussion).where(eq(discussion.contentId, id));
    await tx.delete(content).where(eq(content.id, id));
  });
  const parentId = (await contentAt(a, post))!.id;
  await addComment(a.context(amara), { parentId, source: "Seen." });
  await settle();
  expect(await contentAt(b, post)).toMatchObject({ html: "<p>Ours.</p>" });
  expect(await b.store.db.$count(content, eq(content.html, "<p>Seen.</p>"))).toBe(1);
});

test("the actor says where tokens are had; an open workspace has none, and strangers get none", async () => {
  const { a, b, c, amara, priya, tom } = all();
  const document = await fetchDocument(depsOf(b), room.group, priya.id);
  expect(document).toMatchObject({
    value: { document: { endpoints: { actorToken: `${room.group}/actor-token` } } },
  });
  const open = await a.addWorkspace("Open house", { manager: amara });
  expect(await asked(b, priya, `${a.origin}/actors/${open.id}/actor-token`)).toBe(404);

  const endpoint = `${room.group}/actor-token`;
  const named = `${endpoint}?audience=${encodeURIComponent(c.origin)}`;
  expect((await ask(named)).status).toBe(403);
  const outsider = await b.addMember("Olu Stranger");
  expect(await asked(b, outsider, named)).toBe(403);
  // Nobody there has to do with the workspace; and who asks has to say for whom it is.
  for (const audience of ["http://elsewhere.localhost", `${c.origin}/`, "c", ""])
    expect(await asked(b, priya, `${endpoint}?audience=${encodeURIComponent(audience)}`), audience).toBe(403);
  expect(await asked(b, priya, endpoint)).toBe(403);
  expect(await asked(c, tom, `${endpoint}?audience=${encodeURIComponent(b.origin)}`)).toBe(200);
});

test("a token opens nothing for another actor, at another server, in another workspace, or when it is over", async () => {
  const { a, b, c, amara, priya, tom, settle } = all();
  const { post } = room;
  const token = await tokenFor(b, priya, c.origin);
  const open = (by: Instance, who: Member, shown: unknown) => asked(by, who, post, header(shown));
  const stranger = await b.addMember("Sam Stranger");
  expect(await open(b, stranger, token)).toBe(404);
  expect((await ask(post, { authorization: header(token) })).status).toBe(404);

  // One for another server; and at that one, ours.
  expect(await open(b, priya, await tokenFor(b, priya, a.origin))).toBe(404);
  const atB = await openDiscussion(b.context(priya), {
    workspaceId: room.at.b,
    title: "By the sea",
    source: "Theirs.",
  });
  await settle();
  const theirs = await iriOf(b, atB);
  const forB = await tokenFor(c, tom, b.origin);
  expect(await asked(c, tom, theirs, header(forB))).toBe(200);
  expect(await asked(c, tom, theirs, header({ ...forB, audience: c.origin }))).toBe(404);
  expect(await asked(b, priya, post, header(forB))).toBe(404);

  // Of another workspace that both belong to.
  const other = await a.addWorkspace("Other papers", { manager: amara, level: "restricted" });
  for (const [one, member] of [[b, priya] as const, [c, tom] as const]) {
    await joinFrom(one, member, `@${other.handle}@${a.host}`);
    await settle();
    await letIn(a, amara, other.id);
    await settle();
  }
  const others = await tokenFor(b, priya, c.origin, `${a.origin}/actors/${other.id}/actor-token`);
  expect(others).toMatchObject({ actor: token!.actor });
  expect(await open(b, priya, others)).toBe(404);

  // Forged: changed, signed by somebody else, under a key that is another's, or said to hold longer.
  const claims = {
    issuer: room.group,
    actor: `${b.origin}/actors/${priya.id}`,
    audience: c.origin,
    issuedAt: b.clock(),
    validUntil: new Date(b.clock().getTime() + 60_000),
  };
  const own = (await depsOf(b).keys.of(priya.id)).rsa;
  const { privateKey } = await generateRsaPair();
  const forged = [
    { ...token, validUntil: new Date(b.clock().getTime() + 7_000_000).toISOString() },
    { ...token, actor: `${b.origin}/actors/${stranger.id}` },
    { ...token, extra: "line" },
    { ...token, signatures: [] },
    await signToken(claims, { keyId: own.keyId, privateKey: own.pair.privateKey }),
    await signToken(claims, { keyId: `${room.group}#main-key`, privateKey: own.pair.privateKey }),
    await signToken(claims, { keyId: `${room.group}#another`, privateKey }),
    null,
    "x".repeat(9_000),
  ];
  for (const one of forged) expect(await open(b, priya, one), JSON.stringify(one)).toBe(404);

  expect(await open(b, priya, token)).toBe(200);
  b.clock.tick({ minutes: 30 });
  expect(await open(b, priya, token)).toBe(404);
});

test("who is removed gets no token any more; one that they have opens for its half hour, and not after it", async () => {
  const { a, b, c, amara, priya, settle } = all();
  const token = await tokenFor(b, priya, c.origin);
  const row = await actorAt(a, `${b.origin}/actors/${priya.id}`);
  await removeMember(a.context(amara), { workspaceId: room.at.a, memberId: row!.id });
  await settle();
  expect(await tokenFor(b, priya, c.origin)).toBeNull();
  expect(await asked(b, priya, room.post, header(token))).toBe(200);
  b.clock.tick({ minutes: 30 });
  expect(await asked(b, priya, room.post, header(token))).toBe(404);
});
