import { expect, test } from "vitest";
import { actor, attempt, instance, session } from "../../db/index.ts";
import { addMember } from "./members.ts";
import { register } from "./registration.ts";
import { signIn } from "./sign-in.ts";
import { sweep } from "./sweep.ts";
import { community, here, password } from "./test-community.ts";

test("what has had its time is deleted, and nothing else", async () => {
  const { ctx, clock, admin } = await community();
  await signIn(ctx, { email: "ada@north.example", password }, here);
  await register(ctx, { name: "Never Came", email: "never@north.example" }, here.address);
  await addMember(admin, { name: "Nadia Rahman", email: "nadia@x.example", how: "invite" });
  clock.tick({ days: 20 });
  await sweep(ctx.store, clock());
  const names = async () =>
    (await ctx.store.db.select({ name: actor.name }).from(actor)).map(({ name }) => name);
  expect(await names()).toContain("Never Came");
  clock.tick({ days: 15 });
  await sweep(ctx.store, clock());
  expect(await names()).not.toContain("Never Came");
  expect(await names()).toContain("Nadia Rahman");
  expect(await ctx.store.db.select().from(session)).toEqual([]);
  expect(await ctx.store.db.select().from(attempt)).toEqual([]);
  expect(await ctx.store.db.select().from(instance)).toHaveLength(1);
});
