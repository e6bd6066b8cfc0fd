import { asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, like, membership, person } from "../../../db/index.ts";
import { sanitise } from "../../../src/core/text.ts";
import type { Instance } from "../../rig.ts";

const author = alias(actor, "author");
const parent = alias(content, "parent");

const origin = (iri: string | null): string => URL.parse(iri ?? "")?.origin ?? "none";

/** What nobody from elsewhere may change: the accounts here, and who belongs to what of them. */
export async function atHome({ store }: Instance): Promise<unknown> {
  const { db } = store;
  return {
    people: await db.select().from(person).orderBy(asc(person.actorId)),
    actors: await db
      .select({ iri: actor.iri, name: actor.name, gone: actor.gone })
      .from(actor)
      .where(eq(actor.local, true))
      .orderBy(asc(actor.id)),
    memberships: await db
      .select({ workspaceId: membership.workspaceId, role: membership.role })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(eq(actor.local, true))
      .orderBy(asc(membership.id)),
    posts: await db
      .select({ iri: content.iri, html: content.html, title: content.title, deleted: content.deleted })
      .from(content)
      .innerJoin(actor, eq(actor.id, content.authorId))
      .where(eq(actor.local, true))
      .orderBy(asc(content.id)),
  };
}

/** Every rule that something stored breaks, in words. */
export async function broken({ store, clock }: Instance): Promise<string[]> {
  const { db } = store;
  const problems: string[] = [];
  const say = (rule: string, iri: string) => problems.push(`${rule}: ${iri.slice(0, 200)}`);
  const posts = await db
    .select({ post: content, by: author, parent })
    .from(content)
    .innerJoin(author, eq(author.id, content.authorId))
    .leftJoin(parent, eq(parent.id, content.parentId));
  const likes = await db.select({ contentId: like.contentId }).from(like);
  for (const { post, by, parent: above } of posts) {
    const { iri } = post;
    if (origin(iri) !== origin(by.iri)) say("a post of another server than its author", iri);
    if (sanitise(post.html) !== post.html) say("words that were not made safe", iri);
    if (/<script|<svg|<iframe|\son\w+\s*=|javascript:/i.test(post.html.replace(/&lt;.*?&gt;/g, "")))
      say("words that do something", iri);
    if (post.html.length > 1_100_000 || (post.title ?? "").length > 500) say("too long", iri);
    if (post.published > clock.now()) say("written in times to come", iri);
    if (post.url && !/^https?:\/\//.test(post.url)) say("a link that is no web address", iri);
    if ((post.kind === "comment") !== (post.parentId !== null)) say("a comment to nothing", iri);
    if (above && (above.workspaceId !== post.workspaceId || above.rootId !== post.rootId))
      say("an answer to another discussion", iri);
    if (likes.filter(({ contentId }) => contentId === post.id).length !== post.likes)
      say("likes miscounted", iri);
  }
  for (const one of await db.select().from(actor).where(eq(actor.local, false))) {
    if (origin(one.inbox) !== origin(one.iri)) say("an inbox on another server", one.iri);
    if (sanitise(one.summary) !== one.summary) say("a summary that was not made safe", one.iri);
    if (/[\s@/<>"']/.test(one.handle) || one.handle.length > 100) say("a handle that is none", one.iri);
    if (new URL(one.iri).host !== one.host) say("a host of another", one.iri);
  }
  return problems;
}
