import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { actor, person } from "../../db/index.ts";
import { waiting } from "./accounts.ts";
import { decideRequest } from "./members.ts";
import { directory, profileOf } from "./queries.ts";
import { confirm, register, renewLink } from "./registration.ts";
import { viewerOf } from "./sessions.ts";
import { askReset, signIn } from "./sign-in.ts";
import { as, community, here, kindsOf, linkTo, mailsOf, password } from "./test-community.ts";

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

test("the mails that a stranger can cause to one address are few", async () => {
  const { ctx } = await community();
  const ask = () => register(ctx, { name: "Eve", email: "victim@x.example" }, here.address);
  for (let n = 0; n < 5; n++) await ask();
  await expect(ask()).rejects.toMatchObject({ code: "too many" });
  expect(await mailsOf(ctx, "victim@x.example")).toHaveLength(5);
});
