import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, history, membership, peer, workspace } from "../../db/index.ts";
import { type Instance, startInstance } from "../../test/rig.ts";
import type { Id } from "../core/id.ts";
import { newId } from "../core/id.ts";
import { openDiscussion } from "../forums/index.ts";
import { decide, join, type Level, removeMember } from "./index.ts";

async function setLevel({ store }: Instance, id: Id, level: Level) {
  await store.transaction((tx) => tx.update(workspace).set({ level }).where(eq(workspace.actorId, id)));
}

/** A workspace with a secret discussion and a home page, and four ways to stand to it. */
async function scene() {
  const north = await startInstance();
  const [gwen, samir, amara] = [
    await north.addMember("Gwen Rees", { job: "Ward sister" }),
    await north.addMember("Samir Khan"),
    await north.addMember("Amara Okafor"),
  ];
  const { id, handle } = await north.addWorkspace("Falls Prevention", { manager: gwen, level: "restricted" });
  const workspaceId = id;
  for (const one of [samir, amara]) {
    await join(north.context(one), { workspaceId, reason: "To learn" });
    await decide(north.context(gwen), { workspaceId, memberId: one.id, approve: true });
  }
  await removeMember(north.context(gwen), { workspaceId, memberId: amara.id, answer: "Left the trust" });
  await openDiscussion(north.context(gwen), { workspaceId, title: "The slipper finding", source: "Secret." });
  await north.store.transaction(async (tx) => {
    await tx.update(actor).set({ summary: "<p>How we work here</p>" }).where(eq(actor.id, id));
  });
  const other = await north.addMember("Nadia Rahman");
  return { north, id, path: `/workspaces/${handle}`, gwen, samir, removed: amara, other };
}

test("each level shows those outside what it promises, and no more", async () => {
  const { north, id, path, samir, removed, other } = await scene();
  const outside = [await north.as(), await north.as(other), await north.as(removed)];
  const inside = await north.as(samir);
  const see = async (client: (typeof outside)[number], place: string) =>
    (await client.get(path + place)).text;

  for (const level of ["restricted", "private"] as const) {
    await setLevel(north, id, level);
    for (const client of outside) {
      const home = await see(client, "");
      expect(home).toContain("Falls Prevention: learning from each other.");
      expect(home).not.toContain("The slipper finding");
      expect(home.includes("How we work here"), `home page, ${level}`).toBe(level === "restricted");
      expect(home.includes("Gwen Rees"), `managers, ${level}`).toBe(level === "restricted");
      expect((await client.get(`${path}/people`)).status).toBe(404);
      expect(await see(client, "/about")).not.toMatch(/Samir Khan|slipper|How we work/);
      expect((await client.get("/")).text).not.toContain("The slipper finding");
    }
    expect(await see(inside, "")).toContain("The slipper finding");
    expect(await see(inside, "/people")).toContain("Gwen Rees");
    expect((await inside.get("/")).text).toContain("The slipper finding");
  }

  await setLevel(north, id, "confidential");
  for (const client of outside) {
    for (const place of [
      "",
      "/people",
      "/about",
      "/join",
      "/leave",
      "/manage",
      "/manage/requests",
      "/arrival",
    ]) {
      const answer = await client.get(path + place);
      const signIn = answer.status === 303 && answer.location?.startsWith("/sign-in");
      expect(answer.status === 404 || signIn, `${place}: ${answer.status}`).toBe(true);
    }
    expect((await client.get("/workspaces")).text).not.toContain("Falls Prevention");
  }
  expect(await see(inside, "")).toContain("The slipper finding");

  await setLevel(north, id, "open");
  for (const client of outside) expect(await see(client, "")).toContain("The slipper finding");
});

test("managing is for managers: every page and every form", async () => {
  const { north, path, samir, gwen, removed, other } = await scene();
  const strangers = [await north.as(), await north.as(samir), await north.as(removed), await north.as(other)];
  const pages = [
    "",
    "/level",
    "/requests",
    "/invitations",
    "/organisations",
    "/people",
    `/people/${samir.id}/remove`,
  ];
  const forms: [string, Record<string, string>][] = [
    ["/level", { level: "open", confirm: "yes" }],
    ["/invitations", { people: "nobody" }],
    ["", { name: "Taken over", purpose: "A purpose long enough.", level: "open" }],
    ["/picture", { remove: "yes" }],
    ["/requests", { member: String(other.id), decision: "approve" }],
    [`/people/${gwen.id}/remove`, {}],
    [`/people/${samir.id}/role`, { manager: "yes" }],
    [`/people/${removed.id}/readmit`, {}],
  ];
  const before = await north.store.db.select().from(membership);
  for (const [index, client] of strangers.entries()) {
    for (const page of pages) {
      const { status, location } = await client.get(`${path}/manage${page}`);
      expect(index === 0 ? location : status, page).toEqual(
        index === 0 ? expect.stringMatching("/sign-in") : 403,
      );
    }
    for (const [place, form] of forms) {
      const { status, location } = await client.post(`${path}/manage${place}`, form);
      expect(index === 0 ? location : status, place).toEqual(
        index === 0 ? expect.stringMatching("/sign-in") : 403,
      );
    }
  }
  expect(await north.store.db.select().from(membership)).toEqual(before);
  const manager = await north.as(gwen);
  for (const page of pages) expect((await manager.get(`${path}/manage${page}`)).status).toBe(200);
});

test("somebody creates a workspace, a colleague asks to join and is let in", async () => {
  const north = await startInstance();
  const [gwen, samir] = [await north.addMember("Gwen Rees"), await north.addMember("Samir Khan")];
  const manager = await north.as(gwen);
  const wrong = await manager.post("/workspaces/new", { name: "Falls", purpose: "", level: "restricted" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("<title>Error: ");
  expect(wrong.text).toContain('href="#purpose"');
  expect(wrong.text).toContain('value="Falls"');

  const form = {
    name: "Falls <b>",
    purpose: "Fewer falls on our wards.",
    level: "restricted",
    source: "# Hello",
  };
  const made = await manager.post("/workspaces/new", { ...form, handle: "falls" });
  expect(made.location).toBe("/workspaces/falls");
  expect((await manager.get("/workspaces/falls")).text).toContain("You have created Falls &lt;b&gt;.");

  const asker = await north.as(samir);
  expect((await asker.get("/workspaces/falls")).text).toContain("Ask to join");
  expect((await asker.submit("/workspaces/falls/join", { reason: "I lead it" })).text).toContain(
    "A manager decides.",
  );
  expect((await manager.get("/")).text).toContain("Samir Khan asks to join Falls &lt;b&gt;");
  const requests = await manager.get("/workspaces/falls/manage/requests");
  expect(requests.text).toContain("I lead it");
  const answer = { member: String(samir.id), decision: "approve", answer: "Welcome" };
  const decided = await manager.submit("/workspaces/falls/manage/requests", answer);
  expect(decided.text).toContain("Samir Khan can now take part.");
  expect(decided.text).toContain("Nobody is waiting");
  expect((await manager.get("/")).text).not.toContain("asks to join");
  expect((await asker.get("/workspaces/falls")).text).toContain("You are a member");
  expect((await asker.get("/notifications")).text).toContain("You can now take part in Falls &lt;b&gt;");
});

test("leaving says what it means, is done with a button, and can be undone", async () => {
  const north = await startInstance();
  const samir = await north.addMember("Samir Khan");
  await north.addWorkspace("Champions");
  const client = await north.as(samir);
  expect((await client.submit("/workspaces/champions/join")).text).toContain("You have joined Champions.");
  expect((await client.get("/workspaces/champions/leave")).text).toContain("What you wrote stays");
  expect((await client.submit("/workspaces/champions/leave")).text).toContain("To undo this, choose Join.");
  expect((await client.submit("/workspaces/champions/join")).text).toContain("You have joined Champions.");
});

test("settings are saved, and a picture that is none is refused at its field", async () => {
  const north = await startInstance();
  await north.addWorkspace("Champions");
  const client = await north.as(north.administrator);
  const path = "/workspaces/champions/manage";
  const form = {
    name: "Champions",
    purpose: "We help each other on.",
    level: "open",
    source: "We meet on **Mondays**.",
  };
  expect((await client.submit(path, form)).text).toContain("Saved.");
  expect((await client.get("/workspaces/champions")).text).toContain("<strong>Mondays</strong>");
  expect((await client.get(path)).text).toContain("We meet on **Mondays**.");
  const file = new File(["MZ not a picture"], "picture.png", { type: "image/png" });
  const refused = await client.post(`${path}/picture`, { picture: file });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#picture"');
});

test("software that asks for an actor is led to it; nobody is led to a confidential one", async () => {
  const north = await startInstance();
  const { id } = await north.addWorkspace("Champions");
  const client = await north.as();
  for (const accept of [
    "application/activity+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  ]) {
    const answer = await client.get("/workspaces/champions", { accept });
    expect([answer.status, answer.location]).toEqual([302, `/actors/${id}`]);
  }
  await setLevel(north, id, "confidential");
  const { status } = await client.get("/workspaces/champions", { accept: "application/activity+json" });
  expect(status).toBe(404);
});

test("a workspace of another organisation shows how far it has arrived, until it has", async () => {
  const north = await startInstance();
  const samir = await north.addMember("Samir Khan");
  const at = north.clock();
  const id = newId(at);
  const iri = "https://lakeside.example/actors/1";
  await north.store.transaction(async (tx) => {
    await tx.insert(peer).values({ host: "lakeside.example", name: "Lakeside Council", created: at });
    await tx.insert(actor).values({
      id,
      iri,
      kind: "group",
      host: "lakeside.example",
      local: false,
      handle: "teams",
      name: "Neighbourhood Teams",
      inbox: `${iri}/inbox`,
      created: at,
    });
    await tx
      .insert(workspace)
      .values({ actorId: id, level: "open", purpose: "Teams around people.", created: at });
  });
  const path = "/workspaces/teams@lakeside.example";
  const client = await north.as(samir);
  const asked = await client.submit(`${path}/join`);
  expect(asked.text).toContain("on its way to Lakeside Council");
  expect(asked.text).toContain("Waiting for <bdi>Lakeside Council</bdi> to answer");
  expect(asked.text).toContain('<noscript><meta http-equiv="refresh"');

  await north.store.transaction(async (tx) => {
    await tx.update(membership).set({ state: "active", decided: at }).where(eq(membership.workspaceId, id));
    const progress = { state: "running", done: 30, total: 120, started: at, updated: at } as const;
    await tx.insert(history).values({ workspaceId: id, readerId: samir.id, ...progress });
  });
  const arriving = await client.get(`${path}/arrival`);
  expect(arriving.text).toContain('value="30" max="120"');
  expect(arriving.text).toContain('hx-trigger="every 2s"');
  expect(arriving.headers["hx-refresh"]).toBeUndefined();

  await north.store.transaction(async (tx) => {
    await tx.update(history).set({ state: "done" }).where(eq(history.workspaceId, id));
  });
  const arrived = await client.get(`${path}/arrival`);
  expect([arrived.text, arrived.headers["hx-refresh"]]).toEqual(["", "true"]);
  const settled = await client.get(path);
  expect(settled.text).not.toContain("refresh");
  expect(settled.text).toContain("Lakeside Council");
});

test("people are found by what is known of them, managers first", async () => {
  const { north, path, samir } = await scene();
  const client = await north.as(samir);
  const all = (await client.get(`${path}/people`)).text;
  expect(all.indexOf("Gwen Rees")).toBeLessThan(all.lastIndexOf("Samir Khan"));
  expect(all).not.toContain("Amara Okafor");
  const found = (await client.get(`${path}/people?q=SISTER`)).text;
  expect(found).toContain("Gwen Rees");
  expect(found).not.toMatch(/who__name[^>]*>(<bdi>)?Samir Khan/);
  expect((await client.get(`${path}/people?q=%25`)).text).toContain("Nobody here matches");

  // Organisations are counted as people read them, not by the server they came from.
  expect(all).toContain("<p>2 people</p>");
  await client.submit("/me/profile", { name: "Samir Khan", organisation: "Harbour Community Trust" });
  expect((await client.get(`${path}/people`)).text).toContain("2 people from 2 organisations");
});
