import { and, eq, ne, or, sql } from "drizzle-orm";
import { actor, content, person, report } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { postFor } from "../forums/index.ts";
import { notify } from "../notifications/index.ts";
import { administrator } from "../people/index.ts";
import { ownPostFor } from "../posts/index.ts";
import { localManagerIds, mayManage, onlyManagers, standing } from "../workspaces/index.ts";
import { reportInput } from "./input.ts";

/** What is reported. */
export type Reported = { contentId: Id } | { personId: Id };

interface Subject {
  iri: string;
  workspaceId: Id | null;
  contentId: Id | null;
  personId: Id;
  /** The workspace lives here, or it is about nobody's workspace. */
  local: boolean;
}

async function subjectOf(ctx: Context, { tx }: Change, about: Reported): Promise<Subject> {
  if ("contentId" in about) {
    const [own] = await tx
      .select({ kind: content.kind })
      .from(content)
      .where(eq(content.id, about.contentId));
    if (own?.kind === "post") {
      const { id, iri, authorId } = await ownPostFor(ctx, tx, about.contentId);
      return { iri, workspaceId: null, contentId: id, personId: authorId, local: true };
    }
    const { post, standing: found } = await postFor(ctx, tx, about.contentId);
    const { id: contentId, iri, workspaceId, authorId } = post;
    return { iri, workspaceId, contentId, personId: authorId, local: found.local };
  }
  const [row] = await tx
    .select({ iri: actor.iri, kind: actor.kind, gone: actor.gone })
    .from(actor)
    .where(eq(actor.id, about.personId));
  if (row?.kind !== "person" || row.gone) throw notFound();
  return { iri: row.iri, workspaceId: null, contentId: null, personId: about.personId, local: true };
}

interface Filed {
  iri: string;
  queue: "workspace" | "instance";
  subject: Subject;
  reporterId: Id;
  reason: string;
  forwardIri: string | null;
}

/** @returns false where it is known already */
async function file(made: Change, { iri, queue, subject, ...rest }: Filed): Promise<boolean> {
  const { tx, at } = made;
  const { workspaceId, contentId, personId } = subject;
  const [stored] = await tx
    .insert(report)
    .values({
      id: newId(at),
      iri,
      queue,
      subject: subject.iri,
      workspaceId,
      contentId,
      personId,
      ...rest,
      state: "open",
      created: at,
    })
    .onConflictDoNothing()
    .returning({ id: report.id });
  if (!stored) return false;
  const told =
    queue === "workspace" && workspaceId
      ? await localManagerIds(tx, workspaceId)
      : (
          await tx
            .select({ id: person.actorId })
            .from(person)
            .where(and(eq(person.role, "administrator"), eq(person.state, "active")))
        ).map(({ id }) => id);
  for (const id of told) {
    if (id === personId || id === rest.reporterId) continue;
    // Who reported is not said where the one reported may look over a shoulder.
    await notify(made, {
      kind: queue === "workspace" ? "report" : "report to administrators",
      personId: id,
      workspaceId: queue === "workspace" ? workspaceId : null,
      text: rest.reason || null,
    });
  }
  return true;
}

/**
 * A member here reports a post or a person: to the administrators here, and to those who look after the workspace,
 * wherever it lives.
 *
 * @throws {Refusal} `not found` for what they may not read; `conflict` for oneself
 */
export async function makeReport(ctx: Context, about: Reported & { reason: string }): Promise<void> {
  const reporter = signedIn(ctx);
  const { reason } = reportInput.parse({ reason: about.reason });
  await change(ctx, async (made) => {
    const subject = await subjectOf(ctx, made, about);
    if (subject.personId === reporter.id) throw new Refusal("conflict", "This is your own.");
    const iri = `${ctx.origin}/activities/${newId(made.at)}`;
    const filed = { iri, subject, reporterId: reporter.id, reason };
    await file(made, { ...filed, queue: "instance", forwardIri: null });
    const { workspaceId, contentId } = subject;
    const here = workspaceId !== null && subject.local;
    const forwardIri = here ? `${ctx.origin}/activities/${newId(made.at)}` : null;
    if (here) await file(made, { ...filed, queue: "workspace", forwardIri });
    await made.record({
      kind: "report.made",
      ...(workspaceId ? { workspaceId } : {}),
      ...(contentId ? { contentId } : {}),
      data: { reportIri: iri, reason },
    });
  });
}

/**
 * A report from another server: of posts in workspaces here, for those who look after them; of people here, for the
 * administrators; or passed on by the home of a workspace, for its managers here.
 *
 * @param passedOnBy the workspace whose home passed it on
 * @returns how many of the addresses are known here
 */
export async function takeReport(
  ctx: Context,
  given: { iri: string; subjects: string[]; reason: string; passedOnBy: Id | null },
): Promise<number> {
  const reporter = signedIn(ctx);
  const { iri, passedOnBy, reason } = given;
  return change(ctx, async (made) => {
    const { tx } = made;
    let known = 0;
    const posts = [];
    const persons = [];
    for (const subject of given.subjects.slice(0, 20)) {
      const [post] = await tx
        .select({
          iri: content.iri,
          contentId: content.id,
          workspaceId: content.workspaceId,
          personId: content.authorId,
          // Of a post of somebody's own it is its author who lives here.
          local: actor.local,
        })
        .from(content)
        .innerJoin(actor, eq(actor.id, sql`coalesce(${content.workspaceId}, ${content.authorId})`))
        .where(eq(content.iri, subject));
      if (post && (passedOnBy === null ? post.local : post.workspaceId === passedOnBy)) posts.push(post);
      const [who] = await tx
        .select({ iri: actor.iri, personId: actor.id })
        .from(actor)
        .where(and(eq(actor.iri, subject), eq(actor.kind, "person"), eq(actor.local, true)));
      if (who) persons.push({ ...who, workspaceId: null, contentId: null, local: true });
    }
    // Mastodon names the author beside the posts: the posts say more.
    for (const subject of posts.length > 0 ? posts : passedOnBy === null ? persons : []) {
      known++;
      const queue = subject.workspaceId ? "workspace" : "instance";
      const forwards = queue === "workspace" && passedOnBy === null;
      const forwardIri = forwards ? `${ctx.origin}/activities/${newId(made.at)}` : null;
      const filed = { iri, queue, subject, reporterId: reporter.id, reason, forwardIri } as const;
      if (!(await file(made, filed))) continue;
      const { workspaceId, contentId } = subject;
      await made.record({
        kind: "report.made",
        ...(workspaceId ? { workspaceId } : {}),
        ...(contentId ? { contentId } : {}),
        data: { reportIri: iri, reason },
      });
    }
    return known;
  });
}

export interface DecideReport {
  reportId: Id;
  /** Whether something was done about it. */
  acted: boolean;
  /** What whoever reported is told. */
  note: string;
}

/**
 * Those whom a report reached have decided. Whoever reported is told, and nobody else needs to look at it again. The one
 * it is about decides nothing.
 */
export async function decideReport(ctx: Context, { reportId, acted, note }: DecideReport): Promise<void> {
  const decider = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx } = made;
    const [found] = await tx.select().from(report).where(eq(report.id, reportId));
    if (!found) throw notFound();
    if (found.queue === "instance") administrator(ctx);
    else if (!mayManage(await standing(tx, found.workspaceId!, decider.id))) throw onlyManagers();
    if (found.personId === decider.id) throw notFound();
    if (found.state !== "open") return;
    await settle(ctx, made, found, acted, note);
  });
}

/** What the home of a workspace, or for a workspace here one of its managers elsewhere, says of a report. */
export async function heardOfReport(
  ctx: Context,
  given: { iri: string; senderId: Id; acted: boolean; note: string },
): Promise<boolean> {
  const { iri, senderId, acted, note } = given;
  return change(ctx, async (made) => {
    const { tx } = made;
    const [ours] = await tx
      .select()
      .from(report)
      .where(and(eq(report.forwardIri, iri), eq(report.queue, "workspace")));
    if (ours) {
      const found = await standing(tx, ours.workspaceId!, senderId);
      if (!mayManage(found) || ours.personId === senderId) throw onlyManagers();
      if (ours.state === "open") await settle(ctx, made, ours, acted, note);
      return true;
    }
    const theirs = await tx
      .select()
      .from(report)
      .where(and(eq(report.iri, iri), or(eq(report.queue, "instance"), ne(report.state, "acted"))));
    for (const one of theirs) {
      if (one.workspaceId !== senderId) continue;
      if (one.queue === "instance") await tellReporter(made, one, note);
      else await close(made, one.id, acted, note, null);
    }
    return theirs.length > 0;
  });
}

type Row = typeof report.$inferSelect;

const close = ({ tx, at }: Change, id: Id, acted: boolean, note: string, decidedById: Id | null) =>
  tx
    .update(report)
    .set({ state: acted ? "acted" : "dismissed", note: note || null, decidedById, decided: at })
    .where(eq(report.id, id));

const tellReporter = (made: Change, { reporterId, workspaceId, contentId }: Row, note: string) =>
  notify(made, { kind: "report decided", personId: reporterId, workspaceId, contentId, text: note || null });

async function settle(ctx: Context, made: Change, found: Row, acted: boolean, note: string): Promise<void> {
  await close(made, found.id, acted, note, ctx.actor?.id ?? null);
  await tellReporter(made, found, note);
  await made.record({
    kind: "report.decided",
    ...(found.workspaceId ? { workspaceId: found.workspaceId } : {}),
    ...(found.contentId ? { contentId: found.contentId } : {}),
    data: { reportId: found.id, acted, note },
  });
}
