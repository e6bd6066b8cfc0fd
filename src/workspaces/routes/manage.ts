import { managePeoplePage, removePage, requestsPage } from "../../../views/workspaces/manage.ts";
import { levelPage, settingsPage, type SettingsFields } from "../../../views/workspaces/settings.ts";
import { change } from "../../context.ts";
import { parseId } from "../../core/id.ts";
import { invalid, notFound, Refusal } from "../../core/refusal.ts";
import { keepPicture, uploadedPicture } from "../../media/index.ts";
import { check, done, fields, type Request, type Web } from "../../web/index.ts";
import { decide } from "../deciding.ts";
import type { WorkspaceHead } from "../head.ts";
import { decisionInput, levelInput, removalInput, settingsInput } from "../input.ts";
import { managing, memberOf, membersOf, removedFrom, requestCount, requestsOf } from "../members.ts";
import { readmit, removeMember } from "../membership.ts";
import { decisionsRefused, managingElsewhere, requestsElsewhere, type WaitingElsewhere } from "../offered.ts";
import { changeLevel, changeWorkspace, setPicture } from "../operations.ts";
import { setManager } from "../promotion.ts";
import { sourceOf } from "../queries.ts";
import { entered, loadHead, organisation, paging, words } from "./request.ts";

/** The workspace, for one who may manage it here. */
export async function managed(c: Request): Promise<WorkspaceHead> {
  const head = await loadHead(c);
  await managing(c.var.ctx, head.id);
  return head;
}

export function memberId(c: Request): number {
  const id = parseId(c.req.param("member"));
  if (!id) throw notFound();
  return id;
}

async function settings(c: Request, head: WorkspaceHead, refusal?: Refusal, values?: SettingsFields) {
  const { ctx, shell } = c.var;
  const [source, requests] = await Promise.all([sourceOf(ctx.store, head.id), requestCount(ctx, head)]);
  const { name, purpose, level, standing } = head;
  const kept = { name, handle: "", purpose, level, source, managersPost: standing.managersPost };
  const props = { shell, head, values: values ?? kept, problems: refusal?.problems ?? [], requests };
  return c.html(settingsPage(props), refusal ? 422 : 200);
}

async function save(c: Request) {
  const head = await managed(c);
  const form = await fields(c);
  try {
    await changeWorkspace(c.var.ctx, head.id, check(settingsInput, form));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    return settings(c, head, error, entered(form));
  }
  return done(c, `${head.href}/manage`, "Saved.");
}

/** Says what another level means, and changes it once that is confirmed. */
async function saveLevel(c: Request) {
  const head = await managed(c);
  const { ctx, shell } = c.var;
  const form = await fields(c);
  try {
    const { level } = check(levelInput, form);
    if (level === head.level) return done(c, `${head.href}/manage`, "The level stays as it is.");
    if (form.confirm !== "yes") return c.html(levelPage({ shell, head, to: level, problems: [] }));
    await changeLevel(ctx, { workspaceId: head.id, level });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    return c.html(levelPage({ shell, head, to: null, problems: error.problems }), 422);
  }
  return done(c, `${head.href}/manage`, "The level is changed.");
}

async function savePicture(c: Request) {
  const head = await managed(c);
  const { ctx } = c.var;
  const form = await fields(c);
  const back = `${head.href}/manage`;
  if (form.remove) {
    await setPicture(ctx, head.id, null);
    return done(c, back, "The picture is removed.");
  }
  try {
    const picture = await uploadedPicture(form.picture);
    if (!picture) throw invalid("picture", "Choose a picture");
    await setPicture(ctx, head.id, await change(ctx, (made) => keepPicture(made, picture)));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    return settings(c, head, error);
  }
  return done(c, back, "The picture is saved.");
}

/** The workspace, for one who decides who joins it: here, or by asking its home. */
async function deciding(c: Request): Promise<WorkspaceHead> {
  const head = await loadHead(c);
  await (head.elsewhere ? managingElsewhere(c.var.ctx, head.id) : managing(c.var.ctx, head.id));
  return head;
}

const waitingIn = (c: Request, { id, elsewhere }: WorkspaceHead): Promise<WaitingElsewhere[]> =>
  elsewhere
    ? requestsElsewhere(c.var.ctx, id, organisation(c))
    : requestsOf(c.var.ctx, id, organisation(c)).then((all) => all.map((one) => ({ ...one, decided: null })));

async function requests(c: Request, head: WorkspaceHead, refusal?: Refusal) {
  const { ctx, shell } = c.var;
  const waiting = await waitingIn(c, head);
  const refused = head.elsewhere ? await decisionsRefused(ctx, head.standing) : [];
  const problems = refusal?.problems.map(({ text }) => ({ field: null, text })) ?? [];
  const props = { shell, head, requests: waiting, refused, problems, now: ctx.clock() };
  return c.html(requestsPage(props), refusal ? 422 : 200);
}

async function answer(c: Request) {
  const head = await deciding(c);
  const { ctx } = c.var;
  const form = await fields(c);
  const member = parseId(String(form.member ?? ""));
  if (!member) throw notFound();
  try {
    const { decision, answer: words } = check(decisionInput, form);
    const name = (await waitingIn(c, head)).find(({ id }) => id === member)?.name;
    await decide(ctx, {
      workspaceId: head.id,
      memberId: member,
      approve: decision === "approve",
      answer: words,
    });
    const text = head.elsewhere
      ? `Waiting for ${head.organisation} to confirm what you decided about ${name ?? "this person"}.`
      : decision === "approve"
        ? `${name ?? "They"} can now take part.`
        : `The request of ${name ?? "this person"} is declined.`;
    return done(c, `${head.href}/manage/requests`, text);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    return requests(c, head, error);
  }
}

async function people(c: Request) {
  const head = await managed(c);
  const { ctx, shell } = c.var;
  const [query, { page, link }] = [words(c), paging(c, `${head.href}/manage/people`)];
  const [{ items, more }, removed, waiting] = await Promise.all([
    membersOf(ctx, head.id, organisation(c), { words: query, page }),
    removedFrom(ctx, head.id, organisation(c)),
    requestCount(ctx, head),
  ]);
  const props = { shell, head, members: items, removed, words: query, requests: waiting };
  return c.html(managePeoplePage({ ...props, ...link(more) }));
}

async function remove(c: Request) {
  const head = await managed(c);
  const { ctx, shell } = c.var;
  const form = await fields(c);
  const member = await memberOf(ctx, head.id, memberId(c), organisation(c));
  try {
    const { answer: reason } = check(removalInput, form);
    await removeMember(ctx, { workspaceId: head.id, memberId: member.id, answer: reason });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "invalid") throw error;
    const props = { shell, head, member, answer: String(form.answer ?? ""), problems: error.problems };
    return c.html(removePage(props), 422);
  }
  // Who removes oneself cannot see these pages any more.
  const back = member.id === ctx.actor?.id ? head.href : `${head.href}/manage/people`;
  return done(c, back, `${member.name} no longer belongs to this workspace. You can let them back in below.`);
}

async function changeRole(c: Request) {
  const head = await managed(c);
  const { ctx } = c.var;
  const manager = (await fields(c)).manager === "yes";
  const member = await memberOf(ctx, head.id, memberId(c), organisation(c));
  await setManager(ctx, { workspaceId: head.id, memberId: member.id, manager });
  const self = member.id === ctx.actor?.id && !manager;
  const text = manager ? `${member.name} is now a manager.` : `${member.name} is now a member.`;
  return done(c, self ? head.href : `${head.href}/manage/people`, text);
}

/** What managers of a workspace of this organisation do. */
export function manageRoutes(app: Web): void {
  app.get("/workspaces/:slug/manage", async (c) => settings(c, await managed(c)));
  app.post("/workspaces/:slug/manage", save);
  app.get("/workspaces/:slug/manage/level", async (c) => {
    const head = await managed(c);
    return c.html(levelPage({ shell: c.var.shell, head, to: null, problems: [] }));
  });
  app.post("/workspaces/:slug/manage/level", saveLevel);
  app.post("/workspaces/:slug/manage/picture", savePicture);
  app.get("/workspaces/:slug/manage/requests", async (c) => requests(c, await deciding(c)));
  app.post("/workspaces/:slug/manage/requests", answer);
  app.get("/workspaces/:slug/manage/people", people);
  app.get("/workspaces/:slug/manage/people/:member/remove", async (c) => {
    const head = await managed(c);
    const member = await memberOf(c.var.ctx, head.id, memberId(c), organisation(c));
    return c.html(removePage({ shell: c.var.shell, head, member, answer: "", problems: [] }));
  });
  app.post("/workspaces/:slug/manage/people/:member/remove", remove);
  app.post("/workspaces/:slug/manage/people/:member/role", changeRole);
  app.post("/workspaces/:slug/manage/people/:member/readmit", async (c) => {
    const head = await managed(c);
    await readmit(c.var.ctx, { workspaceId: head.id, memberId: memberId(c) });
    return done(c, `${head.href}/manage/people`, "They belong again.");
  });
}
