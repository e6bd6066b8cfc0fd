import { and, eq, isNull, ne } from "drizzle-orm";
import { actor, content, membership, poll } from "../../../db/index.ts";
import type { Context } from "../../../src/context.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
} from "../../../src/forums/index.ts";
import { hidePost, showPost } from "../../../src/moderation/index.ts";
import { castVotes } from "../../../src/polls/index.ts";
import { proposalNow, settleProposal } from "../../../src/proposals/index.ts";
import { join, leave } from "../../../src/workspaces/index.ts";
import { type Doing, pick } from "./doing.ts";
import type { Person } from "./founding.ts";
import { manage } from "./managing.ts";
import type { Site } from "./site.ts";

export interface Here {
  site: Site;
  person: Person;
  ctx: Context;
  workspaceId: number;
  closed: boolean;
  manages: boolean;
}

/** Somebody does something, as far as the rules let them. */
export async function act(doing: Doing): Promise<void> {
  for (let tries = 0; tries < 5; tries++) if (await attempt(doing)) return;
}

/** Answers whether there was something to do. */
async function attempt(doing: Doing): Promise<boolean> {
  const { random, sites, log, counts } = doing;
  const site = pick(random, sites)!;
  if (random() < 0.05) return administer(doing, site);
  const person = pick(random, site.people)!;
  const place = pick(
    random,
    sites.flatMap((one) => one.workspaces),
  )!;
  const ctx = site.as(person);
  const said = (what: string) => {
    if (what === "rests") return false;
    log.push(`${person.name} ${what} in ${place.address}`);
    const [done] = what.split(" ", 1);
    counts[done!] = (counts[done!] ?? 0) + 1;
    return true;
  };
  try {
    const [known] = await site.store.db.select({ id: actor.id }).from(actor).where(eq(actor.iri, place.iri));
    const [mine] = known
      ? await site.store.db
          .select({ state: membership.state, role: membership.role })
          .from(membership)
          .where(and(eq(membership.workspaceId, known.id), eq(membership.actorId, person.id)))
      : [];
    // Asking twice is a click too, but not one that everybody does all the time.
    if (mine?.state === "requested" && random() < 0.8) return false;
    if (!known || mine?.state !== "active") {
      const found = known
        ? { ok: true as const, value: { id: known.id } }
        : await site.federation.elsewhere.find(place.address, person.id);
      if (!found.ok) return said(`fails to find: ${found.problem}`);
      return said(`joins (${await join(ctx, { workspaceId: found.value.id })})`);
    }
    const manages = mine.role === "manager";
    const closed = place.level !== "open";
    return said(await actInside(doing, { site, person, ctx, workspaceId: known.id, closed, manages }));
  } catch (error) {
    // Refused, or the server died or could not write: then nobody was told that it is done.
    return said(`fails: ${error instanceof Refusal ? error.message : String(error)}`);
  }
}

/** An administrator hides a post from everybody at their own organisation, or shows it again. */
async function administer(doing: Doing, site: Site): Promise<boolean> {
  const { random, hidden, log, counts } = doing;
  const posts = await site.store.db
    .select({ id: content.id, iri: content.iri })
    .from(content)
    .where(isNull(content.deleted));
  const post = pick(random, posts);
  if (!post) return false;
  const ctx = site.as(site.administrator);
  const hides = random() < 0.7;
  try {
    if (hides) {
      hidden.push({ host: site.host, iri: post.iri });
      await hidePost(ctx, { contentId: post.id, reason: "Names a colleague" });
    } else await showPost(ctx, { contentId: post.id });
    log.push(`${site.administrator.name} ${hides ? "hides" : "shows"} ${post.iri}`);
    counts.hides = (counts.hides ?? 0) + 1;
  } catch (error) {
    log.push(`${site.administrator.name} fails: ${String(error)}`);
    counts["fails:"] = (counts["fails:"] ?? 0) + 1;
  }
  return true;
}

/** Words that nobody has said before. Where not everybody may read they are a secret, whatever becomes of them. */
function newWords(doing: Doing, { site, closed }: Here, root: string | null) {
  const text = `Words ${++doing.words}.`;
  const secret = { host: site.host, text, root };
  if (closed) doing.secrets.push(secret);
  return { text, secret };
}

async function actInside(doing: Doing, here: Here): Promise<string> {
  const { random } = doing;
  const { site, person, ctx, workspaceId } = here;
  const posts = await site.store.db
    .select({
      id: content.id,
      iri: content.iri,
      kind: content.kind,
      authorId: content.authorId,
      rootId: content.rootId,
    })
    .from(content)
    .where(and(eq(content.workspaceId, workspaceId), isNull(content.deleted)));
  const post = pick(random, posts);
  const mine = pick(
    random,
    posts.filter((one) => one.authorId === person.id),
  );
  const dice = random();
  const iriOf = async (id: number) =>
    (await site.store.db.select({ iri: content.iri }).from(content).where(eq(content.id, id)))[0]?.iri ??
    null;
  const keep = async (id: number, text: string) => {
    const iri = (await iriOf(id))!;
    doing.written.push({ host: site.host, iri, text });
    return iri;
  };
  if (here.manages && dice < 0.4) return manage(doing, here);
  if (!post || dice < 0.12) {
    const { text: source, secret } = newWords(doing, here, null);
    const options = ["By day", "By night"];
    const asks =
      random() < 0.35 ? { poll: { options, expiresIn: 3600 * (1 + Math.floor(random() * 4)) } } : {};
    const form = asks.poll || doing.words % 2 ? "discussion" : "offer";
    const iri = await keep(
      await openDiscussion(ctx, { workspaceId, title: source, source, form, ...asks }),
      source,
    );
    secret.root = iri;
    return `${asks.poll ? "asks" : "opens"} ${iri}`;
  }
  if (dice < 0.42) {
    const { text: source } = newWords(doing, here, await iriOf(post.rootId));
    const iri = await keep(await addComment(ctx, { parentId: post.id, source }), source);
    return `comments ${iri} on ${post.iri}`;
  }
  if (dice < 0.6) {
    const liked = random() < 0.7;
    await setLike(ctx, { contentId: post.id, liked });
    return `${liked ? "likes" : "unlikes"} ${post.iri}`;
  }
  if (dice < 0.72) return vote(doing, here);
  if (mine && dice < 0.87) {
    const offer = doing.words % 3 ? await proposalNow(site.store.db, mine.id) : null;
    if (offer) {
      await settleProposal(ctx, { contentId: mine.id, closed: !offer.closed });
      return `${offer.closed ? "reopens" : "closes"} ${mine.iri}`;
    }
    const { text: source } = newWords(doing, here, await iriOf(mine.rootId));
    await editContent(ctx, { contentId: mine.id, title: mine.kind === "discussion" ? source : null, source });
    return `edits ${mine.iri} (${source})`;
  }
  if (mine && dice < 0.94) {
    await deleteContent(ctx, { contentId: mine.id });
    return `deletes ${mine.iri}`;
  }
  if (!here.manages && dice > 0.94) {
    await leave(ctx, { workspaceId });
    return "leaves";
  }
  return "rests";
}

async function vote({ random }: Doing, { site, person, ctx, workspaceId }: Here): Promise<string> {
  const polls = await site.store.db
    .select({ id: content.id, iri: content.iri })
    .from(poll)
    .innerJoin(content, eq(content.id, poll.contentId))
    .where(
      and(eq(content.workspaceId, workspaceId), ne(content.authorId, person.id), isNull(content.deleted)),
    );
  const one = pick(random, polls);
  if (!one) return "rests";
  const choice = random() < 0.5 ? 0 : 1;
  await castVotes(ctx, { contentId: one.id, choices: [choice] });
  return `votes for ${choice} in ${one.iri}`;
}
