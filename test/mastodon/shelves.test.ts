import { describe, expect, test } from "vitest";
import { addComment, deleteContent, openDiscussion, setLike } from "../../src/forums/index.ts";
import { savePost } from "../../src/shelves/index.ts";
import { changeLevel } from "../../src/workspaces/index.ts";
import { tokenFor } from "./sign-in.ts";
import { appOf, ids, inner, type Thing } from "./app.ts";
import { useScene } from "./scene.ts";

const s = useScene();
const status = (id: number, what: string) => `/api/v1/statuses/${id}/${what}`;

describe("bookmarks", () => {
  test("are kept in the order in which they were made, and paged by it to their end", async () => {
    const saved = [s.restricted.reply, s.open.discussion, s.open.comment, s.confidential.discussion];
    for (const id of saved)
      expect(await s.app.priya.post(status(id, "bookmark"))).toMatchObject({
        id: String(id),
        bookmarked: true,
      });
    const list = ids(await s.app.priya.all("/api/v1/bookmarks?limit=1&colour=blue"));
    expect(list).toEqual([...saved].reverse().map(String));
    const { headers } = await s.app.priya.ask("GET", "/api/v1/bookmarks?limit=2&colour=blue");
    expect(headers.link).toMatch(/colour=blue/);
    // Of a bookmark, not of a post: these count from one.
    expect(headers.link).toMatch(/max_id=\d{1,6}[&>]/);
    // A boost means the post inside.
    const [boost] = await s.app.priya.get(`/api/v1/accounts/${s.open.id}/statuses`);
    expect(boost).toMatchObject({ bookmarked: true, reblog: { bookmarked: true } });
    expect(await s.app.priya.post(`/api/v1/statuses/${boost.id}/unbookmark`)).toMatchObject({
      bookmarked: false,
    });
    expect(ids(await s.app.priya.get("/api/v1/bookmarks"))).not.toContain(String(s.open.discussion));
    expect(await s.app.amara.get("/api/v1/bookmarks")).toEqual([]);
  });

  test("of what one may not see any more show nothing, and nobody can save what they may not see", async () => {
    const gwen = await s.north.addMember("Gwen Rees");
    const app = appOf(s.north.origin, await tokenFor(s.north, gwen));
    for (const id of [s.restricted.discussion, s.confidential.comment])
      for (const what of ["bookmark", "unbookmark", "pin", "favourite"])
        expect((await app.ask("POST", status(id, what))).status).toBe(404);
    await expect(savePost(s.north.context(gwen), s.restricted.discussion)).rejects.toThrow(
      "There is nothing here",
    );
    const manager = s.north.context(s.amara);
    const comment = await addComment(s.north.context(s.priya), {
      parentId: s.open.discussion,
      source: "Gone",
    });
    await s.app.priya.post(status(comment, "bookmark"));
    await deleteContent(s.north.context(s.priya), { contentId: comment });
    const room = await s.north.addWorkspace("Ward twelve", { manager: s.amara });
    const said = await openDiscussion(manager, { workspaceId: room.id, title: "Inside", source: "Words." });
    await app.post(status(said, "bookmark"));
    await changeLevel(manager, { workspaceId: room.id, level: "restricted" });
    expect(await app.get("/api/v1/bookmarks")).toEqual([]);
    expect(ids(await s.app.priya.get("/api/v1/bookmarks"))).not.toContain(String(comment));
    // It can be taken away, and is answered as what is not there.
    expect((await app.ask("POST", status(said, "unbookmark"))).status).toBe(404);
    await changeLevel(manager, { workspaceId: room.id, level: "open" });
    expect(await app.get("/api/v1/bookmarks")).toEqual([]);
  });
});

test("favourites are listed as one made them, to the end", async () => {
  const liked = [s.open.discussion, s.restricted.discussion, s.confidential.reply];
  for (const contentId of liked) await setLike(s.north.context(s.priya), { contentId, liked: true });
  const list = await s.app.priya.all("/api/v1/favourites?limit=1");
  expect(ids(list)).toEqual([...liked].reverse().map(String));
  expect(list.every((one: Thing) => one.favourited as boolean)).toBe(true);
  const [first] = await s.app.priya.get("/api/v1/favourites?limit=1");
  const { headers } = await s.app.priya.ask("GET", "/api/v1/favourites?limit=2");
  const [, oldest] = /max_id=(\d+)/.exec(String(headers.link))!;
  expect(ids(await s.app.priya.get(`/api/v1/favourites?min_id=${oldest}&limit=1`))).toEqual([first.id]);
  expect(await s.app.olu.get("/api/v1/favourites")).toEqual([]);
});

test("one pins one's own posts on the profile, and others see those they may", async () => {
  const pinned = (app = s.app.priya) =>
    app.get(`/api/v1/accounts/${s.priya.id}/statuses?pinned=true`) as Promise<Thing[]>;
  for (const id of [s.open.comment, s.confidential.comment])
    expect(await s.app.priya.post(status(id, "pin"))).toMatchObject({ pinned: true });
  expect(ids(await pinned())).toEqual([s.confidential.comment, s.open.comment].map(String));
  expect(ids(await pinned(s.app.olu))).toEqual([String(s.open.comment)]);
  const [boost] = await s.app.amara.get(`/api/v1/accounts/${s.open.id}/statuses`);
  for (const id of [s.open.discussion, boost.id as number])
    expect((await s.app.priya.ask("POST", status(id, "pin"))).status).toBe(422);
  for (let n = 0; n < 4; n++) {
    const id = await addComment(s.north.context(s.priya), {
      parentId: s.open.discussion,
      source: `Pin ${n}`,
    });
    expect((await s.app.priya.ask("POST", status(id, "pin"))).status).toBe(n < 3 ? 200 : 422);
  }
  expect(await s.app.priya.post(status(s.open.comment, "unpin"))).toMatchObject({ pinned: false });
  // What a workspace pins is its own.
  const ofPlace = await s.app.olu.get(`/api/v1/accounts/${s.open.id}/statuses?pinned=true`);
  expect(inner(ofPlace)).toEqual([String(s.open.discussion)]);
});

test("several are asked for at once, and what may not be seen is left out", async () => {
  const asked = [s.open.comment, s.restricted.comment, s.confidential.comment, 12345];
  const query = asked.map((id) => `id[]=${id}`).join("&");
  expect(ids(await s.app.olu.get(`/api/v1/statuses?${query}`))).toEqual([String(s.open.comment)]);
  const accounts = [s.priya.id, s.restricted.id, s.confidential.id].map((id) => `id[]=${id}`).join("&");
  expect(ids(await s.app.olu.get(`/api/v1/accounts?${accounts}`))).toEqual(
    [s.priya.id, s.restricted.id].map(String),
  );
});
