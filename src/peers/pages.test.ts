import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { activity, outgoing, peer } from "../../db/index.ts";
import { startInstance } from "../../test/rig.ts";

test("an administrator sees how it stands with each server, has it tried again, and sets rules", async () => {
  const north = await startInstance();
  const now = north.clock.now();
  await north.store.transaction(async (tx) => {
    const waiting = {
      failures: 3,
      problem: "answered 503",
      nextAttempt: new Date(now.getTime() + 3_600_000),
    };
    await tx.insert(peer).values({
      host: "south.example",
      name: "Southmere",
      software: "lemmy",
      created: now,
      lastHeard: now,
      head: 1,
      ...waiting,
    });
    await tx
      .insert(activity)
      .values({ id: 1, iri: "https://x.example/1", type: "Create", actorId: 1, body: "{}", created: now });
    await tx.insert(outgoing).values({
      activityId: 1,
      signerId: 1,
      host: "south.example",
      inbox: "https://south.example/inbox",
      created: now,
    });
  });
  const admin = await north.as(north.administrator);
  const list = await admin.get("/admin/peers");
  expect(list.text).toMatch(/Southmere[\s\S]*Failing/);
  const one = await admin.get("/admin/peers/south.example");
  expect(one.text).toContain("It has trouble of its own (503).");
  expect(one.text).toContain("up to 1, since");
  const tried = await admin.submit("/admin/peers/south.example/retry");
  expect(tried.text).toContain("What waits is being sent.");
  const [row] = await north.store.db.select().from(peer).where(eq(peer.host, "south.example"));
  expect(row).toMatchObject({ nextAttempt: null });

  const unsaid = await admin.post("/admin/peers/rule", { host: "" });
  expect(unsaid.status).toBe(422);
  expect(unsaid.text).toContain("<title>Error: ");
  await admin.post("/admin/peers/rule", { host: "https://Bad.example/", rule: "suspended", reason: "Spam" });
  const csv = await admin.get("/admin/peers/blocks.csv");
  expect(csv.text).toContain("bad.example,suspend,true,true,Spam,false");
  const file = new File(["#domain,#severity\nworse.example,suspend\nbad.example,silence\n"], "blocks.csv");
  const imported = await admin.submit("/admin/peers/import", { list: file });
  expect(imported.text).toContain("1 server was added.");
  expect((await admin.get("/admin/peers/blocks.csv")).text).toContain("bad.example,suspend");
  const empty = await admin.post("/admin/peers/import", { list: new File([], "none.csv") });
  expect(empty.status).toBe(422);
  const limited = await admin.submit("/admin/peers/allowlist", { on: "yes" });
  expect(limited.text).toContain("Deal with all servers");

  const member = await north.as(await north.addMember("Amara Okafor"));
  for (const path of ["", "/rule", "/import", "/blocks.csv", "/south.example"])
    expect((await member.get(`/admin/peers${path}`)).status).toBe(403);
  expect((await member.post("/admin/peers/allowlist", { on: "no" })).status).toBe(403);
});
