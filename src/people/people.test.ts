import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, attempt, event, instance, mail, person, session } from "../../db/index.ts";
import { type TestClock, testClock, testContext, testStore } from "../../test/rig.ts";
import type { Context } from "../context.ts";
import { setUp } from "../organisations/index.ts";
import { accounts, mails, waiting } from "./accounts.ts";
import { addMember, changeRole, closeAccount, decideRequest } from "./members.ts";
import { directory, profileOf } from "./queries.ts";
import { confirm, register, renewLink } from "./registration.ts";
import { endSessions, sessionsOf, signOut, touch, viewerOf } from "./sessions.ts";
import { askReset, changePassword, resetPassword, signIn } from "./sign-in.ts";
import { sweep } from "./sweep.ts";
import { hashToken } from "./tokens.ts";

const password = "slow tide over sand";
const here = { address: "192.0.2.7", userAgent: "Test" };

interface Community {
  ctx: Context;
  clock: TestClock;
  admin: Context;
  adminId: number;
}

async function community(): Promise<Community> {
  const clock = testClock();
  const ctx = testContext(await testStore(), { clock });
  const { administratorId } = await setUp(ctx, {
    name: "North Trust",
    kind: "trust",
    emailDomains: "north.example",
    administratorName: "Ada Admin",
    email: "ada@north.example",
    password,
  });
  return { ctx, clock, adminId: administratorId, admin: as(ctx, administratorId, true) };
}

const as = (ctx: Context, id: number, administrator = false): Context => ({
  ...ctx,
  actor: { id, local: true, administrator },
});

const mailsOf = (ctx: Context, recipient: string) =>
  ctx.store.db.select().from(mail).where(eq(mail.recipient, recipient)).orderBy(asc(mail.id));

/** The secret part of the link in the newest mail to someone. */
async function linkTo(ctx: Context, recipient: string): Promise<string> {
  const newest = (await mailsOf(ctx, recipient)).at(-1);
  return /\/(?:register|reset-password)\/([\w-]{43})/.exec(newest?.body ?? "")?.[1] ?? "none";
}

const kindsOf = async (ctx: Context) =>
  (await ctx.store.db.select({ kind: event.kind }).from(event).orderBy(asc(event.id))).map(
    ({ kind }) => kind,
  );

async function joined(ctx: Context, name: string, email: string): Promise<number> {
  await register(ctx, { name, email }, here.address);
  await confirm(ctx, await linkTo(ctx, email), { name, password }, null);
  const [row] = await ctx.store.db.select({ id: person.actorId }).from(person).where(eq(person.email, email));
  return row!.id;
}

test("an address of an approved domain, or of a subdomain, is in once its link is used", async () => {
  const { ctx } = await community();
  await register(ctx, { name: "Gwen Rees", email: "Gwen@wards.NORTH.example" }, here.address);
  const link = await linkTo(ctx, "gwen@wards.north.example");
  const result = await confirm(ctx, link, { name: "Gwen Rees", job: "Night practitioner", password }, "Test");
  expect(result.state).toBe("active");
  const token = result.state === "active" ? result.token : "";
  expect(await viewerOf(ctx.store, token, ctx.clock())).toMatchObject({
    name: "Gwen Rees",
    handle: "gwen-rees",
  });
  expect(await kindsOf(ctx)).toContain("person.registered");
});

test("until the link is used nobody can see the person, and no password exists", async () => {
  const { ctx, adminId } = await community();
  await register(ctx, { name: "Gwen Rees", email: "gwen@north.example" }, here.address);
  const [row] = await ctx.store.db.select().from(person).where(eq(person.email, "gwen@north.example"));
  expect(row).toMatchObject({ state: "unverified", passwordHash: null });
  await expect(profileOf(ctx, row!.actorId, adminId)).rejects.toMatchObject({ code: "not found" });
  expect((await directory(ctx, { query: "", page: 1 })).total).toBe(1);
  await expect(signIn(ctx, { email: "gwen@north.example", password }, here)).rejects.toMatchObject({
    code: "invalid",
  });
});

test("others wait for an administrator, who approves with a mail", async () => {
  const { ctx, admin } = await community();
  const email = "samir@elsewhere.example";
  await register(ctx, { name: "Samir Khan", email, reason: "I lead the falls review" }, here.address);
  expect(await waiting(admin)).toEqual([]);
  const result = await confirm(ctx, await linkTo(ctx, email), { name: "Samir Khan", password }, null);
  expect(result).toEqual({ state: "waiting" });
  expect((await mailsOf(ctx, "ada@north.example")).at(-1)?.subject).toMatch(/asks to join/);
  await expect(signIn(ctx, { email, password }, here)).rejects.toThrow(/approve/);

  const [request] = await waiting(admin);
  expect(request).toMatchObject({ name: "Samir Khan", reason: "I lead the falls review" });
  const member = as(ctx, request!.id);
  await expect(decideRequest(member, request!.id, { decision: "approve" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await decideRequest(admin, request!.id, { decision: "approve", answer: "Welcome" });
  expect((await mailsOf(ctx, email)).at(-1)?.body).toMatch(/Welcome/);
  await expect(signIn(ctx, { email, password }, here)).resolves.toMatch(/^[\w-]{43}$/);
  await expect(decideRequest(admin, request!.id, { decision: "decline" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("someone declined is told, leaves nothing, and may ask again", async () => {
  const { ctx, admin } = await community();
  const email = "samir@elsewhere.example";
  await register(ctx, { name: "Samir Khan", email }, here.address);
  await confirm(ctx, await linkTo(ctx, email), { name: "Samir Khan", password }, null);
  const [request] = await waiting(admin);
  await decideRequest(admin, request!.id, { decision: "decline", answer: "Not yet" });
  expect((await mailsOf(ctx, email)).at(-1)?.body).toMatch(/Not yet/);
  expect(await ctx.store.db.select().from(actor).where(eq(actor.id, request!.id))).toEqual([]);
  await register(ctx, { name: "Samir Khan", email }, here.address);
  expect(await linkTo(ctx, email)).not.toBe("none");
});

test("asking with a known address looks the same; only its owner's mail differs", async () => {
  const { ctx } = await community();
  const answers = [
    await register(ctx, { name: "Eve", email: "ada@north.example" }, here.address),
    await register(ctx, { name: "Eve", email: "nobody@north.example" }, here.address),
    await askReset(ctx, { email: "ada@north.example" }, here.address),
    await askReset(ctx, { email: "unknown@north.example" }, here.address),
  ];
  expect(answers).toEqual([undefined, undefined, undefined, undefined]);
  expect((await mailsOf(ctx, "ada@north.example"))[0]?.body).toMatch(/account already/);
  expect(await mailsOf(ctx, "unknown@north.example")).toEqual([]);
});

test("nobody can prepare an account in another's name: what they typed does not count, and reaches nobody", async () => {
  const { ctx } = await community();
  const email = "gwen@north.example";
  await register(ctx, { name: "Buy pills at evil.example", email }, "198.51.100.1");
  await register(ctx, { name: "Gwen Rees", email }, here.address);
  for (const { subject, body } of await mailsOf(ctx, email)) expect(subject + body).not.toMatch(/pills/);
  await confirm(ctx, await linkTo(ctx, email), { name: "Gwen Rees", password }, null);
  const [gwen] = await ctx.store.db.select().from(actor).where(eq(actor.handle, "gwen-rees"));
  expect(gwen).toMatchObject({ name: "Gwen Rees", localHandle: "gwen-rees", gone: null });
  expect(gwen?.url).toBe(`${ctx.origin}/people/gwen-rees`);
});

test("a link works once, and not after its time; an expired one is renewed to the same mailbox only", async () => {
  const { ctx, clock } = await community();
  const email = "gwen@north.example";
  await register(ctx, { name: "Gwen Rees", email }, here.address);
  const first = await linkTo(ctx, email);
  clock.tick({ hours: 25 });
  const details = { name: "Gwen Rees", password };
  await expect(confirm(ctx, first, details, null)).rejects.toMatchObject({ code: "gone" });
  await renewLink(ctx, first, here.address);
  const second = await linkTo(ctx, email);
  expect(second).not.toBe(first);
  const uses = await Promise.allSettled([
    confirm(ctx, second, details, null),
    confirm(ctx, second, details, null),
  ]);
  expect(uses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(confirm(ctx, "x".repeat(43), details, null)).rejects.toMatchObject({ code: "gone" });
  await expect(renewLink(ctx, "x".repeat(43), here.address)).rejects.toMatchObject({ code: "not found" });
});

test("two people of one name get two handles, also at the same moment", async () => {
  const { ctx } = await community();
  await Promise.all(
    ["a", "b"].map((who) =>
      register(ctx, { name: "Gwen Rees", email: `${who}@north.example` }, here.address),
    ),
  );
  const handles = await ctx.store.db
    .select({ handle: actor.localHandle })
    .from(actor)
    .where(eq(actor.name, "Gwen Rees"))
    .orderBy(asc(actor.localHandle));
  expect(handles.map(({ handle }) => handle)).toEqual(["gwen-rees", "gwen-rees-2"]);
});

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

test("the mails that a stranger can cause to one address are few", async () => {
  const { ctx } = await community();
  const ask = () => register(ctx, { name: "Eve", email: "victim@x.example" }, here.address);
  for (let n = 0; n < 5; n++) await ask();
  await expect(ask()).rejects.toMatchObject({ code: "too many" });
  expect(await mailsOf(ctx, "victim@x.example")).toHaveLength(5);
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
