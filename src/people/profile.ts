import { eq } from "drizzle-orm";
import { actor } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { keepPicture, type Picture } from "../media/index.ts";
import { type ProfileInput, profileInput, type ProfilePartInput, profilePartInput } from "./input.ts";
import { ours } from "./mails.ts";
import { summaryHtml } from "./rules.ts";

/**
 * Changes one's own profile.
 *
 * @param picture a new one, null to remove the one there is, undefined to leave it
 */
export async function changeProfile(
  ctx: Context,
  input: ProfileInput,
  picture?: Picture | null,
): Promise<void> {
  const { id } = signedIn(ctx);
  const { name, job, organisation, place, summary } = profileInput.parse(input);
  await change(ctx, async (made) => {
    const pictureId = picture ? await keepPicture(made, picture) : picture;
    await made.tx
      .update(actor)
      .set({
        name,
        job: job || null,
        organisation: organisation || null,
        place: place || null,
        summary: summaryHtml(summary),
        ...(pictureId === undefined ? {} : { pictureId }),
      })
      .where(eq(actor.id, id));
    await made.record({ kind: "person.changed", actorId: id, data: {} });
  });
}

/** The fields that have columns of their own, by their names in lower case. */
const named = {
  job: "job",
  organisation: "organisation",
  organization: "organisation",
  place: "place",
} as const;

/**
 * Changes some of one's own profile, as an app does.
 *
 * @param picture a new one, null to remove the one there is, undefined to leave it
 */
export async function changeProfilePart(
  ctx: Context,
  input: ProfilePartInput,
  picture?: Picture | null,
): Promise<void> {
  const { id } = signedIn(ctx);
  const { name, summary, discoverable, indexable, approves, fields } = profilePartInput.parse(input);
  await change(ctx, async (made) => {
    const pictureId = picture ? await keepPicture(made, picture) : picture;
    const said = fields && sortedOut(fields, (await ours(made.tx)).name);
    await made.tx
      .update(actor)
      .set({
        id,
        name,
        discoverable,
        indexable,
        approves,
        ...(summary === undefined ? {} : { summary: summaryHtml(summary) }),
        ...said,
        ...(pictureId === undefined ? {} : { pictureId }),
      })
      .where(eq(actor.id, id));
    await made.record({ kind: "person.changed", actorId: id, data: {} });
  });
}

/** What stands in columns, and the rest. The instance's own organisation is no other one. */
function sortedOut(fields: readonly { name: string; value: string }[], ourName: string) {
  const said = { job: null, organisation: null, place: null } as Record<
    "job" | "organisation" | "place",
    string | null
  >;
  const rest: { name: string; value: string }[] = [];
  for (const { name, value } of fields) {
    if (!name || !value) continue;
    const key = name.toLowerCase();
    if (!Object.hasOwn(named, key)) rest.push({ name, value });
    else said[named[key as keyof typeof named]] = value.slice(0, 100);
  }
  if (said.organisation === ourName) said.organisation = null;
  return { ...said, fields: rest.length > 0 ? rest : null };
}
