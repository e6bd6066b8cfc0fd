import { and, eq, isNull } from "drizzle-orm";
import { actor, content, membership } from "../../../db/index.ts";
import type { Context } from "../../../src/context.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
  setPinned,
} from "../../../src/forums/index.ts";
import { decide, join, leave, readmit, removeMember } from "../../../src/workspaces/index.ts";
import type { Person, Site } from "./site.ts";

type Random = () => number;

export const pick = <One>(random: Random, all: One[]): One | undefined =>
  all[Math.floor(random() * all.length)];

/** What a server said it has taken in. */
export interface Written {
  site: Site;
  iri: string;
  text: string;
}

export interface Doing {
  random: Random;
  /** What was said where not everybody may read, and at which server. */
  secrets: { host: string; text: string }[];
  sites: Site[];
  written: Written[];
  log: string[];
}

interface Here {
  site: Site;
  person: Person;
  ctx: Context;
  workspaceId: number;
  /** At the workspace's home. */
  manages: boolean;
}

/** Somebody joins one or two workspaces, or asks to. */
export async function joinSome({ random, sites, log }: Doing, site: Site, person: Person): Promise<void> {
  for (const place of sites.flatMap((one) => one.workspaces)) {
    if (random() < 0.3) continue;
    const found = await site.federation.elsewhere.find(place.address, person.id);
    if (!found.ok) throw new Error(found.problem);
    await join(site.as(person), { workspaceId: found.value.id });
    log.push(`${person.name} joins ${place.level}`);
  }
}

/** A manager lets in everybody who asked. */
export async function approveAll(home: Site): Promise<void> {
  const [manager] = home.people;
  const asking = await home.store.db
    .select({ workspaceId: membership.workspaceId, memberId: membership.actorId })
    .from(membership)
    .where(eq(membership.state, "requested"));
  for (const one of asking) await decide(home.as(manager!), { ...one, approve: true });
}

let words = 0;

/** Somebody does something, as far as the rules let them. */
export async function act(doing: Doing): Promise<void> {
  const { random, sites, log } = doing;
  const site = pick(random, sites)!;
  const person = pick(random, site.people)!;
  const place = pick(
    random,
    sites.flatMap((one) => one.workspaces),
  )!;
  const ctx = site.as(person);
  const said = (what: string) => log.push(`${person.name} ${what} in ${place.level}`);
  try {
    const [known] = await site.store.db
      .select({ id: actor.id, local: actor.local })
      .from(actor)
      .where(eq(actor.iri, place.iri));
    const [mine] = known
      ? await site.store.db
          .select({ state: membership.state, role: membership.role })
          .from(membership)
          .where(and(eq(membership.workspaceId, known.id), eq(membership.actorId, person.id)))
      : [];
    // Asking twice is a click too, but not one that everybody does all the time.
    if (mine?.state === "requested" && random() < 0.8) return await act(doing);
    if (!known || mine?.state !== "active") {
      const found = known
        ? { ok: true as const, value: { id: known.id } }
        : await site.federation.elsewhere.find(place.address, person.id);
      if (!found.ok) return void said(`does not find: ${found.problem}`);
      said(`joins (${await join(ctx, { workspaceId: found.value.id })})`);
      return;
    }
    const manages = known.local && mine.role === "manager";
    if (place.level !== "open") doing.secrets.push({ host: site.host, text: `Words ${words + 1}.` });
    said(await actInside(doing, { site, person, ctx, workspaceId: known.id, manages }));
  } catch (error) {
    // Refused, or the server died or could not write: then nobody was told that it is done.
    const reason = error instanceof Refusal ? error.message : String(error);
    said(`fails: ${reason}`);
  }
}

async function actInside(doing: Doing, here: Here): Promise<string> {
  const { random } = doing;
  const { site, person, ctx, workspaceId } = here;
  const posts = await site.store.db
    .select({ id: content.id, iri: content.iri, kind: content.kind, authorId: content.authorId })
    .from(content)
    .where(and(eq(content.workspaceId, workspaceId), isNull(content.deleted)));
  const post = pick(random, posts);
  const mine = pick(
    random,
    posts.filter((one) => one.authorId === person.id),
  );
  const source = `Words ${++words}.`;
  const dice = random();
  const keep = async (id: number, text: string) => {
    const [row] = await site.store.db.select({ iri: content.iri }).from(content).where(eq(content.id, id));
    doing.written.push({ site, iri: row!.iri, text });
    return row!.iri;
  };
  if (here.manages && dice < 0.35) return manage(doing, here, post?.id);
  if (!post || dice < 0.1)
    return `opens ${await keep(await openDiscussion(ctx, { workspaceId, title: source, source }), source)}`;
  if (dice < 0.45)
    return `comments ${await keep(await addComment(ctx, { parentId: post.id, source }), source)} on ${post.iri}`;
  if (dice < 0.72) {
    const liked = random() < 0.6;
    await setLike(ctx, { contentId: post.id, liked });
    return `${liked ? "likes" : "does not like"} ${post.iri}`;
  }
  if (mine && dice < 0.85) {
    await editContent(ctx, { contentId: mine.id, title: mine.kind === "discussion" ? source : null, source });
    return `edits ${mine.iri}`;
  }
  if (mine && dice < 0.93) {
    await deleteContent(ctx, { contentId: mine.id });
    return `deletes ${mine.iri}`;
  }
  if (!here.manages) {
    await leave(ctx, { workspaceId });
    return "leaves";
  }
  return "rests";
}

async function manage({ random }: Doing, here: Here, postId: number | undefined): Promise<string> {
  const { site, ctx, workspaceId } = here;
  const people = await site.store.db
    .select({ memberId: membership.actorId, state: membership.state })
    .from(membership)
    .where(eq(membership.workspaceId, workspaceId));
  const dice = random();
  const asking = pick(
    random,
    people.filter(({ state }) => state === "requested"),
  );
  if (asking && dice < 0.7) {
    const approve = random() < 0.85;
    await decide(ctx, { workspaceId, memberId: asking.memberId, approve });
    return `${approve ? "approves" : "declines"} ${asking.memberId}`;
  }
  const on = random() < 0.6;
  if (postId !== undefined && dice < 0.3) {
    await setPinned(ctx, { contentId: postId, on });
    return `${on ? "pins" : "unpins"} ${postId}`;
  }
  if (postId !== undefined && dice < 0.55) {
    await setLocked(ctx, { contentId: postId, on });
    return `${on ? "locks" : "unlocks"} ${postId}`;
  }
  if (postId !== undefined && dice < 0.75) {
    await deleteContent(ctx, { contentId: postId, reason: "Against the rules" });
    return `removes ${postId}`;
  }
  const someone = pick(
    random,
    people.filter(({ memberId }) => memberId !== here.person.id),
  );
  if (!someone) return "looks around";
  if (someone.state === "removed") {
    await readmit(ctx, { workspaceId, memberId: someone.memberId });
    return `lets ${someone.memberId} in again`;
  }
  await removeMember(ctx, { workspaceId, memberId: someone.memberId });
  return `removes ${someone.memberId}`;
}
