import { and, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { activity as sent, actor, content, inbox, notification } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { editContent } from "../../src/forums/index.ts";
import { setManager } from "../../src/workspaces/index.ts";
import { activity, everyone, note } from "../peers/index.ts";
import { actorOn, people, place } from "./place.ts";
import { ask, contentAt, iriOf, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const all = people();

test("a page is written at one organisation, and edited by managers at two others, with its history everywhere", async () => {
  const { a, b, c, amara, priya, tom, pathOn, idOn, same, settle } = await place(all(), "Sepsis network");
  const [atA, atB, atC] = [await a.as(amara), await b.as(priya), await c.as(tom)];
  expect((await atC.get(`${pathOn.c}/pages`)).text).toContain("No pages yet");
  const preview = await atC.post(`${pathOn.c}/pages/new`, {
    title: "How",
    source: "*Soon*",
    action: "preview",
  });
  expect(preview.text).toContain("<em>Soon</em>");
  const made = await atC.post(`${pathOn.c}/pages/new`, { title: "How we screen", source: "At *the* door." });
  expect(made.status).toBe(303);
  await settle();
  const iri = await iriOf(c, Number(made.location!.split("/").at(-1)));
  for (const [at, browser, path] of [
    [a, atA, pathOn.a],
    [b, atB, pathOn.b],
    [c, atC, pathOn.c],
  ] as const) {
    const list = await browser.get(`${path}/pages`);
    expect([at.host, list.text.includes("How we screen")]).toEqual([at.host, true]);
    expect((await browser.get(`${path}/forum`)).text).not.toContain("How we screen");
  }
  expect((await ask(iri)).json()).toMatchObject({
    type: "Article",
    name: "How we screen",
    content: "<p>At <em>the</em> door.</p>",
    source: { content: "At *the* door.", mediaType: "text/markdown" },
  });
  const [own] = await c.store.db.select().from(sent).where(eq(sent.type, "Create"));
  const received = await b.store.db.select({ body: inbox.body }).from(inbox);
  expect(received.filter(({ body }) => body.includes(own!.body))).toHaveLength(1);

  // A manager elsewhere has another wording: it counts everywhere, also where its author's server shows the page.
  const edit = async (at: typeof b, browser: typeof atB, path: string, source: string) => {
    a.clock.tick({ minutes: 1 });
    const id = (await contentAt(at, iri))!.id;
    const form = await browser.get(`${path}/posts/${id}/edit`);
    expect(form.status).toBe(200);
    const answer = await browser.post(`${path}/posts/${id}/edit`, { title: "How we screen", source });
    expect(answer.status).toBe(303);
    await settle();
  };
  await edit(b, atB, pathOn.b, "At the door, *by day*.");
  await edit(a, atA, pathOn.a, "At the door, by day and *by night*.");
  const held = await same();
  expect(held.posts[0]).toMatchObject({ html: "<p>At the door, by day and <em>by night</em>.</p>" });
  expect((await ask(iri)).json()).toMatchObject({
    attributedTo: `${c.origin}/actors/${tom.id}`,
    content: "<p>At the door, by day and <em>by night</em>.</p>",
  });
  for (const [at, browser, path] of [
    [a, atA, pathOn.a],
    [b, atB, pathOn.b],
    [c, atC, pathOn.c],
  ] as const) {
    const { id } = (await contentAt(at, iri))!;
    expect((await browser.get(`${path}/discussions/${id}`)).text).toMatch(/Edited.*by\s*<bdi>Amara Okafor/s);
    const history = (await browser.get(`${path}/posts/${id}/history`)).text;
    for (const words of ["by <bdi>Amara Okafor", "by <bdi>Priya Nair", "As first written"])
      expect([at.host, words, history.includes(words)]).toEqual([at.host, words, true]);
  }
  await edit(c, atC, pathOn.c, "Its author has the last word.");
  expect((await same()).posts[0]).toMatchObject({ html: "<p>Its author has the last word.</p>" });

  // Who no longer manages the workspace, and has not heard of it yet: taken back, and told.
  const memberId = await actorOn(a, priya.name);
  await setManager(a.context(amara), { workspaceId: idOn.a, memberId, manager: false });
  a.clock.tick({ minutes: 1 });
  const { id: here } = (await contentAt(b, iri))!;
  await editContent(b.context(priya), { contentId: here, title: "Mine", source: "All mine." });
  await settle();
  expect((await same()).posts[0]).toMatchObject({ title: "How we screen" });
  const told = await b.store.db.select().from(notification).where(eq(notification.personId, priya.id));
  expect(told.map(({ kind }) => kind)).toContain("edit refused");
  expect((await atB.get(`${pathOn.b}/posts/${here}/edit`)).status).toBe(403);
});

test("an article of another program is a page; nobody but its author changes it from there", async () => {
  const { a, amara, workspaceId, group, peer, felix, inbox: shared, settle } = await scene();
  const mentions = [{ type: "Mention", href: group.iri, name: group.name }];
  const article = note(felix, "<p>Long words.</p>", {
    more: { type: "Article", name: "What we found", to: [everyone, group.iri], tag: mentions },
  });
  const give = async (by: typeof felix, type: string, object: JsonObject) => {
    const { status } = await by.send(shared, activity(by, type, object, { to: [everyone, group.iri] }));
    await settle();
    return status;
  };
  expect(await give(felix, "Create", article)).toBe(202);
  const kept = (await contentAt(a, String(article.id)))!;
  expect(kept).toMatchObject({ workspaceId, title: "What we found" });
  const browser = await a.as(amara);
  const path = `/workspaces/${group.name.slice(1).split("@")[0]}`;
  expect((await browser.get(`${path}/pages`)).text).toContain("What we found");
  // Its words in Markdown are not known: a manager would write over what they do not see.
  expect((await browser.get(`${path}/posts/${kept.id}/edit`)).status).toBe(409);

  const mallory = await peer.addActor("mallory");
  const changed = { ...article, content: "<p>Forged.</p>", updated: new Date().toISOString() };
  await give(mallory, "Update", changed);
  const away = { ...changed, id: "https://else.example/1", attributedTo: "https://else.example/u" };
  await give(mallory, "Update", away);
  await give(mallory, "Create", { ...changed, id: `${peer.origin}/other` });
  expect(await a.store.db.$count(content)).toBe(1);
  expect((await contentAt(a, String(article.id)))!.html).toContain("Long words.");
  const [someone] = await a.store.db
    .select()
    .from(actor)
    .where(and(eq(actor.host, peer.host), eq(actor.handle, "mallory")));
  expect(someone).toBeDefined();
});
