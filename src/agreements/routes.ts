import { agreementPage, agreementsPage, endPage, offerPage } from "../../views/agreements.ts";
import { parseId, type Id } from "../core/id.ts";
import { invalid, notFound } from "../core/refusal.ts";
import { administrator } from "../people/index.ts";
import { check, done, fields, tried, typed, type Fields, type Request, type Web } from "../web/index.ts";
import { answerInput, endInput, offerInput, writingInput } from "./input.ts";
import {
  answerOffer,
  type AttachedDocument,
  confirmInWriting,
  endAgreement,
  offerAgreement,
} from "./operations.ts";
import { agreementOf, agreements, documentOf } from "./queries.ts";
import { largestDocument } from "./rules.ts";

const list = "/admin/agreements";

function idOf(c: Request): Id {
  const id = parseId(c.req.param("id"));
  if (!id) throw notFound();
  return id;
}

/** The file of a form, or null where none was chosen. */
async function attached(value: Fields[string] | undefined): Promise<AttachedDocument | null> {
  if (Array.isArray(value)) throw invalid("document", "Choose one document");
  if (!(value instanceof File) || (value.size === 0 && value.name === "")) return null;
  if (value.size > largestDocument) throw invalid("document", "The document must be smaller than 10 MB");
  return { name: value.name, data: new Uint8Array(await value.arrayBuffer()) };
}

async function offer(c: Request) {
  const { ctx, shell } = c.var;
  administrator(ctx);
  const form = await fields(c);
  const result = await tried(async () => {
    const input = check(offerInput, form);
    await offerAgreement(ctx, { ...form, ...serialised(input) }, { document: await attached(form.document) });
    return input.host;
  });
  if (!result.ok) {
    const levels = [form.levels ?? []].flat().map(String);
    const page = offerPage({ shell, values: typed(form), levels, problems: result.problems });
    return c.html(page, 422);
  }
  return done(c, list, `The agreement is offered to ${result.value}. It counts once they confirm.`);
}

/** Checked dates, as the operation takes them: it checks for itself, whoever calls it. */
const serialised = ({ starts, ends, ...rest }: ReturnType<typeof offerInput.parse>) => {
  const text = (date: Date | null) => (date ? date.toISOString().slice(0, 10) : "");
  return { ...rest, starts: text(starts), ends: text(ends) };
};

async function one(
  c: Request,
  problems?: { field: string; text: string }[],
  values: Record<string, string> = {},
) {
  const { ctx, shell } = c.var;
  const agreement = await agreementOf(ctx, idOf(c));
  const page = agreementPage({ shell, agreement, problems: problems ?? [], values, now: ctx.clock() });
  return c.html(page, problems ? 422 : 200);
}

async function answer(c: Request) {
  const { ctx } = c.var;
  administrator(ctx);
  const form = await fields(c);
  const result = await tried(async () => {
    const { decision, answer } = check(answerInput, form);
    await answerOffer(ctx, { id: idOf(c), confirm: decision === "confirm", answer });
    return decision;
  });
  if (!result.ok) return one(c, result.problems, typed(form));
  return done(
    c,
    `${list}/${idOf(c)}`,
    result.value === "confirm" ? "The agreement is confirmed." : "The agreement is declined.",
  );
}

async function inWriting(c: Request) {
  const { ctx } = c.var;
  administrator(ctx);
  const form = await fields(c);
  const result = await tried(async () =>
    confirmInWriting(ctx, { id: idOf(c), answer: check(writingInput, form).answer }),
  );
  if (!result.ok) return one(c, result.problems, typed(form));
  return done(c, `${list}/${idOf(c)}`, "It is recorded that they have confirmed.");
}

async function endNow(c: Request) {
  const { ctx, shell } = c.var;
  administrator(ctx);
  const form = await fields(c);
  const agreement = await agreementOf(ctx, idOf(c));
  const result = await tried(async () =>
    endAgreement(ctx, { id: agreement.id, reason: check(endInput, form).reason }),
  );
  if (!result.ok)
    return c.html(endPage({ shell, agreement, problems: result.problems, values: typed(form) }), 422);
  const text = agreement.state === "offered" ? "The offer is taken back." : "The agreement has ended.";
  return done(c, list, text);
}

/** Sharing agreements, for administrators. */
export function routes(app: Web): void {
  app.get(list, async (c) => {
    const { ctx, shell } = c.var;
    return c.html(agreementsPage({ shell, agreements: await agreements(ctx), now: ctx.clock() }));
  });
  app.get(`${list}/new`, (c) => {
    const { ctx, shell } = c.var;
    administrator(ctx);
    const values = { host: c.req.query("host") ?? "" };
    return c.html(offerPage({ shell, values, levels: ["restricted", "private"], problems: [] }));
  });
  app.post(`${list}/new`, offer);
  app.get(`${list}/:id`, (c) => one(c));
  app.post(`${list}/:id/answer`, answer);
  app.post(`${list}/:id/in-writing`, inWriting);
  app.get(`${list}/:id/end`, async (c) => {
    const { ctx, shell } = c.var;
    return c.html(endPage({ shell, agreement: await agreementOf(ctx, idOf(c)), problems: [], values: {} }));
  });
  app.post(`${list}/:id/end`, endNow);
  app.get(`${list}/:id/document`, async (c) => {
    administrator(c.var.ctx);
    const { name, type, data } = await documentOf(c.var.ctx.store.db, idOf(c));
    return c.body(Buffer.from(data), 200, {
      "content-type": type,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
  });
}
