import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attachment, attachmentPart } from "../../db/index.ts";
import { sweepUploads } from "../../src/attachments/index.ts";
import { deleteContent, eraseRemoved, restoreContent } from "../../src/forums/index.ts";
import { removeMember } from "../../src/workspaces/index.ts";
import { animation, bomb, film, fileOf, pdf, photo, png, program, svg } from "../attachments/samples.ts";
import { type Answer, client, type Form } from "../rig.ts";
import type { App, Thing } from "./app.ts";
import { decodes } from "./decoder.ts";
import { type Scene, scene } from "./scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.north.stop());

const send = (app: App, form: Form, path = "/api/v2/media"): Promise<Answer> =>
  client(s.north.origin).post(path, form, {
    accept: "application/json",
    ...(app.token ? { authorization: `Bearer ${app.token}` } : {}),
  });

/** A picture of Priya's. */
async function uploaded(form: Form = {}, app = s.app.priya): Promise<Thing> {
  const answer = await send(app, { file: fileOf(await png(), "ward.png"), ...form });
  expect([answer.status, answer.status === 200 ? "" : answer.text]).toEqual([200, ""]);
  decodes("/api/v2/media", answer.json());
  return answer.json<Thing>();
}

/** An address as whoever has it opens it, with a session of nobody. */
const open = (url: string, headers: Record<string, string> = {}) => {
  const { pathname, search } = new URL(url);
  return client(s.north.origin).get(pathname + search, headers);
};

const rows = () => s.north.store.db.select({ id: attachment.id }).from(attachment);

describe("a file that an app sends", () => {
  test("has a description, a focus and two sizes, and can be described again until it is posted", async () => {
    const media = await uploaded({
      file: fileOf(await photo(), "IMG_0001.JPG"),
      description: "A whiteboard",
      focus: "0.5,-1",
    });
    expect(media).toMatchObject({
      type: "image",
      description: "A whiteboard",
      remote_url: null,
      meta: { original: { width: 1200, height: 600 }, small: { width: 800 }, focus: { x: 0.5, y: -1 } },
    });
    const again = await s.app.priya.put(`/api/v1/media/${media.id}`, {
      description: "The whiteboard of ward 7",
      focus: "0,0",
    });
    expect(again).toMatchObject({ description: "The whiteboard of ward 7", meta: { focus: { x: 0, y: 0 } } });
    expect(await s.app.priya.get(`/api/v1/media/${media.id}`)).toEqual(again);
    expect((await s.app.priya.ask("PUT", `/api/v2/media/${media.id}`, {})).status).toBe(404);
    for (const [method, path] of [
      ["GET", `/api/v1/media/${media.id}`],
      ["PUT", `/api/v1/media/${media.id}`],
      ["DELETE", `/api/v1/media/${media.id}`],
    ] as const) {
      const body = method === "PUT" ? {} : undefined;
      expect((await s.app.amara.ask(method, path, body)).status).toBe(404);
      expect((await s.app.stranger.ask(method, path, body)).status).toBe(401);
    }
    expect(await s.app.priya.delete(`/api/v1/media/${media.id}`)).toEqual({});
    expect((await open(media.url)).status).toBe(404);
  });

  test("may be an animation, a film with a picture before it, a recording or a document", async () => {
    expect(await uploaded({ file: fileOf(await animation(), "a.gif") })).toMatchObject({ type: "image" });
    const movie = await uploaded({
      file: fileOf(film(), "a.mp4"),
      thumbnail: fileOf(await png(), "first.png"),
    });
    expect(movie).toMatchObject({
      type: "video",
      preview_url: expect.stringContaining("/small"),
      meta: { original: { width: 640, height: 360, duration: 5 } },
    });
    // Browsers ask for films in parts.
    const part = await open(movie.url, { range: "bytes=1048570-1048585" });
    expect([part.status, part.bytes.length, part.headers["content-type"]]).toEqual([206, 16, "video/mp4"]);
    expect(part.bytes.equals((await open(movie.url)).bytes.subarray(1048570, 1048586))).toBe(true);
    expect((await open(movie.url, { range: "bytes=99999999-" })).status).toBe(416);
    const paper = await uploaded({ file: fileOf(pdf, "../../Audit\u0000 2026.pdf") });
    expect(paper.type).toBe("unknown");
    expect((await open(paper.url)).headers["content-disposition"]).toBe(
      "attachment; filename*=UTF-8''Audit%202026.pdf",
    );
  });

  test.each([
    ["a program with the name of a picture", () => fileOf(program, "holiday.jpg", "image/jpeg"), 422],
    ["an SVG", () => fileOf(svg, "drawing.png", "image/png"), 422],
    ["a bomb", () => fileOf(bomb(90_000, 90_000), "small.png"), 422],
    ["nothing", () => fileOf(Buffer.alloc(0), "empty.png"), 422],
    ["more than any file may have", () => fileOf(Buffer.alloc(45 * 1024 * 1024, 1), "big.mp4"), 413],
  ])("%s is refused in words", async (_, file, status) => {
    const before = (await rows()).length;
    const answer = await send(s.app.priya, { file: file() });
    expect([answer.status, answer.json()]).toEqual([status, { error: expect.stringMatching(/\w{4}/) }]);
    expect(await rows()).toHaveLength(before);
  });

  test("needs a description that is not endless, and a focus inside the picture", async () => {
    const file = fileOf(await png(), "ward.png");
    expect((await send(s.app.priya, { file, description: "x".repeat(1501) })).status).toBe(422);
    expect((await send(s.app.priya, { file, focus: "2,0" })).status).toBe(422);
    expect((await send(s.app.stranger, { file })).status).toBe(401);
  });

  test("that nobody posts is gone after a day, and nobody keeps many", async () => {
    const [mine] = await s.north.store.db.select().from(attachment).where(eq(attachment.ownerId, s.olu.id));
    expect(mine).toBeUndefined();
    const first = await uploaded({}, s.app.olu);
    await s.north.store.transaction((tx) =>
      tx
        .update(attachment)
        .set({ size: 200 * 1024 * 1024 })
        .where(eq(attachment.id, Number(first.id))),
    );
    const answer = await send(s.app.olu, { file: fileOf(await png(), "ward.png") });
    expect(answer.status).toBe(429);
    s.north.clock.tick({ hours: 25 });
    await sweepUploads(s.north.context());
    expect(await rows()).toEqual([]);
    expect(await s.north.store.db.$count(attachmentPart)).toBe(0);
  });
});

describe("a post with files", () => {
  test("has them in their order, in the lists that ask for such posts, and loses them by an edit", async () => {
    const [one, two] = [await uploaded({ description: "One" }), await uploaded({ description: "Two" })];
    const posted = await s.app.priya.post("/api/v1/statuses", {
      status: `@${s.open.handle} Look\n\nAt this.`,
      media_ids: [two.id, one.id],
    });
    const inner = posted.reblog ?? posted;
    const described = (status: Thing) =>
      status.media_attachments.map(({ description }: Thing) => description);
    expect(described(inner)).toEqual(["Two", "One"]);
    // For everybody: an address that stays the same, and needs nothing.
    const { url } = inner.media_attachments[0];
    expect(url).toBe(`${s.north.origin}/attachments/${two.id}/original`);
    const shown = await open(url);
    expect(shown.status).toBe(200);
    expect(shown.headers).toMatchObject({
      "content-type": "image/webp",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": expect.stringMatching(/^public/),
      "content-security-policy": expect.stringContaining("sandbox"),
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    for (const path of [
      "/api/v1/timelines/public?only_media=true",
      `/api/v1/accounts/${s.priya.id}/statuses?only_media=true`,
      `/api/v1/accounts/${s.open.id}/statuses?only_media=true`,
    ]) {
      const list = await s.app.stranger.get<Thing[]>(path);
      expect(list.map((each) => (each.reblog ?? each).id)).toEqual([inner.id]);
    }
    // A file is in one post.
    for (const media_ids of [[one.id], ["12345"], ["no"]]) {
      const again = await s.app.priya.ask("POST", "/api/v1/statuses", {
        status: "And this.",
        in_reply_to_id: inner.id,
        media_ids,
      });
      expect(again.status).toBe(422);
    }
    const another = await uploaded({}, s.app.amara);
    const stolen = await s.app.priya.ask("PUT", `/api/v1/statuses/${inner.id}`, {
      status: "Look\n\nAt this.",
      media_ids: [two.id, another.id],
    });
    expect(stolen.status).toBe(422);
    const edited = await s.app.priya.put(`/api/v1/statuses/${inner.id}`, {
      status: "Look\n\nAt this.",
      media_ids: [two.id],
      media_attributes: [{ id: two.id, description: "The second", focus: "1,1" }],
    });
    expect(described(edited)).toEqual(["The second"]);
    expect(edited.edited_at).not.toBeNull();
    const words = await s.app.priya.put(`/api/v1/statuses/${inner.id}`, { status: "Look\n\nHere." });
    expect(described(words)).toEqual(["The second"]);
    const history = await s.app.priya.get<Thing[]>(`/api/v1/statuses/${inner.id}/history`);
    expect(history.map(described)).toEqual([["Two", "One"], ["The second"], ["The second"]]);
    const nine = await Promise.all(Array.from({ length: 9 }, () => uploaded()));
    const many = await s.app.priya.ask("POST", "/api/v1/statuses", {
      status: "Many",
      in_reply_to_id: inner.id,
      media_ids: nine.map(({ id }) => id),
    });
    expect(many.status).toBe(422);
    for (const { id } of nine) await s.app.priya.delete(`/api/v1/media/${id}`);
    await s.app.priya.delete(`/api/v1/statuses/${inner.id}`);
    expect((await open(url)).status).toBe(404);
    expect((await rows()).map(({ id }) => String(id))).toEqual([another.id]);
  });

  test("for members only is shown to whoever was shown the address, as long as they belong", async () => {
    const media = await uploaded({ description: "The corridor" });
    const status = await s.app.priya.post("/api/v1/statuses", {
      status: "What we found.",
      in_reply_to_id: String(s.restricted.discussion),
      media_ids: [media.id],
    });
    const look = async (app: App) =>
      (await app.get<Thing>(`/api/v1/statuses/${status.id}`)).media_attachments[0];
    const [amaras, priyas] = [await look(s.app.amara), await look(s.app.priya)];
    expect(amaras.url).not.toBe(priyas.url);
    const plain = new URL(amaras.url);
    for (const url of [amaras.url, amaras.preview_url]) {
      const answer = await open(url);
      expect([answer.status, answer.headers["cache-control"]]).toEqual([
        200,
        expect.stringMatching(/^private/),
      ]);
    }
    const key = plain.searchParams.get("key")!;
    const [reader, until, proof] = key.split(".");
    const forged = [
      "",
      `?key=${s.amara.id}`,
      `?key=${s.olu.id}.${until}.${proof}`,
      `?key=${reader}.${Number(until) + 1}.${proof}`,
      `?key=${reader}.${until}.${"A".repeat(32)}`,
    ];
    for (const one of forged)
      for (const variant of ["original", "small"])
        expect([
          one,
          (await open(`${s.north.origin}/attachments/${media.id}/${variant}${one}`)).status,
        ]).toEqual([one, 404]);
    // A key opens no other file.
    const other = await uploaded();
    expect((await open(`${s.north.origin}/attachments/${other.id}/original?key=${key}`)).status).toBe(404);
    expect((await (await s.north.as(s.olu)).get(plain.pathname)).status).toBe(404);
    const own = await (await s.north.as(s.priya)).get(plain.pathname);
    expect([own.status, own.headers["cross-origin-resource-policy"]]).toEqual([200, "same-origin"]);

    const manager = s.north.context(s.amara);
    const contentId = Number(status.id);
    await deleteContent(manager, { contentId, reason: "A name is on it." });
    expect((await open(amaras.url)).status).toBe(404);
    await restoreContent(manager, { contentId });
    expect((await open(amaras.url)).status).toBe(200);
    s.north.clock.tick({ days: 9 });
    expect((await open(amaras.url)).status).toBe(404);
    const fresh = (await look(s.app.priya)).url;
    expect((await open(fresh)).status).toBe(200);
    await removeMember(manager, { workspaceId: s.restricted.id, memberId: s.priya.id });
    expect((await open(fresh)).status).toBe(404);
    await deleteContent(manager, { contentId });
    s.north.clock.tick({ days: 91 });
    await eraseRemoved(s.north.context());
    await sweepUploads(s.north.context());
    expect(await rows()).toEqual([]);
  });
});
