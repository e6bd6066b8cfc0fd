import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { attachment, attachmentPart, instance as instanceTable } from "../../db/index.ts";
import { signRequest } from "../../federation/wire/sign-request.ts";
import { uploadFile } from "../../src/attachments/index.ts";
import { deleteContent, editContent, openDiscussion, restoreContent } from "../../src/forums/index.ts";
import { decide, removeMember } from "../../src/workspaces/index.ts";
import { film, pdf, photo, png, program, svg } from "../attachments/samples.ts";
import { activity, note, startPeer } from "../peers/index.ts";
import { record } from "../peers/server.ts";
import { client, type Instance, type Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import type { Asker } from "../../federation/remote/fetch.ts";
import { joinFrom, startNetwork } from "./network.ts";
import { actorAt, ask, contentAt, iriOf, joined, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const upload = (who: Instance, member: Member, bytes: Uint8Array, description: string | null, name = "a") =>
  uploadFile(who.context(member), { bytes, name, description, focus: { x: 0, y: 0.5 } });

const filesAt = async (who: Instance, iri: string) => {
  const post = await contentAt(who, iri);
  return who.store.db
    .select()
    .from(attachment)
    .where(eq(attachment.contentId, post?.id ?? 0))
    .orderBy(attachment.position);
};

/** What a browser of somebody's gets for a file. */
const look = async (who: Instance, member: Member | undefined, id: number, variant = "original") =>
  (await who.as(member)).get(`/attachments/${id}/${variant}`);

test("a picture for members goes to members of three organisations, each asked for by one who belongs, and back when they no longer do", async () => {
  const { a, b, c, settle } = await startNetwork();
  const [amara, olu] = [await a.addMember("Amara Okafor"), await a.addMember("Olu Outside")];
  const [priya, otto] = [await b.addMember("Priya Nair"), await b.addMember("Otto Other")];
  const [cai, cora] = [await c.addMember("Cai Rees"), await c.addMember("Cora Other")];
  await agree(a, b, settle);
  await agree(a, c, settle);
  const { id: workspaceId, handle } = await a.addWorkspace("Incidents", {
    manager: amara,
    level: "restricted",
  });
  const here = await joinFrom(b, priya, `@${handle}@${a.host}`);
  const there = await joinFrom(c, cai, `@${handle}@${a.host}`);
  await settle();
  const idAtA = async (who: Instance, { id }: Member) => (await actorAt(a, `${who.origin}/actors/${id}`))!.id;
  for (const memberId of [await idAtA(b, priya), await idAtA(c, cai)])
    await decide(a.context(amara), { workspaceId, memberId, approve: true });
  await settle();

  const picture = await upload(b, priya, await photo(), "The open gate");
  const paper = await upload(b, priya, pdf, null, "Report.pdf");
  const own = await openDiscussion(b.context(priya), {
    workspaceId: here,
    title: "The gate",
    source: "This is how we found it.",
    files: [{ id: picture }, { id: paper }],
  });
  await settle();
  const iri = await iriOf(b, own);
  const url = `${b.origin}/attachments/${picture}/original`;
  expect(await filesAt(b, iri)).toMatchObject([{ id: picture }, { id: paper }]);
  const [sent] = await a.store.db.select().from(attachment).where(eq(attachment.remoteUrl, url));
  expect(sent).toMatchObject({
    kind: "image",
    description: "The open gate",
    width: 1200,
    height: 600,
    focusY: 0.5,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    size: null,
  });

  for (const [who, member, others] of [
    [a, amara, [olu, undefined]],
    [c, cai, [cora, undefined]],
  ] as const) {
    const [first, second] = await filesAt(who, iri);
    for (const other of others)
      expect((await look(who, other, first!.id)).status, "before it is here").toBe(404);
    for (const variant of ["original", "small"]) {
      const answer = await look(who, member, first!.id, variant);
      expect([who.host, answer.status, answer.headers["content-type"]]).toEqual([
        who.host,
        200,
        "image/webp",
      ]);
    }
    const got = await look(who, member, second!.id);
    expect(got.bytes.equals(pdf)).toBe(true);
    expect(got.headers["content-disposition"]).toContain("Report.pdf");
    for (const other of others) expect((await look(who, other, first!.id)).status, "and after").toBe(404);
  }
  // What others hold is served by its own server only, and there to members who sign in person.
  expect((await look(b, otto, picture)).status).toBe(404);
  const signed = async (who: Instance, as: Asker, to: string) => {
    const { fetchFile } = await import("../../federation/remote/fetch.ts");
    const { depsOf } = await import("./deps.ts");
    return (await fetchFile(depsOf(who), to, as)).ok;
  };
  const applicationOf = async (who: Instance) =>
    (await who.store.db.select({ id: instanceTable.actorId }).from(instanceTable))[0]!.id;
  // Their server does not know members of a third: these show a token of the workspace.
  expect(await signed(c, { member: cai.id, workspaceId: there }, url)).toBe(true);
  expect(await signed(c, { member: cora.id, workspaceId: there }, url)).toBe(false);
  expect(await signed(c, cai.id, url)).toBe(false);
  expect(await signed(c, await applicationOf(c), url)).toBe(false);
  expect(await signed(c, cai.id, `${a.origin}/attachments/${sent!.id}/original`)).toBe(false);
  expect((await ask(url)).status).toBe(404);
  const { depsOf } = await import("./deps.ts");
  const keys = await depsOf(c).keys.of(cai.id);
  const elsewhere = await signRequest(
    { method: "GET", url: `${b.origin}/attachments/${paper}/original` },
    { keyId: keys.rsa.keyId, privateKey: keys.rsa.pair.privateKey },
    "draft-cavage",
    b.clock.now(),
  );
  expect((await ask(url, elsewhere)).status, "a signature for another address").toBe(404);

  // An edit takes one out and describes the other anew, everywhere.
  await editContent(b.context(priya), {
    contentId: own,
    title: "The gate",
    source: "This is how we found it.",
    files: [{ id: picture, description: "The gate, wide open" }],
  });
  await settle();
  for (const who of [a, c])
    expect(await filesAt(who, iri)).toMatchObject([
      { description: "The gate, wide open", dropped: null },
      { name: "Report.pdf", dropped: expect.any(Date) },
    ]);
  // A removal hides it, everywhere; what is restored is there again, without asking for it anew.
  const atA = (await contentAt(a, iri))!.id;
  const [held] = await filesAt(a, iri);
  await deleteContent(a.context(amara), { contentId: atA, reason: "A name is on it" });
  await settle();
  for (const [who, member] of [
    [a, amara],
    [b, priya],
    [c, cai],
  ] as const)
    expect((await look(who, member, (await filesAt(who, iri))[0]!.id)).status).toBe(404);
  expect(await signed(c, cai.id, url)).toBe(false);
  await restoreContent(a.context(amara), { contentId: atA });
  await settle();
  expect((await look(a, amara, held!.id)).status).toBe(200);
  expect((await look(c, cai, (await filesAt(c, iri))[0]!.id)).status).toBe(200);

  // Who is removed takes along what their organisation held of others, bytes included.
  expect(await c.store.db.$count(attachmentPart)).toBeGreaterThan(0);
  await removeMember(a.context(amara), { workspaceId, memberId: await idAtA(c, cai) });
  await settle();
  expect(await c.store.db.$count(attachment)).toBe(0);
  expect(await c.store.db.$count(attachmentPart)).toBe(0);
  c.clock.tick({ minutes: 6 });
  expect(await signed(c, cai.id, url)).toBe(false);
  // And its author has the last word.
  await deleteContent(b.context(priya), { contentId: own });
  await settle();
  for (const who of [a, b]) expect(await who.store.db.$count(attachmentPart)).toBe(0);
});

describe("on the wire", () => {
  test("an open post says all that other servers look for, and its files are there for everybody", async () => {
    const set = await scene();
    const { a, amara, workspaceId, felix, peer } = set;
    await joined(set, felix);
    const files = [
      await upload(a, amara, await photo(), "A whiteboard"),
      await upload(a, amara, film(), "Somebody writes on it"),
      await upload(a, amara, pdf, null, "Audit.pdf"),
    ];
    const id = await openDiscussion(a.context(amara), {
      workspaceId,
      title: "Our board",
      source: "Look.",
      files: files.map((one) => ({ id: one })),
    });
    await set.settle();
    const document = (await ask(await iriOf(a, id))).json<{ attachment: { url: string }[] }>();
    const digestMultibase = expect.stringMatching(/^uEi[\w-]{44}$/);
    const at = (one: number) => `${a.origin}/attachments/${one}/original`;
    expect(document.attachment).toEqual([
      {
        ...{ type: "Image", mediaType: "image/webp", url: at(files[0]!), name: "A whiteboard" },
        ...{ width: 1200, height: 600, focalPoint: [0, 0.5], digestMultibase },
      },
      {
        ...{ type: "Document", mediaType: "video/mp4", url: at(files[1]!), name: "Somebody writes on it" },
        ...{ width: 640, height: 360, focalPoint: [0, 0.5], digestMultibase },
      },
      {
        ...{ type: "Document", mediaType: "application/pdf", url: at(files[2]!), name: "Audit.pdf" },
        ...{ focalPoint: [0, 0.5], digestMultibase },
      },
    ]);
    expect(JSON.stringify(peer.activities("Announce"))).toContain(at(files[0]!));
    for (const { url } of document.attachment) {
      expect((await ask(url)).status).toBe(200);
      expect((await felix.fetch(url)).status).toBe(200);
    }
  });

  test("what Mastodon and Lemmy attach is shown from here; it is asked for once, when somebody looks, and checked", async () => {
    const set = await scene();
    const { a, felix, group, peer } = set;
    const files = await record("files.localhost", () => ({ status: 404 }));
    const served = {
      "/board.jpg": await photo(),
      "/lies.jpg": program,
      "/drawing.png": svg,
      "/film.jpg": film(),
      "/lemmy.png": await png(),
    };
    const asked: string[] = [];
    for (const [path, body] of Object.entries(served))
      peer.documents.set(path, { status: 200, body } as never);
    const picture = (path: string, more = {}) => ({
      type: "Document",
      mediaType: "image/jpeg",
      url: peer.origin + path,
      ...more,
    });
    const post = note(felix, "Look", {
      mentions: [group],
      more: {
        attachment: [
          picture("/board.jpg", { name: "x".repeat(2000), width: 1200, height: 600, focalPoint: [-1, 1] }),
          picture("/lies.jpg"),
          picture("/film.jpg"),
          { type: "Image", url: `${peer.origin}/lemmy.png` },
          {
            type: "Document",
            mediaType: "image/svg+xml",
            url: `${peer.origin}/drawing.png`,
            name: "A drawing",
          },
          { type: "Link", href: "https://north.example/paper" },
          picture("/board.jpg", { digestMultibase: `uEiA${"A".repeat(43)}` }),
          { type: "Document", mediaType: "image/png", url: `${a.origin}/attachments/1/original` },
          { type: "Document", mediaType: "image/png", url: `${files.origin}/none.png` },
          ...Array.from({ length: 900 }, (_, n) => picture(`/more/${n}.jpg`)),
        ],
      },
    });
    await felix.send(set.inbox, activity(felix, "Create", post));
    await set.settle();
    const kept = await filesAt(a, String(post.id));
    expect(kept).toHaveLength(8);
    expect(kept[0]).toMatchObject({ description: "x".repeat(1500), focusX: -1, width: 1200 });
    const { html, id } = (await contentAt(a, String(post.id)))!;
    expect(html).toContain("A drawing</a>");
    expect(html).toContain("https://north.example/paper");
    asked.push(...peer.requests.filter(({ path }) => /\.(jpg|png)$/.test(path)).map(({ path }) => path));
    expect(asked, "nothing is asked for before somebody looks").toEqual([]);

    const visitor = client(a.origin);
    const page = (await visitor.get(`/workspaces/sepsis-network/discussions/${id}`)).text;
    expect(page.includes(`<img src="/attachments/${kept[0]!.id}/small"`)).toBe(true);
    expect(/<img[^>]+src="http/.test(page)).toBe(false);
    const results = [];
    for (const { id: file } of kept) {
      const both = await Promise.all([1, 2].map(() => visitor.get(`/attachments/${file}/small`)));
      results.push(both[0]!.status);
      expect(both[0]!.status).toBe(both[1]!.status);
    }
    // A program, a film that says it is a picture, a digest that does not fit, and our own address come to nothing.
    expect(results).toEqual([200, 404, 404, 200, 404, 404, 404, 404]);
    const count = (path: string) => peer.requests.filter((one) => one.path === path).length;
    expect([count("/lies.jpg"), count("/lemmy.png"), count("/board.jpg")]).toEqual([1, 1, 2]);
    expect(peer.requests.filter(({ path }) => path === "/board.jpg")[0]!.headers.signature).toBeUndefined();
    await visitor.get(`/attachments/${kept[1]!.id}/small`);
    expect(count("/lies.jpg")).toBe(1);
    a.clock.tick({ hours: 2 });
    await visitor.get(`/attachments/${kept[1]!.id}/small`);
    expect(count("/lies.jpg")).toBe(2);
    // Where it could not be had, the page leads there.
    const again = (await visitor.get(`/workspaces/sepsis-network/discussions/${id}`)).text;
    expect(/it\s+could\s+not\s+be\s+brought\s+here/.test(again)).toBe(true);
  });

  test("a member's name is lent to no third server: what is elsewhere is asked for without it, and nothing of ours", async () => {
    const { a, b, settle } = await startNetwork();
    const amara = await a.addMember("Amara Okafor");
    const priya = await b.addMember("Priya Nair");
    await agree(a, b, settle);
    const { id: workspaceId, handle } = await a.addWorkspace("Incidents", {
      manager: amara,
      level: "restricted",
    });
    const here = await joinFrom(b, priya, `@${handle}@${a.host}`);
    await settle();
    const memberId = (await actorAt(a, `${b.origin}/actors/${priya.id}`))!.id;
    await decide(a.context(amara), { workspaceId, memberId, approve: true });
    await settle();
    const comment = await openDiscussion(b.context(priya), {
      workspaceId: here,
      title: "Look",
      source: "There.",
    });
    await settle();
    const victim = await startPeer({ clock: a.clock, hostname: "victim.localhost" });
    const contentId = (await contentAt(a, await iriOf(b, comment)))!.id;
    for (const url of [`${victim.origin}/secret.png`, `${a.origin}/attachments/1/original`]) {
      const got = await a.context().elsewhere.file(url, { contentId, maxBytes: 1000 });
      expect(got.ok).toBe(false);
    }
    expect(victim.requests.map(({ headers }) => headers.signature)).toEqual([undefined]);
  });
});
