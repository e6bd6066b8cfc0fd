import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { content, discussion, placement } from "../../db/index.ts";
import { editContent, openDiscussion } from "../../src/forums/index.ts";
import { everyone, activity, note } from "../peers/index.ts";
import type { Instance } from "../rig.ts";
import { people, place } from "./place.ts";
import { ask, contentAt, iriOf, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const all = people();

const pdf = (words: string) => new File([`%PDF-1.4\n% ${words}\n%%EOF\n`], "Screening tool.pdf");

/** The id in the address that a form leads to. */
const idIn = (location: string | null | undefined): number =>
  Number(/\/(\d+)(\?|$)/.exec(location ?? "")![1]);

/** Where things lie, by their addresses. */
const placesOn = async ({ store }: Instance) =>
  (
    await store.db
      .select({ iri: content.iri, form: discussion.form, folder: placement.folderIri })
      .from(placement)
      .innerJoin(content, eq(content.id, placement.contentId))
      .innerJoin(discussion, eq(discussion.contentId, content.id))
  ).sort((one, other) => one.iri.localeCompare(other.iri));

test("a folder made at one organisation takes files from two others; a new version, another folder and a folder that goes are the same everywhere", async () => {
  const { a, b, c, amara, priya, tom, iri, pathOn, same, settle } = await place(all(), "Sepsis network");
  const [atA, atB, atC] = [await a.as(amara), await b.as(priya), await c.as(tom)];
  expect((await atB.get(`${pathOn.b}/files`)).text).toContain("No files yet");
  const made = await atB.post(`${pathOn.b}/files/new-folder`, { title: "Tools", source: "" });
  expect(made.status).toBe(303);
  await settle();
  const tools = await iriOf(b, idIn(made.location));
  const toolsAtC = (await contentAt(c, tools))!;

  // Without a file, in words; then with one, which is called what it is called.
  const none = await atC.post(`${pathOn.c}/files/new`, { title: "", source: "" });
  expect([none.status, none.text.includes("Choose a file")]).toEqual([422, true]);
  const added = await atC.post(`${pathOn.c}/files/new`, {
    title: "",
    source: "For the *front* door.",
    folder: String(toolsAtC.id),
    new: pdf("one"),
  });
  expect(added.status).toBe(303);
  await settle();
  const file = await iriOf(c, idIn(added.location));
  for (const [at, browser, path] of [
    [a, atA, pathOn.a],
    [b, atB, pathOn.b],
    [c, atC, pathOn.c],
  ] as const) {
    const top = (await browser.get(`${path}/files`)).text;
    expect([at.host, top.includes("Tools"), top.includes("Screening tool.pdf")]).toEqual([
      at.host,
      true,
      false,
    ]);
    const folder = await browser.get(`${path}/discussions/${(await contentAt(at, tools))!.id}`);
    expect([at.host, folder.text.includes("Screening tool.pdf")]).toEqual([at.host, true]);
    expect((await browser.get(`${path}/forum`)).text).not.toContain("Screening tool");
    // The bytes are to be had at home, for a member.
    const page = (await browser.get(`${path}/discussions/${(await contentAt(at, file))!.id}`)).text;
    const href = /href="([^"]*attachments[^"]*)"/.exec(page)![1]!.replaceAll("&amp;", "&");
    expect([at.host, (await browser.get(href)).text.includes("% one")]).toEqual([at.host, true]);
  }
  const document = (await ask(file)).json() as Record<string, unknown>;
  expect(document).toMatchObject({
    type: "Document",
    name: "Screening tool.pdf",
    mediaType: "application/pdf",
    content: "<p>For the <em>front</em> door.</p>",
    context: tools,
    target: `${iri}/resources`,
    attachment: [{ type: "Document", mediaType: "application/pdf" }],
  });
  expect(document.digestMultibase).toMatch(/^u/);
  expect((await ask(tools)).json()).toMatchObject({
    type: "OrderedCollection",
    name: "Tools",
    attributedTo: expect.any(String) as string,
  });
  expect((await ask(`${tools}/items?page=true`)).json()).toMatchObject({ orderedItems: [file] });
  expect((await ask(document.target as string)).json()).toMatchObject({ totalItems: 2 });
  expect((await ask(`${String(document.target)}?page=true`)).json()).toMatchObject({
    orderedItems: [tools, file],
  });

  // Another version, and another folder.
  a.clock.tick({ minutes: 1 });
  const sub = await atA.post(`${pathOn.a}/files/new-folder`, {
    title: "Older",
    source: "",
    folder: String((await contentAt(a, tools))!.id),
  });
  await settle();
  const older = await iriOf(a, idIn(sub.location));
  const atHome = (await contentAt(c, file))!.id;
  const edited = await atC.post(`${pathOn.c}/posts/${atHome}/edit`, {
    title: "Screening tool",
    source: "",
    folder: String((await contentAt(c, older))!.id),
    new: pdf("two"),
  });
  expect(edited.status).toBe(303);
  await settle();
  await same();
  const places = await placesOn(a);
  expect(places).toEqual(
    [
      { iri: tools, form: "folder", folder: null },
      { iri: older, form: "folder", folder: tools },
      { iri: file, form: "file", folder: older },
    ].sort((one, other) => one.iri.localeCompare(other.iri)),
  );
  for (const at of [b, c]) expect(await placesOn(at)).toEqual(places);
  const here = (await contentAt(b, file))!.id;
  const shown = (await atB.get(`${pathOn.b}/discussions/${here}`)).text;
  expect(shown).toMatch(/Files<\/a>.*Tools<\/a>.*Older<\/a>/s);
  const href = /href="([^"]*attachments[^"]*)"/.exec(shown)![1]!.replaceAll("&amp;", "&");
  expect((await atB.get(href)).text).toContain("% two");
  expect((await atB.get(`${pathOn.b}/posts/${here}/history`)).text).toContain("Screening tool.pdf");

  // A comment on it, and the folder goes: what lay in it stands at the top.
  await atB.post(`${pathOn.b}/discussions/${here}/comments`, { parent: String(here), source: "We use it." });
  expect((await atA.post(`${pathOn.a}/posts/${(await contentAt(a, older))!.id}/delete`)).status).toBe(303);
  await settle();
  await same();
  for (const [browser, path] of [
    [atA, pathOn.a],
    [atB, pathOn.b],
    [atC, pathOn.c],
  ] as const)
    expect((await browser.get(`${path}/files`)).text).toContain("Screening tool");

  // Where it lies is checked in the operation.
  const other = await place(all(), "Other network");
  const foreign = { contentId: atHome, title: "Screening tool", folder: other.iri };
  await expect(editContent(c.context(tom), foreign)).rejects.toMatchObject({ code: "invalid" });
  const placed = { workspaceId: other.idOn.c, form: "folder" as const, title: "X", folder: tools };
  await expect(openDiscussion(c.context(tom), placed)).rejects.toMatchObject({ code: "invalid" });
  await expect(
    openDiscussion(c.context(tom), { workspaceId: other.idOn.c, form: "file", title: "X" }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("a file of another program is kept with its bytes' address; folders that lie in each other keep nobody busy", async () => {
  const { a, amara, group, peer, felix, inbox: shared, settle } = await scene();
  const path = `/workspaces/${group.name.slice(1).split("@")[0]}`;
  const browser = await a.as(amara);
  const target = `${group.iri}/resources`;
  const thing = (type: string, name: string, more: Record<string, unknown>) =>
    note(felix, "See inside.", {
      more: { type, name, audience: group.iri, to: [everyone, group.iri], target, ...more },
    });
  const give = async (object: ReturnType<typeof note>, to = [everyone, group.iri]) => {
    const sent = activity(felix, "Create", object, { to });
    expect((await felix.send(shared, sent)).status).toBe(202);
    await settle();
    return (await contentAt(a, String(object.id)))!;
  };
  const one = thing("OrderedCollection", "One", {});
  const two = thing("OrderedCollection", "Two", { context: one.id });
  await give({ ...one, context: two.id });
  const second = await give(two);
  const url = `${peer.origin}/files/1.pdf`;
  const file = await give(
    thing("Document", "Poster.pdf", { context: two.id, url, mediaType: "application/pdf" }),
  );
  expect(file).toMatchObject({ title: "Poster.pdf", html: "<p>See inside.</p>" });
  const page = await browser.get(`${path}/discussions/${second.id}`);
  expect([page.status, page.text.includes("Poster.pdf"), page.text.includes("One")]).toEqual([
    200,
    true,
    true,
  ]);
  expect((await browser.get(`${path}/files`)).status).toBe(200);
  expect((await browser.get(`${path}/files?folder=${second.id}`)).text).toContain("Poster.pdf");
  expect((await browser.get(`${path}/files?folder=1`)).status).toBe(404);
  const lost = await browser.post(`${path}/files/new-folder`, { title: "Lost", source: "", folder: "1" });
  expect([lost.status, lost.text.includes("not there any more")]).toEqual([422, true]);
  expect((await browser.get(`${path}/files/new?folder=${second.id}`)).text).toMatch(/selected[^>]*>[^<]*Two/);

  // A collection that its author makes for everybody is no post of theirs, also where it names somebody here.
  const named = [{ type: "Mention", href: `${a.origin}/actors/${amara.id}`, name: "@amara" }];
  const loose = { type: "OrderedCollection", name: "Mine", to: [everyone], tag: named };
  expect(await give(note(felix, "See inside.", { more: loose }), [everyone])).toBeUndefined();
  const post = { ...loose, type: "Document" };
  expect(await give(note(felix, "See inside.", { more: post }), [everyone])).toMatchObject({ kind: "post" });
});
