import { eq } from "drizzle-orm";
import { actor, instance, isUniqueViolation } from "../../db/index.ts";
import { insertLocalActor } from "../actors/index.ts";
import { change, type Change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { keepPicture, type Picture } from "../media/index.ts";
import { administrator, hashPassword, insertPerson, startSession } from "../people/index.ts";
import { organisationInput, type OrganisationInput, setUpInput, type SetUpInput } from "./input.ts";

/** The handle of the actor that speaks for the whole instance; no person or workspace may take it. */
export const instanceHandle = "instance";

const again = (cause?: unknown): Refusal =>
  new Refusal("conflict", "This has been set up already. Sign in instead.", { cause });

export interface SetUp {
  administratorId: Id;
  handle: string;
  /** The administrator's first session, for the cookie of whoever set this up in a browser. */
  token: string;
}

/**
 * Sets this instance up: organisation, its actor, its first administrator. Once.
 *
 * @throws {Refusal} `conflict`, when that has happened
 */
export async function setUp(
  ctx: Context,
  input: SetUpInput,
  more: { logo?: Picture | null; userAgent?: string | null } = {},
): Promise<SetUp> {
  const { administratorName, email, password, ...about } = setUpInput.parse(input);
  if (await isSetUp(ctx)) throw again();
  const passwordHash = await hashPassword(password, { name: administratorName, email });
  try {
    return await change(ctx, async (made) => {
      const [there] = await made.tx.select({ id: instance.id }).from(instance);
      if (there) throw again();
      const logoId = more.logo ? await keepPicture(made, more.logo) : null;
      await insertInstance(ctx, made, about, logoId);
      const { id, handle } = await insertPerson(ctx, made, {
        name: administratorName,
        email,
        passwordHash,
        role: "administrator",
        state: "active",
      });
      await made.record({ kind: "instance.set up", actorId: id, data: {} });
      await made.record({ kind: "person.registered", actorId: id, data: { how: "added" } });
      return { administratorId: id, handle, token: await startSession(made, id, more.userAgent ?? null) };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw again(error);
    throw error;
  }
}

async function isSetUp({ store }: Context): Promise<boolean> {
  return (await store.db.select({ id: instance.id }).from(instance)).length > 0;
}

type About = ReturnType<typeof organisationInput.parse>;

const columns = ({ name, shortName, kind, odsCode, emailDomains, contact, personalPosts }: About) => ({
  name,
  shortName: shortName || (name.length <= 30 ? name : name.slice(0, 30).trimEnd()),
  kind,
  odsCode: odsCode || null,
  emailDomains,
  contact,
  ...(personalPosts === undefined ? {} : { personalPosts }),
});

async function insertInstance(ctx: Context, made: Change, about: About, logoId: Id | null): Promise<void> {
  const actorId = await insertLocalActor(ctx, made, {
    kind: "application",
    handle: instanceHandle,
    name: about.name,
  });
  if (logoId) await made.tx.update(actor).set({ pictureId: logoId }).where(eq(actor.id, actorId));
  await made.tx.insert(instance).values({ id: 1, actorId, ...columns(about), logoId, created: made.at });
}

/**
 * Changes what the organisation says about itself. For administrators.
 *
 * @param logo a new one, null to remove the one there is, undefined to leave it
 */
export async function changeOrganisation(
  ctx: Context,
  input: OrganisationInput,
  logo?: Picture | null,
): Promise<void> {
  administrator(ctx);
  const about = organisationInput.parse(input);
  await change(ctx, async (made) => {
    const logoId = logo ? await keepPicture(made, logo) : logo;
    const [row] = await made.tx
      .update(instance)
      .set({ ...columns(about), ...(logoId === undefined ? {} : { logoId }) })
      .where(eq(instance.id, 1))
      .returning({ actorId: instance.actorId });
    if (!row) throw new Refusal("conflict", "Set this instance up first.");
    await made.tx
      .update(actor)
      .set({ name: about.name, ...(logoId === undefined ? {} : { pictureId: logoId }) })
      .where(eq(actor.id, row.actorId));
    await made.record({ kind: "instance.changed", data: {} });
  });
}

/**
 * For the shell: whoever has one on this machine acts as the organisation itself, with an administrator's rights.
 *
 * @throws {Refusal} `conflict`, before the set-up
 */
export async function shell(ctx: Context): Promise<Context> {
  const [row] = await ctx.store.db.select({ id: instance.actorId }).from(instance);
  if (!row) throw new Refusal("conflict", "Set this instance up first.");
  return { ...ctx, actor: { id: row.id, local: true, administrator: true } };
}
