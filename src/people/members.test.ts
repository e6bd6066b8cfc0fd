import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { person } from "../../db/index.ts";
import { accounts, mails, waiting } from "./accounts.ts";
import { addMember, changeRole, closeAccount } from "./members.ts";
import { directory, profileOf } from "./queries.ts";
import { confirm, register } from "./registration.ts";
import { viewerOf } from "./sessions.ts";
import { askReset, resetPassword, signIn } from "./sign-in.ts";
import { as, community, here, joined, linkTo, mailsOf, password } from "./test-community.ts";

test("an invitation lets in without an approved domain, with the role it was given", async () => {
  const { ctx, admin } = await community();
  const email = "nadia@council.example";
  const added = await addMember(admin, { name: "Nadia Rahman", email, role: "administrator", how: "invite" });
  expect(added.password).toBeNull();
  await register(ctx, { name: "Somebody Else", email }, here.address);
  const result = await confirm(ctx, await linkTo(ctx, email), { name: "Nadia Rahman", password }, null);
  expect(result.state).toBe("active");
  const { items } = await accounts(admin, { query: "nadia", page: 1 });
  expect(items).toMatchObject([{ id: added.id, role: "administrator", state: "active" }]);
});

test("only administrators manage accounts and see mails; an address has one account", async () => {
  const { ctx, admin, adminId } = await community();
  const id = await joined(ctx, "Gwen Rees", "gwen@north.example");
  const gwen = as(ctx, id);
  const attempts = [
    () => addMember(gwen, { name: "Eve Eve", email: "eve@x.example" }),
    () => changeRole(gwen, id, "administrator"),
    () => closeAccount(gwen, adminId),
    () => accounts(gwen, { query: "", page: 1 }),
    () => waiting(gwen),
    () => mails(gwen),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  await expect(mails(ctx)).rejects.toMatchObject({ code: "not signed in" });
  await expect(addMember(admin, { name: "Gwen Two", email: "GWEN@north.example" })).rejects.toMatchObject({
    problems: [{ field: "email" }],
  });
});

test("the last administrator can neither be removed nor leave the role, two at once neither", async () => {
  const { ctx, admin, adminId } = await community();
  await expect(changeRole(admin, adminId, "member")).rejects.toMatchObject({ code: "conflict" });
  await expect(closeAccount(admin, adminId)).rejects.toMatchObject({ code: "conflict" });
  const second = await addMember(admin, {
    name: "Bo Berg",
    email: "bo@north.example",
    role: "administrator",
    password,
  });
  const both = await Promise.allSettled([
    changeRole(admin, second.id, "member"),
    closeAccount(as(ctx, second.id, true), adminId),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const left = await ctx.store.db.$count(person, eq(person.role, "administrator"));
  expect(left).toBeGreaterThanOrEqual(1);
});

test("a closed account is signed out, cannot come back, and its page is gone", async () => {
  const { ctx, admin, adminId } = await community();
  const email = "gwen@north.example";
  const id = await joined(ctx, "Gwen Rees", email);
  const token = await signIn(ctx, { email, password }, here);
  await askReset(ctx, { email }, here.address);
  const reset = await linkTo(ctx, email);
  await closeAccount(admin, id);
  expect(await viewerOf(ctx.store, token, ctx.clock())).toBeNull();
  await expect(signIn(ctx, { email, password }, here)).rejects.toThrow(/not right/);
  await expect(resetPassword(ctx, reset, { password }, null)).rejects.toMatchObject({ code: "gone" });
  await expect(profileOf(ctx, id, adminId)).rejects.toMatchObject({ code: "not found" });
  await register(ctx, { name: "Gwen Rees", email }, here.address);
  expect((await mailsOf(ctx, email)).at(-1)?.subject).toMatch(/closed/);
});

test("the directory finds by name, job and organisation, and takes signs of patterns as they are", async () => {
  const { ctx, admin } = await community();
  const add = (name: string, job: string, organisation = "") =>
    addMember(admin, { name, email: `${job.slice(0, 4)}@x.example`, job, organisation, password });
  await add("Gwen Rees", "Night practitioner");
  await add("Samir Khan", "Lead 100%_falls", "Harbour Community");
  const found = async (query: string) =>
    (await directory(ctx, { query, page: 1 })).items.map(({ name }) => name);
  expect(await found("")).toEqual(["Ada Admin", "Gwen Rees", "Samir Khan"]);
  expect(await found("GWEN night")).toEqual(["Gwen Rees"]);
  expect(await found("harbour")).toEqual(["Samir Khan"]);
  expect(await found("100%_")).toEqual(["Samir Khan"]);
  expect(await found("%")).toEqual(["Samir Khan"]);
  expect(await found("a\\' or 1=1")).toEqual([]);
  expect((await directory(ctx, { query: "", page: 99 })).page).toBe(1);
  expect((await directory(ctx, { query: "", page: Number.NaN })).page).toBe(1);
});
