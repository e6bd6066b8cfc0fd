import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { attempt, person, session } from "../../db/index.ts";
import { confirm } from "./registration.ts";
import { endSessions, sessionsOf, signOut, touch, viewerOf } from "./sessions.ts";
import { askReset, changePassword, resetPassword, signIn } from "./sign-in.ts";
import { hashToken } from "./tokens.ts";
import { as, community, here, joined, kindsOf, linkTo, mailsOf, password } from "./test-community.ts";

test("an unknown address and a wrong password are refused in the same words", async () => {
  const { ctx } = await community();
  const refusals = await Promise.all(
    ["ada@north.example", "nobody@north.example"].map((email) =>
      signIn(ctx, { email, password: "not the password" }, here).catch((error: Error) => error.message),
    ),
  );
  expect(refusals[0]).toBe(refusals[1]);
  expect(await kindsOf(ctx)).toContain("person.sign-in failed");
});

test("one account is tried ten times in a quarter of an hour, even all at once, and the right password waits too", async () => {
  const { ctx, clock } = await community();
  const wrong = { email: "ada@north.example", password: "wrong password" };
  const tries = await Promise.allSettled(
    Array.from({ length: 14 }, (_, n) => signIn(ctx, wrong, { ...here, address: `192.0.2.${n}` })),
  );
  const codes = tries.map((one) =>
    one.status === "rejected" ? (one.reason as { code: string }).code : "in",
  );
  expect(codes.filter((code) => code === "invalid")).toHaveLength(10);
  expect(codes.filter((code) => code === "too many")).toHaveLength(4);
  await expect(signIn(ctx, { ...wrong, password }, here)).rejects.toMatchObject({ code: "too many" });
  clock.tick({ minutes: 16 });
  await expect(signIn(ctx, { ...wrong, password }, here)).resolves.toBeTruthy();
});

test("one address tries fifty accounts at most; rightful sign-ins do not count", async () => {
  const { ctx } = await community();
  for (let n = 0; n < 3; n++) await signIn(ctx, { email: "ada@north.example", password }, here);
  const counts = await ctx.store.db.select().from(attempt);
  expect(counts.every(({ count }) => count === 0)).toBe(true);
  const guess = (n: number) => signIn(ctx, { email: `p${n}@north.example`, password }, here);
  for (let n = 0; n < 50; n++) await expect(guess(n)).rejects.toMatchObject({ code: "invalid" });
  await expect(guess(50)).rejects.toMatchObject({ code: "too many" });
});

test("the database holds no token, only its hash", async () => {
  const { ctx } = await community();
  const token = await signIn(ctx, { email: "ada@north.example", password }, here);
  const rows = await ctx.store.db.select().from(session);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows.map(({ tokenHash }) => tokenHash)).toContain(hashToken(token));
  expect(await viewerOf(ctx.store, hashToken(token), ctx.clock())).toBeNull();
});

test("a session lives for 30 days after the last visit, and a new visit remembers the one before", async () => {
  const { ctx, clock, adminId } = await community();
  const token = await signIn(ctx, { email: "ada@north.example", password }, here);
  const left = clock.now();
  clock.tick({ days: 29 });
  expect(await viewerOf(ctx.store, token, clock())).not.toBeNull();
  await touch(ctx.store, hashToken(token), adminId, clock());
  const [row] = await ctx.store.db.select().from(person).where(eq(person.actorId, adminId));
  expect(Math.abs(row!.previousVisit!.getTime() - left.getTime())).toBeLessThan(1000);
  clock.tick({ minutes: 10 });
  await touch(ctx.store, hashToken(token), adminId, clock());
  const [same] = await ctx.store.db.select().from(person).where(eq(person.actorId, adminId));
  expect(same!.previousVisit).toEqual(row!.previousVisit);
  clock.tick({ days: 29 });
  expect(await viewerOf(ctx.store, token, clock())).not.toBeNull();
  await touch(ctx.store, hashToken(token), adminId, clock());
  clock.tick({ days: 31 });
  expect(await viewerOf(ctx.store, token, clock())).toBeNull();
});

test("signing out ends that session; of others' sessions one can end none", async () => {
  const { ctx, admin, adminId } = await community();
  const gwen = as(ctx, await joined(ctx, "Gwen Rees", "gwen@north.example"));
  const token = await signIn(ctx, { email: "ada@north.example", password }, here);
  await endSessions(gwen, { id: hashToken(token) });
  await signOut(gwen, token);
  expect(await viewerOf(ctx.store, token, ctx.clock())).not.toBeNull();
  const kept = await signIn(ctx, { email: "ada@north.example", password }, here);
  await signOut(admin, token);
  expect(await viewerOf(ctx.store, token, ctx.clock())).toBeNull();
  await endSessions(admin, { allBut: kept });
  const own = await sessionsOf(ctx.store.db, adminId, kept);
  expect(own.map(({ current }) => current)).toEqual([true]);
});

test("a new password signs out everywhere else and tells the owner; the old one is dead", async () => {
  const { ctx, admin } = await community();
  const elsewhere = await signIn(ctx, { email: "ada@north.example", password }, here);
  const change = (current: string, next: string) => changePassword(admin, { current, password: next }, here);
  await expect(change("not mine", "another long password")).rejects.toMatchObject({
    problems: [{ field: "current" }],
  });
  await expect(change(password, "short")).rejects.toMatchObject({ problems: [{ field: "password" }] });
  const token = await change(password, "another long password");
  expect(await viewerOf(ctx.store, elsewhere, ctx.clock())).toBeNull();
  expect(await viewerOf(ctx.store, token, ctx.clock())).not.toBeNull();
  await expect(signIn(ctx, { email: "ada@north.example", password }, here)).rejects.toThrow();
  expect((await mailsOf(ctx, "ada@north.example")).at(-1)?.subject).toMatch(/changed/);
});

test("a reset link works once, for an hour, and spends the others", async () => {
  const { ctx, clock } = await community();
  const email = "ada@north.example";
  await askReset(ctx, { email }, here.address);
  const late = await linkTo(ctx, email);
  clock.tick({ minutes: 61 });
  const fresh = { password: "another long password" };
  await expect(resetPassword(ctx, late, fresh, null)).rejects.toMatchObject({ code: "gone" });
  await askReset(ctx, { email }, here.address);
  const unused = await linkTo(ctx, email);
  await askReset(ctx, { email }, here.address);
  const link = await linkTo(ctx, email);
  await expect(confirm(ctx, link, { name: "Ada Admin", ...fresh }, null)).rejects.toMatchObject({
    code: "gone",
  });
  await resetPassword(ctx, link, fresh, null);
  for (const spent of [link, unused]) {
    await expect(resetPassword(ctx, spent, fresh, null)).rejects.toMatchObject({ code: "gone" });
  }
  await expect(signIn(ctx, { email, ...fresh }, here)).resolves.toBeTruthy();
});
