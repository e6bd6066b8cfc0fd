import { leaveEverywhere } from "../workspaces/index.ts";
import { takeOwnPosts } from "../posts/index.ts";
import { and, count, eq, ne } from "drizzle-orm";
import { actor, emailToken, instance, person } from "../../db/index.ts";
import { freeHandle, insertLocalActor } from "../actors/index.ts";
import { type Acting, change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import { type DecisionInput, decisionInput, type MemberInput, memberInput } from "./input.ts";
import { addedMail, approvedMail, declinedMail, inviteMail, ours, queueMail } from "./mails.ts";
import { generatePassword, hashPassword } from "./passwords.ts";
import { endAllSessions } from "./sessions.ts";
import { issueLink } from "./tokens.ts";

/** An administrator of this organisation, or a refusal. */
export function administrator(ctx: Context): Acting {
  const acting = signedIn(ctx);
  if (!acting.administrator) throw new Refusal("forbidden", "Only an administrator can do this.");
  return acting;
}

export interface NewPerson {
  name: string;
  email: string;
  passwordHash: string | null;
  role: "member" | "administrator";
  state: "unverified" | "active";
  job?: string;
  organisation?: string;
  place?: string;
  reason?: string;
}

/**
 * Writes a person with their actor. Until someone is active, the actor counts as gone: no page and no server sees it.
 *
 * @throws {Refusal} `invalid` on `email`, when it has an account
 */
export async function insertPerson(
  ctx: Context,
  made: Change,
  input: NewPerson,
): Promise<{ id: Id; handle: string }> {
  const { tx, at } = made;
  const { name, email, passwordHash, role, state, reason } = input;
  const [known] = await tx.select({ id: person.actorId }).from(person).where(eq(person.email, email));
  if (known) throw invalid("email", "Someone with this email address has an account already");
  const handle = await freeHandle(tx, name);
  const id = await insertLocalActor(ctx, made, {
    kind: "person",
    handle,
    name,
    job: input.job || null,
    organisation: input.organisation || null,
    place: input.place || null,
  });
  if (state !== "active") await tx.update(actor).set({ gone: at }).where(eq(actor.id, id));
  await tx.insert(person).values({
    actorId: id,
    email,
    passwordHash,
    verified: state === "active" ? at : null,
    role,
    state,
    reason: reason || null,
    created: at,
  });
  return { id, handle };
}

export interface AddedMember {
  id: Id;
  handle: string;
  /** The password that was made, to be told to them; null where one was given or an invitation sent. */
  password: string | null;
}

/** Adds a member: with a password, or with an invitation by mail. For administrators. */
export async function addMember(ctx: Context, input: MemberInput): Promise<AddedMember> {
  const by = administrator(ctx);
  const { how, password, ...about } = memberInput.parse(input);
  const generated = how === "password" && !password ? generatePassword() : null;
  const passwordHash = how === "password" ? await hashPassword(generated ?? password, about) : null;
  const state = how === "password" ? "active" : "unverified";
  return change(ctx, async (made) => {
    const { name: organisation } = await ours(made.tx);
    const added = await insertPerson(ctx, made, { ...about, passwordHash, state });
    const letter =
      how === "invite"
        ? inviteMail(ctx, organisation, await issueLink(made, "invite", added.id))
        : addedMail(ctx, organisation);
    await queueMail(made, about.email, letter);
    if (how === "password") {
      await made.record({
        kind: "person.registered",
        actorId: added.id,
        data: { how: "added", byId: by.id },
      });
    } else await made.record({ kind: "person.invited", actorId: added.id, data: { byId: by.id } });
    return { ...added, password: generated };
  });
}

async function personOf({ tx }: Change, id: Id) {
  const [found] = await tx.select().from(person).where(eq(person.actorId, id));
  if (!found) throw notFound();
  return found;
}

/** Lets someone in who waits for approval, or not. For administrators. */
export async function decideRequest(ctx: Context, id: Id, input: DecisionInput): Promise<void> {
  const by = administrator(ctx);
  const { decision, answer } = decisionInput.parse(input);
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const found = await personOf(made, id);
    if (found.state !== "waiting") throw new Refusal("conflict", "Somebody has decided this already.");
    const { name: organisation } = await ours(tx);
    if (decision === "approve") {
      await tx.update(person).set({ state: "active" }).where(eq(person.actorId, id));
      await tx.update(actor).set({ gone: null }).where(eq(actor.id, id));
      await queueMail(made, found.email, approvedMail(ctx, organisation, answer));
      await record({ kind: "person.approved", actorId: id, data: { byId: by.id } });
    } else {
      await queueMail(made, found.email, declinedMail(ctx, organisation, answer));
      await record({ kind: "person.declined", actorId: id, data: { byId: by.id } });
      // Nothing of theirs is kept: they were never a member, and may ask again.
      await tx.delete(actor).where(eq(actor.id, id));
    }
  });
}

/** Refuses what would leave no administrator. */
async function keepOneAdministrator({ tx }: Change, without: Id): Promise<void> {
  // Writing the row makes others who do the same wait: two administrators cannot remove each other at once.
  await tx.update(instance).set({ id: 1 }).where(eq(instance.id, 1));
  const [others] = await tx
    .select({ number: count() })
    .from(person)
    .where(and(eq(person.role, "administrator"), eq(person.state, "active"), ne(person.actorId, without)));
  if (!others?.number) {
    throw new Refusal("conflict", "There must be one administrator at least. Make someone else one first.");
  }
}

/** Makes a member an administrator, or the other way round. For administrators. */
export async function changeRole(ctx: Context, id: Id, role: "member" | "administrator"): Promise<void> {
  const by = administrator(ctx);
  await change(ctx, async (made) => {
    const found = await personOf(made, id);
    if (found.role === role) return;
    if (found.state === "closed") throw new Refusal("conflict", "This account is closed.");
    if (role === "member" && found.state === "active") await keepOneAdministrator(made, id);
    await made.tx.update(person).set({ role }).where(eq(person.actorId, id));
    await made.record({ kind: "person.role changed", actorId: id, data: { byId: by.id, role } });
  });
}

/**
 * Closes an account: its owner is signed out and cannot sign in again. What they wrote in workspaces stays; posts of their
 * own go with them. For administrators.
 */
export async function closeAccount(ctx: Context, id: Id): Promise<void> {
  const by = administrator(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const found = await personOf(made, id);
    if (found.state === "closed") return;
    if (found.role === "administrator" && found.state === "active") await keepOneAdministrator(made, id);
    await leaveEverywhere(made, id);
    await takeOwnPosts(made, id);
    await tx.update(person).set({ state: "closed", passwordHash: null }).where(eq(person.actorId, id));
    await tx.update(actor).set({ gone: at }).where(eq(actor.id, id));
    await tx.delete(emailToken).where(eq(emailToken.personId, id));
    await endAllSessions(made, id);
    await record({ kind: "person.closed", actorId: id, data: { byId: by.id } });
  });
}
