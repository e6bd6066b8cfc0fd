import { invitationsPage } from "../../../views/workspaces/invitations.ts";
import { organisationsPage } from "../../../views/workspaces/organisations.ts";
import { sharedWith } from "../../agreements/index.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { check, done, fields, needsSignIn, type Request, type Web } from "../../web/index.ts";
import type { WorkspaceHead } from "../head.ts";
import { invitationInput } from "../input.ts";
import { declineInvitation, invite, invitedTo, peopleNamed, withdrawInvitation } from "../invitations.ts";
import { requestCount } from "../members.ts";
import { askPurgeAgain, receiptsOf } from "../receipts.ts";
import { nameOrganisations } from "../organisations.ts";
import { managed, memberId } from "./manage.ts";
import { loadHead, organisation } from "./request.ts";

interface Filled {
  people: string;
  message: string;
}

async function page(c: Request, head: WorkspaceHead, values: Filled, refusal?: Refusal) {
  const { ctx, shell } = c.var;
  const [invited, requests] = await Promise.all([
    invitedTo(ctx, head.id, organisation(c)),
    requestCount(ctx, head),
  ]);
  const problems = refusal?.problems ?? [];
  const props = { shell, head, invited, values, problems, requests, now: ctx.clock() };
  return c.html(invitationsPage(props), refusal ? 422 : 200);
}

/** Invites those who are found; where a line names nobody, none, so that nothing is sent by half. */
async function inviteNow(c: Request) {
  const head = await managed(c);
  const { ctx } = c.var;
  const form = await fields(c);
  try {
    const { people, message } = check(invitationInput, form);
    const { found, unknown } = await peopleNamed(ctx, { workspaceId: head.id, lines: people });
    if (unknown.length > 0) throw invalid("people", `Nobody was found for: ${unknown.join(", ")}`);
    for (const id of found) await invite(ctx, { workspaceId: head.id, memberId: id, message });
    const text = found.length === 1 ? "The invitation is sent." : `${found.length} invitations are sent.`;
    return done(c, `${head.href}/manage/invitations`, text);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    const values = { people: String(form.people ?? ""), message: String(form.message ?? "") };
    return page(c, head, values, error);
  }
}

async function again(c: Request) {
  const head = await managed(c);
  const { ctx } = c.var;
  const id = memberId(c);
  const one = (await invitedTo(ctx, head.id, organisation(c))).find((invited) => invited.id === id);
  if (!one) throw new Refusal("conflict", "This invitation does not wait for an answer any more.");
  await invite(ctx, { workspaceId: head.id, memberId: id, message: one.message ?? "" });
  return done(c, `${head.href}/manage/invitations`, `${one.name} is asked again.`);
}

async function withdraw(c: Request) {
  const head = await managed(c);
  await withdrawInvitation(c.var.ctx, { workspaceId: head.id, memberId: memberId(c) });
  return done(c, `${head.href}/manage/invitations`, "The invitation is taken back.");
}

async function decline(c: Request) {
  needsSignIn(c);
  const head = await loadHead(c);
  await declineInvitation(c.var.ctx, { workspaceId: head.id });
  const back = head.level === "confidential" ? "/workspaces" : head.href;
  return done(c, back, `You have declined the invitation to ${head.name}.`);
}

async function organisationsOf(c: Request) {
  const head = await managed(c);
  const { ctx, shell } = c.var;
  const [shared, receipts, requests] = await Promise.all([
    sharedWith(ctx.store.db, ctx.clock(), { workspaceId: head.id, level: head.level }),
    receiptsOf(ctx, head.id),
    requestCount(ctx, head),
  ]);
  return c.html(organisationsPage({ shell, head, shared, receipts, requests, now: ctx.clock() }));
}

async function nameNow(c: Request) {
  const head = await managed(c);
  const form = await fields(c);
  const hosts = [form.hosts ?? []].flat().map(String);
  await nameOrganisations(c.var.ctx, { workspaceId: head.id, hosts });
  return done(c, `${head.href}/manage/organisations`, "Saved.");
}

/** Inviting people, and what they answer; and to which organisations a workspace may go. */
export function invitingRoutes(app: Web): void {
  app.get("/workspaces/:slug/manage/invitations", async (c) =>
    page(c, await managed(c), { people: "", message: "" }),
  );
  app.post("/workspaces/:slug/manage/invitations", inviteNow);
  app.post("/workspaces/:slug/manage/invitations/:member/again", again);
  app.post("/workspaces/:slug/manage/invitations/:member/withdraw", withdraw);
  app.post("/workspaces/:slug/decline", decline);
  app.get("/workspaces/:slug/manage/organisations", organisationsOf);
  app.post("/workspaces/:slug/manage/organisations", nameNow);
  app.post("/workspaces/:slug/manage/organisations/:member/again", async (c) => {
    const head = await managed(c);
    await askPurgeAgain(c.var.ctx, { workspaceId: head.id, memberId: memberId(c) });
    return done(c, `${head.href}/manage/organisations`, "They are asked again.");
  });
}
