import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, content, membership } from "../../db/index.ts";
import { openDiscussion } from "../../src/forums/index.ts";
import { invite, nameOrganisations, withdrawInvitation } from "../../src/workspaces/index.ts";
import { client, type Instance, type Member } from "../rig.ts";
import { agree } from "./agreements.ts";
import { startNetwork } from "./network.ts";

const standingAt = async ({ store }: Instance, member: Member) =>
  (await store.db.select().from(membership).where(eq(membership.actorId, member.id))).map(
    ({ state }) => state,
  );

const addressOf = (member: Member, { host }: Instance): string => `@${member.handle}@${host}`;

test("a confidential workspace goes to whom its managers name and invite, and is nowhere else", async () => {
  const { a, b, c, settle } = await startNetwork();
  const [amara, priya, gwen] = [
    await a.addMember("Amara Okafor"),
    await b.addMember("Priya Nair"),
    await b.addMember("Gwen Rees"),
  ];
  await agree(a, b, settle);
  await agree(a, c, settle);
  const { id, handle } = await a.addWorkspace("Panel", { manager: amara, level: "confidential" });
  await openDiscussion(a.context(amara), { workspaceId: id, title: "The finding", source: "Between us." });
  await settle();
  const manager = await a.as(amara);
  const path = `/workspaces/${handle}/manage`;
  const people = addressOf(priya, b);

  const unnamed = await manager.post(`${path}/invitations`, { people });
  expect(unnamed.status).toBe(422);
  expect(unnamed.text).toContain("its managers have not named");
  await manager.submit(`${path}/organisations`, { hosts: b.host });
  expect((await manager.submit(`${path}/invitations`, { people, message: "Please help" })).text).toContain(
    "The invitation is sent.",
  );
  await settle();

  const here = `/workspaces/${handle}@${a.host}`;
  const invited = await b.as(priya);
  expect((await invited.get("/notifications")).text).toContain("Panel");
  expect((await invited.get(here)).text).toContain("Please help");
  expect(await b.store.db.select().from(content)).toEqual([]);
  await invited.submit(`${here}/join`);
  await settle();
  expect(await standingAt(b, priya)).toEqual(["active"]);
  expect((await invited.get(here)).text).toContain("The finding");

  // A colleague, a third instance and a stranger find nothing, and a Follow of a guess is not answered.
  expect((await (await b.as(gwen)).get(here)).status).toBe(404);
  for (const who of [b, c]) {
    const asks = who === b ? gwen : await c.addMember("Tom Whitfield");
    const found = await who.running.federation.elsewhere.find(`@${handle}@${a.host}`, asks.id);
    expect(found.ok).toBe(false);
  }
  expect(await c.store.db.select().from(actor).where(eq(actor.kind, "group"))).toEqual([]);
  const accept = { accept: "application/activity+json" };
  for (const part of ["", "/outbox", "/followers", "/members", "/moderators", "/featured"])
    expect((await client(a.origin).get(`/actors/${id}${part}`, accept)).status).toBe(404);

  // Who is named no longer leaves.
  await nameOrganisations(a.context(amara), { workspaceId: id, hosts: [] });
  await openDiscussion(a.context(amara), { workspaceId: id, title: "Later", source: "Not for them." });
  await settle();
  expect(await standingAt(b, priya)).not.toContain("active");
  expect((await invited.get(here)).status).toBe(404);
  expect(JSON.stringify(await b.store.db.select().from(content))).not.toContain("Later");
});

test("an invitation to somebody elsewhere is declined or taken back there", async () => {
  const { a, b, settle } = await startNetwork();
  const [amara, priya, gwen] = [
    await a.addMember("Amara Okafor"),
    await b.addMember("Priya Nair"),
    await b.addMember("Gwen Rees"),
  ];
  await agree(a, b, settle);
  const { id: workspaceId, handle } = await a.addWorkspace("Board", { manager: amara, level: "private" });
  const ids: number[] = [];
  for (const one of [priya, gwen]) {
    const found = await a.running.federation.elsewhere.find(addressOf(one, b), amara.id);
    if (!found.ok) throw new Error(found.problem);
    ids.push(found.value.id);
    await invite(a.context(amara), { workspaceId, memberId: found.value.id });
  }
  await settle();
  const there = await b.as(priya);
  await there.submit(`/workspaces/${handle}@${a.host}/decline`);
  await withdrawInvitation(a.context(amara), { workspaceId, memberId: ids[1]! });
  await settle();
  expect([await standingAt(b, priya), await standingAt(b, gwen)]).toEqual([["left"], ["left"]]);
  const atA = await a.store.db.select().from(membership).where(eq(membership.state, "invited"));
  expect(atA).toEqual([]);
  expect((await (await a.as(amara)).get("/notifications")).text).toContain(
    "declined your invitation to Board",
  );
});
