import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { actor, content, membership, workspace } from "../../db/index.ts";
import { slug } from "../actors/index.ts";
import type { Context } from "../context.ts";
import { tagName } from "../core/hashtags.ts";
import type { Id } from "../core/id.ts";
import { discussionHref, mayRead } from "../workspaces/index.ts";

const hrefPattern = /href="(https?:\/\/[^"]{1,2000})"/g;
const mostLinks = 200;
const plain = (href: string): string => href.replaceAll("&amp;", "&");
const escaped = (href: string): string =>
  encodeURI(href).replace(/[&"'<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/** What an address may name: something by its ActivityPub address, or somebody by handle and host. */
type Target = { iri: string } | { kind: "person" | "group"; handle: string; host: string };

/**
 * What a web address names, where it is one of those that instances of this software give to their pages;
 * otherwise itself, which for many servers is the ActivityPub address too.
 */
export function targetOf(href: string): Target {
  const [, origin = "", host = "", path = ""] = /^(https?:\/\/([^/?#]+))([^#]*)/i.exec(href) ?? [];
  const [, comment] = /^\/workspaces\/[^/?]+\/discussions\/\d+\?(?:.*&)?comment=(\d+)/.exec(path) ?? [];
  const [, discussion] = /^\/workspaces\/[^/?@]+\/discussions\/(\d+)\/?(?:\?|$)/.exec(path) ?? [];
  const post = comment ?? discussion;
  if (post) return { iri: `${origin}/content/${post}` };
  const [, room, handle, at] =
    /^\/(workspaces|people)\/([\w.-]+)(?:@([\w.:-]+))?(?:\/forum)?\/?(?:\?|$)/.exec(path) ?? [];
  if (handle) {
    const kind = room === "people" ? "person" : "group";
    return { kind, handle: handle.toLowerCase(), host: (at ?? host).toLowerCase() };
  }
  return { iri: href };
}

/** The addresses in some texts that lead away from here, each once. */
function leadingAway(ctx: Context, texts: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const text of texts) {
    if (!text.includes('href="http')) continue;
    for (const [, href = ""] of text.matchAll(hrefPattern)) {
      const leads = plain(href);
      if (found.size < mostLinks && leads !== ctx.origin && !leads.startsWith(`${ctx.origin}/`))
        found.add(leads);
    }
  }
  return found;
}

async function posts(ctx: Context, iris: string[]): Promise<Map<string, string>> {
  if (iris.length === 0) return new Map();
  const rows = await ctx.store.db
    .select({
      id: content.id,
      iri: content.iri,
      rootId: content.rootId,
      handle: actor.handle,
      host: actor.host,
      local: actor.local,
      workspaceId: workspace.actorId,
      level: workspace.level,
      managersPost: workspace.managersPost,
      role: membership.role,
      state: membership.state,
    })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.workspaceId))
    .innerJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, content.workspaceId), eq(membership.actorId, ctx.actor?.id ?? 0)),
    )
    .where(and(inArray(content.iri, iris), isNull(content.deleted)));
  return new Map(rows.filter(mayRead).map((row) => [row.iri, postHref(slug(row), row)]));
}

/** Address of a post here: of a discussion, or of a comment within its discussion. */
export const postHref = (workspaceSlug: string, { id, rootId }: { id: Id; rootId: Id }): string =>
  discussionHref(workspaceSlug, rootId) + (id === rootId ? "" : `?comment=${id}#comment-${id}`);

async function actors(ctx: Context, targets: Target[]): Promise<Map<string, string>> {
  if (targets.length === 0) return new Map();
  const iris = targets.flatMap((target) => ("iri" in target ? [target.iri] : []));
  const named = targets.flatMap((target) => ("iri" in target ? [] : [target]));
  const rows = await ctx.store.db
    .select({
      iri: actor.iri,
      kind: actor.kind,
      handle: actor.handle,
      host: actor.host,
      local: actor.local,
      level: workspace.level,
      state: membership.state,
    })
    .from(actor)
    .leftJoin(workspace, eq(workspace.actorId, actor.id))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, actor.id), eq(membership.actorId, ctx.actor?.id ?? 0)),
    )
    .where(
      and(
        isNull(actor.gone),
        or(
          iris.length > 0 ? inArray(actor.iri, iris) : undefined,
          ...named.map(({ kind, handle, host }) =>
            and(eq(actor.kind, kind), eq(actor.host, host), eq(sql`lower(${actor.handle})`, handle)),
          ),
        ),
      ),
    );
  const hrefs = new Map<string, string>();
  for (const row of rows) {
    if (row.kind === "application" || (row.level === "confidential" && row.state === null)) continue;
    const href = `/${row.kind === "group" ? "workspaces" : "people"}/${slug(row)}`;
    hrefs.set(row.iri, href);
    hrefs.set(`${row.kind}:${row.handle.toLowerCase()}@${row.host}`, href);
  }
  return hrefs;
}

/** A link as it was sanitised, with a hashtag for its words. */
const hashtagPattern =
  /<a href="[^"]{1,2000}" class="([a-z -]{1,50})"([^<>]{0,100})>(#(?:<span[^<>]{0,50}>)?)([^<#\s]{1,100})(?=<)/g;

/** Hashtags of every server lead to what is known here. */
const ownHashtags = (html: string): string =>
  html.includes("hashtag")
    ? html.replace(hashtagPattern, (link, kinds: string, rest: string, sign: string, written: string) => {
        const name = kinds.includes("hashtag") ? tagName(written) : null;
        const href = name && `/tags/${encodeURIComponent(name)}`;
        return href ? `<a href="${href}" class="${kinds}"${rest}>${sign}${written}` : link;
      })
    : html;

/**
 * Leads links to workspaces, discussions and people of other instances to what is known of them here, so that
 * no reader ends as a stranger on somebody else's server. What the reader may not read stays as it was written.
 *
 * @param texts all texts of the page: they cost two queries together, and none without such links
 */
export async function relinker(ctx: Context, texts: readonly string[]): Promise<(html: string) => string> {
  const away = leadingAway(ctx, texts);
  if (away.size === 0) return ownHashtags;
  const targets = new Map([...away].map((href) => [href, targetOf(href)]));
  const all = [...targets.values()];
  const known = new Map([
    ...(await posts(
      ctx,
      all.flatMap((target) => ("iri" in target ? [target.iri] : [])),
    )),
    ...(await actors(ctx, all)),
  ]);
  if (known.size === 0) return ownHashtags;
  return (html) =>
    ownHashtags(html).replace(hrefPattern, (written, href: string) => {
      const target = targets.get(plain(href));
      if (!target) return written;
      const here = known.get("iri" in target ? target.iri : `${target.kind}:${target.handle}@${target.host}`);
      return here ? `href="${escaped(here)}"` : written;
    });
}
