import { blockPage, peoplePage } from "../../views/moderation/people.ts";
import { type FieldProblem, Refusal } from "../core/refusal.ts";
import { check, done, fields, type Request, type Web } from "../web/index.ts";
import {
  blockMember,
  blocksOf,
  membersOf,
  openActs,
  setManager,
  unblockMember,
  type WorkspaceHead,
} from "../workspaces/index.ts";
import { blockInput, lengths } from "./input.ts";
import { knownIn } from "./people-query.ts";
import { askedOf, idIn, moderated, ours } from "./request.ts";

async function people(c: Request) {
  const head = await moderated(c);
  const { ctx, shell } = c.var;
  const words = (c.req.query("q") ?? "").trim().slice(0, 100);
  const page = Math.min(Math.max(Number(c.req.query("page") ?? "1") || 1, 1), 10_000);
  const [{ items, more }, blocked, open] = await Promise.all([
    membersOf(ctx, head.id, ours(c), { words, page: Math.floor(page) }),
    blocksOf(ctx, head.id, ours(c)),
    openActs(ctx, head.standing),
  ]);
  const at = (number: number) =>
    `${head.href}/moderation/people?${new URLSearchParams({ ...(words ? { q: words } : {}), page: String(number) })}`;
  // Who asks to join has a page of its own.
  const asked = open.filter(
    ({ kind, memberId }) => memberId !== null && kind !== "approve" && kind !== "decline",
  );
  const about = new Map<number, string>();
  for (const { memberId } of asked)
    if (memberId) about.set(memberId, (await knownIn(ctx, head.id, memberId, ours(c))).name);
  const beside = { newer: page > 1 ? at(page - 1) : null, older: more ? at(page + 1) : null };
  const props = { shell, head, members: items, blocked, words, now: ctx.clock(), ...beside };
  return c.html(peoplePage({ ...props, asked, about }));
}

async function showBlock(c: Request, head: WorkspaceHead, memberId: number, problems: FieldProblem[] = []) {
  const { ctx, shell } = c.var;
  const person = await knownIn(ctx, head.id, memberId, ours(c));
  return c.html(blockPage({ shell, head, person, problems }), problems.length > 0 ? 422 : 200);
}

async function block(c: Request) {
  const head = await moderated(c);
  const { ctx } = c.var;
  const person = await knownIn(ctx, head.id, idIn(c.req.param("person")), ours(c));
  const form = await fields(c);
  try {
    const { length, reason } = check(blockInput, form);
    const ends = lengths[length] ? new Date(ctx.clock().getTime() + lengths[length]) : null;
    await blockMember(ctx, { workspaceId: head.id, memberId: person.id, reason, ends });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    return showBlock(c, head, person.id, error.problems);
  }
  const path = `${head.href}/moderation/people`;
  if (head.elsewhere) return done(c, path, askedOf(head, `block ${person.name}`));
  const undo = { path: `${path}/${person.id}/unblock`, fields: {} };
  return done(c, path, `${person.name} can no longer write here.`, "success", undo);
}

/** Who may write in a workspace, and who manages it. */
export function peopleRoutes(app: Web): void {
  const path = "/workspaces/:slug/moderation/people";
  app.get(path, people);
  app.get(`${path}/:person/block`, async (c) =>
    showBlock(c, await moderated(c), idIn(c.req.param("person"))),
  );
  app.post(`${path}/:person/block`, block);

  app.post(`${path}/:person/unblock`, async (c) => {
    const head = await moderated(c);
    const person = await knownIn(c.var.ctx, head.id, idIn(c.req.param("person")), ours(c));
    await unblockMember(c.var.ctx, { workspaceId: head.id, memberId: person.id });
    const text = head.elsewhere
      ? askedOf(head, `let ${person.name} write again`)
      : `${person.name} can write here again.`;
    return done(c, `${head.href}/moderation/people`, text);
  });

  app.post(`${path}/:person/role`, async (c) => {
    const head = await moderated(c);
    const person = await knownIn(c.var.ctx, head.id, idIn(c.req.param("person")), ours(c));
    const manager = (await fields(c)).manager === "yes";
    await setManager(c.var.ctx, { workspaceId: head.id, memberId: person.id, manager });
    const what = manager ? `make ${person.name} a manager` : `make ${person.name} a member again`;
    const now = manager ? `${person.name} is now a manager.` : `${person.name} is now a member.`;
    const self = person.id === c.var.ctx.actor?.id && !head.elsewhere;
    const to = self ? head.href : `${head.href}/moderation/people`;
    if (head.elsewhere || self) return done(c, to, head.elsewhere ? askedOf(head, what) : now);
    const undo = {
      path: `${head.href}/moderation/people/${person.id}/role`,
      fields: { manager: manager ? "no" : "yes" },
    };
    return done(c, to, now, "success", undo);
  });
}
