import { describe, expect, test } from "vitest";
import { openDiscussion } from "../../src/forums/index.ts";
import { removeMember } from "../../src/workspaces/index.ts";
import { ids, inner, type Thing } from "./app.ts";
import { listenBySocket } from "./listening.ts";
import { useScene } from "./scene.ts";

const s = useScene();

describe("lists of one's own", () => {
  test("are made, changed and deleted beside those of workspaces", async () => {
    const made = await s.app.priya.post("/api/v1/lists", { title: "Wards", replies_policy: "none" });
    expect(made).toMatchObject({ title: "Wards", replies_policy: "none", exclusive: false });
    expect((await s.app.priya.get("/api/v1/lists")).map(({ title }: Thing) => title as string)).toEqual([
      "Sepsis Network",
      "Serious Incidents",
      "Quiet Room",
      "Wards",
    ]);
    const path = `/api/v1/lists/${made.id}`;
    expect(await s.app.priya.put(path, { title: "Night", exclusive: "true" })).toMatchObject({
      id: made.id,
      title: "Night",
      exclusive: true,
      replies_policy: "none",
    });
    for (const title of ["", "x".repeat(300)])
      expect((await s.app.priya.ask("POST", "/api/v1/lists", { title })).status).toBe(422);
    expect((await s.app.priya.ask("PUT", path, { replies_policy: "all" })).status).toBe(422);
    for (const [method, at] of [
      ["GET", path],
      ["PUT", path],
      ["DELETE", path],
      ["GET", `${path}/accounts`],
      ["POST", `${path}/accounts`],
      ["GET", `/api/v1/timelines/list/${made.id}`],
    ] as const)
      expect((await s.app.amara.ask(method, at, method === "GET" ? undefined : { title: "X" })).status).toBe(
        404,
      );
    expect(await s.app.priya.delete(path)).toEqual({});
    expect((await s.app.priya.ask("GET", path)).status).toBe(404);
  });

  test("have people and workspaces, a timeline, and reveal nothing", async () => {
    const { id } = await s.app.priya.post("/api/v1/lists", { title: "All", replies_policy: "list" });
    const path = `/api/v1/lists/${id}`;
    const timeline = async () => inner(await s.app.priya.all(`/api/v1/timelines/list/${id}?limit=2`));
    await s.app.priya.post(`${path}/accounts`, { account_ids: [String(s.open.id), String(s.amara.id)] });
    const accounts = ids(await s.app.priya.all(`${path}/accounts?limit=1`));
    expect(accounts).toEqual([s.open.id, s.amara.id].sort((a, b) => b - a).map(String));
    expect(await s.app.priya.get(`${path}/accounts?limit=0`)).toHaveLength(2);
    const holding = await s.app.priya.get(`/api/v1/accounts/${s.amara.id}/lists`);
    expect(ids(holding)).toEqual([id]);
    const all = await timeline();
    // Once, as its workspace passes it on; elsewhere as Amara's; her replies to Priya, whose list it is.
    expect(all.filter((one) => one === String(s.open.discussion))).toHaveLength(1);
    for (const one of [s.restricted.discussion, s.confidential.discussion, s.open.reply])
      expect(all).toContain(String(one));
    expect(all).not.toContain(String(s.open.comment));
    expect([...all].length).toBe(new Set(all).size);

    // Olu lists Amara too, and sees what is open; a confidential workspace is not there to be listed.
    const olus = await s.app.olu.post("/api/v1/lists", { title: "Mine" });
    const olusPath = `/api/v1/lists/${olus.id}/accounts`;
    await s.app.olu.post(olusPath, { account_ids: [s.amara.id, s.restricted.id] });
    const refused = await s.app.olu.ask("POST", olusPath, { account_ids: [s.confidential.id] });
    const nobody = await s.app.olu.ask("POST", olusPath, { account_ids: [12345] });
    expect([refused.status, refused.text]).toEqual([nobody.status, nobody.text]);
    const seen = inner(await s.app.olu.all(`/api/v1/timelines/list/${olus.id}`));
    expect(seen).toContain(String(s.open.discussion));
    for (const one of [s.restricted.discussion, s.restricted.reply, s.confidential.discussion])
      expect(seen).not.toContain(String(one));
    // Replies to people who are not in the list stay out.
    expect(seen).not.toContain(String(s.open.reply));

    await s.app.priya.put(path, { exclusive: true });
    expect(inner(await s.app.priya.get("/api/v1/timelines/home"))).not.toContain(String(s.open.discussion));
    await s.app.priya.delete(`${path}/accounts`, { account_ids: [s.open.id] });
    expect(inner(await s.app.priya.get("/api/v1/timelines/home"))).toContain(String(s.open.discussion));
    await s.app.priya.delete(path);
  });

  test("stream what comes into them", async () => {
    const { id } = await s.app.priya.post("/api/v1/lists", { title: "Heard" });
    await s.app.priya.post(`/api/v1/lists/${id}/accounts`, { account_ids: [s.open.id] });
    const ear = await listenBySocket(s.north.origin, {
      query: `?stream=list&list=${id}`,
      token: s.app.priya.token!,
    });
    await ear.agreed();
    await openDiscussion(s.north.context(s.amara), {
      workspaceId: s.restricted.id,
      title: "Not this",
      source: "No.",
    });
    await openDiscussion(s.north.context(s.amara), {
      workspaceId: s.open.id,
      title: "This one",
      source: "Yes.",
    });
    await ear.until(({ payload }) => payload.includes("This one"));
    expect(ear.heard.map(({ stream }) => stream)).toEqual([["list", id]]);
    ear.close();
  });
});

test("who left a workspace keeps no list of it", async () => {
  const { id } = await s.app.priya.post("/api/v1/lists", { title: "Left" });
  await s.app.priya.post(`/api/v1/lists/${id}/accounts`, { account_ids: [s.confidential.id] });
  await removeMember(s.north.context(s.amara), { workspaceId: s.confidential.id, memberId: s.priya.id });
  for (const path of [`lists/${id}/accounts`, `timelines/list/${id}`])
    expect(await s.app.priya.get(`/api/v1/${path}`)).toEqual([]);
});
