import { and, eq } from "drizzle-orm";
import { scheduledPost } from "../../../db/index.ts";
import { type AttachedFile, attachedFiles, keepUploads, uploadsOf } from "../../attachments/index.ts";
import type { Id } from "../../core/id.ts";
import { invalid, notFound, Refusal } from "../../core/refusal.ts";
import { type PollInput, pollInput } from "../../polls/index.ts";
import type { Parameters } from "../../web/index.ts";
import { type Api, date, readerOf } from "../api.ts";
import { mediaAttachment } from "../entities/media-attachment.ts";
import { inWords } from "../posting/refusals.ts";
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

/** The files and the poll of a post that waits, as they are kept. */
export const filesIn = ({ params }: Scheduled): AttachedFile[] => (params.files ?? []) as AttachedFile[];
export const pollIn = ({ params }: Scheduled): PollInput | null => (params.poll ?? null) as PollInput | null;

/** Mastodon's ScheduledStatus. */
export async function scheduled(api: Api, row: Scheduled) {
  const ids = filesIn(row).map((file) => file.id);
  const media = await uploadsOf(api.ctx, ids);
  const poll = pollIn(row);
  return {
    ...facts(row),
    params: {
      ...facts(row).params,
      media_ids: ids.length > 0 ? ids.map(String) : null,
      poll: poll && {
        options: poll.options,
        expires_in: poll.expiresIn,
        multiple: poll.multiple ?? false,
        hide_totals: poll.hideTotals ?? false,
      },
    },
    media_attachments: media.map((file) => mediaAttachment(api, file, false)),
  };
}

const facts = ({ id, scheduled: at, params }: Scheduled) => ({
  id: String(id),
  scheduled_at: date(at),
  params: {
    text: said(params.text) ?? "",
    visibility: said(params.visibility) ?? "public",
    spoiler_text: said(params.spoiler_text) ?? "",
    sensitive: params.sensitive === true,
    language: said(params.language),
    in_reply_to_id: params.in_reply_to_id === null ? null : Number(params.in_reply_to_id),
    scheduled_at: null,
    idempotency: null,
    application_id: 0,
    with_rate_limit: false,
  },
});

const visibilities = new Set(["public", "unlisted", "private", "direct"]);

/** What goes with the words of a post that is left for later. */
interface Besides {
  files: AttachedFile[];
  poll: PollInput | null;
}

/**
 * Leaves a post for later. Whether its author may write it is asked when its time has come; a poll runs from then.
 *
 * @throws {Refusal} `invalid` for what could never be published
 */
export async function schedule(api: Api, when: string, given: Parameters, { files, poll }: Besides) {
  const { store, clock } = api.ctx;
  const at = clock();
  const time = timeIn(when, at);
  const text = said(given.status)?.trim() ?? "";
  if (!text && files.length === 0) throw invalid("status", "Enter what you want to say");
  if (text.length > 50_000) throw invalid("status", "The text must be 50,000 characters or fewer");
  await inWords(async () => {
    attachedFiles.parse(files);
    if (poll) pollInput.parse(poll);
  });
  const visibility = said(given.visibility);
  const parent = said(given.in_reply_to_id);
  const params = {
    text,
    spoiler_text: said(given.spoiler_text)?.slice(0, 500) ?? "",
    in_reply_to_id: parent && /^\d{1,16}$/.test(parent) ? parent : null,
    visibility: visibility && visibilities.has(visibility) ? visibility : null,
    sensitive: [true, "true", "1", 1].includes(given.sensitive as string),
    language: /^[a-z]{2}$/.test(said(given.language) ?? "") ? said(given.language) : null,
    files,
    poll,
  };
  const personId = readerOf(api);
  await keepUploads(
    api.ctx,
    files.map((file) => file.id),
    time,
  );
  const made = await store.transaction(async (tx) => {
    if ((await tx.$count(scheduledPost, eq(scheduledPost.personId, personId))) >= mostWaiting)
      throw new Refusal("invalid", "As many posts wait as may.");
    const [row] = await tx
      .insert(scheduledPost)
      .values({ personId, scheduled: time, nextAttempt: time, params, created: at })
      .returning();
    return row!;
  });
  return scheduled(api, made);
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
  const files = filesIn(await scheduledById(api, id)).map((file) => file.id);
  await keepUploads(api.ctx, files, time);
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
  const files = filesIn(await scheduledById(api, id)).map((file) => file.id);
  // Those that were thrown away meanwhile are no hindrance.
  const there = (await uploadsOf(api.ctx, files)).map((file) => file.id);
  await keepUploads(api.ctx, there, api.ctx.clock());
  await api.ctx.store.transaction(async (tx) => {
    const gone = await tx.delete(scheduledPost).where(own(api, id)).returning({ id: scheduledPost.id });
    if (gone.length === 0) throw notFound();
  });
}
