import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { activity as sentActivity, notification, report } from "../../db/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { setManager } from "../../src/workspaces/index.ts";
import { activity } from "../peers/index.ts";
import { ask, actorAt, iriOf, joined, scene } from "./scene.ts";
import { idAt, iriAt } from "./picture.ts";
import { people, place } from "./place.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const all = people();

test("a report reaches the managers, wherever they are, and one's own administrators; never whom it is about", async () => {
  const { a, b, c, amara, priya, tom, idOn, pathOn, settle, same } = await place(all(), "Reports network");
  const id = await openDiscussion(a.context(amara), {
    workspaceId: idOn.a,
    title: "Ward notes",
    source: "Oh no.",
  });
  await settle();
  const iri = await iriAt(a, id);
  const his = await c.as(tom);
  const path = `${pathOn.c}/posts/${await idAt(c, iri)}/report`;
  expect((await his.get(path)).text).toContain("What is wrong?");
  expect((await his.post(path, { reason: " " })).status).toBe(422);
  expect((await his.submit(path, { reason: "It names a patient." })).text).toContain("Reported.");
  await settle();

  // His own administrators, with his name.
  const administrator = await c.as(c.administrator);
  const atHome = await administrator.get("/admin/reports");
  expect(atHome.text).toContain("It names a patient.");
  expect(atHome.text).toContain("Tom Whitfield");
  expect((await (await c.as(tom)).get("/admin/reports")).status).toBe(403);

  // A manager on another server, without it; and the one it is about, who manages the workspace too, nothing.
  const hers = await b.as(priya);
  const queue = await hers.get(`${pathOn.b}/moderation`);
  expect(queue.text).toContain("It names a patient.");
  expect(queue.text).not.toContain("Tom Whitfield");
  const amaras = await a.as(amara);
  for (const page of [
    "/moderation",
    "/moderation/log",
    "/moderation/log?who=tom",
    "/moderation/log.csv?who=tom",
  ])
    expect((await amaras.get(pathOn.a + page)).text).not.toMatch(/names a patient|report made|report.made/i);
  expect((await amaras.get(`${pathOn.a}/moderation`)).text).not.toContain("names a patient");
  expect(await a.store.db.$count(notification, eq(notification.kind, "report"))).toBe(0);
  expect((await (await a.as(a.administrator)).get(`${pathOn.a}/moderation`)).status).toBe(403);
  const [flag] = await c.store.db.select().from(sentActivity).where(eq(sentActivity.type, "Flag"));
  expect((await ask(flag!.iri)).status).toBe(404);

  const [waiting] = await b.store.db.select().from(report).where(eq(report.queue, "workspace"));
  const decide = `${pathOn.b}/moderation/reports/${waiting!.id}`;
  expect((await hers.post(decide, {})).status).toBe(422);
  expect((await (await b.as(b.administrator)).post(decide, { decision: "dismissed" })).status).toBe(403);
  const decided = await hers.submit(decide, { decision: "remove", note: "Thank you, it is gone." });
  expect(decided.text).toContain("Something was done.");
  await settle();
  expect((await same()).posts).toMatchObject([{ deleted: true }]);
  expect((await a.store.db.select().from(report)).map(({ state }) => state)).toEqual(["acted"]);
  const told = await his.get("/notifications");
  expect(told.text).toContain("Thank you, it is gone.");
  expect(told.text).toContain("has been looked at");

  // His own administrators decide for themselves.
  const [own] = await c.store.db.select().from(report).where(eq(report.queue, "instance"));
  expect(own).toMatchObject({ state: "open" });
  await administrator.submit(`/admin/reports/${own!.id}`, { decision: "dismissed", note: "Not ours." });
  expect((await c.store.db.select().from(report).where(eq(report.id, own!.id)))[0]!.state).toBe("dismissed");
});

test("reports as Mastodon and Mbin send them, of posts and of people", async () => {
  const set = await scene();
  const { a, amara, workspaceId, felix, peer, group, settle } = set;
  await joined(set, felix);
  const greta = await peer.addActor("greta");
  const id = await openDiscussion(a.context(amara), { workspaceId, title: "Ward notes", source: "Oh no." });
  const iri = await iriOf(a, id);
  const author = `${a.origin}/actors/${amara.id}`;
  // A second manager, of another server, to whom the workspace passes it on.
  await setManager(a.context(amara), {
    workspaceId,
    memberId: (await actorAt(a, felix.iri))!.id,
    manager: true,
  });
  await settle();
  peer.forget();

  const mastodon = activity(greta, "Flag", iri, { object: [author, iri], content: "Spam", to: author });
  const mbin = activity(greta, "Flag", iri, {
    object: [iri],
    audience: group.iri,
    to: [group.iri],
    summary: "Rude",
  });
  const person = activity(greta, "Flag", author, { object: author, content: "Impostor" });
  const elsewhere = activity(greta, "Flag", `${felix.iri}/statuses/9`, {
    object: [`${felix.iri}/statuses/9`],
  });
  for (const one of [mastodon, mastodon, mbin, person, elsewhere]) await greta.send(set.inbox, one);
  await settle();
  const rows = await a.store.db.select().from(report).orderBy(report.id);
  expect(rows.map(({ queue, reason, subject }) => [queue, reason, subject])).toEqual([
    ["workspace", "Spam", iri],
    ["workspace", "Rude", iri],
    ["instance", "Impostor", author],
  ]);
  const passedOn = peer.activities("Flag");
  expect(passedOn).toMatchObject([
    { actor: group.iri, to: [felix.iri], object: [author, iri], content: "Spam" },
    { actor: group.iri, to: [felix.iri], object: [author, iri], content: "Rude" },
  ]);
  expect(JSON.stringify(passedOn)).not.toContain(greta.iri);

  // Whoever does not manage it decides nothing; a manager does, and greta's server hears of it.
  const [first] = passedOn;
  peer.forget();
  await greta.send(set.inbox, activity(greta, "Accept", String(first!.id), { summary: "Mine" }));
  await settle();
  expect((await a.store.db.select().from(report).orderBy(report.id))[0]!.state).toBe("open");
  await felix.send(set.inbox, activity(felix, "Reject", String(first!.id), { summary: "It is fine" }));
  await settle();
  expect((await a.store.db.select().from(report).orderBy(report.id))[0]).toMatchObject({
    state: "dismissed",
    note: "It is fine",
  });
  expect(peer.activities("Reject").map(({ object, summary }) => [object, summary])).toEqual(
    expect.arrayContaining([[mastodon.id, "It is fine"]]),
  );
});
