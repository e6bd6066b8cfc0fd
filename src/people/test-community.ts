import { asc, eq } from "drizzle-orm";
import { event, mail, person } from "../../db/index.ts";
import { type TestClock, testClock, testContext, testStore } from "../../test/rig.ts";
import type { Context } from "../context.ts";
import { setUp } from "../organisations/index.ts";
import { confirm, register } from "./registration.ts";

export const password = "slow tide over sand";
export const here = { address: "192.0.2.7", userAgent: "Test" };

/** An organisation that was just set up, with its administrator, on an empty database. */
export interface Community {
  ctx: Context;
  clock: TestClock;
  admin: Context;
  adminId: number;
}

export async function community(): Promise<Community> {
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

export const as = (ctx: Context, id: number, administrator = false): Context => ({
  ...ctx,
  actor: { id, local: true, administrator },
});

export const mailsOf = (ctx: Context, recipient: string) =>
  ctx.store.db.select().from(mail).where(eq(mail.recipient, recipient)).orderBy(asc(mail.id));

/** The secret part of the link in the newest mail to someone. */
export async function linkTo(ctx: Context, recipient: string): Promise<string> {
  const newest = (await mailsOf(ctx, recipient)).at(-1);
  return /\/(?:register|reset-password)\/([\w-]{43})/.exec(newest?.body ?? "")?.[1] ?? "none";
}

export const kindsOf = async (ctx: Context) =>
  (await ctx.store.db.select({ kind: event.kind }).from(event).orderBy(asc(event.id))).map(
    ({ kind }) => kind,
  );

export async function joined(ctx: Context, name: string, email: string): Promise<number> {
  await register(ctx, { name, email }, here.address);
  await confirm(ctx, await linkTo(ctx, email), { name, password }, null);
  const [row] = await ctx.store.db.select({ id: person.actorId }).from(person).where(eq(person.email, email));
  return row!.id;
}
