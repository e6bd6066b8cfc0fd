import { and, inArray } from "drizzle-orm";
import { content, reblog } from "../../../db/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { isShown } from "../../forums/index.ts";
import { isOpen, seenBy } from "../../visibility/index.ts";
import { mayRead, type Standing } from "../../workspaces/index.ts";
import { type Api, readerOf } from "../api.ts";
import type { Account } from "../entities/account.ts";
import { boost, passedOn, status, type Status } from "../entities/status.ts";
import { share } from "../keeping.ts";
import { type Known, knownById } from "./accounts.ts";
import { facetsOf } from "./facets/index.ts";
import { type Has, readerHas } from "./reader-has.ts";
import { type KeptWords, type MadeStatus, type Marks, marksOf, wordsOf } from "./status-rows.ts";

const isThere = ({ deleted, hidden }: Marks): boolean => deleted === null && hidden === null;

/** Whether the asker may see it: the pages ask the same. `seen`: the posts of people's own that are for them. */
function isVisible(api: Api, row: Marks, standing: Standing | null, seen: ReadonlySet<Id>): boolean {
  if (!isThere(row)) return false;
  if (row.workspaceId === null) return api.ctx.actor ? seen.has(row.id) : isOpen(row.visibility);
  return standing !== null && isShown(row, readerOf(api)) && mayRead(standing);
}

/** Of posts of people's own, those that are for the asker: what is for everybody too is not for whom its author blocked. */
async function meantFor({ ctx }: Api, rows: readonly Marks[]): Promise<Set<Id>> {
  const { db } = ctx.store;
  const asked = rows.filter(({ kind }) => kind === "post").map(({ id }) => id);
  if (asked.length === 0 || !ctx.actor) return new Set();
  const seen = await db
    .select({ id: content.id })
    .from(content)
    .where(and(inArray(content.id, asked), seenBy(db, ctx.actor.id)));
  return new Set(seen.map(({ id }) => id));
}

/** Boosts by people, of those ids that no post and no workspace's boost has. */
async function boostsAmong({ ctx }: Api, ids: Id[], rows: readonly Marks[]) {
  const known = new Set<Id | null>();
  for (const { id, boostId } of rows) known.add(id).add(boostId);
  const left = ids.filter((id) => !known.has(id));
  return left.length === 0 ? [] : ctx.store.db.select().from(reblog).where(inArray(reblog.id, left));
}

const mostMade = 4;

/** Every mark of which `status` and `boost` make something; the rest is in the words and the accounts. */
const looksAs = (one: Marks, other: Marks): boolean =>
  one.liked === other.liked &&
  one.boosted === other.boosted &&
  one.pinned === other.pinned &&
  one.comments === other.comments &&
  one.answers === other.answers &&
  one.boostId === other.boostId &&
  one.parentId === other.parentId &&
  one.parentAuthorId === other.parentAuthorId &&
  one.parentDeleted === other.parentDeleted &&
  one.rootAuthorId === other.rootAuthorId &&
  one.rootDeleted === other.rootDeleted;

/** A post, and as its workspace passes it on: made before for somebody to whom it looks the same, or now. */
function madeOf(
  api: Api,
  row: Marks,
  words: KeptWords,
  { author, place, mentioned }: { author: Account; place: Known | null; mentioned: Account[] },
): MadeStatus {
  const level = place?.standing?.level ?? null;
  const of = [author, ...(place ? [place.account] : []), ...mentioned];
  const same = (one: MadeStatus) =>
    one.level === level &&
    looksAs(one.marks, row) &&
    one.of.length === of.length &&
    one.of.every((account, n) => account === of[n]);
  const before = words.made.find(same);
  if (before) return before;
  const workspace = place?.account ?? null;
  const facts = { ...words.row, ...row, level };
  const inner = share({ ...status(api, facts, { author, workspace, mentioned }), ...words.facets });
  const boosted = workspace && row.boostId && row.kind === "discussion";
  const made = {
    of,
    marks: row,
    level,
    status: inner,
    boost: boosted ? share(boost(inner, row.boostId!, workspace)) : null,
  };
  words.made = [made, ...words.made].slice(0, mostMade);
  return made;
}

/**
 * Posts and boosts by their ids, in that order. What the asker may not see is left out.
 *
 * @param given what the asker has, where that is known
 */
export async function statusesById(api: Api, ids: Id[], given?: Has): Promise<Status[]> {
  if (ids.length === 0) return [];
  const plain = await marksOf(api, ids);
  const boosts = await boostsAmong(api, ids, plain);
  const inside = boosts.map(({ contentId }) => contentId).filter((id) => !plain.some((row) => row.id === id));
  const all = (inside.length > 0 ? [...plain, ...(await marksOf(api, inside))] : plain).filter(isThere);
  if (all.length === 0) return [];
  const words = await wordsOf(api, all);
  const asked = new Set(boosts.map(({ actorId }) => actorId));
  for (const { id, authorId, workspaceId, parentAuthorId } of all) {
    asked.add(authorId);
    if (workspaceId !== null) asked.add(workspaceId);
    if (parentAuthorId !== null) asked.add(parentAuthorId);
    for (const named of words.get(id)?.mentioned ?? []) asked.add(named);
  }
  const known = await knownById(api, asked);
  const seen = await meantFor(api, all);
  const standingOf = ({ workspaceId }: Marks) =>
    workspaceId === null ? null : (known.get(workspaceId)?.standing ?? null);
  const rows = all.filter((row) => words.has(row.id) && isVisible(api, row, standingOf(row), seen));
  const facets = await facetsOf(
    api,
    rows.map(({ id }) => words.get(id)!.row),
    given ?? (await readerHas(api)),
  );
  const byId = new Map<Id, Status>();
  for (const row of rows) {
    const author = known.get(row.authorId)?.account;
    const place = row.workspaceId === null ? null : known.get(row.workspaceId);
    if (!author || place === undefined) continue;
    const said = words.get(row.id)!;
    const others = [place && row.parentAuthorId, ...said.mentioned];
    const mentioned = others
      .map((id) => (id === null ? undefined : known.get(id)?.account))
      .filter((one): one is Account => one !== undefined && !one.suspended);
    const made = madeOf(api, row, said, { author, place, mentioned });
    const more = facets.get(row.id);
    const shown = more ? { ...made.status, ...more } : made.status;
    byId.set(row.id, shown);
    if (made.boost && place && row.boostId)
      byId.set(row.boostId, more ? boost(shown, row.boostId, place.account) : made.boost);
  }
  for (const one of boosts) {
    const [inner, by] = [byId.get(one.contentId), known.get(one.actorId)?.account];
    if (inner && by && !by.suspended) byId.set(one.id, passedOn(inner, one, by));
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** @throws {Refusal} `not found`, also for what the asker may not see */
export async function statusById(api: Api, text: string | undefined | Id): Promise<Status> {
  const id = typeof text === "number" ? text : parseId(text);
  const [found] = id === null ? [] : await statusesById(api, [id]);
  if (!found) throw notFound();
  return found;
}

/**
 * The post that an id means: of a boost, the discussion inside.
 *
 * @throws {Refusal} `not found`, also for what the asker may not see
 */
export async function postIn(api: Api, text: string | undefined): Promise<{ id: Id; status: Status }> {
  const found = await statusById(api, text);
  const inner = found.reblog ?? found;
  return { id: Number(inner.id), status: inner };
}
