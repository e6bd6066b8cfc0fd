import { eq } from "drizzle-orm";
import { actor } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { keepPicture, type Picture } from "../media/index.ts";
import { type ProfileInput, profileInput } from "./input.ts";
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
