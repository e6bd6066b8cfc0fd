import { and, eq } from "drizzle-orm";
import { scheduledPost } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { invalid, notFound, Refusal } from "../../core/refusal.ts";
import type { Parameters } from "../../web/index.ts";
import { type Api, date, readerOf } from "../api.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";

/** How long before its time a post has to be left here, in ms, as Mastodon has it. */
const ahead = 5 * 60_000;
const furthest = 5 * 365 * 24 * 60 * 60_000;
const mostWaiting = 300;

export type Scheduled = typeof scheduledPost.$inferSelect;

/** @throws {Refusal} `invalid` for what is no time to come */
function timeIn(text: unknown, now: Date): Date {
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  const wait = time - now.getTime();
  if (!(wait >= ahead && wait < furthest))
    throw invalid("scheduled_at", "scheduled_at must be five minutes from now or later");
  return new Date(time);
}

const said = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

/** Mastodon's ScheduledStatus. */
export const scheduled = ({ id, scheduled: at, params }: Scheduled) => ({
  id: String(id),
  scheduled_at: date(at),
  params: {
    text: said(params.text) ?? "",
    visibility: said(params.visibility) ?? "public",
    spoiler_text: said(params.spoiler_text) ?? "",
    sensitive: params.sensitive === true,
    language: said(params.language),
    in_reply_to_id: params.in_reply_to_id === null ? null : Number(params.in_reply_to_id),
    media_ids: null,
    poll: null,
    scheduled_at: null,
    idempotency: null,
    application_id: 0,
    with_rate_limit: false,
  },
  media_attachments: [],
});

const visibilities = new Set(["public", "unlisted", "private", "direct"]);

/** Leaves a post for later. Whether its author may write it is asked when its time has come. */
export async function schedule(api: Api, when: string, given: Parameters) {
  const { store, clock } = api.ctx;
  const at = clock();
  const time = timeIn(when, at);
  const text = said(given.status)?.trim() ?? "";
  if (!text) throw invalid("status", "Enter what you want to say");
  if (text.length > 50_000) throw invalid("status", "The text must be 50,000 characters or fewer");
  const visibility = said(given.visibility);
  const parent = said(given.in_reply_to_id);
  const params = {
    text,
    spoiler_text: said(given.spoiler_text)?.slice(0, 500) ?? "",
    in_reply_to_id: parent && /^\d{1,16}$/.test(parent) ? parent : null,
    visibility: visibility && visibilities.has(visibility) ? visibility : null,
    sensitive: [true, "true", "1", 1].includes(given.sensitive as string),
    language: /^[a-z]{2}$/.test(said(given.language) ?? "") ? said(given.language) : null,
  };
  const personId = readerOf(api);
  return store.transaction(async (tx) => {
    if ((await tx.$count(scheduledPost, eq(scheduledPost.personId, personId))) >= mostWaiting)
      throw new Refusal("invalid", "As many posts wait as may.");
    const [made] = await tx
      .insert(scheduledPost)
      .values({ personId, scheduled: time, nextAttempt: time, params, created: at })
      .returning();
    return scheduled(made!);
  });
}

const own = (api: Api, id: Id | null) =>
  and(eq(scheduledPost.personId, readerOf(api)), eq(scheduledPost.id, id ?? 0));

/** @throws {Refusal} `not found` for another's, and for what is published */
export async function scheduledById(api: Api, id: Id | null): Promise<Scheduled> {
  const [found] = await api.ctx.store.db.select().from(scheduledPost).where(own(api, id));
  if (!found) throw notFound();
  return found;
}

export async function scheduledPosts(api: Api, paging: Paging): Promise<Scheduled[]> {
  const rows = await api.ctx.store.db
    .select()
    .from(scheduledPost)
    .where(and(eq(scheduledPost.personId, readerOf(api)), between(scheduledPost.id, paging)))
    .orderBy(direction(scheduledPost.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging);
}

/** @throws {Refusal} `not found`; `invalid` for what is no time to come */
export async function reschedule(api: Api, id: Id | null, when: unknown): Promise<Scheduled> {
  const time = timeIn(when, api.ctx.clock());
  return api.ctx.store.transaction(async (tx) => {
    const [changed] = await tx
      .update(scheduledPost)
      .set({ scheduled: time, nextAttempt: time, attempts: 0 })
      .where(own(api, id))
      .returning();
    if (!changed) throw notFound();
    return changed;
  });
}

/** @throws {Refusal} `not found` */
export async function unschedule(api: Api, id: Id | null): Promise<void> {
  await api.ctx.store.transaction(async (tx) => {
    const gone = await tx.delete(scheduledPost).where(own(api, id)).returning({ id: scheduledPost.id });
    if (gone.length === 0) throw notFound();
  });
}
