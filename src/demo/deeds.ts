import { and, eq } from "drizzle-orm";
import { agreement, content, membership, person } from "../../db/index.ts";
import { findBySlug } from "../actors/index.ts";
import { answerOffer, offerAgreement } from "../agreements/index.ts";
import { uploadFile } from "../attachments/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { addComment, markSeen, openDiscussion, setLike, setLocked, setPinned } from "../forums/index.ts";
import { answerGathering, homeZone } from "../gatherings/index.ts";
import { markRead } from "../notifications/index.ts";
import { setUp, shell } from "../organisations/index.ts";
import { addMember, changeProfile, startSession } from "../people/index.ts";
import { createWorkspace, decide, join, markVisit, setManager } from "../workspaces/index.ts";
import { holdings, readable } from "./holdings.ts";
import type { Answer, Ask, Deed } from "./messages.ts";
import { sheet } from "./sheet.ts";

export interface Stage {
  context(actor: Context["actor"]): Context;
  setClock(now: number): void;
  step(): Promise<number>;
  curtain(): Promise<void>;
}

type Performance = { [Name in Deed]: (stage: Stage, ask: Ask<Name>) => Promise<Answer<Name>> };

const handleOf = (address: string): string => address.replace(/^@/, "").split("@")[0]!;

/** The context of a member here, by address. */
async function acting(stage: Stage, address: string): Promise<Context> {
  const nobody = stage.context(null);
  const id = await findBySlug(nobody, "person", handleOf(address));
  const [row] = await nobody.store.db
    .select({ role: person.role })
    .from(person)
    .where(eq(person.actorId, id ?? 0));
  if (!id || !row) throw new Error(`${address} is not a member here`);
  return stage.context({ id, local: true, administrator: row.role === "administrator" });
}

/** Asks until there is an answer: what happens elsewhere takes a moment to arrive. */
async function soon<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const late = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > late) throw new Error(`${what} has not arrived`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const actorAt = (ctx: Context, kind: "person" | "group", address: string): Promise<Id> =>
  soon(address, () => findBySlug(ctx, kind, address.replace(/^@/, "")));

/** A workspace to join, looked up at its home where it is not known yet. */
async function findWorkspace(ctx: Context, address: string): Promise<Id> {
  const known = await findBySlug(ctx, "group", address.replace(/^@/, ""));
  if (known) return known;
  const found = await ctx.elsewhere.find(address, ctx.actor!.id);
  if (!found.ok) throw new Error(`${address}: ${found.problem}`);
  return found.value.id;
}

const postAt = (ctx: Context, iri: string): Promise<Id> =>
  soon(iri, async () => {
    const [row] = await ctx.store.db.select({ id: content.id }).from(content).where(eq(content.iri, iri));
    return row?.id ?? null;
  });

async function iriOf(ctx: Context, id: Id) {
  const [row] = await ctx.store.db
    .select({ iri: content.iri, rootId: content.rootId })
    .from(content)
    .where(eq(content.id, id));
  // Who writes in a discussion has read it.
  await markSeen(ctx, row!.rootId);
  return { iri: row!.iri };
}

const profile = (input: {
  name: string;
  job: string;
  organisation: string;
  place: string;
  about: string;
}) => ({
  ...input,
  summary: input.about,
});

/** Everything people do in the demonstration, through the operations that the pages call. */
export const deeds: Performance = {
  async clock(stage, { now }) {
    stage.setClock(now);
    return null;
  },
  async "set up"(stage, { administrator, emailDomain, ...about }) {
    const { handle } = await setUp(stage.context(null), {
      ...about,
      emailDomains: emailDomain,
      administratorName: administrator.name,
      email: administrator.email,
      password: administrator.password,
    });
    await changeProfile(await acting(stage, handle), profile(administrator));
    return { handle };
  },
  async "add member"(stage, { about, ...input }) {
    const { handle } = await addMember(await shell(stage.context(null)), { ...input, how: "password" });
    if (about) await changeProfile(await acting(stage, handle), profile({ ...input, about }));
    return { handle };
  },
  async "offer agreement"(stage, offer) {
    const ctx = await shell(stage.context(null));
    await offerAgreement(ctx, { ...offer, levels: ["restricted", "private"] });
    return null;
  },
  async "confirm agreements"(stage) {
    const ctx = await shell(stage.context(null));
    const offered = await ctx.store.db
      .select({ id: agreement.id })
      .from(agreement)
      .where(and(eq(agreement.state, "offered"), eq(agreement.ours, false)));
    for (const { id } of offered) await answerOffer(ctx, { id, confirm: true });
    return null;
  },
  async "create workspace"(stage, { as, page, ...input }) {
    await createWorkspace(await acting(stage, as), { ...input, source: page });
    return null;
  },
  async join(stage, { as, workspace, reason }) {
    const ctx = await acting(stage, as);
    await join(ctx, { workspaceId: await findWorkspace(ctx, workspace), reason });
    return null;
  },
  async decide(stage, { as, workspace, member, approve, answer }) {
    const ctx = await acting(stage, as);
    const memberId = await actorAt(ctx, "person", member);
    await decide(ctx, { workspaceId: await actorAt(ctx, "group", workspace), memberId, approve, answer });
    return null;
  },
  async "make manager"(stage, { as, workspace, member }) {
    const ctx = await acting(stage, as);
    const memberId = await actorAt(ctx, "person", member);
    await setManager(ctx, { workspaceId: await actorAt(ctx, "group", workspace), memberId, manager: true });
    return null;
  },
  async open(stage, { as, workspace, title, text, published, form, event, proposal: said, sheet: lines }) {
    const ctx = await acting(stage, as);
    const workspaceId = await actorAt(ctx, "group", workspace);
    const gathering = event
      ? {
          ...event,
          starts: new Date(event.starts),
          ends: new Date(event.ends),
          ...{ timezone: homeZone, online: true, joinMode: "free" as const },
        }
      : null;
    const bytes = lines && sheet(title, lines);
    const files = bytes ? [{ id: await uploadFile(ctx, { bytes, name: `${title}.pdf` }) }] : [];
    const proposal = said ? { ...said, until: said.until === null ? null : new Date(said.until) } : undefined;
    const words = { workspaceId, title, source: text, published: new Date(published) };
    return iriOf(ctx, await openDiscussion(ctx, { ...words, form, gathering, files, proposal }));
  },
  async come(stage, { as, event }) {
    const ctx = await acting(stage, as);
    await answerGathering(ctx, { contentId: await postAt(ctx, event), answer: "coming" });
    return null;
  },
  async comment(stage, { as, on, text, published }) {
    const ctx = await acting(stage, as);
    const parentId = await postAt(ctx, on);
    return iriOf(ctx, await addComment(ctx, { parentId, source: text, published: new Date(published) }));
  },
  async like(stage, { as, post }) {
    const ctx = await acting(stage, as);
    await setLike(ctx, { contentId: await postAt(ctx, post), liked: true });
    return null;
  },
  async pin(stage, { as, post }) {
    const ctx = await acting(stage, as);
    await setPinned(ctx, { contentId: await postAt(ctx, post), on: true });
    return null;
  },
  async lock(stage, { as, post }) {
    const ctx = await acting(stage, as);
    await setLocked(ctx, { contentId: await postAt(ctx, post), on: true });
    return null;
  },
  async visit(stage, { as, device }) {
    const ctx = await acting(stage, as);
    const { id } = ctx.actor!;
    await change(ctx, (made) => startSession(made, id, device));
    for (const discussionId of await readable(ctx)) await markSeen(ctx, discussionId);
    const mine = await ctx.store.db
      .select({ id: membership.workspaceId })
      .from(membership)
      .where(eq(membership.actorId, id));
    for (const one of mine) await markVisit(ctx, one.id);
    await markRead(ctx);
    return null;
  },
  step: (stage) => stage.step(),
  async curtain(stage) {
    await stage.curtain();
    return null;
  },
  holdings: (stage) => holdings(stage.context(null)),
};
