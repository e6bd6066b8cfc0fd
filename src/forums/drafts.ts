import { and, eq, sql, type SQL } from "drizzle-orm";
import { draft, prepared } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { Form } from "./forms.ts";

/** Where a draft belongs: a workspace's next discussion, the answer to a post, or another wording of one's own. */
export type DraftPlace = { workspaceId: Id; form?: Form } | { parentId: Id } | { editedId: Id };

export const placeName = (place: DraftPlace): string =>
  "parentId" in place
    ? `content:${place.parentId}`
    : "editedId" in place
      ? `edit:${place.editedId}`
      : `workspace:${place.workspaceId}${place.form && place.form !== "discussion" ? `:${place.form}` : ""}`;

export const draftPlace = (personId: Id, place: DraftPlace): SQL =>
  and(eq(draft.personId, personId), eq(draft.place, placeName(place)))!;

/** Keeps what was written so far; nothing written drops the draft. */
export async function saveDraft(
  ctx: Context,
  place: DraftPlace,
  { title = "", source }: { title?: string; source: string },
): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    if (!title.trim() && !source.trim()) {
      await tx.delete(draft).where(draftPlace(personId, place));
      return;
    }
    const values = { title: title.slice(0, 300), source: source.slice(0, 60_000), updated: ctx.clock() };
    await tx
      .insert(draft)
      .values({ personId, place: placeName(place), ...values })
      .onConflictDoUpdate({ target: [draft.personId, draft.place], set: values });
  });
}

const draftQuery = prepared("draft", (db) =>
  db
    .select({ title: draft.title, source: draft.source, updated: draft.updated })
    .from(draft)
    .where(and(eq(draft.personId, sql.placeholder("person")), eq(draft.place, sql.placeholder("place")))),
);

/** Throws away what was kept for this place. */
export const dropDraft = (ctx: Context, place: DraftPlace): Promise<void> =>
  saveDraft(ctx, place, { source: "" });

/** What was kept for this place, if anything. */
export async function draftFor(
  ctx: Context,
  place: DraftPlace,
): Promise<{ title: string; source: string; updated: Date } | null> {
  const { id: personId } = signedIn(ctx);
  const [kept] = await draftQuery(ctx.store, { person: personId, place: placeName(place) });
  return kept ?? null;
}
