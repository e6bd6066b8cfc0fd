import { expect, test } from "vitest";
import { actor } from "../../db/index.ts";
import { testContext, testStore } from "../../test/rig.ts";
import { memberInput, addMember, viewerOf } from "../people/index.ts";
import { changeOrganisation, current, setUp, shell } from "./index.ts";

const about = {
  name: "North Shore Hospitals Trust",
  kind: "trust",
  odsCode: " rx1 ",
  emailDomains: "@NorthShore.example\nwards.example, wards.example",
  administratorName: "Amara Okafor",
  email: "Amara@NorthShore.example",
  password: "slow tide over sand",
} as const;

test("the set-up makes the organisation, its actor and the first administrator, who is signed in", async () => {
  const ctx = testContext(await testStore());
  expect(await current(ctx.store)).toBeNull();
  const { administratorId, handle, token } = await setUp(ctx, about);

  expect(await current(ctx.store)).toMatchObject({
    name: "North Shore Hospitals Trust",
    shortName: "North Shore Hospitals Trust",
    odsCode: "RX1",
    emailDomains: ["northshore.example", "wards.example"],
    logo: null,
  });
  expect(handle).toBe("amara-okafor");
  expect(await viewerOf(ctx.store, token, ctx.clock())).toMatchObject({
    id: administratorId,
    name: "Amara Okafor",
    administrator: true,
    unread: 0,
  });
  const actors = await ctx.store.db.select({ kind: actor.kind, handle: actor.localHandle }).from(actor);
  expect(actors).toContainEqual({ kind: "application", handle: "instance" });
});

test("a second set-up is refused, also when both come at once", async () => {
  const ctx = testContext(await testStore());
  const both = await Promise.allSettled([setUp(ctx, about), setUp(ctx, { ...about, email: "b@x.example" })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(setUp(ctx, { ...about, email: "c@x.example" })).rejects.toMatchObject({ code: "conflict" });
  expect(await ctx.store.db.select().from(actor)).toHaveLength(2);
});

test.each([
  [{ odsCode: "R" }, "odsCode"],
  [{ odsCode: "RX1-2" }, "odsCode"],
  [{ emailDomains: "uk" }, "emailDomains"],
  [{ kind: "empire" }, "kind"],
  [{ name: " " }, "name"],
])("%j is refused at its field", async (wrong, field) => {
  const ctx = testContext(await testStore());
  await expect(setUp(ctx, { ...about, ...wrong } as never)).rejects.toMatchObject({
    issues: [expect.objectContaining({ path: expect.arrayContaining([field]) })],
  });
  expect(await current(ctx.store)).toBeNull();
});

test("a change shows at once; only administrators may make it", async () => {
  const ctx = testContext(await testStore());
  await setUp(ctx, about);
  await current(ctx.store);
  const { administratorName: _, email: __, password: ___, ...organisation } = about;
  const changed = { ...organisation, name: "North Shore Care", shortName: "NSC" };

  await expect(changeOrganisation(ctx, changed)).rejects.toMatchObject({ code: "not signed in" });
  const member = { id: 1, local: true, administrator: false };
  await expect(changeOrganisation({ ...ctx, actor: member }, changed)).rejects.toMatchObject({
    code: "forbidden",
  });
  await changeOrganisation(await shell(ctx), changed);
  expect(await current(ctx.store)).toMatchObject({ name: "North Shore Care", shortName: "NSC" });
});

test("the shell may do what administrators may, after the set-up only", async () => {
  const ctx = testContext(await testStore());
  await expect(shell(ctx)).rejects.toMatchObject({ code: "conflict" });
  await setUp(ctx, about);
  const input = memberInput.parse({ name: "Gwen Rees", email: "gwen@northshore.example" });
  const added = await addMember(await shell(ctx), input);
  expect(added.handle).toBe("gwen-rees");
  expect(added.password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
});
