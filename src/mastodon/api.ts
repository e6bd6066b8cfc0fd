import type { Context } from "../context.ts";
import { notFound } from "../core/refusal.ts";
import { current } from "../organisations/index.ts";
import type { Request } from "../web/index.ts";

/** What every answer is made with: who asks, and where. */
export interface Api {
  ctx: Context;
  /** Name of this instance's organisation. */
  ours: string;
}

/** @throws {Refusal} `not found` before the set-up */
export async function apiOf(c: Request): Promise<Api> {
  return apiFor(c.get("ctx"));
}

/** @throws {Refusal} `not found` before the set-up */
export async function apiFor(ctx: Context): Promise<Api> {
  const organisation = await current(ctx.store);
  if (!organisation) throw notFound();
  return { ctx, ours: organisation.name };
}

export const readerOf = ({ ctx }: Api): number => ctx.actor?.id ?? 0;

/** An address of ours in full: apps take no other. */
export const absolute = ({ ctx }: Api, path: string): string =>
  /^https?:/.test(path) ? path : `${ctx.origin}${path}`;

/** Mastodon's dates: UTC, with milliseconds. */
export const date = (time: Date): string => time.toISOString();
export const day = (time: Date): string => time.toISOString().slice(0, 10);
