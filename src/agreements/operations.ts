import { and, eq, gt, inArray, lte, or } from "drizzle-orm";
import { agreement, peer, person } from "../../db/index.ts";
import { change, type Change, type Context, type Reader } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import { notify } from "../notifications/index.ts";
import { administrator } from "../people/index.ts";
import { severHost } from "../workspaces/index.ts";
import { type OfferInput, offerInput } from "./input.ts";
import { type Agreement, documentType, largestDocument, leaks } from "./rules.ts";

/** A text both sides keep. */
export interface AttachedDocument {
  name: string;
  data: Uint8Array;
}

const day = 24 * 60 * 60_000;

/**
 * Offers another instance an agreement. It counts once they confirm.
 *
 * @param more.document PDF or Word, checked by its content
 * @throws {Refusal} `invalid` on `host` where nobody is found there, or its software is known to leak
 */
export async function offerAgreement(
  ctx: Context,
  input: OfferInput,
  more: { document?: AttachedDocument | null } = {},
): Promise<Id> {
  administrator(ctx);
  const { host, levels, purpose, contact, starts, ends } = offerInput.parse(input);
  if (host === ctx.host) throw invalid("host", "That is this organisation.");
  const attached = checked(more.document ?? null);
  const there = await ctx.elsewhere.instance(host);
  const [known] = await ctx.store.db
    .select({ software: peer.software })
    .from(peer)
    .where(eq(peer.host, host));
  if (leaks(known?.software ?? null))
    throw invalid(
      "host",
      `${host} runs ${known!.software}, which may show to others what is for members only`,
    );
  if (!there.ok && !known) throw invalid("host", there.problem);
  return change(ctx, async ({ tx, at, record }) => {
    const [open] = await tx
      .select({ id: agreement.id })
      .from(agreement)
      .where(and(eq(agreement.host, host), eq(agreement.state, "offered")));
    if (open) throw invalid("host", "An agreement with them waits for an answer already");
    const id = newId(at);
    await tx.insert(agreement).values({
      id,
      host,
      iri: `${ctx.origin}/agreements/${id}`,
      offerIri: `${ctx.origin}/activities/${id}`,
      ours: true,
      state: "offered",
      purpose,
      contact,
      levels,
      starts: starts ?? at,
      // The last day is part of it.
      ends: ends && new Date(ends.getTime() + day),
      ...attached,
      created: at,
    });
    await record({ kind: "agreement.offered", data: { agreementId: id } });
    return id;
  });
}

function checked(document: AttachedDocument | null) {
  if (!document) return {};
  if (document.data.byteLength > largestDocument)
    throw invalid("document", "The document must be smaller than 10 MB");
  const type = documentType(document.data);
  if (!type) throw invalid("document", "The document must be a PDF or a Word file (.docx)");
  return {
    documentName: document.name.slice(0, 200),
    documentType: type,
    document: Buffer.from(document.data),
  };
}

async function load(db: Reader, id: Id): Promise<Omit<Agreement, never>> {
  const [row] = await db.select().from(agreement).where(eq(agreement.id, id));
  if (!row) throw notFound();
  return row;
}

/** We confirm or decline what another instance offered. */
export async function answerOffer(
  ctx: Context,
  { id, confirm, answer = "" }: { id: Id; confirm: boolean; answer?: string },
): Promise<void> {
  administrator(ctx);
  await change(ctx, async (made) => {
    const row = await load(made.tx, id);
    if (row.ours) throw new Refusal("forbidden", "They have to confirm this, because you offered it.");
    if (row.state !== "offered")
      throw new Refusal("conflict", "This offer does not wait for an answer any more.");
    const acceptIri = confirm ? `${ctx.origin}/activities/${newId(made.at)}` : null;
    await decided(made, id, { confirm, answer, acceptIri });
  });
}

async function decided(
  { tx, at, record }: Change,
  id: Id,
  { confirm, answer, acceptIri }: { confirm: boolean; answer: string; acceptIri: string | null },
): Promise<void> {
  await tx
    .update(agreement)
    .set({ state: confirm ? "active" : "declined", answer: answer || null, acceptIri, decided: at })
    .where(eq(agreement.id, id));
  const kind = confirm ? "agreement.confirmed" : "agreement.declined";
  await record({ kind, data: { agreementId: id } });
}

/**
 * Records that an organisation whose software cannot confirm has done so on paper.
 *
 * @throws {Refusal} `forbidden` where their software can
 */
export async function confirmInWriting(
  ctx: Context,
  { id, answer }: { id: Id; answer: string },
): Promise<void> {
  administrator(ctx);
  await change(ctx, async (made) => {
    const row = await load(made.tx, id);
    if (!row.ours || row.state !== "offered")
      throw new Refusal("conflict", "This offer does not wait for an answer any more.");
    const [known] = await made.tx
      .select({ software: peer.software })
      .from(peer)
      .where(eq(peer.host, row.host));
    if (known?.software === "tombolo")
      throw new Refusal("forbidden", "Their server confirms by itself, when their administrator does.");
    await decided(made, id, { confirm: true, answer, acceptIri: null });
    await made.tx.update(agreement).set({ inWriting: true }).where(eq(agreement.id, id));
  });
}

/** Ends an agreement, or takes an offer back. What was shared under it is called back from the other side. */
export async function endAgreement(
  ctx: Context,
  { id, reason = "" }: { id: Id; reason?: string },
): Promise<void> {
  administrator(ctx);
  await change(ctx, async (made) => {
    const row = await load(made.tx, id);
    if (row.state !== "active" && !(row.state === "offered" && row.ours))
      throw new Refusal("conflict", "This agreement has ended already.");
    await over(ctx, made, row, {
      state: row.state === "offered" ? "withdrawn" : "ended",
      byUs: true,
      reason,
    });
    await made.record({ kind: "agreement.ended", data: { agreementId: id } });
  });
}

async function over(
  ctx: Context,
  made: Change,
  row: Agreement,
  { state, byUs, reason }: { state: "ended" | "withdrawn" | "lapsed"; byUs: boolean | null; reason: string },
): Promise<void> {
  await made.tx
    .update(agreement)
    .set({ state, ended: made.at, endedByUs: byUs, endReason: reason || null })
    .where(eq(agreement.id, row.id));
  if (state !== "withdrawn")
    await severHost(
      made,
      row.host,
      `The sharing agreement with ${byUs === false ? ctx.host : row.host} has ended.`,
    );
}

/** Agreements whose last day is over end by themselves, on each side by its own clock. Answers how many did. */
export async function lapseAgreements(ctx: Context): Promise<number> {
  const due = await ctx.store.db
    .select({ id: agreement.id })
    .from(agreement)
    .where(and(eq(agreement.state, "active"), lte(agreement.ends, ctx.clock())));
  for (const { id } of due) {
    await change(ctx, async (made) => {
      const row = await load(made.tx, id);
      if (row.state !== "active") return;
      await over(ctx, made, row, { state: "lapsed", byUs: null, reason: "" });
      await made.record({ kind: "agreement.changed", data: { agreementId: id } });
      await tell(made, `The sharing agreement with ${row.host} has lapsed.`);
    });
  }
  return due.length;
}

async function tell(made: Change, text: string): Promise<void> {
  const rows = await made.tx
    .select({ id: person.actorId })
    .from(person)
    .where(and(eq(person.role, "administrator"), eq(person.state, "active")));
  for (const { id } of rows) await notify(made, { kind: "agreement", personId: id, text });
}

/** What came from the other side, whose server has said so under its own signature. */
export interface OfferReceived {
  host: string;
  iri: string;
  offerIri: string;
  purpose: string;
  contact: string;
  levels: string[];
  starts: Date;
  ends: Date | null;
  document: AttachedDocument | null;
}

/** Agreements that one instance can offer us in a day: each is kept, with its document, and told to administrators. */
const offersADay = 5;

/**
 * Another instance offers an agreement. The same offer twice is one.
 *
 * @throws {Refusal} `too many` while another one waits for our answer, and after several in a day
 */
export async function receiveOffer(ctx: Context, offered: OfferReceived): Promise<void> {
  const { document, ...values } = offered;
  const attached = checked(document);
  await change(ctx, async (made) => {
    const { host, iri } = offered;
    const lately = gt(agreement.created, new Date(made.at.getTime() - day));
    const theirs = await made.tx
      .select({ iri: agreement.iri, state: agreement.state })
      .from(agreement)
      .where(
        and(eq(agreement.host, host), eq(agreement.ours, false), or(eq(agreement.state, "offered"), lately)),
      );
    if (theirs.some((one) => one.iri === iri)) return;
    if (theirs.length >= offersADay || theirs.some(({ state }) => state === "offered"))
      throw new Refusal("too many", "What was offered before waits for an answer.");
    const [stored] = await made.tx
      .insert(agreement)
      .values({ id: newId(made.at), ...values, ...attached, ours: false, state: "offered", created: made.at })
      .onConflictDoNothing()
      .returning({ id: agreement.id });
    if (stored) await tell(made, `${offered.host} offers a sharing agreement.`);
  });
}

/** The other side has confirmed or declined what we offered. */
export async function settleOffer(
  ctx: Context,
  { id, confirm, answer, acceptIri }: { id: Id; confirm: boolean; answer: string; acceptIri: string },
): Promise<void> {
  await change(ctx, async (made) => {
    const row = await load(made.tx, id);
    if (!row.ours || row.state !== "offered") return;
    await made.tx
      .update(agreement)
      .set({ state: confirm ? "active" : "declined", answer: answer || null, acceptIri, decided: made.at })
      .where(eq(agreement.id, id));
    await made.record({ kind: "agreement.changed", data: { agreementId: id } });
    await tell(made, `${row.host} has ${confirm ? "confirmed" : "declined"} your sharing agreement.`);
  });
}

/** The other side has ended it, or taken its offer back. */
export async function settleEnd(ctx: Context, { id, reason }: { id: Id; reason: string }): Promise<void> {
  await change(ctx, async (made) => {
    const row = await load(made.tx, id);
    if (row.state !== "active" && row.state !== "offered") return;
    const state = row.state === "offered" ? "withdrawn" : "ended";
    await over(ctx, made, row, { state, byUs: false, reason });
    await made.record({ kind: "agreement.changed", data: { agreementId: id } });
    await tell(made, `${row.host} has ${state === "ended" ? "ended" : "taken back"} its sharing agreement.`);
  });
}

/** An agreement by the address of its Offer or of its Accept, with one host only. */
export async function agreementBy(
  db: Reader,
  { host, activityIris }: { host: string; activityIris: string[] },
): Promise<Agreement | null> {
  if (activityIris.length === 0) return null;
  const rows = await db
    .select()
    .from(agreement)
    .where(and(eq(agreement.host, host), inArray(agreement.offerIri, activityIris)));
  if (rows[0]) return rows[0];
  const [accepted] = await db
    .select()
    .from(agreement)
    .where(and(eq(agreement.host, host), inArray(agreement.acceptIri, activityIris)));
  return accepted ?? null;
}
