import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { peer, workspace } from "../../db/index.ts";
import { startInstance } from "../../test/rig.ts";
import type { Elsewhere } from "../context.ts";
import { openDiscussion } from "../forums/index.ts";
import { open } from "./find.ts";

async function scene() {
  const north = await startInstance();
  const gwen = await north.addMember("Gwen Rees");
  const { id, handle } = await north.addWorkspace("Sepsis Network");
  return { north, gwen, id, handle };
}

const never: Elsewhere = {
  find: async () => expect.unreachable("nobody else is asked about what is ours"),
  instance: async () => expect.unreachable(),
  answers: async () => expect.unreachable(),
  offers: async () => expect.unreachable(),
  file: async () => expect.unreachable(),
};

test("what is ours opens here in every spelling, without asking anybody", async () => {
  const { north, gwen, id } = await scene();
  const post = await openDiscussion(north.context(north.administrator), {
    workspaceId: id,
    title: "Night shifts",
    source: "Words.",
  });
  const ctx = { ...north.context(gwen), elsewhere: never };
  const { origin, host } = north;
  for (const address of [
    `@sepsis-network@${host}`,
    `sepsis-network@${host}`,
    `${origin}/workspaces/sepsis-network`,
    `${origin}/workspaces/Sepsis-Network@${host}`,
    `${origin}/actors/${id}`,
  ]) {
    const opened = await open(ctx, address, "North Trust");
    expect(opened, address).toMatchObject({ ok: true, value: { workspace: { id } } });
  }
  const hrefs = {
    [`@gwen-rees@${host}`]: "/people/gwen-rees",
    [`${origin}/actors/${gwen.id}`]: "/people/gwen-rees",
    [`${origin}/content/${post}`]: `/workspaces/sepsis-network/discussions/${post}`,
    [`${origin}/workspaces/sepsis-network/about`]: "/workspaces/sepsis-network/about",
    // Never away from here.
    [`${origin}//evil.example/`]: "/",
  };
  for (const [address, href] of Object.entries(hrefs)) {
    expect(await open(ctx, address, "North Trust"), address).toEqual({ ok: true, value: { href } });
  }
});

test("of what is written in a restricted workspace strangers learn nothing by its address", async () => {
  const { north, gwen } = await scene();
  const { administrator, origin } = north;
  const { id: workspaceId } = await north.addWorkspace("Among us", { level: "restricted" });
  const author = north.context(administrator);
  const post = await openDiscussion(author, { workspaceId, title: "Secret", source: "Words." });
  const address = `${origin}/content/${post}`;
  const nothing = await open({ ...north.context(gwen), elsewhere: never }, `${origin}/content/1`, "North");
  expect(nothing.ok).toBe(false);
  expect(await open({ ...north.context(gwen), elsewhere: never }, address, "North")).toEqual(nothing);
  expect(await open({ ...author, elsewhere: never }, address, "North")).toMatchObject({ ok: true });
});

test("what is confidential is not found by its address", async () => {
  const { north, gwen, id } = await scene();
  await north.store.transaction(async (tx) => {
    await tx.update(workspace).set({ level: "confidential" }).where(eq(workspace.actorId, id));
  });
  const ctx = { ...north.context(gwen), elsewhere: never };
  for (const address of [
    `@sepsis-network@${north.host}`,
    `${north.origin}/actors/${id}`,
    `@none@${north.host}`,
  ]) {
    const opened = await open(ctx, address, "North Trust");
    expect(opened).toMatchObject({ ok: false, problem: expect.stringContaining("nothing at this address") });
  }
});

test("an address is opened by whoever is signed in, and a failure says why beside the field", async () => {
  const { north, gwen } = await scene();
  const stranger = await north.as();
  const address = "/authorize_interaction?uri=http%3A%2F%2Fsouth.localhost%2Fx";
  expect((await stranger.get(address)).location).toBe(`/sign-in?then=${encodeURIComponent(address)}`);
  const client = await north.as(gwen);
  const found = await client.get(`/open?address=@sepsis-network@${north.host}`);
  expect(found.text).toContain("Sepsis Network: learning from each other.");
  expect(found.text).toContain('action="/workspaces/sepsis-network/join"');
  const failed = await client.get("/open?address=@nobody@127.0.0.1:1");
  expect(failed.status).toBe(422);
  expect(failed.text).toContain("<title>Error: ");
  expect(failed.text).toContain('href="#address"');
  expect(failed.text).toContain('value="@nobody@127.0.0.1:1"');
});

test("joining by address joins, once", async () => {
  const { north, gwen } = await scene();
  const client = await north.as(gwen);
  const joined = await client.submit("/open/join", { address: `@sepsis-network@${north.host}` });
  expect(joined.text).toContain("You are a member");
  const again = await client.post("/open/join", { address: `@sepsis-network@${north.host}` });
  expect(again.location).toBe("/workspaces/sepsis-network");
});

test("a stranger is led home by a link, and home is remembered", async () => {
  const { north, id } = await scene();
  const south = await startInstance({ hostname: "south.localhost" });
  const stranger = await north.as();
  const page = await stranger.get("/workspaces/sepsis-network");
  const uri = `${north.origin}/actors/${id}`;
  expect(page.text).toContain("Are you with another organisation?");
  expect(page.text).toContain(`value="${uri}"`);
  const wrong = await stranger.post("/open-at-home", { uri, home: "somewhere" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('href="#home"');
  const leading = await stranger.post("/open-at-home", { uri, home: `@priya@${south.host.toUpperCase()}` });
  const there = `${south.origin}/authorize_interaction?uri=${encodeURIComponent(uri)}`;
  expect(leading.text).toContain(`href="${there}"`);
  const again = await stranger.get("/workspaces/sepsis-network");
  expect(again.text).toContain(`<a href="${there}">Open this at ${south.host}</a>`);
  expect(
    (await stranger.post("/open-at-home", { uri: "javascript:alert(1)", home: "a.example" })).status,
  ).toBe(422);
  const member = await north.as(north.administrator);
  expect((await member.get("/workspaces/sepsis-network")).text).not.toContain("Are you with another");
});

test("a home where no Tombolo answers is not remembered, and nobody explores other networks from here", async () => {
  const { north, id } = await scene();
  const stranger = await north.as();
  const uri = `${north.origin}/actors/${id}`;
  const nobody = await stranger.post("/open-at-home", { uri, home: "127.0.0.1:1" });
  expect(nobody.status).toBe(422);
  expect(nobody.text).toContain("No Tombolo answers at 127.0.0.1:1");
  expect(stranger.cookies.has("home")).toBe(false);
  const tries = [];
  for (let n = 0; n < 30; n++) tries.push(await stranger.post("/open-at-home", { uri, home: "127.0.0.1:1" }));
  expect(tries.map(({ status }) => status).slice(-2)).toEqual([422, 429]);
  expect(await north.store.db.select().from(peer)).toEqual([]);
});

test("an organisation that does not answer says so, and Discover is for everyone", async () => {
  const { north, gwen } = await scene();
  const client = await north.as(gwen);
  const asking = await client.get("/discover/127.0.0.1:1");
  expect(asking.text).toContain('hx-trigger="load"');
  const answer = await client.get("/discover/127.0.0.1:1?now=1", { "hx-request": "true" });
  expect(answer.text).toContain("They did not answer");
  expect(answer.text).not.toContain("<html");
  for (const address of ["127.0.0.1:1", "https%3A%2F%2F127.0.0.1%3A1%2F"])
    expect((await client.get(`/open?address=${address}`)).location).toBe("/discover/127.0.0.1:1");
  expect((await client.get(`/open?address=${north.host}`)).location).toBe("/discover");
  const stranger = await north.as();
  expect((await stranger.get("/discover")).text).toContain("Sepsis Network");
  expect((await stranger.get("/discover/south.example")).location).toMatch("/sign-in");
});
